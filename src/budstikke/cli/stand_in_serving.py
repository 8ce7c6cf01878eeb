"""What a stand-in that is a web server needs: to fail when it was told to, and to serve while a block runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from threading import RLock, Thread
from typing import TypeVar


class Failing:
    """What is to fail next, and how often still."""

    def __init__(self, known: Mapping[str, tuple[str, ...]]) -> None:
        self._known = known
        self._left: dict[str, list[str]] = {}
        self._lock = RLock()

    def plan(self, said: str) -> None:
        """
        Take a failure as it is written, ON:HOW or ON:HOW:TIMES.

        Raises: ValueError with what there is.
        """
        on, how, times = (*said.split(":"), "1")[:3] if said.count(":") else (said, "", "1")
        if how not in self._known.get(on, ()) or not (times.isascii() and times.isdecimal()):
            known = ", ".join(f"{each}:{'|'.join(ways)}" for each, ways in self._known.items())
            raise ValueError(f"{said} is no failure; known are {known}, each with :TIMES")
        with self._lock:
            self._left.setdefault(on, []).extend([how] * int(times))

    def next(self, on: str) -> str:
        """Return how this time fails; empty when it does not."""
        with self._lock:
            return self._left[on].pop(0) if self._left.get(on) else ""


class StandInServer(ThreadingHTTPServer):
    """A stand-in on loopback, with what it is to fail at."""

    daemon_threads = True
    failing: Failing


_Server = TypeVar("_Server", bound=StandInServer)


@contextmanager
def served(server: _Server, *, failures: Sequence[str]) -> Iterator[_Server]:
    """
    Serve while the block runs, with these failures planned.

    Raises: ValueError for a failure that is none.
    """
    try:
        for said in failures:
            server.failing.plan(said)
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
    finally:
        server.server_close()
