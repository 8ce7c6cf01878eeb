"""Clerks who do not give up: when a page does not come, they begin with the letter's number again."""

from __future__ import annotations

import base64
import random
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import httpx
from tests.actions import line

_SIGNATURE = "data:image/png;base64," + base64.b64encode(line.SIGNATURE).decode()
_PASSPORT = {
    "national_number": "20914695016",
    "surname": "Nordmann",
    "given_names": "Kari",
    "document_number": "CCC0022514",
    "issuing_country": "NOR",
    "expires_on": "01.01.2030",
    **dict.fromkeys(("scanned", "security_pattern", "genuine", "photo"), "passed"),
}
_COLLECTED = "The letter was handed over on"
_AGAIN_AFTER_S = 0.4


class NotServed(Exception):
    """The page did not come, or not as a page: the clerk tries again."""


@dataclass(slots=True)
class Shelf:
    """The letters that wait; each is taken by one clerk at a time, and put back when it could not be served."""

    numbers: list[str]
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self) -> str | None:
        """Return the next letter."""
        with self.lock:
            return self.numbers.pop() if self.numbers else None


class Clerk(threading.Thread):
    """One clerk at one station. `tries` counts what was begun anew, by what went wrong."""

    def __init__(
        self, url: str, browser: Mapping[str, str], shelf: Shelf, *, seed: str, until: float
    ) -> None:
        super().__init__(daemon=True)
        self._url, self._browser, self._shelf, self._until = url, browser, shelf, until
        self._random = random.Random(seed)
        self.tries: Counter[str] = Counter()
        self.served = 0
        self.stuck = ""

    def run(self) -> None:
        """Serve until no letter waits, or time is up."""
        with httpx.Client(base_url=self._url, cookies=dict(self._browser), timeout=15) as client:
            client.headers["Referer"] = f"{self._url}/counter/"
            while (number := self._shelf.take()) is not None:
                turn_away = self._random.random() < 0.1
                while not self._served(client, number, turn_away=turn_away):
                    if time.monotonic() > self._until:
                        self.stuck = number
                        return
                    time.sleep(_AGAIN_AFTER_S)
                self.served += 1

    def _served(self, client: httpx.Client, number: str, *, turn_away: bool) -> bool:
        try:
            if "X-CSRFToken" not in client.headers:
                _come(client.get("/counter/"), 200)
                client.headers["X-CSRFToken"] = client.cookies["post_csrf"]
            if turn_away:
                self._turn_away(client, number)
            return self._hand_over(client, number)
        except httpx.TransportError as error:
            self.tries[type(error).__name__] += 1
        except NotServed as said:
            self.tries[str(said)] += 1
        return False

    def _turn_away(self, client: httpx.Client, number: str) -> None:
        """Somebody shows a driving licence on a telephone first."""
        check = self._take_up(client, number)
        if check is None:
            return
        _come(client.post(check, data={"kind": "digital_driving_licence"}), 302)
        _come(client.post(f"{check}document/", data={"then": "decide"}), 302)

    def _hand_over(self, client: httpx.Client, number: str) -> bool:
        check = self._take_up(client, number)
        if check is None:
            return True
        _come(client.post(check, data={"kind": "no_passport"}), 302)
        answer = client.post(f"{check}document/", data={**_PASSPORT, "then": "sign"})
        _come(answer, 302)
        if answer.headers["Location"].endswith("/sign/"):
            given = {"signing": "yes", "signature": _SIGNATURE, "signature_agrees": "passed"}
            _come(client.post(f"{check}sign/", data=given), 302)
        for _ in range(1 + (self._random.random() < 0.2)):  # F8 pressed twice
            _come(client.post(f"{check}hand-over/"), 302)
        return _COLLECTED in self._asked_for(client, number).text

    def _take_up(self, client: httpx.Client, number: str) -> str | None:
        """Return the address of the letter's check, or None when the letter has been collected."""
        answer = self._asked_for(client, number)
        if answer.status_code == 409 and _COLLECTED in answer.text:
            return None
        _come(answer, 302)
        return str(answer.headers["Location"])

    def _asked_for(self, client: httpx.Client, number: str) -> httpx.Response:
        nonce = UUID(int=self._random.getrandbits(128), version=4)
        return client.post("/counter/take/", data={"number": number, "nonce": str(nonce)})


def serve(
    url: str, browsers: Sequence[Mapping[str, str]], numbers: Sequence[str], *, seed: int, seconds: float
) -> list[Clerk]:
    """Let a clerk at each station serve the letters; returns them at work."""
    shelf, until = Shelf(list(numbers)), time.monotonic() + seconds
    clerks = [
        Clerk(url, browser, shelf, seed=f"{seed}/{nth}", until=until) for nth, browser in enumerate(browsers)
    ]
    for clerk in clerks:
        clerk.start()
    return clerks


def _come(answer: httpx.Response, status: int) -> None:
    if answer.status_code != status:
        raise NotServed(
            f"{answer.status_code} for {answer.request.url.path.rstrip('/').rpartition('/')[2][:12]}"
        )
