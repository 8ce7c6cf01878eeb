"""What a piece of work costs: time on the wall, our own processor time, and the database server's."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Spent:
    """Unit: seconds. `server_s` is 0 where the server is another machine's."""

    wall_s: float = 0.0
    own_s: float = 0.0
    server_s: float = 0.0

    @property
    def cpu_s(self) -> float:
        """Processor time of both sides."""
        return self.own_s + self.server_s

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.wall_s + other.wall_s, self.own_s + other.own_s, self.server_s + other.server_s)


@dataclass(slots=True)
class Clock:
    """Measures blocks; knows the server's processes by their parent, the postmaster."""

    postmaster: int | None = None
    spent: list[Spent] = field(default_factory=list)

    @contextmanager
    def running(self) -> Iterator[Spent]:
        """Measure a block; what it cost stands in the value once the block has ended."""
        spent = Spent()
        wall, own, server = time.perf_counter(), time.process_time(), self._server_s()
        yield spent
        spent.wall_s = time.perf_counter() - wall
        spent.own_s = time.process_time() - own
        spent.server_s = self._server_s() - server

    def cost(self, work: Callable[[], object]) -> Spent:
        """Return what one call costs."""
        with self.running() as spent:
            work()
        return spent

    def _server_s(self) -> float:
        if self.postmaster is None:
            return 0.0
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == self.postmaster:
                ticks += int(fields[11]) + int(fields[12])
            elif stat.parent.name == str(self.postmaster):
                # Its own, and that of processes which have ended.
                ticks += sum(map(int, fields[11:15]))
        return ticks / _TICKS


def middle(rounds: list[Spent]) -> Spent:
    """Return the medians of several rounds, each figure by itself."""
    return Spent(
        median(one.wall_s for one in rounds),
        median(one.own_s for one in rounds),
        median(one.server_s for one in rounds),
    )


def figures(prefix: str, spent: Spent, *, count: int) -> dict[str, float]:
    """Return a cost as the fields of a line."""
    return {
        f"{prefix}_per_s": round(count / spent.wall_s),
        f"{prefix}_wall_s": round(spent.wall_s, 3),
        f"{prefix}_own_cpu_s": round(spent.own_s, 3),
        f"{prefix}_server_cpu_s": round(spent.server_s, 3),
    }
