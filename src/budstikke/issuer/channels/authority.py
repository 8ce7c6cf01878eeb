"""
The issuer's own certificate authority: a root that signs the issuing key, which signs cards and answers.

Made at first use in a folder the caller names, each key in one file with its certificate, readable by its owner only.
An installation whose authority is elsewhere puts its own in place of this by its settings.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from budstikke.kit.installation import write_once

# A test installation's clock walks; what is issued holds a little before the hour it is issued at.
_BACKDATED = timedelta(hours=1)
_YEAR = timedelta(days=365)
_LASTS = {"root": 25 * _YEAR, "issuing": 12 * _YEAR, "answers": 10 * _YEAR}
CRL_LASTS = timedelta(days=2)
ANSWER_LASTS = timedelta(hours=8)
Role = Literal["root", "issuing", "answers"]


@dataclass(frozen=True, slots=True)
class Held:
    """A key and its certificate."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate


@dataclass(frozen=True, slots=True, kw_only=True)
class Revoked:
    """One line of the revocation list; `reason` as RFC 5280 spells it, words joined by an underscore."""

    serial: int
    at: datetime
    reason: str


class LocalAuthority:
    """Issues certificates, the list of revoked ones, and answers about single ones."""

    def __init__(self, *, folder: Path, name: str, address: str) -> None:
        self._folder, self._name, self._address = folder, name, address.rstrip("/")

    def certificate(self, role: Role, *, now: datetime) -> x509.Certificate:
        """Return the certificate of one of its keys."""
        return self._held(role, now).certificate

    def issue(
        self, *, subject: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime, ends_at: datetime
    ) -> x509.Certificate:
        """Return a certificate for whoever holds the key: to sign in with, not to sign for others."""
        issuing = self._held("issuing", now)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuing.certificate.subject)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - _BACKDATED)
            .not_valid_after(ends_at)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage("digital_signature"), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
            .add_extension(_authority_key(issuing), critical=False)
            .add_extension(
                x509.CRLDistributionPoints(
                    [
                        x509.DistributionPoint(
                            [x509.UniformResourceIdentifier(f"{self._address}/revoked.crl")], None, None, None
                        )
                    ]
                ),
                critical=False,
            )
            .add_extension(
                x509.AuthorityInformationAccess(
                    [
                        x509.AccessDescription(
                            x509.oid.AuthorityInformationAccessOID.OCSP,
                            x509.UniformResourceIdentifier(f"{self._address}/ocsp"),
                        ),
                        x509.AccessDescription(
                            x509.oid.AuthorityInformationAccessOID.CA_ISSUERS,
                            x509.UniformResourceIdentifier(f"{self._address}/issuing.pem"),
                        ),
                    ]
                ),
                critical=False,
            )
        )
        return builder.sign(issuing.key, hashes.SHA256())

    def revocation_list(self, revoked: list[Revoked], *, number: int, now: datetime) -> bytes:
        """Return the list of revoked certificates, DER."""
        issuing = self._held("issuing", now)
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(issuing.certificate.subject)
            .last_update(now)
            .next_update(now + CRL_LASTS)
            .add_extension(x509.CRLNumber(number), critical=False)
            .add_extension(_authority_key(issuing), critical=False)
        )
        for line in revoked:
            builder = builder.add_revoked_certificate(
                x509.RevokedCertificateBuilder()
                .serial_number(line.serial)
                .revocation_date(line.at)
                .add_extension(x509.CRLReason(x509.ReasonFlags[line.reason]), critical=False)
                .build()
            )
        return builder.sign(issuing.key, hashes.SHA256()).public_bytes(Encoding.DER)

    def asks_about_us(self, asked: ocsp.OCSPRequest, *, now: datetime) -> bool:
        """Say whether a question is about a certificate of this authority."""
        issuing = self._held("issuing", now).certificate
        about = ocsp.OCSPRequestBuilder().add_certificate(issuing, issuing, asked.hash_algorithm).build()
        return (asked.issuer_key_hash, asked.issuer_name_hash) == self._hashes(issuing, about)

    def _hashes(self, issuing: x509.Certificate, about: ocsp.OCSPRequest) -> tuple[bytes, bytes]:
        name = hashes.Hash(about.hash_algorithm)
        name.update(issuing.subject.public_bytes())
        key = hashes.Hash(about.hash_algorithm)
        point = issuing.public_key()
        assert isinstance(point, ec.EllipticCurvePublicKey)
        from cryptography.hazmat.primitives.serialization import PublicFormat

        key.update(point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))
        return key.finalize(), name.finalize()

    def answer(
        self,
        asked: ocsp.OCSPRequest,
        *,
        certificate: x509.Certificate,
        revoked: Revoked | None,
        now: datetime,
    ) -> bytes:
        """Return the signed answer about one certificate of ours, DER; a nonce is given back."""
        answers, issuing = self._held("answers", now), self._held("issuing", now)
        builder = (
            ocsp.OCSPResponseBuilder()
            .add_response(
                cert=certificate,
                issuer=issuing.certificate,
                algorithm=asked.hash_algorithm,
                cert_status=ocsp.OCSPCertStatus.REVOKED if revoked else ocsp.OCSPCertStatus.GOOD,
                this_update=now,
                next_update=now + ANSWER_LASTS,
                revocation_time=revoked.at if revoked else None,
                revocation_reason=x509.ReasonFlags[revoked.reason] if revoked else None,
            )
            .responder_id(ocsp.OCSPResponderEncoding.HASH, answers.certificate)
            .certificates([answers.certificate])
        )
        for extension in asked.extensions:
            if isinstance(extension.value, x509.OCSPNonce):
                builder = builder.add_extension(extension.value, critical=False)
        return builder.sign(answers.key, hashes.SHA256()).public_bytes(Encoding.DER)

    def _held(self, role: Role, now: datetime) -> Held:
        path = self._folder / f"{role}.pem"
        if not path.exists():
            self._make(role, path, now)
        content = path.read_bytes()
        key = load_pem_private_key(content, None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        return Held(key, x509.load_pem_x509_certificate(content))

    def _make(self, role: Role, path: Path, now: datetime) -> None:
        key = ec.generate_private_key(ec.SECP384R1() if role == "root" else ec.SECP256R1())
        subject = x509.Name(
            [
                x509.NameAttribute(NameOID.COUNTRY_NAME, "NO"),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, self._name),
                x509.NameAttribute(NameOID.COMMON_NAME, f"{self._name} {role}"),
            ]
        )
        above = None if role == "root" else self._held("root" if role == "issuing" else "issuing", now)
        authority = role != "answers"
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(above.certificate.subject if above else subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            # The clock of a test installation may be moved back behind the day this was made on.
            .not_valid_before(now - _YEAR)
            .not_valid_after(now + _LASTS[role])
            .add_extension(
                x509.BasicConstraints(ca=authority, path_length=0 if role == "issuing" else None),
                critical=True,
            )
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(
                _usage("key_cert_sign", "crl_sign") if authority else _usage("digital_signature"),
                critical=True,
            )
        )
        if above:
            builder = builder.add_extension(_authority_key(above), critical=False)
        if role == "answers":
            # Who checks an answer does not ask about the answerer (RFC 6960, 4.2.2.2.1).
            builder = builder.add_extension(
                x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING]), critical=False
            ).add_extension(x509.OCSPNoCheck(), critical=False)
        made = builder.sign(above.key if above else key, hashes.SHA256())
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        write_once(path, pem + made.public_bytes(Encoding.PEM))


def _authority_key(held: Held) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(held.key.public_key())


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


def _usage(*wanted: str) -> x509.KeyUsage:
    return x509.KeyUsage(**{name: name in wanted for name in _USAGES})
