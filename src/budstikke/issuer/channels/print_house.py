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

    def take(self, pdf: bytes, *, name: str) -> None:
        """Take one letter to print; the same name again is the same letter."""


class SealedFolder:
    """
    A folder the print house fetches from: each letter as CMS (RFC 5652) for its certificate, and for nobody else's.

    Its own tools open it, such as `openssl cms -decrypt`.
    """

    def __init__(self, folder: Path, *, certificate: Path) -> None:
        self._folder, self._certificate = folder, certificate

    def take(self, pdf: bytes, *, name: str) -> None:
        """
        Seal one letter into the folder.

        Raises: ValueError when the certificate holds no RSA key.
        """
        certificate = x509.load_pem_x509_certificate(self._certificate.read_bytes())
        builder = PKCS7EnvelopeBuilder().set_data(pdf).add_recipient(certificate)
        builder = builder.set_content_encryption_algorithm(AES256)
        write_whole(self._folder / f"{name}.p7m", builder.encrypt(Encoding.DER, [PKCS7Options.Binary]))
