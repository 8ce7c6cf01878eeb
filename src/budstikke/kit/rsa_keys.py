"""RSA keys that sign what is said over HTTP: key and certificate in one file, made at the first call."""

from __future__ import annotations

import os
import secrets
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

from budstikke.kit.installation import write_whole

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
    content = path.read_bytes()
    key, certificate = load_pem_private_key(content, None), x509.load_pem_x509_certificate(content)
    if not isinstance(key, RSAPrivateKey) or key.public_key() != certificate.public_key():
        raise ValueError(f"{path} must hold an RSA key and the certificate of that key")
    return SigningKey(key, certificate)


def _make(path: Path, *, name: str, now: datetime) -> None:
    key = generate_private_key(public_exponent=65537, key_size=_BITS)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # A day's slack: the other side's clock may be behind ours.
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=_DAYS))
        .sign(key, SHA256())
    )
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    # Two processes may get here at once. Linking fails where a file is, so both end up reading the same key.
    made = path.with_name(f".{path.name}.{secrets.token_hex(8)}.made")
    write_whole(made, pem + certificate.public_bytes(Encoding.PEM))
    with suppress(FileExistsError):
        os.link(made, path)
    made.unlink()
