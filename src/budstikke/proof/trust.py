"""Whom the judge trusts: root certificates given from outside, and revocation lists to judge with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

_BLOCK = re.compile(rb"-----BEGIN ([A-Z0-9 ]+)-----.*?-----END \1-----", re.DOTALL)


class NotTrustMaterial(Exception):
    """The file holds no certificate or revocation list that can be read."""


@dataclass(frozen=True, slots=True)
class Trust:
    """
    Roots and revocation lists that did not come with the file being judged.

    A list is believed only when one of the roots (or an authority under it) signed it.
    """

    roots: tuple[x509.Certificate, ...] = ()
    crls: tuple[x509.CertificateRevocationList, ...] = ()

    @classmethod
    def from_pem(cls, *files: bytes) -> Self:
        """
        Read certificates and revocation lists from PEM texts; anything else in them is passed over.

        Raises: NotTrustMaterial when a file holds neither.
        """
        roots: list[x509.Certificate] = []
        crls: list[x509.CertificateRevocationList] = []
        for content in files:
            found = 0
            for block in _BLOCK.finditer(content):
                try:
                    if block[1] == b"CERTIFICATE":
                        roots.append(x509.load_pem_x509_certificate(block[0]))
                    elif block[1] == b"X509 CRL":
                        crls.append(x509.load_pem_x509_crl(block[0]))
                    else:
                        continue
                except ValueError as error:
                    raise NotTrustMaterial(f"a {block[1].decode()} cannot be read: {error}") from error
                found += 1
            if not found:
                raise NotTrustMaterial("no certificate and no revocation list in it")
        return cls(tuple(roots), tuple(crls))

    def and_also(self, other: Trust) -> Trust:
        """Return both together."""
        return Trust(self.roots + other.roots, self.crls + other.crls)


def as_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    """Return the certificate as pyHanko wants it."""
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def from_asn1(certificate: asn1_x509.Certificate) -> x509.Certificate:
    """Return a certificate of pyHanko's as cryptography wants it."""
    return x509.load_der_x509_certificate(certificate.dump())
