"""The print house: what is printed is sealed to its public key before it leaves memory, and lies nowhere else."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from cryptography import x509
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7EnvelopeBuilder, PKCS7Options

from budstikke.kit.installation import write_whole


class PrintHouse(Protocol):
    """Whoever prints letters."""

    def sealed(self, pdf: bytes) -> bytes:
        """Return what is to be printed as only the print house opens it."""

    def take(self, sealed: bytes, *, name: str) -> None:
        """Take what was sealed to it; the same name again is the same letters, printed once."""


class SealedFolder:
    """
    A folder the print house fetches from: each run of letters as CMS (RFC 5652) for its certificate only.

    Its own tools open it, such as `openssl cms -decrypt`.
    """

    def __init__(self, folder: Path, *, certificate: Path) -> None:
        self._folder, self._certificate = folder, certificate

    def sealed(self, pdf: bytes) -> bytes:
        """
        Return letters sealed to the certificate.

        Raises: ValueError when the certificate holds no RSA key.
        """
        certificate = x509.load_pem_x509_certificate(self._certificate.read_bytes())
        builder = PKCS7EnvelopeBuilder().set_data(pdf).add_recipient(certificate)
        builder = builder.set_content_encryption_algorithm(AES256)
        return builder.encrypt(Encoding.DER, [PKCS7Options.Binary])

    def take(self, sealed: bytes, *, name: str) -> None:
        """Lay letters into the folder, whole or not at all."""
        write_whole(self._folder / f"{name}.p7m", sealed)
