"""The records of letters, one by one, as they were written: for whoever looks back at all of them."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db import connection

from budstikke.post.terms.events import EVENTS, Event, State
from budstikke.post.terms.replay import Happened, Letter

# One statement, and one letter at a time through its own index: neither the server nor we ever hold many. A check
# at the counter stands in its own table; an attempt that failed is written in both, so its event is left out.
# Of a letter that was forgotten nothing can be asked again.
_RECORDS = """
SELECT letter.number, letter.edition, letter.state,
    (SELECT json_agg(json_build_array(code, (happened_at AT TIME ZONE 'Europe/Oslo')::date, decision,
                                      extract(epoch FROM recorded_at)) ORDER BY id)::text
     FROM event
     WHERE letter_id = letter.id AND code <> 'ATTEMPTED_DELIVERY' AND (decision IS NOT NULL OR code = ANY(%(moving)s))),
    (SELECT json_agg(json_build_array(NULL, decision #>> '{inputs,today}', decision,
                                      extract(epoch FROM checked_at)) ORDER BY id)::text
     FROM id_check WHERE letter_id = letter.id)
FROM letter
WHERE NOT EXISTS (SELECT 1 FROM erasure WHERE letter_id = letter.id AND moment = 'rest')
AND (%(since)s::date IS NULL OR booked_at >= %(since)s::date::timestamp AT TIME ZONE 'Europe/Oslo')
ORDER BY letter.id
"""
_MOVING = [str(code) for code, row in EVENTS.items() if row.becomes is not None]
# What a check leads to bears the same time when both are done at once.
_AFTER_A_CHECK = frozenset({Event.DELIVERED, Event.RETURN})
_Entry = tuple[str | None, str, dict[str, Any] | None, float]
_ROWS_AT_ONCE = 500


def letters_with_records(*, since: date | None = None) -> Iterator[Letter]:
    """
    Yield every letter booked since a day with its record, in the order of the letters' ids; none that was forgotten.

    They are drawn from a cursor of the server as they are asked for; the caller's transaction stays open so long.
    """
    for number, edition, state, events, checks in drawn(_RECORDS, {"since": since, "moving": _MOVING}):
        entries = _in_order(json.loads(events or "[]"), json.loads(checks or "[]"))
        yield Letter(
            number=number,
            edition=edition,
            state=State(state),
            history=tuple(
                Happened(code=Event(code) if code else None, on=date.fromisoformat(day), decision=decision)
                for code, day, decision, _ in entries
            ),
        )


def drawn(statement: str, given: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a statement from a cursor of the server, as they are asked for."""
    with connection.chunked_cursor() as cursor:
        cursor.cursor.itersize = _ROWS_AT_ONCE
        cursor.execute(statement, given)
        yield from cursor


def _in_order(events: list[_Entry], checks: list[_Entry]) -> Iterator[_Entry]:
    """Put the checks where they were made; events keep the order in which they were written, whatever their times."""
    left = deque(checks)
    for event in events:
        while left and (left[0][3] < event[3] or (left[0][3] == event[3] and event[0] in _AFTER_A_CHECK)):
            yield left.popleft()
        yield event
    yield from left
