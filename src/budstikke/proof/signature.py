"""The signature of evidence: JWS, ES256, the payload detached, the certificates in the protected header."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import crl, x509

from budstikke.proof import keys
from budstikke.proof.certificates import SIGNS_DATA, chain_fault, listed
from budstikke.proof.shape import NotEvidence
from budstikke.proof.strict_json import read_json
from budstikke.proof.trust import Trust, read_certificate
from budstikke.proof.verdict import Check
from budstikke.proof.wording import Words

ALGORITHM = "ES256"
_MOST_CERTIFICATES = 6


@dataclass(frozen=True, slots=True)
class Signed:
    """A kind of thing that is signed: the type in the header, the name of its check, and what words call it."""

    type: str
    check: str
    words: Words


EVIDENCE = Signed("budstikke-evidence+jws", "evidence_signature", Words("Beviset", "The evidence"))
CHECKPOINT = Signed(
    "budstikke-checkpoint+jws", "checkpoint", Words("Loggens sjekkpunkt", "The log's checkpoint")
)


class NotASignature(Exception):
    """The value is no signature of ours; the message says why."""


@dataclass(frozen=True, slots=True)
class Header:
    """What the protected header says: who signed, and when by their own clock."""

    certificates: tuple[x509.Certificate, ...]
    signed_at: datetime


def protected_header(
    *, certificates: tuple[bytes, ...], signed_at: datetime, kind: Signed = EVIDENCE
) -> dict[str, object]:
    """Return the header to be signed: algorithm, kind, certificates (DER) without the root, time."""
    return {
        "alg": ALGORITHM,
        "typ": kind.type,
        "iat": int(signed_at.timestamp()),
        "x5c": [base64.b64encode(each).decode() for each in certificates],
    }


def read_header(signature: Mapping[str, str], *, kind: Signed = EVIDENCE) -> Header:
    """
    Return what the protected header says, not yet believed.

    Raises: NotASignature.
    """
    try:
        header = read_json(_unbase64url(signature["protected"]))
        if not isinstance(header, dict):
            raise NotASignature("it is of another kind")
        if (
            header["alg"] != ALGORITHM
            or header["typ"] != kind.type
            or set(header) != {"alg", "typ", "iat", "x5c"}
        ):
            raise NotASignature("it is of another kind")
        chain = header["x5c"]
        if not 1 <= len(chain) <= _MOST_CERTIFICATES:
            raise NotASignature("it brings no certificate, or too many")
        return Header(
            tuple(read_certificate(base64.b64decode(each, validate=True)) for each in chain),
            datetime.fromtimestamp(int(header["iat"]), UTC),
        )
    except (KeyError, TypeError, ValueError, OverflowError, OSError, RecursionError, NotEvidence) as error:
        raise NotASignature("its header cannot be read") from error


def check_signature(
    canonical: bytes,
    signature: Mapping[str, str],
    *,
    trust: Trust,
    at: datetime,
    proven_at: datetime | None = None,
    crls: tuple[crl.CertificateList, ...] = (),
    kind: Signed = EVIDENCE,
) -> Check:
    """
    Judge one signature over the canonical form of evidence, or of another kind of thing.

    Reading: `proven_at` is a time a time stamp vouches for (the seal of the report the evidence lies in). Then
    the certificate must have been in force at that time; without it the signer's own clock is all there is, so
    the certificate must be in force at `at` as well.
    """
    try:
        header = read_header(signature, kind=kind)
        fits = _fits(canonical, signature, header.certificates[0])
    except NotASignature as fault:
        return Check.failed(
            kind.check,
            f"{kind.words.no}: signaturen kan ikke leses: {fault}.",
            f"{kind.words.en}: the signature cannot be read: {fault}.",
        )
    wrong = (
        _certificate_fault(header, trust=trust, at=at, proven_at=proven_at, crls=(*trust.crls, *crls))
        if fits
        else Words(
            "ble endret etter signeringen, eller signaturen hører til et annet innhold",
            "was changed after it was signed, or the signature belongs to other content",
        )
    )
    if wrong is not None:
        return Check.failed(kind.check, f"{kind.words.no} {wrong.no}.", f"{kind.words.en} {wrong.en}.")
    clock = _clock(proven_at)
    return Check.passed(
        kind.check,
        f"{kind.words.no} er uendret siden {header.signed_at:%Y-%m-%d %H:%M:%S} UTC ({clock.no}).",
        f"{kind.words.en} is unchanged since {header.signed_at:%Y-%m-%d %H:%M:%S} UTC ({clock.en}).",
    )


def _certificate_fault(
    header: Header,
    *,
    trust: Trust,
    at: datetime,
    proven_at: datetime | None,
    crls: tuple[crl.CertificateList, ...],
) -> Words | None:
    leaf, others = header.certificates[0], header.certificates[1:]
    if not trust.roots:
        return Words(
            "er uendret, men ingen rot er gitt å bedømme sertifikatet med",
            "is unchanged, but no root is given to judge the certificate by",
        )
    if listed(header.certificates, crls=crls, issuers=(*trust.roots, *others)):
        return Words(
            "er signert med et sertifikat som er trukket tilbake",
            "is signed with a certificate that has been revoked",
        )
    for moment in (header.signed_at, proven_at or at):
        if why := chain_fault(leaf, others=others, at=moment, trust=trust, usage=SIGNS_DATA):
            return Words(
                f"er signert med et sertifikat som {why.no}", f"is signed with a certificate that {why.en}"
            )
    if proven_at is not None and header.signed_at > proven_at:
        return Words(
            "sier at det ble signert etter at rapporten ble forseglet",
            "says it was signed after the report was sealed",
        )
    return None


def _clock(proven_at: datetime | None) -> Words:
    if proven_at is None:
        return Words(
            "signererens egen klokke, uten tidsstempel", "the signer's own clock, without a time stamp"
        )
    return Words("før forseglingen", "before the sealing")


def _fits(canonical: bytes, signature: Mapping[str, str], leaf: x509.Certificate) -> bool:
    if not keys.is_p256(leaf.public_key):
        raise NotASignature("the key is not of the curve P-256")
    try:
        signed = _unbase64url(signature["signature"])
    except ValueError:
        return False
    token = f"{signature['protected']}.{_base64url(canonical)}"
    return keys.fits_es256(signed, token.encode(), key=leaf.public_key)


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _unbase64url(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
