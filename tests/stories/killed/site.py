"""An installation as `budstikke run` runs it, and somebody who kills a part of it every now and then."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from tests.actions import line

from budstikke.cli.processes import Ports
from budstikke.kit.clock import real_now

ROOT = Path(__file__).parents[3]
PARTS = ("web", "worker", "mailbox", "postgresql")
# Long, because a machine that does other things starts processes slowly; nobody waits that long in vain.
_STARTED_S = 240
_CLUSTER = """
from budstikke.kit.postgres import embedded_cluster
cluster = embedded_cluster()
print(cluster.folder / "data")
print(cluster.url)
"""


@dataclass(slots=True)
class Site:
    """The running installation; `runs` is `budstikke run`, `said` what it has printed."""

    ports: Ports
    environment: dict[str, str] = field(repr=False)
    runs: subprocess.Popen[bytes]
    said: Path
    server: Path
    database_url: str

    def command(self, *arguments: str) -> tuple[int, dict[str, Any]]:
        """Run one of our commands there; return its exit code and its answer."""
        done = python(self.environment, "-m", "budstikke.cli.main", *arguments)
        try:
            return done.returncode, json.loads(done.stdout)
        except ValueError:
            return done.returncode, {"said": (done.stdout + done.stderr).decode()}

    def furnished(self, *, letters: int, clerks: int) -> dict[str, Any]:
        """Put letters on the shelf and clerks behind the counter."""
        done = python(self.environment, "-m", "tests.stories.killed.furnish", str(letters), str(clerks))
        assert done.returncode == 0, done.stderr.decode()
        answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return answer

    def look(self, service: str, statement: str) -> list[tuple[Any, ...]]:
        """Look into a database past every policy."""
        with psycopg.connect(f"{self.database_url}&dbname={service}", autocommit=True) as connection:
            return connection.execute(statement).fetchall()  # type: ignore[call-overload, no-any-return]

    def pids(self, part: str) -> list[int]:
        """Return the processes that are a part of the installation; of PostgreSQL the postmaster."""
        if part == "postgresql":
            with suppress(OSError, ValueError, IndexError):
                return [int((self.server / "postmaster.pid").read_text().splitlines()[0])]
            return []
        name = {"web": "post_wsgi", "mailbox": "mailbox_wsgi", "worker": "main worker"}[part]
        leaders = [pid for pid in _children(self.runs.pid) if name in _command_line(pid)]
        return [each for pid in leaders for each in (pid, *_children(pid))]


class Killer(threading.Thread):
    """Kills a part with -9 at random moments, so many times at most; the same moments for the same seed."""

    def __init__(self, site: Site, *, seed: int, apart_s: tuple[float, float], most: int) -> None:
        super().__init__(daemon=True)
        self._site, self._apart_s, self._most = site, apart_s, most
        self._random = random.Random(f"killer {seed}")
        self._enough = threading.Event()
        self.killed: Counter[str] = Counter()

    def run(self) -> None:
        """Kill, part after part in random order."""
        waiting: list[str] = []
        while self.killed.total() < self._most:
            if self._enough.wait(self._random.uniform(*self._apart_s)):
                return
            if not waiting:
                waiting = self._random.sample(PARTS, len(PARTS))
            part = waiting.pop()
            if pids := self._site.pids(part):
                with suppress(ProcessLookupError):
                    os.kill(self._random.choice(pids), signal.SIGKILL)
                    self.killed[part] += 1

    def stop(self) -> None:
        """Kill no more."""
        self._enough.set()
        self.join()


@contextmanager
def running(folder: Path) -> Iterator[Site]:
    """Run a new installation with everything of its own, its clock on a Monday morning; nothing is left of it."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("BUDSTIKKE_") and not name.endswith("DATABASE_URL")
    }
    environment |= {"BUDSTIKKE_DATA": str(folder), "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    environment["DJANGO_SETTINGS_MODULE"] = "budstikke.wiring.post"
    environment["PYTHONUNBUFFERED"] = "1"
    _remove(folder, environment)
    folder.mkdir(mode=0o700, parents=True)
    offset_s = (line.NOW - real_now()).total_seconds()
    (folder / "clock-offset-seconds").write_text(f"{offset_s:.0f}\n")
    server, url = python(environment, "-c", _CLUSTER).stdout.decode().split()
    ports, said = Ports.unused(), folder / "run.log"
    command = [sys.executable, "-m", "budstikke.cli.main", "run"]
    for name, port in asdict(ports).items():
        command += [f"--{name}-port", str(port)]
    with said.open("wb") as told:
        runs = subprocess.Popen(command, env=environment, stdout=told, stderr=told, cwd=ROOT)
    environment |= {"BUDSTIKKE_POST_URL": ports.post_url, "BUDSTIKKE_MAILBOX_URL": ports.mailbox_url}
    try:
        _wait(runs, said)
        yield Site(ports, environment, runs, said, Path(server), url)
    finally:
        runs.send_signal(signal.SIGTERM)
        try:
            runs.wait(30)
        except subprocess.TimeoutExpired:
            runs.kill()
            runs.wait()
        _remove(folder, environment)


def python(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run Python there."""
    return subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, cwd=ROOT, timeout=300
    )


def _remove(folder: Path, environment: dict[str, str]) -> None:
    if folder.exists():
        done = python(
            environment, "-c", "from budstikke.kit.postgres import remove_cluster; remove_cluster()"
        )
        assert done.returncode == 0, done.stderr.decode()
        shutil.rmtree(folder)


def _wait(runs: subprocess.Popen[bytes], said: Path) -> None:
    until = time.monotonic() + _STARTED_S
    while "TEST: doors to try" not in said.read_text():
        assert runs.poll() is None and time.monotonic() < until, said.read_text()
        time.sleep(0.1)


def _children(pid: int) -> list[int]:
    with suppress(OSError):
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def _command_line(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    return ""
