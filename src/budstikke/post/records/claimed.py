"""Claim rows to work on without a transaction: by the database's session, so that no row is locked meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from django.db import DatabaseError, connection


@contextmanager
def claimed(kind: str, ids: Sequence[int]) -> Iterator[list[int]]:
    """
    Claim rows of a kind for as long as the block runs, and yield those that nobody else has claimed.

    The claim is the database session's: it ends with a worker that is killed, at once.
    """
    ours = [each for each in ids if _asked("pg_try_advisory_lock", kind, each)]
    try:
        yield ours
    finally:
        # A connection that broke has taken its claims with it.
        with suppress(DatabaseError):
            for each in ours:
                _asked("pg_advisory_unlock", kind, each)


def _asked(function: str, kind: str, row: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtextextended(%s, %s))", [kind, row])
        return bool(cursor.fetchone()[0])
