"""What a verifier believes of whoever tells it of a session: by a registered key, for itself, now, and once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from budstikke.law.words import Language

KIND, ALGORITHM = "reader-session+jws", "PS256"
# Clocks differ, lines are slow.
LATEST = timedelta(seconds=60)
_WORDS: Mapping[str, tuple[int, str]] = {
    "NOT_A_SESSION": (400, "expected is a compact JWS (PS256, typ reader-session+jws) of session, language, aud, iat"),
    "UNKNOWN_KEY": (401, "it is signed by no key that is registered here"),
    "NOT_SIGNED": (401, "the signature does not hold"),
    "FOR_ANOTHER": (401, "aud is not the address of this verifier"),
    "NOT_NOW": (401, "iat is more than a minute from this verifier's clock"),
    "TOLD_BEFORE": (409, "this session was told of before"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A session that is believed."""

    session: str
    language: Language


class NotBelieved(Exception):
    """What came is not believed; `status` and `said` are the answer."""

    def __init__(self, code: str) -> None:
        self.status, text = _WORDS[code]
        self.said = {"fault": code, "text": text}
        super().__init__(code)


def keys_in(pem: bytes) -> list[RSAKey]:
    """Return the public keys of the certificates in a PEM file: an issuer's present one, and one that follows it."""
    return [
        RSAKey.import_key(each.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
        for each in x509.load_pem_x509_certificates(pem)
        if isinstance(each.public_key(), RSAPublicKey)
    ]


def believed(
    content: bytes, *, keys: Sequence[RSAKey], here: str, known: Mapping[str, object], real_now: datetime
) -> Told:
    """
    Return the session that somebody registered tells of; `known` are those that were told of before.

    Raises: NotBelieved.
    """
    said = _signed(content, keys)
    try:
        session, at = str(UUID(str(said["session"]))), int(said["iat"])
        language: Language = "no" if said["language"] == "no" else "en"
        audience = str(said["aud"])
    except (ValueError, KeyError, TypeError):
        raise NotBelieved("NOT_A_SESSION") from None
    if audience != here:
        raise NotBelieved("FOR_ANOTHER")
    if abs(real_now.timestamp() - at) > LATEST.total_seconds():
        raise NotBelieved("NOT_NOW")
    if session in known:
        raise NotBelieved("TOLD_BEFORE")
    return Told(session, language)


def _signed(content: bytes, keys: Sequence[RSAKey]) -> Mapping[str, Any]:
    try:
        header = jws.extract_compact(content).headers()
        named = next((key for key in keys if key.thumbprint() == header.get("kid")), None)
        if header.get("typ") != KIND:
            raise NotBelieved("NOT_A_SESSION")
        if named is None:
            raise NotBelieved("UNKNOWN_KEY")
        payload = jws.deserialize_compact(content, named, algorithms=[ALGORITHM]).payload
    except JoseError as error:
        raise NotBelieved("NOT_SIGNED" if error.error == "bad_signature" else "NOT_A_SESSION") from None
    except ValueError:
        raise NotBelieved("NOT_A_SESSION") from None
    try:
        said = json.loads(payload)
    except ValueError:
        raise NotBelieved("NOT_A_SESSION") from None
    return said if isinstance(said, dict) else {}
