"""How often something may be tried within a window: counted in the database, over all processes."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection

from budstikke.kit.vault import look_up_for

# Rows whose window is long over go as new ones come; the longest window is a day.
_FORGOTTEN_AFTER = timedelta(days=1)


def let_in(who: str, *, kind: str, most: int, within: timedelta, now: datetime) -> bool:
    """
    Count a try and say whether it is among the `most` of its window.

    Reading: the same for a number that somebody has and for one that nobody has: what is counted is what was typed.
    `who` is a person's number or an address, so only its keyed hash is kept.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO attempts AS held (who, since_at, count) VALUES (%(who)s, %(now)s, 1)
            ON CONFLICT (who) DO UPDATE SET
                count = CASE WHEN held.since_at <= %(ended)s THEN 1 ELSE held.count + 1 END,
                since_at = CASE WHEN held.since_at <= %(ended)s THEN %(now)s ELSE held.since_at END
            RETURNING count
            """,
            {"who": look_up_for("issuer").hash(who, kind=kind), "now": now, "ended": now - within},
        )
        count = int(cursor.fetchone()[0])
        if count == 1:
            cursor.execute("DELETE FROM attempts WHERE since_at < %s", [now - max(within, _FORGOTTEN_AFTER)])
    return count <= most


def is_left(who: str, *, kind: str, most: int, within: timedelta, now: datetime) -> bool:
    """Say whether a try would be let in now, without counting one: what is not let in is not suggested either."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count FROM attempts WHERE who = ANY(%s) AND since_at > %s",
            [look_up_for("issuer").hashes(who, kind=kind), now - within],
        )
        used: int = sum(row[0] for row in cursor.fetchall())
    return used < most
