"""How often somebody tries, by a keyed hash of who or from where; a count is gone with its window."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection

from budstikke.kit.vault import look_up_for


def tried(who: str, *, kind: str, within: timedelta, now: datetime) -> int:
    """Count one more try of somebody's, and return how many it are within the window that is open."""
    hashed = look_up_for("issuer").hash(who, kind=kind)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO attempts AS known (who, since_at, count) VALUES (%(who)s, %(now)s, 1)
            ON CONFLICT (who) DO UPDATE SET
                count = CASE WHEN known.since_at <= %(begins)s THEN 1 ELSE known.count + 1 END,
                since_at = CASE WHEN known.since_at <= %(begins)s THEN %(now)s ELSE known.since_at END
            RETURNING count
            """,
            {"who": hashed, "now": now, "begins": now - within},
        )
        (count,) = cursor.fetchone()
    return int(count)
