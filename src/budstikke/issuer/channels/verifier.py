"""The verifier whose readers count: told of a session before the customer goes there, and asked whether it answers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import UUID

import httpx
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from budstikke.issuer.channels.errors import Rejected, Unreachable
from budstikke.kit.authorities import authorities
from budstikke.kit.rsa_keys import KeyFile, SigningKey
from budstikke.law.words import Language

_SECONDS = 4.0
# A result cannot be taken for a question, nor the other way round: by its kind, and by whose key signed it.
KIND = "reader-session+jws"
ALGORITHM = "PS256"
_CODE = re.compile(r"[A-Z_]{1,30}")


class Verifier:
    """
    A verifier known by its public key; without one nothing it says counts, and this way is closed.

    `url` may be empty: then it has no pages, and the customer types the reference into its app. It knows us by
    `account`, whose certificate was registered there; `real_now` is what its clock shows too.
    """

    def __init__(self, *, url: str, key: Path, account: KeyFile, real_now: Callable[[], datetime]) -> None:
        self._url, self._key_file = url.rstrip("/"), key
        self._account, self._real_now = account, real_now
        self._client = httpx.Client(timeout=_SECONDS, verify=authorities())

    @property
    def is_registered(self) -> bool:
        """Whether its key has been taken over."""
        return self._key_file.exists()

    def key(self) -> ECKey | None:
        """Return the key it signs with, or None while it is not registered."""
        try:
            return ECKey.import_key(self._key_file.read_text(encoding="utf-8"))
        except (FileNotFoundError, JoseError, ValueError):
            return None

    def look(self) -> None:
        """
        Ask whether it answers.

        Raises: Unreachable, Rejected.
        """
        if self._url:
            answer = self._asked("GET", "/health")
            if answer.is_error:
                raise Rejected(f"VERIFIER_{answer.status_code}")

    def begin(self, session: UUID, *, language: Language) -> str:
        """
        Tell it of a session; return where the customer goes, empty where the reference is typed into its app.

        Raises: Unreachable, Rejected.
        """
        if not self._url:
            return ""
        answer = self._told(session, language=language, by=self._account.present())
        # A key that was made to follow counts once the verifier knows no other: then it takes the present one's place.
        following = self._account.following() if _fault(answer) == "UNKNOWN_KEY" else None
        if following:
            answer = self._told(session, language=language, by=following)
            if answer.is_success:
                self._account.take_following()
        if answer.is_error:
            raise Rejected(f"VERIFIER_{answer.status_code}_{_fault(answer)}".rstrip("_"))
        try:
            address = str(answer.json()["address"])
        except (ValueError, KeyError, TypeError):
            raise Unreachable("the verifier answers something else than an address") from None
        if not address.startswith(f"{self._url}/"):
            raise Rejected("ADDRESS_OF_ANOTHER")
        return address

    def _told(self, session: UUID, *, language: Language, by: SigningKey) -> httpx.Response:
        """Tell of a session, signed, for this verifier alone, and now: what somebody heard is worth nothing later."""
        said = {"session": str(session), "language": language, "aud": self._url}
        content = json.dumps({**said, "iat": int(self._real_now().timestamp())}).encode()
        key = RSAKey.import_key(by.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        header = {"alg": ALGORITHM, "typ": KIND, "kid": key.thumbprint()}
        signed = jws.serialize_compact(header, content, key, algorithms=[ALGORITHM])
        return self._asked(
            "POST", "/api/sessions", content=signed, headers={"Content-Type": "application/jose"}
        )

    def _asked(self, method: str, path: str, **given: object) -> httpx.Response:
        try:
            answer = self._client.request(method, self._url + path, **given)  # type: ignore[arg-type]
        except httpx.TransportError as error:
            raise Unreachable(f"the verifier does not answer ({type(error).__name__})") from None
        if answer.status_code >= 500 or answer.status_code in (408, 425, 429):
            raise Unreachable(f"the verifier answers {answer.status_code}")
        return answer


def _fault(answer: httpx.Response) -> str:
    """Return the code of a refusal; empty where there is none that is one."""
    try:
        code = str(answer.json()["fault"]) if answer.is_error else ""
    except (ValueError, KeyError, TypeError):
        return ""
    return code if _CODE.fullmatch(code) else ""
