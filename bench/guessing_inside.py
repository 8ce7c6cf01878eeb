"""Run by `bench.guessing` in a process of its own: a letter with a code, a web process, and who guesses."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import httpx

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_TICKS = os.sysconf("SC_CLK_TCK")
_STARTED_SECONDS = 60
_A_MILLION = 1_000_000
_UNKNOWN = "E0000-00000"
_WRONG = "22222-22222"
_MORE_THAN_ONE_MAY = 40


def main() -> int:
    """Make a letter, guess from one address and from many at once, and print one JSON line for each figure."""
    many = int(sys.argv[1])
    os.environ["DJANGO_SETTINGS_MODULE"] = "budstikke.wiring.issuer"
    import django

    django.setup()
    from tests.issuer.carrier import READ_AT

    from budstikke.kit.clock import move_to
    from budstikke.kit.installation import data_folder, write_whole

    write_whole(data_folder() / "issuer" / "webhook-secret", b"measured")
    order_number = _printed()
    move_to(READ_AT)
    with _serving() as (address, server):
        _from_one_address(address, server, many)
        _at_one_order(address, order_number, many)
    _worth()
    return 0


def _printed() -> str:
    """Return the number of an order whose letter is on its way."""
    from tests.issuer.carrier import Carrier, House
    from tests.issuer.customer import NOW, letter_of, ordered

    from budstikke.issuer.actions.follow_letters import follow_letters
    from budstikke.issuer.actions.print_letters import print_letters
    from budstikke.issuer.actions.send_orders import send_orders

    carrier, order = Carrier(), ordered()
    send_orders(files=carrier, now=NOW)
    follow_letters([letter_of(order).consignment], api=carrier, now=NOW)
    print_letters(house=House(), now=NOW)
    return str(order.number)


@contextmanager
def _serving() -> Iterator[tuple[str, int]]:
    """Run the issuer's web process, listening to every address of this machine's own network."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [shutil.which("granian", path=str(Path(sys.executable).parent)) or "granian"]
    command += ["--interface", "wsgi", "--host", "0.0.0.0", "--port", str(port), "--workers", "1"]
    command += ["--blocking-threads", "4", "--no-ws", "budstikke.wiring.issuer_wsgi:application"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as served:
        try:
            until = time.monotonic() + _STARTED_SECONDS
            while time.monotonic() < until:
                try:
                    httpx.get(f"http://127.0.0.1:{port}/", timeout=5)
                    break
                except httpx.TransportError:
                    time.sleep(0.2)
            yield f"http://127.0.0.1:{port}", served.pid
        finally:
            served.terminate()


class _Guesser:
    """Somebody at one address, with the form open."""

    def __init__(self, address: str, own: str) -> None:
        self._client = httpx.Client(
            base_url=address, transport=httpx.HTTPTransport(local_address=own), timeout=60
        )
        found = _TOKEN.search(self._client.get("/activate/").text)
        assert found, "the form has its token"
        self._token = found[1]

    def guess(self, order_number: str) -> str:
        """Try a wrong code; return what the limits made of it, by the page's own words."""
        said = {"order": order_number, "code": _WRONG, "csrfmiddlewaretoken": self._token}
        text = self._client.post("/activate/", data=said, headers={"Accept-Language": "no"}).text
        return next((kind for kind, words in _words().items() if words in text), "?")


def _words() -> dict[str, str]:
    from budstikke.issuer.terms import refusals

    rows = {
        "judged": refusals.NO_MATCH,
        "too often": refusals.TOO_OFTEN,
    }
    return {kind: row.person.no for kind, row in rows.items()}


def _from_one_address(address: str, server: int, many: int) -> None:
    guesser = _Guesser(address, "127.0.0.2")
    told: Counter[str] = Counter()
    cost: dict[str, list[tuple[float, float]]] = {"judged": [], "too often": []}
    for _ in range(max(many, _MORE_THAN_ONE_MAY)):
        cpu, began = _cpu_s(server), time.perf_counter()
        kind = guesser.guess(_UNKNOWN)
        told[kind] += 1
        cost.setdefault(kind, []).append((time.perf_counter() - began, _cpu_s(server) - cpu))
    _told("tries from one address that are judged, in ten minutes", told["judged"], tried=sum(told.values()))
    for kind, named in (("judged", "a try that is judged"), ("too often", "a try that is refused")):
        taken = cost[kind]
        if taken:
            _told(f"{named}, wall ms", 1000 * sum(wall for wall, _ in taken) / len(taken))
            _told(
                f"{named}, processor ms of the web process", 1000 * sum(cpu for _, cpu in taken) / len(taken)
            )


def _at_one_order(address: str, order_number: str, many: int) -> None:
    """Everybody at once, each from another address; again when the minutes are over; until nothing is judged."""
    from tests.issuer.carrier import READ_AT

    from budstikke.issuer.terms.edition import PRESENT
    from budstikke.kit.clock import move_to

    guessers = [_Guesser(address, f"127.0.1.{nth + 1}") for nth in range(many)]
    judged = [0]
    while len(judged) < 2 or judged[-1] > judged[-2]:
        move_to(READ_AT + len(judged) * timedelta(minutes=PRESENT.code_try_minutes + 1))
        with ThreadPoolExecutor(many) as pool:
            list(pool.map(lambda each: each.guess(order_number), guessers))
        judged.append(_judged(order_number))
    _told("tries at one order that are judged at once", judged[1], addresses=many)
    _told("tries at one order that are judged in all", judged[-1], tried=many * (len(judged) - 1))


def _judged(order_number: str) -> int:
    """Count the tries whose code was compared with the letter's; the page tells whoever guesses less."""
    from budstikke.issuer.records.models import ActivationTry
    from budstikke.issuer.terms.refusals import CODE_LOCKED, NO_MATCH

    outcomes = (NO_MATCH.code, CODE_LOCKED.code)
    return ActivationTry.objects.filter(letter__order__number=order_number, outcome__in=outcomes).count()


def _worth() -> None:
    """Reckon what a chance of one in a million costs."""
    from budstikke.issuer.terms.codes import ALPHABET
    from budstikke.issuer.terms.edition import PRESENT
    from budstikke.issuer.terms.eid_editions import EDITIONS

    codes = len(ALPHABET) ** PRESENT.code_characters
    needed = codes / _A_MILLION
    _told("chance of guessing the code of one order", PRESENT.code_tries / codes)
    _told("orders with a letter under way, for one in a million", needed / PRESENT.code_tries)
    years = timedelta(minutes=PRESENT.tries_by_caller_minutes) / timedelta(days=365)
    _told("years of one address, for one in a million", needed / PRESENT.tries_by_caller * years)
    terms = EDITIONS[-1]
    # Of a code app: six digits, a step before and after count too; the PIN's four digits beside them.
    at_once = (1 + 2 * terms.code_steps_off) / 10**6 / 10 ** terms.pin_digits[0]
    windows = 1 / _A_MILLION / at_once / terms.tries_of_a_number
    _told(
        "hours at one number's code app and PIN, for one in a million",
        windows * (terms.tries_within / timedelta(hours=1)),
    )


def _cpu_s(server: int) -> float:
    """Return the processor time of a process and of its children."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    spent = 0
    for number in (server, *children):
        told = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
        spent += int(told[11]) + int(told[12])
    return spent / _TICKS


def _told(figure: str, value: float, **of: int) -> None:
    rounded = float(f"{value:.3g}")
    print(json.dumps({"measure": "guessing", "figure": figure, "value": rounded, **of}), flush=True)


if __name__ == "__main__":
    sys.exit(main())
