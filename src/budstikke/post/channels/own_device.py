"""The carrier's own device API, called by its public address as a scanner at a counter calls it: for canaries."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

import httpx

from budstikke.kit.authorities import authorities
from budstikke.post.channels.errors import Rejected, Unreachable

_SECONDS = 10.0
_ROUTINE = "canary-1"


class OwnDevice:
    """A device that reads for canaries; `clock` is the real time, which a device tells and is judged by."""

    def __init__(self, *, url: str, secret: str, clock: Callable[[], datetime]) -> None:
        self._url, self._secret, self._clock = f"{url}/devices/v1", secret, clock

    def read(self, lines: Sequence[str]) -> None:
        """
        Say that the device is well, ask for the check open at its station, and push what was read of a document.

        Raises: Unreachable, Rejected (with the code of the problem).
        """
        well = {"works": True, "fault": "", "routine": _ROUTINE}
        self._ask("POST", "heartbeat", {**well, "clock": self._clock().isoformat()})
        asked = self._ask("GET", "asked")
        if asked["check"] is None:
            raise Rejected("NO_CHECK_OPEN", "no check is open at the station of the canaries")
        read = {
            "mrz": {"lines": list(lines), "how": "swiped"},
            "pattern": {"verdict": "pass", "routine": _ROUTINE, "light": ["white"]},
        }
        for kind in asked["wanted"]:
            said = {"kind": kind, **read[kind], "read_at": self._clock().isoformat()}
            self._ask("PUT", f"checks/{asked['check']}/readings/{uuid4()}", said)

    def _ask(self, method: str, path: str, said: Mapping[str, Any] | None = None) -> Any:
        headers = {"Authorization": f"Bearer {self._secret}"}
        try:
            answer = httpx.request(
                method,
                f"{self._url}/{path}",
                json=said,
                headers=headers,
                timeout=_SECONDS,
                verify=authorities(),
            )
        except httpx.TransportError as error:
            raise Unreachable(f"the device API does not answer ({type(error).__name__})") from None
        if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise Unreachable(f"the device API answers {answer.status_code}")
        if answer.is_error:
            raise Rejected(_code(answer), "the device API takes no reading of a canary")
        return answer.json()


def _code(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["code"])
    except (ValueError, KeyError, TypeError):
        return str(answer.status_code)
