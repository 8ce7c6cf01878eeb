"""The records of letters, one by one, as they were written: for whoever looks back at all of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

from django.db import connection

from budstikke.post.terms.events import EVENTS, Event, State
from budstikke.post.terms.replay import Happened, Letter

# One statement, and one letter at a time through its own index: neither the server nor we ever hold many. A check
# at the counter stands in its own table; an attempt that failed is written in both, so the event is left out. What
# a check led to is written in the same transaction, after it.
_RECORDS = """
SELECT letter.number, letter.edition, letter.state, (
    SELECT json_agg(json_build_array(code, day, decision) ORDER BY written_at, place, id)::text
    FROM (
        SELECT code, (happened_at AT TIME ZONE 'Europe/Oslo')::date AS day, decision, recorded_at AS written_at,
               CASE WHEN code = ANY(%(after_a_check)s) THEN 2 ELSE 0 END AS place, id
        FROM event
        WHERE letter_id = letter.id AND code <> 'ATTEMPTED_DELIVERY'
        AND (decision IS NOT NULL OR code = ANY(%(moving)s))
        UNION ALL
        SELECT NULL, (decision #>> '{inputs,today}')::date, decision, checked_at, 1, id
        FROM id_check WHERE letter_id = letter.id
    ) AS entry
)
FROM letter
WHERE %(since)s::date IS NULL OR booked_at >= %(since)s::date::timestamp AT TIME ZONE 'Europe/Oslo'
ORDER BY letter.id
"""
_AFTER_A_CHECK = [Event.DELIVERED, Event.MISDELIVERED, Event.RETURN, Event.DELIVERED_SENDER, Event.LOST]
_ROWS_AT_ONCE = 500


def letters_with_records(*, since: date | None = None) -> Iterator[Letter]:
    """
    Yield every letter booked since a day with its record, in the order of the letters' ids.

    They are drawn from a cursor of the server as they are asked for; the caller's transaction stays open so long.
    """
    given = {
        "since": since,
        "after_a_check": [str(code) for code in _AFTER_A_CHECK],
        "moving": [str(code) for code, row in EVENTS.items() if row.becomes is not None],
    }
    with connection.chunked_cursor() as cursor:
        cursor.cursor.itersize = _ROWS_AT_ONCE
        cursor.execute(_RECORDS, given)
        for number, edition, state, entries in cursor:
            yield Letter(
                number=number,
                edition=edition,
                state=State(state),
                history=tuple(
                    Happened(code=code and Event(code), on=date.fromisoformat(day), decision=decision)
                    for code, day, decision in json.loads(entries or "[]")
                ),
            )
