"""
The seal of a PDF: PAdES B-LTA, judged offline.

Three moments are told apart. The archive time stamp is judged at the day of judging; it proves when the sealed
file lay before the time stamp authority. The seal's own time stamp is judged at the archive time stamp's
moment, and the seal's certificate, with the revocation list embedded, at the seal's time stamp's moment. So a
certificate that has ended since does no harm, and a forged clock helps nobody.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO

from asn1crypto import cms
from asn1crypto import crl as asn1_crl
from asn1crypto.parser import peek
from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import (
    DocumentTimestampStatus,
    PdfSignatureStatus,
    SignatureCoverageLevel,
)

from budstikke.proof.certificates import context_at, freshest, listed
from budstikke.proof.trust import Trust, from_asn1
from budstikke.proof.verdict import Check

# A time stamp authority elsewhere keeps its own clock.
_SKEW = timedelta(minutes=5)
_PADES = "/ETSI.CAdES.detached"


class NotSealed(Exception):
    """The file carries no seal that can be judged; the check says why."""

    def __init__(self, no: str, en: str) -> None:
        self.check = Check.failed("seal", no, en)
        super().__init__(en)


@dataclass(frozen=True, slots=True)
class Sealed:
    """A seal read from a file, not yet judged: the parts, the moments they state, the lists embedded."""

    data: bytes
    seal: EmbeddedPdfSignature
    stamps: tuple[EmbeddedPdfSignature, ...]
    sealed_at: datetime
    stamped_at: tuple[datetime, ...]
    crls: tuple[asn1_crl.CertificateList, ...]
    certificates: tuple[x509.Certificate, ...]

    @property
    def embedded_crls(self) -> tuple[x509.CertificateRevocationList, ...]:
        """The revocation lists that came with the file."""
        return tuple(x509.load_der_x509_crl(found.dump()) for found in self.crls)


def read_seal(data: bytes) -> Sealed:
    """
    Read the seal of a PDF.

    Raises: NotSealed; and, on a damaged file, whatever the reader stumbles over.
    """
    reader = PdfFileReader(BytesIO(data), strict=True)
    seals, stamps = reader.embedded_regular_signatures, reader.embedded_timestamp_signatures
    if len(seals) != 1:
        raise NotSealed(
            f"Dokumentet har {len(seals)} forseglinger, ikke én.",
            f"The document has {len(seals)} seals, not one.",
        )
    seal = seals[0]
    if seal.sig_object.get("/SubFilter") != _PADES:
        raise NotSealed("Forseglingen er ikke PAdES.", "The seal is not PAdES.")
    token = _token_of(seal)
    if token is None or not stamps:
        raise NotSealed(
            "Forseglingen mangler tidsstempel eller arkivtidsstempel.",
            "The seal lacks its time stamp or the archive time stamp.",
        )
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError as error:
        raise NotSealed(
            "Dokumentet mangler opplysningene forseglingen skal bedømmes med.",
            "The document lacks what the seal is to be judged with.",
        ) from error
    signers = [seal.signer_cert, *(stamp.signer_cert for stamp in stamps)]
    signers += [each.chosen for each in token["certificates"] if each.name == "certificate"]
    return Sealed(
        data=data,
        seal=seal,
        stamps=tuple(stamps),
        sealed_at=_time_of(token),
        stamped_at=tuple(_time_of(stamp.signed_data) for stamp in stamps),
        crls=tuple(asn1_crl.CertificateList.load(ref.get_object().data) for ref in store.crls),
        certificates=tuple(from_asn1(each) for each in signers),
    )


def check_seal(sealed: Sealed, *, trust: Trust, at: datetime) -> Iterator[Check]:
    """Yield what is found about the seal: unchanged, whole, by whom, when, and not revoked."""
    seal_status, stamp_statuses = asyncio.run(_statuses(sealed, trust=trust, at=at))
    yield _unchanged(seal_status)
    yield _whole(sealed, seal_status, stamp_statuses)
    yield _by_whom(sealed, seal_status, trust=trust)
    yield _when(sealed, seal_status, stamp_statuses, at=at)
    yield _revoked(sealed, trust=trust, at=at)


async def _statuses(
    sealed: Sealed, *, trust: Trust, at: datetime
) -> tuple[PdfSignatureStatus, tuple[DocumentTimestampStatus, ...]]:
    others = list(sealed.seal.other_embedded_certs)
    # Each archive time stamp is judged at the moment of the next one, the last at the day of judging.
    moments = (*sealed.stamped_at[1:], at)
    stamps = []
    for stamp, moment in zip(sealed.stamps, moments, strict=True):
        frame = context_at(at=moment, trust=trust, crls=sealed.crls, others=others)
        stamps.append(await async_validate_pdf_timestamp(stamp, validation_context=frame))
    seal = await async_validate_pdf_signature(
        sealed.seal,
        signer_validation_context=context_at(
            at=sealed.sealed_at, trust=trust, crls=sealed.crls, others=others
        ),
        ts_validation_context=context_at(
            at=sealed.stamped_at[0], trust=trust, crls=sealed.crls, others=others
        ),
    )
    return seal, tuple(stamps)


def _unchanged(status: PdfSignatureStatus) -> Check:
    if status.intact and status.valid:
        return Check.passed(
            "seal",
            "Innholdet er uendret siden forseglingen.",
            "The content is unchanged since it was sealed.",
        )
    return Check.failed(
        "seal", "Innholdet er endret etter forseglingen.", "The content was changed after it was sealed."
    )


def _whole(sealed: Sealed, seal: PdfSignatureStatus, stamps: Sequence[DocumentTimestampStatus]) -> Check:
    covered = seal.coverage in (SignatureCoverageLevel.ENTIRE_REVISION, SignatureCoverageLevel.ENTIRE_FILE)
    only_stamps = seal.modification_level in (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES)
    to_the_end = stamps[-1].coverage == SignatureCoverageLevel.ENTIRE_FILE
    intact = (
        all(each.intact for each in stamps)
        and all(_nothing_in_gap(sealed.data, each) for each in (sealed.seal, *sealed.stamps))
        and all(_spelled_once(each) for each in sealed.stamps)
    )
    if covered and only_stamps and to_the_end and seal.docmdp_ok and intact:
        return Check.passed(
            "coverage",
            "Forseglingen og arkivtidsstempelet dekker hele filen.",
            "The seal and the archive time stamp cover the whole file.",
        )
    return Check.failed(
        "coverage",
        "Noe i filen er lagt til eller endret utenfor det forseglingen og arkivtidsstempelet dekker.",
        "Something in the file was added or changed outside what the seal and the archive time stamp cover.",
    )


def _nothing_in_gap(data: bytes, signature: EmbeddedPdfSignature) -> bool:
    """Say whether the one stretch a signature cannot cover, its own, holds it in its one spelling and no more."""
    _, start, end, _ = signature.byte_range
    content = signature.pkcs7_content
    length = peek(content)
    spelled = content.hex().encode()
    return not any(content[length:]) and data[start:end] in (b"<%b>" % spelled, b"<%b>" % spelled.upper())


def _spelled_once(stamp: EmbeddedPdfSignature) -> bool:
    """
    Say whether the parts of a time stamp that nothing signs say what the signed parts say.

    Reading: nobody could gain by changing them, but a changed byte should be found wherever it is.
    """
    signed, signer = stamp.signed_data, stamp.signer_info
    algorithm = signer["digest_algorithm"].dump()
    named = signer["sid"]
    return (
        signed["version"].native == "v3"
        and [each.dump() for each in signed["digest_algorithms"]] == [algorithm]
        and signer["version"].native == ("v1" if named.name == "issuer_and_serial_number" else "v3")
        and (
            named.name != "issuer_and_serial_number"
            or named.chosen["issuer"].dump() == stamp.signer_cert.issuer.dump()
        )
    )


def _by_whom(sealed: Sealed, status: PdfSignatureStatus, *, trust: Trust) -> Check:
    if not trust.roots:
        return Check.failed(
            "certificate",
            "Ingen rot er gitt å bedømme sertifikatet med.",
            "No root is given to judge the certificate by.",
        )
    if status.trusted:
        who = sealed.seal.signer_cert.subject.human_friendly
        return Check.passed("certificate", f"Forseglet av {who}.", f"Sealed by {who}.")
    named = getattr(status.trust_problem_indic, "name", None)
    problem = f" ({named})" if named else ""
    return Check.failed(
        "certificate",
        f"Forseglingens sertifikat fører ikke til en rot vi stoler på, slik det sto da det ble forseglet{problem}.",
        f"The seal's certificate does not lead to a trusted root as things stood when it was sealed{problem}.",
    )


def _when(
    sealed: Sealed, seal: PdfSignatureStatus, stamps: Sequence[DocumentTimestampStatus], *, at: datetime
) -> Check:
    inner = seal.timestamp_validity
    ordered = [sealed.sealed_at, *sealed.stamped_at, at + _SKEW]
    if ordered != sorted(ordered):
        return Check.failed(
            "time",
            "Tidsstemplene står ikke i rekkefølge, eller ligger etter dagen det bedømmes.",
            "The time stamps are not in order, or lie after the day of judging.",
        )
    if (
        inner is None
        or not (inner.intact and inner.valid)
        or not all(each.intact and each.valid for each in stamps)
    ):
        return Check.failed("time", "Et tidsstempel er endret.", "A time stamp was changed.")
    if not inner.trusted or not all(each.trusted for each in stamps[:-1]):
        return Check.failed(
            "time",
            "Et tidsstempel kommer ikke fra noen vi stoler på.",
            "A time stamp does not come from anybody we trust.",
        )
    last = stamps[-1]
    ends_at = from_asn1(sealed.stamps[-1].signer_cert).not_valid_after_utc
    if not last.trusted and at > ends_at:
        return Check.failed(
            "time",
            f"Arkivtidsstempelets sertifikat gikk ut {ends_at:%Y-%m-%d}; det skulle vært fornyet før den dagen.",
            f"The archive time stamp's certificate ended on {ends_at:%Y-%m-%d}; renew it before that day.",
        )
    if not last.trusted:
        return Check.failed(
            "time",
            "Arkivtidsstempelet kommer ikke fra noen vi stoler på.",
            "The archive time stamp does not come from anybody we trust.",
        )
    return Check.passed(
        "time",
        f"Forseglet {sealed.sealed_at:%Y-%m-%d %H:%M:%S} UTC; arkivtidsstempelet holder til {ends_at:%Y-%m-%d}.",
        f"Sealed {sealed.sealed_at:%Y-%m-%d %H:%M:%S} UTC; the archive time stamp holds until {ends_at:%Y-%m-%d}.",
    )


def _revoked(sealed: Sealed, *, trust: Trust, at: datetime) -> Check:
    issuers = (*trust.roots, *(from_asn1(each) for each in sealed.seal.other_embedded_certs))
    found = listed(sealed.certificates, crls=(*trust.crls, *sealed.embedded_crls), issuers=issuers)
    if found is not None:
        name = found.subject.rfc4514_string()
        return Check.failed(
            "revocation",
            f"Sertifikatet er trukket tilbake: {name}.",
            f"The certificate has been revoked: {name}.",
        )
    newest = freshest(trust.crls, issuers=trust.roots, at=at)
    if newest is not None:
        day = f"{newest.last_update_utc:%Y-%m-%d}"
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


def _token_of(seal: EmbeddedPdfSignature) -> cms.SignedData | None:
    token: cms.SignedData | None = next(extract_tst_data_iter(seal.signer_info, signed=False), None)
    return token


def _time_of(token: cms.SignedData) -> datetime:
    moment = token["encap_content_info"]["content"].parsed["gen_time"].native
    assert isinstance(moment, datetime)
    return moment
