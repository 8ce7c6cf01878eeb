"""The copy of the terms' event table that the database holds letters to."""

from __future__ import annotations

from pathlib import Path

from django.db import connection, transaction

from budstikke.post.terms.events import STEPS, Event, State, custody_moved


def install() -> None:
    """Write the event table as the terms have it now, and the working role's rights; the owner runs it."""
    rows = [
        # A letter's row is written as booked; the event that says so finds it that way.
        (code, before or State.BOOKED, after, custody_moved(before, code))
        for (before, code), after in STEPS.items()
        if before is not None or code is Event.PRE_NOTIFIED
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM event_rule")
        cursor.executemany(
            "INSERT INTO event_rule (code, from_state, to_state, custody) VALUES (%s, %s, %s, %s)", rows
        )
        # Nobody else does it for so small a table, and the planner would take it for a far longer one.
        cursor.execute("ANALYZE event_rule")
        cursor.execute(Path(__file__).with_name("grants.sql").read_text())
