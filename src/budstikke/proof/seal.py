"""
The seal of a PDF: PAdES B-LTA, judged offline.

Three moments are told apart. The archive time stamp is judged at the day of judging; it proves when the sealed
file lay before the time stamp authority. The seal's own time stamp is judged at the archive time stamp's
moment, and the seal's certificate, with the revocation list embedded, at the seal's time stamp's moment. So a
certificate that has ended since does no harm, and a forged clock helps nobody. All of it is plain Python, so
that an auditor's copy and the installed command are the same program.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from itertools import pairwise
from typing import cast

from asn1crypto import crl, x509
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject, StreamObject

from budstikke.proof.certificates import COMMITS, STAMPS_TIME, chain_fault, dated, freshest, listed, name_of
from budstikke.proof.cms import NotSigned, Signed, read_signed
from budstikke.proof.revisions import Altered, Field, check_updates, fields_of
from budstikke.proof.trust import Trust, read_certificate, read_list
from budstikke.proof.verdict import Check
from budstikke.proof.wording import Words

# A time stamp authority elsewhere keeps its own clock.
_SKEW = timedelta(minutes=5)
_PADES = "/ETSI.CAdES.detached"
_STAMP = "/ETSI.RFC3161"


class NotSealed(Exception):
    """The file carries no seal that can be judged; the check says why."""

    def __init__(self, no: str, en: str) -> None:
        self.check = Check.failed("seal", no, en)
        super().__init__(en)


@dataclass(frozen=True, slots=True)
class Part:
    """A signature or archive time stamp with the field of the PDF it lies in."""

    field: Field
    signed: Signed


@dataclass(frozen=True, slots=True)
class Sealed:
    """A seal read from a file, not yet judged: the parts, the moments they state, the lists embedded."""

    data: bytes
    reader: PdfReader
    seal: Part
    token: Signed
    stamps: tuple[Part, ...]
    embedded_crls: tuple[crl.CertificateList, ...]
    others: tuple[x509.Certificate, ...]

    @property
    def sealed_at(self) -> datetime:
        """The moment the seal's own time stamp states."""
        return self.token.stamped_at

    @property
    def stamped_at(self) -> tuple[datetime, ...]:
        """The moments the archive time stamps state."""
        return tuple(stamp.signed.stamped_at for stamp in self.stamps)

    @property
    def signers(self) -> tuple[x509.Certificate, ...]:
        """The certificates that sealed and stamped, and those that came with the seal's own time stamp."""
        stamped = (self.token, *(stamp.signed for stamp in self.stamps))
        return (self.seal.signed.leaf, *(each for signed in stamped for each in signed.certificates))


def read_seal(data: bytes) -> Sealed:
    """
    Read the seal of a PDF.

    Raises: NotSealed; and, on a damaged file, whatever the reader stumbles over.
    """
    reader = PdfReader(BytesIO(data), strict=True)
    fields = fields_of(data, reader)
    seals = [field for field in fields if field.kind != "/DocTimeStamp"]
    stamps = [field for field in fields if field.kind == "/DocTimeStamp"]
    if len(seals) != 1:
        raise NotSealed(
            f"Dokumentet har {len(seals)} forseglinger, ikke én.",
            f"The document has {len(seals)} seals, not one.",
        )
    if seals[0].filter != _PADES:
        raise NotSealed("Forseglingen er ikke PAdES.", "The seal is not PAdES.")
    seal = Part(seals[0], read_signed(seals[0].content))
    token = seal.signed.stamp
    if token is None or not stamps:
        raise NotSealed(
            "Forseglingen mangler tidsstempel eller arkivtidsstempel.",
            "The seal lacks its time stamp or the archive time stamp.",
        )
    store = _resolved(cast(DictionaryObject, reader.trailer["/Root"]).get("/DSS"))
    if not isinstance(store, DictionaryObject):
        raise NotSealed(
            "Dokumentet mangler opplysningene forseglingen skal bedømmes med.",
            "The document lacks what the seal is to be judged with.",
        )
    if any(field.filter != _STAMP for field in stamps):
        raise NotSigned("an archive time stamp is of another kind")
    parts = tuple(Part(field, read_signed(field.content, kind="tst_info")) for field in stamps)
    carried = [seal.signed, token, *(part.signed for part in parts)]
    return Sealed(
        data=data,
        reader=reader,
        seal=seal,
        token=token,
        stamps=parts,
        embedded_crls=tuple(read_list(each) for each in _streams(store, "/CRLs")),
        others=(
            *(each for signed in carried for each in signed.certificates),
            *(read_certificate(each) for each in _streams(store, "/Certs")),
        ),
    )


def check_seal(sealed: Sealed, *, trust: Trust, at: datetime) -> Iterator[Check]:
    """Yield what is found about the seal: unchanged, whole, by whom, when, and not revoked."""
    yield _unchanged(sealed)
    yield _whole(sealed)
    yield _by_whom(sealed, trust=trust)
    yield _when(sealed, trust=trust, at=at)
    yield _revoked(sealed, trust=trust, at=at)


def _unchanged(sealed: Sealed) -> Check:
    if sealed.seal.signed.seals(sealed.seal.field.covered):
        return Check.passed(
            "seal",
            "Innholdet er uendret siden forseglingen.",
            "The content is unchanged since it was sealed.",
        )
    return Check.failed(
        "seal", "Innholdet er endret etter forseglingen.", "The content was changed after it was sealed."
    )


