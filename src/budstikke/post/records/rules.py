"""The copy of the terms' event table that the database holds letters to."""

from __future__ import annotations

from pathlib import Path

from django.db import connection, transaction

from budstikke.post.terms import events


def install() -> None:
    """Write the event table as the terms have it now, and the working role's rights; the owner runs it."""
    rows = [
        (code, str(before), str(row.becomes or before))
        for code, row in events.EVENTS.items()
        for before in (row.allowed_from or (events.State.BOOKED,))
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM event_rule")
        cursor.executemany("INSERT INTO event_rule (code, from_state, to_state) VALUES (%s, %s, %s)", rows)
        cursor.execute(Path(__file__).with_name("grants.sql").read_text())
