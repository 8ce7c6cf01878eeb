"""What has happened and is not evidenced yet, and evidence written down many rows at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
FROM event JOIN letter ON letter.id = event.letter_id WHERE event.id = ANY(%(ids)s)
AND NOT EXISTS (SELECT 1 FROM evidence WHERE evidence.event_id = event.id) ORDER BY event.id
"""
_REJECTED = """
SELECT interchange.id FROM interchange WHERE (rejected > 0 OR refused)
AND NOT EXISTS (SELECT 1 FROM evidence WHERE evidence.interchange_id = interchange.id) ORDER BY id LIMIT %(most)s
"""
# Evidence bears the change's own reference, so the two are found by it.
_CHANGES = """
SELECT id FROM (
    SELECT id FROM register_change WHERE recorded_in >= %(since)s
    AND NOT EXISTS (SELECT 1 FROM evidence WHERE evidence.uuid = register_change.ref) OFFSET 0
) AS fresh ORDER BY id LIMIT %(most)s
"""
_OF_FORWARDING = """
SELECT id FROM (
    SELECT id FROM forwarding_event WHERE recorded_in >= %(since)s
    AND NOT EXISTS (SELECT 1 FROM evidence WHERE evidence.forwarding_event_id = forwarding_event.id) OFFSET 0
) AS fresh ORDER BY id LIMIT %(most)s
"""
_BATCHES = """
SELECT id FROM (
    SELECT id FROM sorting_batch WHERE recorded_in >= %(since)s
    AND NOT EXISTS (SELECT 1 FROM evidence WHERE evidence.sorting_batch_id = sorting_batch.id) OFFSET 0
) AS fresh ORDER BY id LIMIT %(most)s
"""
_COLUMNS = {
    "uuid": "uuid",
    "letter_id": "bigint",
    "sender_id": "integer",
    "interchange_id": "bigint",
    "event_id": "bigint",
    "forwarding_event_id": "bigint",
    "sorting_batch_id": "bigint",
    "name": "text",
    "made_at": "timestamptz",
    "sha256": "text",
    "content_sealed": "bytea",
    "disclosures_sealed": "bytea",
}

# In arrays, since rows as long as these would be written twice on their way through a temporary table.
_WRITE = f"""
INSERT INTO evidence ({", ".join(_COLUMNS)})
SELECT * FROM unnest({", ".join(f"%({name})b::{kind}[]" for name, kind in _COLUMNS.items())}) ON CONFLICT DO NOTHING
"""


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
    """Return interchanges with rejected orders, and those refused as a whole, that have no evidence."""
    return _column(_REJECTED, {"most": most})


def unproven_changes(*, since: int, most: int) -> list[int]:
    """Return changes of the address register, written by transactions from `since` on, that have no evidence."""
    return _column(_CHANGES, {"since": since, "most": most})


def unproven_forwarding(*, since: int, most: int) -> list[int]:
    """Return events of forwarding, written by transactions from `since` on, that have no evidence."""
    return _column(_OF_FORWARDING, {"since": since, "most": most})


def unproven_batches(*, since: int, most: int) -> list[int]:
    """Return batches that were sorted, written by transactions from `since` on, that have no evidence."""
    return _column(_BATCHES, {"since": since, "most": most})


def facts_of(event_ids: Sequence[int]) -> list[EventFacts]:
    """Return what evidence of these events is made from; nothing of those that were evidenced meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, {"ids": list(event_ids)})
        return [EventFacts(*row) for row in cursor.fetchall()]


def write_evidence(rows: Iterable[Mapping[str, object]]) -> int:
    """
    Write evidence down, by the names of the columns; what is evidenced already stays as it is.

    Returns: how many rows were written.
    """
    columns: dict[str, list[Any]] = {name: [] for name in _COLUMNS}
    for row in rows:
        for name, values in columns.items():
            values.append(row.get(name))
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, columns)
        return int(cursor.rowcount)


def _column(statement: str, given: dict[str, Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return [row[0] for row in cursor.fetchall()]
