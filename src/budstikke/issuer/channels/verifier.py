"""The verifier whose readers count: told of a session before the customer goes there, and asked whether it answers."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import httpx
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from budstikke.issuer.channels.errors import Rejected, Unreachable
from budstikke.kit.authorities import authorities
from budstikke.law.words import Language

_SECONDS = 4.0


class Verifier:
    """
    A verifier known by its public key; without one nothing it says counts, and this way is closed.

    `url` may be empty: then it has no pages, and the customer types the reference into its app.
    """

    def __init__(self, *, url: str, key: Path) -> None:
        self._url, self._key_file = url.rstrip("/"), key
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
            self._asked("GET", "/health")

    def begin(self, session: UUID, *, language: Language) -> str:
        """
        Tell it of a session; return where the customer goes, empty where the reference is typed into its app.

        Raises: Unreachable, Rejected.
        """
        if not self._url:
            return ""
        told = {"session": str(session), "language": language}
        try:
            address = str(self._asked("POST", "/api/sessions", json=told).json()["address"])
        except (ValueError, KeyError, TypeError):
            raise Unreachable("the verifier answers something else than an address") from None
        if not address.startswith(f"{self._url}/"):
            raise Rejected("ADDRESS_OF_ANOTHER")
        return address

    def _asked(self, method: str, path: str, **given: object) -> httpx.Response:
        try:
            answer = self._client.request(method, self._url + path, **given)  # type: ignore[arg-type]
        except httpx.TransportError as error:
            raise Unreachable(f"the verifier does not answer ({type(error).__name__})") from None
        if answer.status_code >= 500 or answer.status_code in (408, 425, 429):
            raise Unreachable(f"the verifier answers {answer.status_code}")
        if answer.is_error:
            raise Rejected(f"VERIFIER_{answer.status_code}")
        return answer
