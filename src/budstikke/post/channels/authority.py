"""
A certificate authority of our own: root, sealing, evidence and time stamp keys, and the revocation list.

Made at first use in a folder the caller names, so that a checkout seals without asking anybody. Each key lies
in one file with its certificate, readable by its owner only, replaced as a whole; or in a hardware security module,
and only the certificate in the file. An installation that has
certificates from elsewhere puts its own `Sealer` in place of `LocalSealer` and does not use this.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from budstikke.kit.installation import write_whole
from budstikke.kit.keyring import alone
from budstikke.post.channels.key_store import Holder, KeyStore, NoAuthority, certificate_of
from budstikke.post.channels.signing_period import signing_period

CRL_FILE = "revoked.crl.pem"
CHANGED = "changed"
_ISSUED = "issued"
CRL_ADDRESS = "http://localhost/revoked.crl"
_CRL_LASTS = timedelta(days=14)
_CRL_RENEWED_BEFORE = timedelta(days=3)
# A test installation's clock walks; what is issued holds a little before the hour it is issued at.
_BACKDATED = timedelta(hours=1)
_ROOT_BACKDATED = timedelta(days=3650)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A certificate as it was issued to a role, and when it was revoked."""

    role: str
    certificate: x509.Certificate
    revoked_at: datetime | None


class Authority:
    """
    The keys in one folder; made there, or in the token that `store` has, when there are none.

    Every change is made under a lock and leaves a new CHANGED file, which tells running processes to look again.
    """

    def __init__(
        self,
        folder: Path,
        *,
        name: str,
        now: datetime,
        store: KeyStore | None = None,
        crl_address: str = CRL_ADDRESS,
    ) -> None:
        self._folder, self._name = folder, name
        self._store = store or KeyStore()
        self._crl_address = crl_address
        if not (folder / "root.pem").exists():
            with self._changing():
                if not (folder / "root.pem").exists():
                    self._make_root(now=now)
        self.root = certificate_of((folder / "root.pem").read_bytes())

    def holder(self, role: str, *, now: datetime) -> Holder:
        """
        Return the key and certificate of a role, in force at the moment; made or renewed when there is none.

        Raises: NoAuthority.
        """
        held = self._usable(role, now=now)
        if held is None:
            with self._changing():
                held = self._usable(role, now=now) or self._put_in_place(role, now=now)
        return held

    def rotate(self, role: str, *, now: datetime) -> Holder:
        """Give a role a new key and certificate; what the old one signed stays good."""
        with self._changing():
            return self._put_in_place(role, now=now)

    def issued(self) -> list[Issued]:
        """Return every certificate this authority has issued to a role, the oldest first."""
        listed = {each.serial_number: each.revocation_date_utc for each in self._last_crl() or ()}
        # A certificate's date has no parts of a second; of two in the same second the one noted first is older.
        notes = sorted((self._folder / _ISSUED).glob("*.pem"), key=lambda path: path.stat().st_mtime_ns)
        found = [
            Issued(
                role=path.stem.rpartition(".")[0],
                certificate=(certificate := certificate_of(path.read_bytes())),
                revoked_at=listed.get(certificate.serial_number),
            )
            for path in notes
        ]
        return sorted(found, key=lambda each: each.certificate.not_valid_before_utc)

    def present(self, role: str) -> x509.Certificate | None:
        """Return the certificate a role has now; None before its first use."""
        path = self._folder / f"{role}.pem"
        return certificate_of(path.read_bytes()) if path.exists() else None

    def crl(self, *, now: datetime) -> x509.CertificateRevocationList:
        """Return the revocation list in force at the moment; a new one when the last has grown old."""
        last = self._list_in_force(now)
        if last is None:
            # Under the lock and read again: a list made beside this one must lose no entry.
            with self._changing():
                last = self._list_in_force(now) or self._list(revoked=tuple(self._last_crl() or ()), now=now)
        return last

    def revoke(
        self,
        role: str,
        *,
        now: datetime,
        serial: int | None = None,
        reason: x509.ReasonFlags = x509.ReasonFlags.key_compromise,
    ) -> int:
        """
        List a certificate as revoked, the present one of the role or an earlier one by its serial number.

        Returns: the serial number. The next use of a role whose present certificate is listed makes a new one.
        Raises:  NoAuthority when the role never had such a certificate.
        """
        known = [each.certificate.serial_number for each in self.issued() if each.role == role]
        if serial is None and (present := self.present(role)) is not None:
            serial = present.serial_number
        if serial is None or serial not in known:
            raise NoAuthority(f"no certificate of {role} has this serial number")
        with self._changing():
            last = tuple(self._last_crl() or ())
            if serial not in {each.serial_number for each in last}:
                entry = (
                    x509.RevokedCertificateBuilder()
                    .serial_number(serial)
                    .revocation_date(now)
                    .add_extension(x509.CRLReason(reason), critical=False)
                    .build()
                )
                self._list(revoked=(*last, entry), now=now)
        return serial

    def trust_pem(self, *, now: datetime) -> bytes:
        """Return what a judge needs from us: the root certificate and the newest revocation list, as PEM."""
        return self.root.public_bytes(Encoding.PEM) + self.crl(now=now).public_bytes(Encoding.PEM)

    @contextmanager
    def _changing(self) -> Iterator[None]:
        with alone(self._folder / ".lock"):
            try:
                yield
            finally:
                write_whole(self._folder / CHANGED, b"")

    def _usable(self, role: str, *, now: datetime) -> Holder | None:
        path = self._folder / f"{role}.pem"
        if not path.exists():
            return None
        held = self._store.read(path)
        return held if held.in_force(now) and not self._is_listed(held.certificate) else None

    def _put_in_place(self, role: str, *, now: datetime) -> Holder:
        before, held = self.present(role), self._issue(ROLES[role], now=now)
        # Noted before it is used: what was signed can always be revoked by its serial number.
        note = self._folder / _ISSUED / f"{role}.{held.certificate.serial_number:x}.pem"
        write_whole(note, held.certificate.public_bytes(Encoding.PEM))
        self._store.write(self._folder / f"{role}.pem", held)
        # Of a token's keys the one before stays: a process may be about to sign with it.
        self._store.forget(role, but=[held.certificate, *([before] if before else [])])
        return held

    def _make_root(self, *, now: datetime) -> None:
        key = self._store.make("root")
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
        self._store.write(self._folder / "root.pem", Holder(key, certificate))

    def _issue(self, role: Role, *, now: datetime) -> Holder:
        root = self._root_holder()
        key = self._store.make(role.name)
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

    def _list_in_force(self, now: datetime) -> x509.CertificateRevocationList | None:
        last = self._last_crl()
        in_force = last is not None and last.last_update_utc <= now <= _renewed_at(last)
        return last if in_force else None

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
        return self._store.read(self._folder / "root.pem")

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
