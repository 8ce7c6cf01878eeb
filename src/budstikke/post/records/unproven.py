"""What has happened and is not evidenced yet, and evidence written down many rows at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

# The planner would walk all events in the order of their ids; OFFSET 0 has it look at the new ones first.
_EVENTS = """
SELECT id FROM (
    SELECT id FROM event WHERE recorded_in >= %(since)s AND code = ANY(%(codes)s)
    AND NOT EXISTS (SELECT 1 FROM evidence WHERE evidence.event_id = event.id) OFFSET 0
) AS fresh ORDER BY id LIMIT %(most)s
"""
_OF_A_LETTER = """
SELECT id FROM event WHERE letter_id = %(letter)s AND code = ANY(%(codes)s)
AND NOT EXISTS (SELECT 1 FROM evidence WHERE evidence.event_id = event.id) ORDER BY id
"""
_FACTS = """
SELECT event.id, event.code, event.happened_at, event.recorded_at, event.at_place, event.actor, event.decision::text,
    letter.id, letter.number, letter.sender_id, letter.consignment_number, letter.order_reference,
    letter.recipient_name, letter.passport_only, letter.edition
FROM event JOIN letter ON letter.id = event.letter_id WHERE event.id = ANY(%(ids)s) ORDER BY event.id
"""
_REJECTED = """
SELECT interchange.id FROM interchange WHERE rejected > 0
AND NOT EXISTS (SELECT 1 FROM evidence WHERE evidence.interchange_id = interchange.id) ORDER BY id LIMIT %(most)s
"""
_COLUMNS = {
    "uuid": "uuid",
    "letter_id": "int8",
    "sender_id": "int4",
    "interchange_id": "int8",
    "event_id": "int8",
    "name": "text",
    "made_at": "timestamptz",
    "sha256": "text",
    "content_sealed": "bytea",
    "disclosures_sealed": "bytea",
}


class EventFacts(NamedTuple):
    """An event and the letter it is of, as evidence needs them; `decision` is JSON text."""

    event_id: int
    code: str
    happened_at: datetime
    recorded_at: datetime
    at_place: str
    actor: str
    decision: str | None
    letter_id: int
    number: str
    sender_id: int
    consignment_number: str
    order_reference: str
    recipient_name: str
    passport_only: bool
    edition: str


def unproven_events(*, codes: Sequence[str], since: int, most: int) -> list[int]:
    """Return events of these codes, written by transactions from `since` on, that have no evidence."""
    return _column(_EVENTS, {"codes": list(codes), "since": since, "most": most})


def unproven_events_of(letter_id: int, *, codes: Sequence[str]) -> list[int]:
    """Return the events of one letter that have no evidence."""
    return _column(_OF_A_LETTER, {"codes": list(codes), "letter": letter_id})


def unproven_interchanges(*, most: int) -> list[int]:
    """Return interchanges with rejected orders that have no evidence."""
    return _column(_REJECTED, {"most": most})


def facts_of(event_ids: Sequence[int]) -> list[EventFacts]:
    """Return what evidence of these events is made from."""
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, {"ids": list(event_ids)})
        return [EventFacts(*row) for row in cursor.fetchall()]


def write_evidence(rows: Iterable[dict[str, object]]) -> int:
    """
    Write evidence down, by the names of the columns; what is evidenced already stays as it is.

    Returns: how many rows were written.
    """
    names = ", ".join(_COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMP TABLE IF NOT EXISTS made ON COMMIT DROP AS SELECT {names} FROM evidence WITH NO DATA"
        )
        with cursor.copy(f"COPY made ({names}) FROM STDIN (FORMAT BINARY)") as copy:
            copy.set_types(list(_COLUMNS.values()))
            for row in rows:
                copy.write_row([row.get(name) for name in _COLUMNS])
        cursor.execute(
            f"INSERT INTO evidence ({names}) SELECT {names} FROM made ORDER BY event_id ON CONFLICT DO NOTHING"
        )
        written = int(cursor.rowcount)
        cursor.execute("DROP TABLE made")
    return written


def _column(statement: str, given: dict[str, Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return [row[0] for row in cursor.fetchall()]
