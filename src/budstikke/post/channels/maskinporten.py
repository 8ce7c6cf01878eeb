"""Tokens for public registers: a grant signed with our own key, exchanged for a token that lives for minutes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import uuid4

import httpx
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc import jwt
from joserfc.jwk import RSAKey

from budstikke.kit.authorities import authorities
from budstikke.kit.rsa_keys import KeyFile
from budstikke.post.channels.errors import Rejected, Unreachable

_SECONDS = 10.0
_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
# The grant lives for two minutes at most; a token is renewed before it ends under way.
_GRANT_LIVES = timedelta(seconds=100)
_BEFORE = timedelta(seconds=20)


class Maskinporten:
    """
    Gives tokens of one issuer for one set of scopes, and asks for a new one only when the last is about to end.

    The shape is that of Maskinporten: a JWT grant with aud, iss, scope, iat, exp and a jti of its own.
    """

    def __init__(
        self,
        *,
        issuer: str,
        token_url: str,
        client_id: str,
        scopes: Sequence[str],
        key: KeyFile,
        real_now: Callable[[], datetime],
    ) -> None:
        self._issuer, self._token_url, self._client_id = issuer, token_url, client_id
        self._scopes, self._key, self._real_now = " ".join(scopes), key, real_now
        self._client = httpx.Client(timeout=_SECONDS, verify=authorities())
        self._lock = threading.Lock()
        self._token, self._until = "", real_now()

    def token(self) -> str:
        """
        Return a token that is good for now.

        Raises: Unreachable, Rejected.
        """
        with self._lock:
            if not self._token or self._real_now() >= self._until:
                self._token, self._until = self._fetched()
            return self._token

    def forget(self) -> None:
        """Have the next call ask for a new token: the last one was not accepted."""
        with self._lock:
            self._token = ""

    def _fetched(self) -> tuple[str, datetime]:
        at = self._real_now()
        claims = {
            "aud": self._issuer,
            "iss": self._client_id,
            "scope": self._scopes,
            "iat": int(at.timestamp()),
            "exp": int((at + _GRANT_LIVES).timestamp()),
            "jti": str(uuid4()),
        }
        held = self._key.present().key
        key = RSAKey.import_key(held.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        grant = jwt.encode({"alg": "RS256", "kid": key.thumbprint()}, claims, key)
        try:
            answer = self._client.post(self._token_url, data={"grant_type": _GRANT, "assertion": grant})
        except httpx.TransportError as error:
            raise Unreachable(f"the token issuer does not answer ({type(error).__name__})") from None
        if answer.status_code >= 500 or answer.status_code == 429:
            raise Unreachable(f"the token issuer answers {answer.status_code}")
        if not answer.is_success:
            raise Rejected(str(answer.status_code), "the token issuer refuses the grant")
        try:
            told = answer.json()
            return str(told["access_token"]), at + timedelta(seconds=int(told["expires_in"])) - _BEFORE
        except (ValueError, KeyError, TypeError):
            raise Unreachable("the token issuer's answer cannot be read") from None
