"""Certificates and revocation lists of states, as far as documents need them (Doc 9303-12, §7)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import crl as asn1_crl
from asn1crypto import keys, x509
from asn1crypto.parser import emit

from budstikke.formats.chip import signatures
from budstikke.formats.chip.signatures import Checked
from budstikke.formats.chip.tlv import WRONG_BYTES, Unreadable

MOST_BYTES = 16 * 1024
MOST_BYTES_OF_A_LIST = 4 * 1024 * 1024
_SEQUENCE, _BIT_STRING = 16, 3
# A critical extension that none of these is means something that is not understood here.
_UNDERSTOOD = frozenset(
    (
        "key_usage",
        "basic_constraints",
        "extended_key_usage",
        "certificate_policies",
        "private_key_usage_period",
        "subject_alt_name",
        "issuer_alt_name",
        "2.23.136.1.1.6.1",  # the state's name has changed
        "2.23.136.1.1.6.2",  # the documents a signer may sign
    )
)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class StateCertificate:
    """
    A certificate of a state: its authority's (CSCA), a link between two of those, or a document signer's.

    Names are compared as text, for states write one name in several encodings. `key_id` is the subject key
    identifier or, where the certificate names none, the SHA-1 of the key, as most states make it.
    """

    der: bytes
    sha256: str
    subject: str
    issuer: str
    country: str
    serial: int
    not_before: datetime
    not_after: datetime
    key_id: bytes
    authority_key_id: bytes | None
    key_usage: frozenset[str] | None
    extended_usage: frozenset[str]
    is_authority: bool
    has_unknown_demand: bool
    key: keys.PublicKeyInfo
    parsed: x509.Certificate

    @classmethod
    def of(cls, der: bytes) -> StateCertificate:
        """
        Read a certificate.

        Raises: Unreadable when it is none, or its two statements of the algorithm differ.
        """
        if len(der) > MOST_BYTES:
            raise Unreadable("is too large for a certificate")
        try:
            return cls._of(x509.Certificate.load(der, strict=True), der)
        except WRONG_BYTES as error:
            raise Unreadable("is no certificate") from error

    @classmethod
    def _of(cls, parsed: x509.Certificate, der: bytes) -> StateCertificate:
        inside = parsed["tbs_certificate"]
        algorithm = parsed["signature_algorithm"].dump()
        bits = emit(0, 0, _BIT_STRING, b"\0" + parsed["signature_value"].native)
        # What the issuer's signature does not cover must be exactly as it would be written again.
        if (
            inside["signature"].dump() != algorithm
            or emit(0, 1, _SEQUENCE, inside.dump() + algorithm + bits) != der
        ):
            raise Unreadable("is no certificate in DER")
        usage = parsed.key_usage_value
        extended = parsed.extended_key_usage_value
        constraints = parsed.basic_constraints_value
        return cls(
            der=der,
            sha256=hashlib.sha256(der).hexdigest(),
            subject=name_text(inside["subject"]),
            issuer=name_text(inside["issuer"]),
            country=_country(inside["subject"]) or _country(inside["issuer"]),
            serial=inside["serial_number"].native,
            not_before=_moment(inside["validity"]["not_before"].native),
            not_after=_moment(inside["validity"]["not_after"].native),
            key_id=parsed.key_identifier or parsed.public_key.sha1,
            authority_key_id=parsed.authority_key_identifier,
            key_usage=None if usage is None else frozenset(usage.native),
            extended_usage=frozenset(extended.native if extended is not None else ()),
            is_authority=bool(constraints is not None and constraints["ca"].native),
            has_unknown_demand=not parsed.critical_extensions <= _UNDERSTOOD,
            key=parsed.public_key,
            parsed=parsed,
        )

    def in_force(self, at: datetime) -> bool:
        """Say whether a moment lies in the validity."""
        return self.not_before <= at <= self.not_after

    def overlaps(self, other: StateCertificate) -> bool:
        """Say whether both were in force at some moment; states date links back to the older certificate's start."""
        return self.not_before <= other.not_after and other.not_before <= self.not_after

    def issued_by(self, other: StateCertificate) -> Checked:
        """
        Say whether the key of another certificate signed this one.

        Raises: UnknownAlgorithm; Unreadable when a key or its parameters cannot be read.
        """
        return _signed(
            other.key,
            algorithm=self.parsed["signature_algorithm"],
            signature=self.parsed["signature_value"].native,
            message=self.parsed["tbs_certificate"].dump(),
        )

    @property
    def may_issue(self) -> bool:
        """
        Whether the state made it to sign certificates.

        Reading: the key usage says so. Some states' authorities lack the basic constraints or have them wrong,
        which are asked only where there is no key usage.
        """
        return self.is_authority if self.key_usage is None else "key_cert_sign" in self.key_usage

    @property
    def may_sign_documents(self) -> bool:
        """
        Whether the state made it to sign documents (Doc 9303-12, §7.1.1).

        Reading: document signers carry no extended usage; one that does signs master lists, bar codes or visas.
        """
        usage = self.key_usage
        return (
            not self.is_authority
            and not self.may_issue
            and not self.extended_usage
            and not self.has_unknown_demand
            and (usage is None or "digital_signature" in usage)
        )


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class RevocationList:
    """A state's list of certificates it has revoked."""

    der: bytes
    sha256: str
    issuer: str
    country: str
    made_at: datetime
    renew_at: datetime | None
    serials: frozenset[int]
    parsed: asn1_crl.CertificateList

    @classmethod
    def of(cls, der: bytes) -> RevocationList:
        """
        Read a revocation list.

        Raises: Unreadable when it is none.
        """
        if len(der) > MOST_BYTES_OF_A_LIST:
            raise Unreadable("is too large for a revocation list")
        try:
            parsed = asn1_crl.CertificateList.load(der, strict=True)
            inside = parsed["tbs_cert_list"]
            renew_at = inside["next_update"].native
            return cls(
                der=der,
                sha256=hashlib.sha256(der).hexdigest(),
                issuer=name_text(inside["issuer"]),
                country=_country(inside["issuer"]),
                made_at=_moment(inside["this_update"].native),
                renew_at=None if renew_at is None else _moment(renew_at),
                serials=frozenset(
                    each["user_certificate"].native for each in inside["revoked_certificates"] or ()
                ),
                parsed=parsed,
            )
        except WRONG_BYTES as error:
            raise Unreadable("is no revocation list") from error

    def issued_by(self, other: StateCertificate) -> Checked:
        """
        Say whether the key of a certificate signed the list.

        Raises: UnknownAlgorithm; Unreadable when a key or its parameters cannot be read.
        """
        return _signed(
            other.key,
            algorithm=self.parsed["signature_algorithm"],
            signature=self.parsed["signature"].native,
            message=self.parsed["tbs_cert_list"].dump(),
        )


def _signed(key: keys.PublicKeyInfo, *, algorithm: object, signature: bytes, message: bytes) -> Checked:
    try:
        return signatures.check(key=key, algorithm=algorithm, signature=signature, message=message)
    except WRONG_BYTES as error:
        raise Unreadable("has a key that cannot be read") from error


def name_text(name: x509.Name) -> str:
    """
    Return a name in a form in which two encodings of it are equal.

    Reading: the order of its parts does not count; one state's signatures name its authority backwards.
    """
    return "\x1e".join(sorted(str(name.hashable).split("\x1e")))


def _country(name: x509.Name) -> str:
    """Return the two letters of a name's country, nothing where it has none or they are something else."""
    parts = (part for level in name.chosen for part in level if part["type"].native == "country_name")
    said = next((str(part["value"].native).upper() for part in parts), "")
    return said if re.fullmatch("[A-Z]{2}", said) else ""


def _moment(value: object) -> datetime:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise Unreadable("has a date that cannot be")
    return value
