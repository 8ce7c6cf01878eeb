"""
How many requests a second somebody may make, over all processes: let in by leases of a few requests at a time.

A process asks the database once for several requests, so that counting costs a sixteenth of a statement where the
ceiling is high. What a process leased and did not use is lost within the second.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

from django.db import connection

_SHARE = 16
_MOST_CALLERS = 10_000

# What a lease adds to the caller's count of this second; a new second begins from nothing.
LEASE = """
INSERT INTO ceiling AS held (caller, second, used) {rows}
ON CONFLICT (caller) DO UPDATE SET second = excluded.second,
    used = excluded.used + CASE WHEN held.second = excluded.second THEN held.used ELSE 0 END
RETURNING used
"""


@dataclass(slots=True)
class _Held:
    second: int
    left: int


class Leases:
    """What this process has leased; one for all of its threads."""

    def __init__(self) -> None:
        self._held: dict[str, _Held] = {}
        self._lock = threading.Lock()

    def take(self, caller: str, *, second: int) -> bool:
        """Use one request of a lease, if one of this second is left."""
        with self._lock:
            held = self._held.get(caller)
            if held is None or held.second != second or held.left < 1:
                return False
            held.left -= 1
            return True

    def bring(self, caller: str, *, second: int, used: int, most: int) -> bool:
        """Take in a lease after which `used` of `most` are given out, and use one; False when none was left."""
        got = min(share_of(most), most - (used - share_of(most)))
        if got < 1:
            return False
        with self._lock:
            if len(self._held) > _MOST_CALLERS:
                self._held.clear()
            held = self._held.get(caller)
            left = held.left if held and held.second == second else 0
            self._held[caller] = _Held(second, left + got - 1)
        return True

    def let_in(self, caller: str, *, second: int, most: int) -> bool:
        """Say whether one more request of a caller is let in this second, asking the database where needed."""
        return self.take(caller, second=second) or self.bring(
            caller, second=second, used=_lease(caller, second=second, wanted=share_of(most)), most=most
        )

    def clear(self) -> None:
        """Forget every lease."""
        with self._lock:
            self._held.clear()


def share_of(most: int) -> int:
    """Return how many requests are leased at once."""
    return max(1, most // _SHARE)


def _lease(caller: str, *, second: int, wanted: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(LEASE.format(rows="VALUES (%s, %s, %s)"), [caller, second, wanted])
        return int(cursor.fetchone()[0])


LEASES = Leases()
