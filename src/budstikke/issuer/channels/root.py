"""
What the root of the issuer's authority does: certify issuing keys, and list those it has withdrawn.

It needs no database, no settings and no network: on the machine on which the issuer works only its certificate and its
list lie, and its key is kept elsewhere (docs/key-ceremony.md). A test installation has it beside the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from budstikke.issuer.channels.authority_keys import Held

_YEAR = timedelta(days=365)
ROOT_LASTS, ISSUING_LASTS = 25 * _YEAR, 12 * _YEAR
# Somebody fetches the key out of its safe once a year; a month is to spare.
ROOT_LIST_LASTS = timedelta(days=400)
_USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


def make_root(*, name: str, now: datetime, backdated: timedelta) -> Held:
    """Make a root's key and the certificate it gives itself."""
    key, subject = ec.generate_private_key(ec.SECP384R1()), named(name, "root")
    built = begun(
        subject, issuer=subject, key=key.public_key(), now=now, backdated=backdated, lasts=ROOT_LASTS
    )
    built = built.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    return Held(
        key, built.add_extension(usage("key_cert_sign", "crl_sign"), critical=True).sign(key, hashes.SHA256())
    )


def sign_issuing(
    root: Held,
    *,
    subject: x509.Name,
    key: ec.EllipticCurvePublicKey,
    address: str,
    now: datetime,
    backdated: timedelta,
) -> x509.Certificate:
    """Certify an issuing key; whoever checks what it signs finds at `address` whether the root has withdrawn it."""
    built = begun(
        subject, issuer=root.certificate.subject, key=key, now=now, backdated=backdated, lasts=ISSUING_LASTS
    )
    return (
        built.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage("key_cert_sign", "crl_sign"), critical=True)
        .add_extension(authority_key(root), critical=False)
        .add_extension(list_at(f"{address}/root.crl"), critical=False)
        .sign(root.key, hashes.SHA256())
    )


def sign_root_list(
    root: Held, withdrawn: Iterable[x509.RevokedCertificate], *, number: int, now: datetime
) -> x509.CertificateRevocationList:
    """Return the list of the issuing keys that the root has withdrawn; none of them comes off it again."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(root.certificate.subject)
        .last_update(now)
        .next_update(now + ROOT_LIST_LASTS)
        .add_extension(x509.CRLNumber(number), critical=False)
        .add_extension(authority_key(root), critical=False)
    )
    for line in withdrawn:
        builder = builder.add_revoked_certificate(line)
    return builder.sign(root.key, hashes.SHA256())


def withdrawn_line(serial: int, *, reason: str, now: datetime) -> x509.RevokedCertificate:
    """Return a line of the root's list; `reason` as RFC 5280 spells it, words joined by an underscore."""
    return (
        x509.RevokedCertificateBuilder()
        .serial_number(serial)
        .revocation_date(now)
        .add_extension(x509.CRLReason(x509.ReasonFlags[reason]), critical=False)
        .build()
    )


def number_of_list(listed: x509.CertificateRevocationList) -> int:
    """Return the number of a list; it grows from each to the next."""
    return listed.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number


def named(name: str, key: str) -> x509.Name:
    """Return a name of its own for each key: whoever looks for the issuer of something finds one, not several."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "NO"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, name),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{name} {key}"),
        ]
    )


def begun(
    subject: x509.Name,
    *,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    now: datetime,
    backdated: timedelta,
    lasts: timedelta,
) -> x509.CertificateBuilder:
    """Begin a certificate: whose, by whom, and how long."""
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - backdated)
        .not_valid_after(now + lasts)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def list_at(address: str) -> x509.CRLDistributionPoints:
    """Return where the list is that may name a certificate."""
    where = [x509.UniformResourceIdentifier(address)]
    return x509.CRLDistributionPoints([x509.DistributionPoint(where, None, None, None)])


def authority_key(held: Held) -> x509.AuthorityKeyIdentifier:
    """Return by what a certificate or a list names the key that signed it."""
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(held.key.public_key())


def usage(*wanted: str) -> x509.KeyUsage:
    """Return what a key may be used for, and nothing else."""
    return x509.KeyUsage(**{name: name in wanted for name in _USAGES})
