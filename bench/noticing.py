"""From a letter's arrival at its outlet to its notice at the SMS gateway or the mail server, at a steady rate."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from email import message_from_bytes
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from bench import site
from bench.clocks import Clock
from bench.orders import CUSTOMER
from budstikke.cli.processes import Ports
from budstikke.kit import clock as installation
from budstikke.post.channels.sms import NUMBER_UNKNOWN
from budstikke.post.channels.sms_stand_in import SLOW, SmsStandIn, StandInSettings

_WITHIN_S, _SLOW_S, _LONGEST_S = 10.0, 3.0, 120.0
# Of a hundred letters: so many by e-mail, so many to a number the gateway refuses (their e-mail follows), so many that
# it takes three seconds to answer. The others go by SMS at once.
_BY_MAIL, _REFUSED, _SLOWLY = 30, 2, 2


class _Taken:
    """When which message was taken, by its key."""

    def __init__(self) -> None:
        self.at_s: dict[str, float] = {}

    def note(self, key: str) -> None:
        """The first time counts."""
        self.at_s.setdefault(key, time.monotonic())

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        self.note(str(message_from_bytes(content)["Message-ID"]).strip("<>").partition(".")[0])
        return "250 taken"


class _Gateway(SmsStandIn):
    def __init__(self, taken: _Taken) -> None:
        super().__init__(StandInSettings(slow_s=_SLOW_S))
        self._noted = taken

    def answer(self, authorization: str, body: bytes) -> tuple[int, dict[str, str]]:
        before = set(self.taken)
        told = super().answer(authorization, body)
        for key in set(self.taken) - before if told[0] < 300 else ():
            self._noted.note(key)
        return told


def measure(clock: Clock, *, folder: Path, small: bool) -> Iterator[dict[str, object]]:
    """Let letters arrive, a second's at a time, while one worker sends their notices."""
    del clock
    for rate, seconds in ((10, 10),) if small else ((10, 30), (25, 30)):
        site.empty()
        numbers = _handed_in(rate * seconds)
        taken = _Taken()
        with _daytime(), _worker(taken, log=folder / "worker.log"):
            arrived = _arrive(numbers, rate=rate)
            _wait_for(taken, letters=len(numbers))
        yield _line(arrived, taken.at_s, rate=rate, seconds=seconds)


def _line(
    arrived: Mapping[str, float], taken: Mapping[str, float], *, rate: int, seconds: int
) -> dict[str, object]:
    waits = sorted(taken.get(f"{each}-0", float("inf")) - at for each, at in arrived.items())

    def at(share: float) -> float:
        return round(waits[min(int(len(waits) * share), len(waits) - 1)], 2)

    return {
        "measure": "notices_within_ten_seconds",
        "of": f"{len(waits)} letters, {rate} a second for {seconds} s; one worker, gateway and mail server here;"
        f" of 100: {_BY_MAIL} by e-mail, {_REFUSED} refused by SMS first, {_SLOWLY} answered after {_SLOW_S} s",
        "share": round(sum(wait <= _WITHIN_S for wait in waits) / len(waits), 4),
        "goal": ">= 0.95",
        "p50_s": at(0.5),
        "p95_s": at(0.95),
        "longest_s": at(1),
        "never": sum(wait == float("inf") for wait in waits),
    }


def _handed_in(letters: int) -> list[str]:
    """Book letters and hand them in; return their numbers."""
    from tests.actions.line import file_of, order

    from budstikke.post.actions.booking.book import book_orders
    from budstikke.post.actions.moving.hand_in import Dispatch, hand_in
    from budstikke.post.papers.glyphs import PRINTABLE
    from budstikke.post.records.models import Letter
    from budstikke.post.records.scope import CARRIER, acting_as

    content = file_of(
        [order(nth, reference=str(nth), **_contact(nth)) for nth in range(1, letters + 1)], reference="BENCH"
    )
    digest = hashlib.sha256(content).hexdigest()
    now, today = installation.now(), installation.today()
    (booked,) = book_orders(io.BytesIO(content), printable=PRINTABLE, sha256=digest, today=today, now=now)
    assert booked.booked == letters, "this measures something else"
    with acting_as(CARRIER):
        numbers = list(Letter.objects.order_by("id").values_list("number", flat=True))
    # A dispatch of more than a hundred has to be sorted.
    for start in range(0, letters, 100):
        hand_in(
            Dispatch(customer_number=CUSTOMER, numbers=numbers[start : start + 100], place="OSLO"),
            clerk="clerk-1",
            today=today,
            now=now,
        )
    return numbers


def _contact(nth: int) -> dict[str, str]:
    place = nth % 100
    if place < _BY_MAIL:
        return {"email": f"kari{nth}@example.no"}
    if place < _BY_MAIL + _REFUSED:
        return {"mobile": NUMBER_UNKNOWN, "email": f"kari{nth}@example.no"}
    return {"mobile": SLOW if place < _BY_MAIL + _REFUSED + _SLOWLY else "+4799999999"}


def _arrive(numbers: list[str], *, rate: int) -> dict[str, float]:
    """Scan a second's letters at a time; return when each was scanned."""
    from budstikke.post.actions.moving.arrive import arrive

    began, at_s = time.monotonic(), dict[str, float]()
    for nth, start in enumerate(range(0, len(numbers), rate)):
        time.sleep(max(0.0, began + nth - time.monotonic()))
        some = numbers[start : start + rate]
        at_s |= dict.fromkeys(some, time.monotonic())
        done = arrive(some, outlet_id=122608, clerk="clerk-7", now=installation.now())
        assert len(done.ready) == len(some), "this measures something else"
    return at_s


def _wait_for(taken: _Taken, *, letters: int) -> None:
    until = time.monotonic() + _LONGEST_S
    while len(taken.at_s) < letters and time.monotonic() < until:
        time.sleep(0.1)


@contextmanager
def _worker(taken: _Taken, *, log: Path) -> Iterator[None]:
    """The worker of an installation, with a real gateway and a real mail server before it."""
    port = Ports.unused().smtp
    server = Controller(taken, hostname="127.0.0.1", port=port)
    server.start()
    try:
        with _Gateway(taken) as gateway, log.open("w+") as said:
            environment = {
                **os.environ,
                "BUDSTIKKE_SMS_URL": gateway.url,
                "BUDSTIKKE_SMTP_HOST": "127.0.0.1",
                "BUDSTIKKE_SMTP_PORT": str(port),
            }
            command = [sys.executable, "-m", "budstikke.cli.main", "worker"]
            with subprocess.Popen(command, env=environment, stderr=said, stdout=said) as worker:
                try:
                    until = time.monotonic() + _LONGEST_S
                    while "Working" not in log.read_text() and time.monotonic() < until:
                        time.sleep(0.1)
                    yield
                finally:
                    worker.terminate()
                    worker.wait(30)
    finally:
        server.stop()


@contextmanager
def _daytime() -> Iterator[None]:
    """Measure by day: at night SMS are held (decision 0089). The clock is put back afterwards."""
    local = installation.now().astimezone(installation.OSLO)
    if 8 <= local.hour < 20:
        yield
        return
    ahead = datetime(local.year, local.month, local.day, 10, tzinfo=installation.OSLO)
    offset = local - installation.real_now()
    installation.move_to(ahead)
    try:
        yield
    finally:
        installation.move_to(installation.real_now() + offset)
