"""
A certificate authority of our own: root, sealing, evidence and time stamp keys, and the revocation list.

Made at first use in a folder the caller names, so that a checkout seals without asking anybody. Each key lies
in one file with its certificate, readable by its owner only, replaced as a whole. An installation that has
certificates from elsewhere puts its own `Sealer` in place of `LocalSealer` and does not use this.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from budstikke.kit.installation import write_whole
from budstikke.post.channels.signing_period import may_sign, signing_period

CRL_FILE = "revoked.crl.pem"
CRL_ADDRESS = "http://localhost/revoked.crl"
_CRL_LASTS = timedelta(days=14)
_CRL_RENEWED_BEFORE = timedelta(days=3)
# A test installation's clock walks; what is issued holds a little before the hour it is issued at.
_BACKDATED = timedelta(hours=1)
_ROOT_BACKDATED = timedelta(days=3650)
_KEY_IN_PEM = re.compile(
    rb"-----BEGIN (ENCRYPTED |)PRIVATE KEY-----.*?-----END \1PRIVATE KEY-----\n", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Role:
    """
    What one certificate is for; it `lasts` longer than its key `signs`, so that what was signed last holds for years.

    Reading: the seal's key may only commit to content, the evidence key only sign data, so that neither can be
    used for the other. The time stamp certificate names no list address: judged years later, when lists of its
    time are no longer to be had, it must stand by itself.
    """

    name: str
    lasts: timedelta
    signs: timedelta
    commits: bool = False
    time_stamps: bool = False
    names_list: bool = True


_YEAR = timedelta(days=365)
ROLES = {
    role.name: role
    for role in (
        # What is sealed is stamped at once, and holds by the stamp.
        Role("seal", 3 * _YEAR, 3 * _YEAR, commits=True),
        Role("evidence", 10 * _YEAR, 2 * _YEAR),
        Role("log", 10 * _YEAR, 2 * _YEAR),
        Role("time-stamp", 10 * _YEAR, _YEAR, time_stamps=True, names_list=False),
    )
}
_ROOT_LASTS = 30 * _YEAR


@dataclass(frozen=True, slots=True)
class Holder:
    """A private key with its certificate."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        """The bytes of the certificate."""
        return self.certificate.public_bytes(Encoding.DER)

    def in_force(self, now: datetime) -> bool:
        """Say whether the key may sign at a moment."""
        return may_sign(self.certificate, now)


class NoAuthority(Exception):
    """The folder holds keys that cannot be used: a wrong passphrase, or a damaged file."""


class Authority:
    """The keys in one folder; made there when the folder holds none."""

    def __init__(
        self,
        folder: Path,
        *,
        name: str,
        passphrase: bytes | None,
        now: datetime,
        crl_address: str = CRL_ADDRESS,
    ) -> None:
        self._folder, self._name, self._passphrase = folder, name, passphrase
        self._crl_address = crl_address
        if not (folder / "root.pem").exists():
            self._make_root(now=now)
        self.root = _certificate_of((folder / "root.pem").read_bytes())

    def holder(self, role: str, *, now: datetime) -> Holder:
        """
        Return the key and certificate of a role, in force at the moment; made or renewed when there is none.

        Raises: NoAuthority.
        """
        path = self._folder / f"{role}.pem"
        if path.exists():
            held = self._read(path)
            if held.in_force(now) and not self._is_listed(held.certificate):
                return held
        held = self._issue(ROLES[role], now=now)
        self._write(path, held)
        return held

    def crl(self, *, now: datetime) -> x509.CertificateRevocationList:
        """Return the revocation list in force at the moment; a new one when the last has grown old."""
        last = self._last_crl()
        if last is not None and last.last_update_utc <= now <= _renewed_at(last):
            return last
        return self._list(revoked=tuple(last) if last is not None else (), now=now)

    def revoke(self, role: str, *, now: datetime) -> None:
        """List the present certificate of a role as revoked; the next use of the role makes a new one."""
        last = self._last_crl()
        held = _certificate_of((self._folder / f"{role}.pem").read_bytes())
        entry = (
            x509.RevokedCertificateBuilder()
            .serial_number(held.serial_number)
            .revocation_date(now)
            .add_extension(x509.CRLReason(x509.ReasonFlags.key_compromise), critical=False)
            .build()
        )
        self._list(revoked=(*(last or ()), entry), now=now)

    def trust_pem(self, *, now: datetime) -> bytes:
        """Return what a judge needs from us: the root certificate and the newest revocation list, as PEM."""
        return self.root.public_bytes(Encoding.PEM) + self.crl(now=now).public_bytes(Encoding.PEM)

    def _make_root(self, *, now: datetime) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = self._subject("Root")
        certificate = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - _ROOT_BACKDATED)
            .not_valid_after(now + _ROOT_LASTS)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(signs_certificates=True), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .sign(key, hashes.SHA256())
        )
        self._write(self._folder / "root.pem", Holder(key, certificate), only_if_absent=True)

    def _issue(self, role: Role, *, now: datetime) -> Holder:
        root = self._root_holder()
        key = ec.generate_private_key(ec.SECP256R1())
        builder = (
            x509.CertificateBuilder()
            .subject_name(self._subject(role.name.replace("-", " ").capitalize()))
            .issuer_name(root.certificate.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - _BACKDATED)
            .not_valid_after(now + role.lasts)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(commits=role.commits), critical=True)
            .add_extension(signing_period(since=now - _BACKDATED, lasts=role.signs), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(_authority_key(root.certificate), critical=False)
        )
        if role.time_stamps:
            builder = builder.add_extension(
                x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True
            )
        if role.names_list:
            point = x509.DistributionPoint(
                [x509.UniformResourceIdentifier(self._crl_address)], None, None, None
            )
            builder = builder.add_extension(x509.CRLDistributionPoints([point]), critical=False)
        return Holder(key, builder.sign(root.key, hashes.SHA256()))

    def _list(
        self, *, revoked: tuple[x509.RevokedCertificate, ...], now: datetime
    ) -> x509.CertificateRevocationList:
        root = self._root_holder()
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(root.certificate.subject)
            .last_update(now - _BACKDATED)
            .next_update(now + _CRL_LASTS)
            .add_extension(x509.CRLNumber(int(now.timestamp())), critical=False)
            .add_extension(_authority_key(root.certificate), critical=False)
        )
        for entry in revoked:
            builder = builder.add_revoked_certificate(entry)
        made = builder.sign(root.key, hashes.SHA256())
        write_whole(self._folder / CRL_FILE, made.public_bytes(Encoding.PEM))
        return made

    def _last_crl(self) -> x509.CertificateRevocationList | None:
        try:
            return x509.load_pem_x509_crl((self._folder / CRL_FILE).read_bytes())
        except FileNotFoundError:
            return None

    def _is_listed(self, certificate: x509.Certificate) -> bool:
        last = self._last_crl()
        return (
            last is not None
            and last.get_revoked_certificate_by_serial_number(certificate.serial_number) is not None
        )

    def _root_holder(self) -> Holder:
        return self._read(self._folder / "root.pem")

    def _read(self, path: Path) -> Holder:
        content = path.read_bytes()
        found = _KEY_IN_PEM.search(content)
        if found is None:
            raise NoAuthority(f"{path} holds no private key")
        # The passphrase is for encrypted keys only; a key written before there was one stays readable.
        passphrase = self._passphrase if found[1] else None
        try:
            key = load_pem_private_key(found[0], passphrase)
            certificate = _certificate_of(content)
        except (ValueError, TypeError) as error:
            raise NoAuthority(
                f"{path} cannot be read: the passphrase is wrong or the file is damaged"
            ) from error
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise NoAuthority(f"{path} holds a key of another kind")
        return Holder(key, certificate)

    def _write(self, path: Path, held: Holder, *, only_if_absent: bool = False) -> None:
        lock: KeySerializationEncryption = (
            BestAvailableEncryption(self._passphrase) if self._passphrase else NoEncryption()
        )
        content = held.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock)
        content += held.certificate.public_bytes(Encoding.PEM)
        if not only_if_absent:
            write_whole(path, content)
            return
        # Two processes may make the root in the same second; a hard link lets exactly one of them win.
        draft = path.with_name(f".{path.name}.{held.certificate.serial_number:x}")
        write_whole(draft, content)
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()

    def _subject(self, use: str) -> x509.Name:
        return x509.Name(
            [
                x509.NameAttribute(NameOID.COUNTRY_NAME, "NO"),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, self._name),
                x509.NameAttribute(NameOID.COMMON_NAME, f"{self._name} {use}"[:64]),
            ]
        )


def as_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    """Return the certificate as those want it who seal and judge."""
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def _certificate_of(content: bytes) -> x509.Certificate:
    return x509.load_pem_x509_certificate(content[content.index(b"-----BEGIN CERTIFICATE") :])


def _renewed_at(last: x509.CertificateRevocationList) -> datetime:
    assert last.next_update_utc is not None, "every list of ours says when the next one comes"
    return last.next_update_utc - _CRL_RENEWED_BEFORE


def _authority_key(root: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(
        root.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    )


def _usage(*, signs_certificates: bool = False, commits: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates and not commits,
        content_commitment=commits,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )
