"""Lists of states' certificates: the signed master lists of Doc 9303-12, §9, and certificates one by one."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import core

from budstikke.formats.chip.certificates import RevocationList, StateCertificate
from budstikke.formats.chip.signatures import UnknownAlgorithm
from budstikke.formats.chip.signed_data import SignedData, opened
from budstikke.formats.chip.tlv import WRONG_BYTES, Unreadable
from budstikke.formats.chip.trust import Trust
from budstikke.formats.malformed import Fault

MOST_BYTES = 32 * 1024 * 1024
MOST_CERTIFICATES = 10_000
_MASTER_LIST = "2.23.136.1.1.2"
_MASTER_LIST_SIGNER = "2.23.136.1.1.3"
_PEM = re.compile(rb"-----BEGIN (CERTIFICATE|X509 CRL|CMS|PKCS7)-----([A-Za-z0-9+/=\s]*)-----END \1-----")


class _Certificates(core.SetOf):
    _child_spec = core.Any


class _MasterList(core.Sequence):
    _fields = [("version", core.Integer), ("certificates", _Certificates)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificates:
    """
    What was found in files: certificates and revocation lists that can be read, and every fault.

    `doubts` name certificates that are sound and will never count; every state's list has a few of others'.
    `publisher` issued the certificate that signed a master list; it lies in the list itself, so the operator must
    know its SHA-256 from elsewhere. None where nothing was signed, or the signature does not hold.
    """

    certificates: tuple[StateCertificate, ...] = ()
    lists: tuple[RevocationList, ...] = ()
    faults: tuple[Fault, ...] = ()
    doubts: tuple[Fault, ...] = ()
    publisher: StateCertificate | None = None
    signed_at: datetime | None = None

    def trust(self) -> Trust:
        """Return what passive authentication asks."""
        return Trust(self.certificates, self.lists)


def read(files: Iterable[tuple[str, bytes]]) -> Certificates:
    """
    Read master lists, certificates and revocation lists, DER or PEM, each with the name of its file.

    Returns: all that can be read and every fault with its place; never raises, whatever the bytes.
    """
    certificates: dict[str, StateCertificate] = {}
    lists: dict[str, RevocationList] = {}
    faults: list[Fault] = []
    publisher: StateCertificate | None = None
    signed_at: datetime | None = None
    for name, content in files:
        for where, der in _pieces(name, content, faults):
            piece = _piece(where, der)
            faults.extend(piece.faults)
            certificates.update((each.sha256, each) for each in piece.certificates)
            lists.update((each.sha256, each) for each in piece.lists)
            publisher, signed_at = piece.publisher or publisher, piece.signed_at or signed_at
    trust = Trust(tuple(certificates.values()), tuple(lists.values()))
    return Certificates(
        certificates=trust.certificates,
        lists=trust.lists,
        faults=tuple(faults),
        doubts=tuple(_doubts(trust)),
        publisher=publisher,
        signed_at=signed_at,
    )


def _pieces(name: str, content: bytes, faults: list[Fault]) -> Iterator[tuple[str, bytes]]:
    if len(content) > MOST_BYTES:
        faults.append(Fault(name, "CSCA_TOO_LARGE", f"is larger than {MOST_BYTES} bytes; give a master list"))
        return
    blocks = [match[2] for match in _PEM.finditer(content)] if b"-----BEGIN" in content else []
    if not blocks:
        yield name, content
    for nth, block in enumerate(blocks, start=1):
        try:
            yield (f"{name}, block {nth}" if len(blocks) > 1 else name), b64decode(block)
        except ValueError:
            faults.append(Fault(f"{name}, block {nth}", "CSCA_FILE", "is no PEM; export it anew"))


def _piece(where: str, der: bytes) -> Certificates:
    try:
        return Certificates(certificates=(StateCertificate.of(der),))
    except Unreadable:
        pass
    try:
        return Certificates(lists=(RevocationList.of(der),))
    except Unreadable:
        pass
    try:
        signed = opened(der)
        if signed.content_type != _MASTER_LIST:
            raise Unreadable("is no master list")
        entries = _entries(signed.content)
    except Unreadable:
        text = "is neither a certificate, nor a revocation list, nor a master list"
        return Certificates(faults=(Fault(where, "CSCA_FILE", text),))
    faults: list[Fault] = []
    certificates: list[StateCertificate] = []
    for nth, entry in enumerate(entries, start=1):
        try:
            certificates.append(StateCertificate.of(entry))
        except Unreadable as error:
            text = f"{error}; it is left out"
            faults.append(Fault(f"{where}, certificate {nth}", "CSCA_UNREADABLE", text))
    # A list whose signature does not hold is nobody's word: nothing of it is taken over.
    if wrong := tuple(_of_signature(where, signed, certificates)):
        return Certificates(faults=wrong)
    return Certificates(
        certificates=tuple(certificates),
        faults=tuple(faults),
        publisher=_publisher(signed, certificates),
        signed_at=signed.signed_at,
    )


def _entries(content: bytes) -> list[bytes]:
    try:
        parsed = _MasterList.load(content, strict=True)
        found = [each.dump() for each in parsed["certificates"]]
    except WRONG_BYTES as error:
        raise Unreadable("is no master list") from error
    if len(found) > MOST_CERTIFICATES:
        raise Unreadable("has more certificates than there are states")
    return found


def _of_signature(where: str, signed: SignedData, certificates: list[StateCertificate]) -> Iterator[Fault]:
    again = "; fetch the list anew from its publisher"
    try:
        holds = signed.check().holds
    except (UnknownAlgorithm, Unreadable):
        holds = False
    if not holds:
        yield Fault(where, "CSCA_LIST_SIGNATURE", "the list's signature does not hold" + again)
    elif _publisher(signed, certificates) is None:
        yield Fault(where, "CSCA_LIST_SIGNATURE", "no authority in the list issued its signer" + again)
    elif signed.signer is not None and _MASTER_LIST_SIGNER not in signed.signer.extended_usage:
        yield Fault(where, "CSCA_LIST_SIGNATURE", "its signer was not made to sign master lists" + again)


def _publisher(signed: SignedData, entries: Iterable[StateCertificate]) -> StateCertificate | None:
    """Return who issued the list's signer; some publishers put that certificate only among the listed ones."""
    if signed.signer is None:
        return None
    trust = Trust((*signed.certificates, *entries))
    for candidate in trust.candidates(signed.signer):
        try:
            if signed.signer.issued_by(candidate).holds and trust.counts(candidate):
                return candidate
        except (UnknownAlgorithm, Unreadable):
            continue
    return None


def _doubts(trust: Trust) -> Iterator[Fault]:
    """Say which certificates and lists will never count, so that an operator does not wonder later."""
    for listed in trust.lists:
        if not trust.is_signed(listed):
            where = f"{listed.country or '?'} {listed.sha256[:16]}"
            yield Fault(where, "CSCA_CRL", "no certificate here signed this list; import its authority too")
    for certificate in trust.certificates:
        where = f"{certificate.country or '?'} {certificate.sha256[:16]}"
        if not certificate.may_issue:
            yield Fault(where, "CSCA_USE", "was not made to issue others; documents will not be judged by it")
        elif not trust.counts(certificate):
            yield Fault(
                where, "CSCA_LINK", "neither signed itself nor leads to one that did; import its issuer too"
            )
