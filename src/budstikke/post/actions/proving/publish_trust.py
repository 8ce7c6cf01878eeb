"""Lay out what others judge our seals by: the roots and the newest revocation list."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from budstikke.kit.installation import write_whole
from budstikke.post.channels.seal import Sealer

TRUST, LIST = "post.pem", "revoked.crl"


def publish_trust(folder: Path, *, sealer: Sealer, now: datetime) -> list[Path]:
    """
    Write both as PEM for `verify`, and the list by itself as DER, as RFC 5280 has it at the address in certificates.

    Raises: Unreachable from the sealer.
    """
    pem = sealer.trust_pem(now=now)
    listed = x509.load_pem_x509_crl(pem[pem.index(b"-----BEGIN X509 CRL") :])
    files = {folder / TRUST: pem, folder / LIST: listed.public_bytes(Encoding.DER)}
    for path, content in files.items():
        write_whole(path, content, mode=0o644)
    return list(files)
