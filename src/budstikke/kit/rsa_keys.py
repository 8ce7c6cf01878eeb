"""RSA keys that sign what is said over HTTP: key and certificate in one file, made at the first call."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from budstikke.kit.installation import write_once, write_whole

_BITS = 2048
_DAYS = 3650


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key and the certificate that others check its signatures by."""

    key: RSAPrivateKey
    certificate: x509.Certificate

    @property
    def certificate_pem(self) -> str:
        """The certificate as PEM."""
        return self.certificate.public_bytes(Encoding.PEM).decode("ascii")


def signing_key(path: Path, *, name: str, now: datetime) -> SigningKey:
    """
    Return the key and certificate of a PEM file; made, self-signed under that name, when there is no file.

    Raises: ValueError when the file holds no RSA key with its certificate.
    """
    if not path.exists():
        _make(path, name=name, now=now)
    return _read(path)


class KeyFile:
    """
    The key in a file as it is now: read again once the file was replaced, so that what runs takes up a new key.

    Beside it may lie the next one, which the other side does not know yet; it is tried when the other side does not
    know the present one any more, and takes its place once it was good.
    """

    def __init__(self, path: Path, *, name: str, now: Callable[[], datetime]) -> None:
        self._path, self._name, self._now = path, name, now
        self._seen: tuple[int, int] | None = None
        self._held: SigningKey | None = None

    @property
    def next_path(self) -> Path:
        """Where the next key waits."""
        return self._path.with_suffix(".next.pem")

    def present(self) -> SigningKey:
        """Return the key; made when there is no file."""
        seen = self._stat()
        if self._held is None or seen != self._seen or seen is None:
            self._held, self._seen = signing_key(self._path, name=self._name, now=self._now()), seen
        return self._held

    def following(self) -> SigningKey | None:
        """Return the key that waits to be registered at the other side, if one does."""
        try:
            return _read(self.next_path)
        except FileNotFoundError:
            return None

    def prepare(self) -> SigningKey:
        """Make the next key, or return the one that waits already."""
        return signing_key(self.next_path, name=self._name, now=self._now())

    def take_following(self) -> None:
        """Put the next key in the place of the present one, which is kept beside; another process may have done it."""
        with suppress(FileNotFoundError):
            write_whole(self._path.with_suffix(".previous.pem"), self._path.read_bytes())
            self.next_path.replace(self._path)

    def renew(self) -> SigningKey:
        """Put a new key in the place of the present one at once: for what others ask the certificate of."""
        self.prepare()
        self.next_path.replace(self._path)
        return self.present()

    def _stat(self) -> tuple[int, int] | None:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_mtime_ns


def _read(path: Path) -> SigningKey:
    content = path.read_bytes()
    key, certificate = load_pem_private_key(content, None), x509.load_pem_x509_certificate(content)
    if not isinstance(key, RSAPrivateKey) or key.public_key() != certificate.public_key():
        raise ValueError(f"{path} must hold an RSA key and the certificate of that key")
    return SigningKey(key, certificate)


def certificate_for(key: RSAPrivateKey, *, name: str, now: datetime) -> bytes:
    """Return a certificate of the key, self-signed under a name, as PEM."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # A day's slack: the other side's clock may be behind ours.
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=_DAYS))
        .sign(key, SHA256())
        .public_bytes(Encoding.PEM)
    )


def _make(path: Path, *, name: str, now: datetime) -> None:
    key = generate_private_key(public_exponent=65537, key_size=_BITS)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    # Two processes may get here at once; both end up reading the same key.
    write_once(path, pem + certificate_for(key, name=name, now=now))
