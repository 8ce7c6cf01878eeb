"""The carrier's public interface of postcodes: does one exist? Whoever cannot be asked says neither yes nor no."""

from __future__ import annotations

import logging
from typing import Protocol

import httpx

from budstikke.kit.authorities import authorities

_log = logging.getLogger(__name__)
# Somebody waits before a form: what takes longer is not known.
_SECONDS = 2.0


class Postcodes(Protocol):
    """Who knows which postcodes there are."""

    def knows(self, code: str) -> bool | None:
        """Say whether there is a postcode; None when nobody can tell now."""


class CarrierPostcodes:
    """The carrier's interface, which wants no key."""

    def __init__(self, *, url: str, transport: httpx.BaseTransport | None = None) -> None:
        self._client = httpx.Client(
            transport=transport,
            base_url=url,
            timeout=_SECONDS,
            headers={"Accept": "application/json"},
            verify=authorities(),
        )

    def knows(self, code: str) -> bool | None:
        """Ask; anything but a plain yes or no, or no answer in time, is None."""
        try:
            answer = self._client.get(f"/address/api/NO/postal-codes/{code}")
        except httpx.HTTPError as error:
            _log.warning("postcodes: %s", type(error).__name__)
            return None
        if answer.status_code == httpx.codes.NOT_FOUND:
            # A 404 of something else than this interface is no answer about postcodes.
            return False if "postal code" in answer.text[:200].casefold() else None
        if answer.status_code != httpx.codes.OK:
            _log.warning("postcodes: answered %s", answer.status_code)
            return None
        try:
            listed = answer.json()["postal_codes"]
            return True if any(str(each["postal_code"]) == code for each in listed) else None
        except (ValueError, KeyError, TypeError):
            return None