def _whole(sealed: Sealed) -> Check:
    try:
        check_updates(sealed.data, sealed.reader, sealed_end=sealed.seal.field.end)
        if sealed.stamps[-1].field.end != len(sealed.data):
            raise Altered("something lies behind the last archive time stamp")
        if sealed.seal.field.end > sealed.stamps[0].field.end:
            raise Altered("an archive time stamp is older than the seal")
        if not all(part.signed.is_spelled_once() for part in sealed.stamps):
            raise Altered("a time stamp contradicts itself")
    except Altered as fault:
        return Check.failed(
            "coverage",
            "Noe i filen er lagt til eller endret utenfor det forseglingen og arkivtidsstempelet dekker "
            f"({fault}).",
            "Something in the file was added or changed outside what the seal and the archive time stamp cover "
            f"({fault}).",
        )
    return Check.passed(
        "coverage",
        "Forseglingen og arkivtidsstempelet dekker hele filen.",
        "The seal and the archive time stamp cover the whole file.",
    )


def _by_whom(sealed: Sealed, *, trust: Trust) -> Check:
    if not trust.roots:
        return Check.failed(
            "certificate",
            "Ingen rot er gitt å bedømme sertifikatet med.",
            "No root is given to judge the certificate by.",
        )
    why = _fault(sealed, sealed.seal.signed, trust=trust, at=sealed.sealed_at, usage=COMMITS)
    if why is None:
        who = name_of(sealed.seal.signed.leaf)
        return Check.passed("certificate", f"Forseglet av {who}.", f"Sealed by {who}.")
    return Check.failed(
        "certificate",
        f"Forseglingens sertifikat {why.no}, slik det sto da det ble forseglet.",
        f"The seal's certificate {why.en}, as things stood when it was sealed.",
    )


def _fault(sealed: Sealed, signed: Signed, *, trust: Trust, at: datetime, usage: str) -> Words | None:
    return chain_fault(
        signed.leaf,
        others=sealed.others,
        at=at,
        trust=trust,
        usage=usage,
        crls=(*sealed.embedded_crls, *trust.crls),
    )


def _when(sealed: Sealed, *, trust: Trust, at: datetime) -> Check:
    ordered = [sealed.sealed_at, *sealed.stamped_at, at + _SKEW]
    if any(earlier > later for earlier, later in pairwise(ordered)):
        return Check.failed(
            "time",
            "Tidsstemplene står ikke i rekkefølge, eller ligger etter dagen det bedømmes.",
            "The time stamps are not in order, or lie after the day of judging.",
        )
    signature = sealed.seal.signed.signer["signature"].native
    if not sealed.token.stamps(signature) or not all(
        part.signed.stamps(part.field.covered) for part in sealed.stamps
    ):
        return Check.failed("time", "Et tidsstempel er endret.", "A time stamp was changed.")
    # Each time stamp is judged at the moment of the next one, the last at the day of judging.
    earlier = (sealed.token, *(part.signed for part in sealed.stamps[:-1]))
    for signed, moment in zip(earlier, sealed.stamped_at, strict=True):
        if _fault(sealed, signed, trust=trust, at=moment, usage=STAMPS_TIME):
            return Check.failed(
                "time",
                "Et tidsstempel kommer ikke fra noen vi stoler på.",
                "A time stamp does not come from anybody we trust.",
            )
    last = sealed.stamps[-1].signed
    ends_at = last.leaf.not_valid_after
    if at > ends_at:
        return Check.failed(
            "time",
            f"Arkivtidsstempelets sertifikat gikk ut {ends_at:%Y-%m-%d}; det skulle vært fornyet før den dagen.",
            f"The archive time stamp's certificate ended on {ends_at:%Y-%m-%d}; renew it before that day.",
        )
    # A stamp is proof of the moment it states, so its certificate must have been in force then too.
    for moment in (last.stamped_at, at):
        if why := _fault(sealed, last, trust=trust, at=moment, usage=STAMPS_TIME):
            return Check.failed(
                "time",
                f"Arkivtidsstempelet kommer ikke fra noen vi stoler på: sertifikatet {why.no}.",
                f"The archive time stamp does not come from anybody we trust: its certificate {why.en}.",
            )
    return Check.passed(
        "time",
        f"Forseglet {sealed.sealed_at:%Y-%m-%d %H:%M:%S} UTC; arkivtidsstempelet holder til {ends_at:%Y-%m-%d}.",
        f"Sealed {sealed.sealed_at:%Y-%m-%d %H:%M:%S} UTC; the archive time stamp holds until {ends_at:%Y-%m-%d}.",
    )


def _revoked(sealed: Sealed, *, trust: Trust, at: datetime) -> Check:
    issuers = (*trust.roots, *sealed.others)
    found = listed(sealed.signers, crls=(*trust.crls, *sealed.embedded_crls), issuers=issuers)
    if found is not None:
        name = name_of(found)
        return Check.failed(
            "revocation",
            f"Sertifikatet er trukket tilbake: {name}.",
            f"The certificate has been revoked: {name}.",
        )
    newest = freshest(trust.crls, issuers=trust.roots, at=at)
    if newest is not None:
        day = f"{dated(newest):%Y-%m-%d}"
        return Check.passed(
            "revocation",
            f"Ingen av sertifikatene står på tilbaketrekkingslisten av {day}.",
            f"None of the certificates is on the revocation list of {day}.",
        )
    return Check.passed(
        "revocation",
        "Ingen ny tilbaketrekkingsliste er gitt; etter den som fulgte med, var ingen av sertifikatene trukket "
        "tilbake da det ble forseglet.",
        "No fresh revocation list is given; by the one embedded, none of the certificates was revoked when it "
        "was sealed.",
    )


def _streams(store: DictionaryObject, name: str) -> list[bytes]:
    listed_there = _resolved(store.get(name))
    found = [_resolved(each) for each in listed_there] if isinstance(listed_there, list) else []
    return [each.get_data() for each in found if isinstance(each, StreamObject)]


def _resolved(value: object) -> object:
    return value.get_object() if isinstance(value, IndirectObject) else value
