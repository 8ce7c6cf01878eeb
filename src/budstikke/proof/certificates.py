"""
Judging a certificate at a moment: its chain to a trusted root, its use, and whether a revocation list names it.

RFC 5280 as far as seals need it: what a certificate marks as critical and is not understood here makes it
unusable. Revocation is told by lists only; nothing is ever fetched.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise

from asn1crypto import crl, x509

from budstikke.proof import keys
from budstikke.proof.trust import Trust
from budstikke.proof.wording import Words

SIGNS_DATA = "digital_signature"
COMMITS = "non_repudiation"
STAMPS_TIME = "time_stamping"
_LONGEST_CHAIN = 6
_UNDERSTOOD = frozenset({"basic_constraints", "key_usage", "extended_key_usage", "certificate_policies"})
_NO_ROOT = Words("fører ikke til en rot vi stoler på", "does not lead to a trusted root")
_OTHER_USE = Words("er laget for noe annet", "was made for something else")


def chain_of(
    leaf: x509.Certificate, *, others: Iterable[x509.Certificate], trust: Trust
) -> tuple[x509.Certificate, ...] | None:
    """Return the certificates from this one up to a trusted root, each signed by the next, or None."""
    known = {root.dump() for root in trust.roots}
    pool = (*trust.roots, *others)
    chain = [leaf]
    while chain[-1].dump() not in known:
        if len(chain) == _LONGEST_CHAIN:
            return None
        above = next((each for each in pool if each not in chain and _signed_by(chain[-1], each)), None)
        if above is None:
            return None
        chain.append(above)
    return tuple(chain)


def chain_fault(
    leaf: x509.Certificate,
    *,
    others: Iterable[x509.Certificate],
    at: datetime,
    trust: Trust,
    usage: str,
    crls: Sequence[crl.CertificateList] | None = None,
) -> Words | None:
    """
    Return why a certificate may not be used for something at a moment, or None when it may.

    Reading: given lists (`crls`, if only an empty tuple), a certificate that names the address of one must be
    judged with a list in force at the moment; one that names none (the time stamp authority's) is judged
    without. A root is trusted because it is given, so its own dates are not asked about.
    """
    day = f"{at:%Y-%m-%d}"
    if at < leaf.not_valid_before:
        return Words(f"var ikke utstedt {day}", f"was not yet issued on {day}")
    if at > leaf.not_valid_after:
        return Words(f"var utløpt {day}", f"had ended on {day}")
    chain = chain_of(leaf, others=others, trust=trust)
    if chain is None or not _sound(chain, at=at):
        return _NO_ROOT
    if not _may(leaf, usage):
        return _OTHER_USE
    if crls is None:
        return None
    for certificate, issuer in pairwise(chain):
        if _names_list(certificate) and freshest(crls, issuers=[issuer], at=at) is None:
            return Words(
                f"mangler en tilbaketrekkingsliste som gjaldt {day}",
                f"lacks a revocation list in force on {day}",
            )
    return None


def listed(
    certificates: Iterable[x509.Certificate],
    *,
    crls: Iterable[crl.CertificateList],
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
            if found.issuer.dump() != certificate.issuer.dump():
                continue
            if certificate.serial_number not in _serials(found):
                continue
            if any(_list_signed_by(found, authority) for authority in authorities):
                return certificate
    return None


def freshest(
    crls: Iterable[crl.CertificateList], *, issuers: Iterable[x509.Certificate], at: datetime
) -> crl.CertificateList | None:
    """Return the newest genuine and complete list in force at the moment, or None."""
    authorities = tuple(issuers)
    in_force = [
        found
        for found in crls
        if dated(found) <= at
        and (_next(found) is None or at <= _next(found))
        and not found.critical_extensions
        and any(_list_signed_by(found, authority) for authority in authorities)
    ]
    return max(in_force, key=dated, default=None)


def dated(found: crl.CertificateList) -> datetime:
    """Return the moment a revocation list is of."""
    moment = found["tbs_cert_list"]["this_update"].native
    assert isinstance(moment, datetime)
    return moment


def name_of(certificate: x509.Certificate) -> str:
    """Return the holder's name in one line."""
    return str(certificate.subject.human_friendly)


def _next(found: crl.CertificateList) -> datetime:
    moment: datetime = found["tbs_cert_list"]["next_update"].native
    return moment


def _serials(found: crl.CertificateList) -> frozenset[int]:
    return frozenset(
        entry["user_certificate"].native for entry in found["tbs_cert_list"]["revoked_certificates"]
    )


def _signed_by(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    return bool(certificate.issuer.dump() == issuer.subject.dump()) and keys.fits(
        certificate["signature_value"].native,
        certificate["tbs_certificate"].dump(),
        key=issuer.public_key,
        algorithm=certificate["signature_algorithm"],
    )


def _list_signed_by(found: crl.CertificateList, authority: x509.Certificate) -> bool:
    usage = authority.key_usage_value
    if found.issuer.dump() != authority.subject.dump() or (usage and "crl_sign" not in usage.native):
        return False
    return keys.fits(
        found["signature"].native,
        found["tbs_cert_list"].dump(),
        key=authority.public_key,
        algorithm=found["signature_algorithm"],
    )


def _sound(chain: Sequence[x509.Certificate], *, at: datetime) -> bool:
    """Say whether each certificate of a chain is one that may stand there."""
    for below, certificate in enumerate(chain):
        if certificate.critical_extensions - _UNDERSTOOD:
            return False
        if below and not _may_issue(certificate, below=below - 1):
            return False
    # The leaf's own dates were asked about; the root's are not.
    return all(each.not_valid_before <= at <= each.not_valid_after for each in chain[1:-1])


def _may_issue(certificate: x509.Certificate, *, below: int) -> bool:
    usage = certificate.key_usage_value
    longest = certificate.max_path_length
    return (
        bool(certificate.ca)
        and (usage is None or "key_cert_sign" in usage.native)
        and (longest is None or below <= longest)
    )


def _may(certificate: x509.Certificate, use: str) -> bool:
    if use == STAMPS_TIME:
        # RFC 3161, 2.3: this one use, and marked critical.
        uses = certificate.extended_key_usage_value
        return (
            uses is not None
            and uses.native == [use]
            and "extended_key_usage" in certificate.critical_extensions
        )
    usage = certificate.key_usage_value
    return usage is not None and use in usage.native


def _names_list(certificate: x509.Certificate) -> bool:
    return bool(certificate.crl_distribution_points or certificate.ocsp_urls)
