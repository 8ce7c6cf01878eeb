"""The terms the carrier publishes for anybody: what is in force there today, by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from budstikke.issuer.channels.errors import Rejected, Unreachable
from budstikke.kit.authorities import authorities

_SECONDS = 10.0
_AGAIN = frozenset({408, 421, 425, 429})


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """An edition of the carrier's terms, and its values by name."""

    edition: str
    values: Mapping[str, object]


class CarrierTerms:
    """The carrier's public interface; no key is needed."""

    def __init__(self, *, url: str, transport: httpx.BaseTransport | None = None) -> None:
        self._client = httpx.Client(
            transport=transport,
            base_url=url,
            timeout=_SECONDS,
            headers={"Accept": "application/json"},
            verify=authorities(),
        )

    def read(self) -> Published:
        """
        Return what is published.

        Raises: Unreachable, Rejected.
        """
        try:
            answer = self._client.get("/api/v1/terms")
        except httpx.TransportError as error:
            raise Unreachable(f"the carrier's terms: {type(error).__name__}") from None
        if answer.status_code >= 500 or answer.status_code in _AGAIN:
            raise Unreachable(f"the carrier's terms: {answer.status_code}")
        if answer.is_error:
            raise Rejected(f"API_{answer.status_code}")
        try:
            said = answer.json()
            values = {str(each["name"]): each["value"] for each in said["values"]}
            return Published(edition=str(said["edition"]), values=values)
        except (ValueError, KeyError, TypeError):
            raise Rejected("NOT_THE_TERMS") from None
