"""The carrier's own API, called by its public address as any sender's program calls it: for canaries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from budstikke.kit.authorities import authorities
from budstikke.post.channels.errors import Rejected, Unreachable

_SECONDS = 10.0


class OwnApi:
    """Orders letters at an address with a key; an order named alike is taken once."""

    def __init__(self, *, url: str, key: str) -> None:
        self._url, self._key = url, key

    def order(self, order: Mapping[str, Any], *, name: str) -> None:
        """
        Order one letter.

        Raises: Unreachable, Rejected (with the code of the problem's status).
        """
        headers = {"X-MyBring-API-Key": self._key, "Idempotency-Key": name}
        try:
            answer = httpx.post(
                f"{self._url}/api/v1/letters",
                json=dict(order),
                headers=headers,
                timeout=_SECONDS,
                verify=authorities(),
            )
        except httpx.TransportError as error:
            raise Unreachable(f"the API does not answer ({type(error).__name__})") from None
        if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise Unreachable(f"the API answers {answer.status_code}")
        if answer.status_code != httpx.codes.CREATED:
            raise Rejected(str(answer.status_code), "the API takes no canary")
