"""Where signing keys lie: in a file each with its certificate, or in a token, with only the certificate in the file."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from budstikke.kit.installation import write_whole
from budstikke.post.channels.hardware import Hardware, HardwareKey
from budstikke.post.channels.signing_period import may_sign

_KEY_IN_PEM = re.compile(
    rb"-----BEGIN (ENCRYPTED |)PRIVATE KEY-----.*?-----END \1PRIVATE KEY-----\n", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Holder:
    """A private key with its certificate."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        """The bytes of the certificate."""
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def in_hardware(self) -> bool:
        """Whether the key lies in a token."""
        return isinstance(self.key, HardwareKey)

    def in_force(self, now: datetime) -> bool:
        """Say whether the key may sign at a moment."""
        return may_sign(self.certificate, now)


class NoAuthority(Exception):
    """There are keys that cannot be used: a wrong passphrase, a damaged file, or a token that does not hold them."""


class KeyStore:
    """
    Makes keys and finds them again; `in_hardware` names the roles whose new keys are made in the token.

    A key stays where it was made: which keys move is a matter of rotating them.
    """

    def __init__(
        self,
        *,
        passphrase: bytes | None = None,
        hardware: Hardware | None = None,
        in_hardware: Collection[str] = (),
    ) -> None:
        self._passphrase, self._hardware, self._in_hardware = passphrase, hardware, in_hardware

    def make(self, role: str) -> ec.EllipticCurvePrivateKey:
        """Return a new key on P-256 for a role."""
        if self._hardware is not None and role in self._in_hardware:
            return self._hardware.make(_label(role))
        return ec.generate_private_key(ec.SECP256R1())

    def read(self, path: Path) -> Holder:
        """
        Return the key and certificate of a file.

        Raises: NoAuthority; Unreachable from the hardware.
        """
        content = path.read_bytes()
        found = _KEY_IN_PEM.search(content)
        if found is None:
            return self._in_token(path, content)
        # The passphrase is for encrypted keys only; a key written before there was one stays readable.
        passphrase = self._passphrase if found[1] else None
        try:
            key = load_pem_private_key(found[0], passphrase)
            certificate = certificate_of(content)
        except (ValueError, TypeError) as error:
            raise NoAuthority(
                f"{path} cannot be read: the passphrase is wrong or the file is damaged"
            ) from error
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise NoAuthority(f"{path} holds a key of another kind")
        return Holder(key, certificate)

    def write(self, path: Path, held: Holder) -> None:
        """Write certificate and key, the key only if it is not in a token."""
        content = held.certificate.public_bytes(Encoding.PEM)
        if not held.in_hardware:
            lock: KeySerializationEncryption = (
                BestAvailableEncryption(self._passphrase) if self._passphrase else NoEncryption()
            )
            content = held.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock) + content
        write_whole(path, content)

    def forget(self, role: str, *, but: Iterable[x509.Certificate]) -> None:
        """Destroy the token's keys of a role, except those of some certificates."""
        if self._hardware is not None and role in self._in_hardware:
            self._hardware.forget(_label(role), but=[_public(each) for each in but])

    def _in_token(self, path: Path, content: bytes) -> Holder:
        try:
            certificate = certificate_of(content)
        except ValueError as error:
            raise NoAuthority(f"{path} holds neither a private key nor a certificate") from error
        key = self._hardware.key(_public(certificate)) if self._hardware is not None else None
        if key is None:
            raise NoAuthority(f"{path} holds no private key, and no token that is set up here does")
        return Holder(key, certificate)


def certificate_of(content: bytes) -> x509.Certificate:
    """
    Return the certificate of a PEM file that may hold a key too.

    Raises: ValueError.
    """
    return x509.load_pem_x509_certificate(content[content.index(b"-----BEGIN CERTIFICATE") :])


def _public(certificate: x509.Certificate) -> ec.EllipticCurvePublicKey:
    public = certificate.public_key()
    assert isinstance(public, ec.EllipticCurvePublicKey), "the authority issues no others"
    return public


def _label(role: str) -> str:
    return f"budstikke {role}"
