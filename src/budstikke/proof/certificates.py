"""Judging a certificate at a moment: its chain to a trusted root, and whether a revocation list names it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime

from asn1crypto import crl as asn1_crl
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import InvalidCertificateError, PathBuildingError, ValidationError

from budstikke.proof.trust import Trust, as_asn1
from budstikke.proof.wording import Words


def context_at(
    *,
    at: datetime,
    trust: Trust,
    crls: Sequence[asn1_crl.CertificateList] = (),
    others: Iterable[asn1_x509.Certificate] = (),
) -> ValidationContext:
    """
    Return the frame in which certificates are judged: a moment, the roots, the lists of that time.

    Reading: a certificate that names the address of a revocation list must be judged with a list fresh at the
    moment; one that names none (the time stamp authority's) is judged without. Nothing is ever fetched.
    """
    return ValidationContext(
        trust_roots=[as_asn1(root) for root in trust.roots],
        other_certs=list(others),
        moment=at,
        best_signature_time=at,
        crls=list(crls),
        revocation_mode="hard-fail",
        allow_fetching=False,
    )


def chain_fault(
    leaf: x509.Certificate, *, others: Iterable[x509.Certificate], at: datetime, trust: Trust, usage: str
) -> Words | None:
    """Return why a certificate may not be used for something at a moment, or None when it may."""
    day = f"{at:%Y-%m-%d}"
    if at < leaf.not_valid_before_utc:
        return Words(f"var ikke utstedt {day}", f"was not yet issued on {day}")
    if at > leaf.not_valid_after_utc:
        return Words(f"var utløpt {day}", f"had ended on {day}")
    # Lists are looked at by `listed`; what a bare signature lacks is a list of its own time.
    context = ValidationContext(
        trust_roots=[as_asn1(root) for root in trust.roots],
        moment=at,
        best_signature_time=at,
        revocation_mode="soft-fail",
        allow_fetching=False,
    )
    validator = CertificateValidator(
        as_asn1(leaf), intermediate_certs=[as_asn1(other) for other in others], validation_context=context
    )
    try:
        asyncio.run(validator.async_validate_usage({usage}))  # type: ignore[no-untyped-call]
    except InvalidCertificateError:
        return Words("er laget for noe annet", "was made for something else")
    except (ValidationError, PathBuildingError, ValueError):
        return Words("fører ikke til en rot vi stoler på", "does not lead to a trusted root")
    return None


def listed(
    certificates: Iterable[x509.Certificate],
    *,
    crls: Iterable[x509.CertificateRevocationList],
    issuers: Iterable[x509.Certificate],
) -> x509.Certificate | None:
    """
    Return the first certificate that a genuine revocation list names, or None.

    Reading: a listed revocation always wins, whatever day it is dated: a thief of the key could have dated the
    signature as he liked. A list nobody trusted has signed is no list.
    """
    authorities = tuple(issuers)
    lists = tuple(crls)
    for certificate in certificates:
        for found in lists:
            if found.issuer != certificate.issuer:
                continue
            if found.get_revoked_certificate_by_serial_number(certificate.serial_number) is None:
                continue
            if any(_signed_by(found, authority) for authority in authorities):
                return certificate
    return None


def freshest(
    crls: Iterable[x509.CertificateRevocationList], *, issuers: Iterable[x509.Certificate], at: datetime
) -> x509.CertificateRevocationList | None:
    """Return the newest genuine list in force at the moment, or None."""
    authorities = tuple(issuers)
    in_force = [
        found
        for found in crls
        if found.last_update_utc <= at
        and (found.next_update_utc is None or at <= found.next_update_utc)
        and any(_signed_by(found, authority) for authority in authorities)
    ]
    return max(in_force, key=lambda found: found.last_update_utc, default=None)


def _signed_by(found: x509.CertificateRevocationList, authority: x509.Certificate) -> bool:
    if authority.subject != found.issuer:
        return False
    try:
        return found.is_signature_valid(authority.public_key())  # type: ignore[arg-type]
    except (TypeError, ValueError, InvalidSignature, UnsupportedAlgorithm):
        return False
