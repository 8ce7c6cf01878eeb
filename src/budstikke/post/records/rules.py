"""The copy of the terms' event table that the database holds letters to."""

from __future__ import annotations

from pathlib import Path

from django.db import connection, transaction

from budstikke.post.terms.events import STEPS, Event, State, custody_moved
from budstikke.post.terms.forwarding.events import ORDER_EVENTS, ORDER_STEPS, TAKES_DAYS


def install() -> None:
    """Write the event table as the terms have it now, and the working role's rights; the owner runs it."""
    rows = [
        # A letter's row is written as booked; the event that says so finds it that way.
        (code, before or State.BOOKED, after, custody_moved(before, code))
        for (before, code), after in STEPS.items()
        if before is not None or code is Event.PRE_NOTIFIED
    ]
    orders = [
        (code, before or "", after, ORDER_EVENTS[code].moves_days, after in TAKES_DAYS)
        for (before, code), after in ORDER_STEPS.items()
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM event_rule")
        cursor.executemany(
            "INSERT INTO event_rule (code, from_state, to_state, custody) VALUES (%s, %s, %s, %s)", rows
        )
        cursor.execute("DELETE FROM forwarding_rule")
        cursor.executemany(
            "INSERT INTO forwarding_rule (code, from_state, to_state, moves_days, takes_days)"
            " VALUES (%s, %s, %s, %s, %s)",
            orders,
        )
        # Nobody else does it for so small a table, and the planner would take it for a far longer one.
        cursor.execute("ANALYZE event_rule")
        cursor.execute(Path(__file__).with_name("grants.sql").read_text())
