"""How far something that follows transactions has come, kept where every worker sees it."""

from __future__ import annotations

from django.db import connection


def below(name: str) -> int:
    """Return the transaction below which everything is done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT below FROM horizon WHERE name = %s", [name])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def oldest_running() -> int:
    """Return the oldest transaction that may still commit; ask before looking for rows, and all below are seen."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])


def advance(name: str, *, to: int) -> None:
    """Note that of every transaction below `to`, everything is done; a horizon never goes back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO horizon (name, below) VALUES (%s, %s)"
            " ON CONFLICT (name) DO UPDATE SET below = greatest(horizon.below, excluded.below)",
            [name, to],
        )
