"""Whom the judge trusts: root certificates given from outside, and revocation lists to judge with."""

from __future__ import annotations

import re
from base64 import b64decode
from dataclasses import dataclass
from typing import Self

from asn1crypto import core, crl, x509

_BLOCK = re.compile(rb"-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \1-----", re.DOTALL)


class NotTrustMaterial(Exception):
    """The file holds no certificate or revocation list that can be read."""


@dataclass(frozen=True, slots=True)
class Trust:
    """
    Roots and revocation lists that did not come with the file being judged.

    A list is believed only when one of the roots (or an authority under it) signed it.
    """

    roots: tuple[x509.Certificate, ...] = ()
    crls: tuple[crl.CertificateList, ...] = ()

    @classmethod
    def from_pem(cls, *files: bytes) -> Self:
        """
        Read certificates and revocation lists from PEM texts; anything else in them is passed over.

        Raises: NotTrustMaterial when a file holds neither.
        """
        roots: list[x509.Certificate] = []
        crls: list[crl.CertificateList] = []
        for content in files:
            found = 0
            for label, body in _BLOCK.findall(content):
                try:
                    if label == b"CERTIFICATE":
                        roots.append(read_certificate(b64decode(body)))
                    elif label == b"X509 CRL":
                        crls.append(read_list(b64decode(body)))
                    else:
                        continue
                except (ValueError, TypeError, KeyError) as error:
                    raise NotTrustMaterial(f"a {label.decode()} cannot be read: {error}") from error
                found += 1
            if not found:
                raise NotTrustMaterial("no certificate and no revocation list in it")
        return cls(tuple(roots), tuple(crls))


def read_certificate(der: bytes) -> x509.Certificate:
    """
    Return the certificate of these bytes.

    Raises: ValueError when a part that is judged by cannot be read.
    """
    certificate = x509.Certificate.load(der, strict=True)
    body = certificate["tbs_certificate"]
    _read(
        body["issuer"], body["subject"], body["validity"], body["subject_public_key_info"], body["extensions"]
    )
    return certificate


def read_list(der: bytes) -> crl.CertificateList:
    """
    Return the revocation list of these bytes.

    Raises: ValueError when a part that is judged by cannot be read.
    """
    found = crl.CertificateList.load(der, strict=True)
    body = found["tbs_cert_list"]
    _read(body["issuer"], body["this_update"], body["next_update"], body["crl_extensions"])
    return found


def _read(*parts: core.Asn1Value) -> None:
    # The library reads a part when it is asked for; damage is to be found at once, not half-way through a verdict.
    for part in parts:
        part.native  # noqa: B018
