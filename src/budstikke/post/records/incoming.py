"""What waits for the end of an order file: letters that the carrier numbers, replacements, cancellations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

# Name and type of each column, in the order in which rows are copied.
COLUMNS = {
    "message": "int4",
    "message_reference": "text",
    "segment_number": "int4",
    "function": "text",
    "letter_id": "int8",
    "number": "text",
    "consignment_number": "text",
    "order_reference": "text",
    "recipient_name": "text",
    "street": "text",
    "street2": "text",
    "postcode": "text",
    "city": "text",
    "contact_sealed": "bytea",
    "national_number_sealed": "bytea",
    "national_number_lookup": "bytea",
    "passport_only": "bool",
    "envelope": "text",
    "weight_g": "int4",
    "thickness_mm": "int4",
    "return_street": "text",
    "return_postcode": "text",
    "return_city": "text",
    "ordered_at": "timestamptz",
    "decision": "text",
}
Row = tuple[object, ...]

_OF_THE_MESSAGE = {
    "message",
    "message_reference",
    "segment_number",
    "function",
    "ordered_at",
    "decision",
    "letter_id",
}
ORDERED = [name for name in COLUMNS if name not in _OF_THE_MESSAGE]
# What a replacement may change: everything but who, which and how many.
_CHANGEABLE = [name for name in ORDERED if name not in ("number", "consignment_number")]

_BEYOND = """
SELECT DISTINCT message FROM (
    SELECT message, sum(1) OVER (ORDER BY message RANGE UNBOUNDED PRECEDING) AS wanted
    FROM incoming WHERE function = '9' AND letter_id IS NULL
) AS counted WHERE wanted > %(numbers)s
"""
_INSERT_LETTERS = f"""
INSERT INTO letter (id, sender_id, interchange_id, edition, booked_at, later_reminders, reminders_made,
                    notice_channel, {", ".join(ORDERED)})
SELECT letter_id, %(sender)s, %(interchange)s, %(edition)s, %(now)s, '{{}}', 0, '', {", ".join(ORDERED)}
FROM incoming WHERE function = '9'
"""
_INSERT_EVENTS = """
INSERT INTO event (letter_id, sender_id, code, happened_at, recorded_at, at_place, actor, to_place, decision)
SELECT letter_id, %(sender)s, 'PRE_NOTIFIED', ordered_at, %(now)s, '', 'edi', 'at_sender', decision::jsonb
FROM incoming WHERE function = '9'
"""
# A change names its letters by number; where the carrier gave the numbers, a replacement means them by their
# place in the order and a cancellation means the whole consignment. A consignment that was cancelled and booked
# anew is the one booked last. What the same file books is not meant.
_MATCH = """
CREATE TEMP TABLE change ON COMMIT DROP AS
SELECT asked.message, asked.function, letter.id AS letter_id, letter.state, asked.place, asked.decision
FROM (
    SELECT *, row_number() OVER (PARTITION BY message ORDER BY ctid) AS place FROM incoming WHERE function <> '9'
) AS asked
LEFT JOIN LATERAL (
    SELECT id, state FROM letter
    WHERE sender_id = %(sender)s AND interchange_id <> %(interchange)s
    AND (id = asked.letter_id OR asked.letter_id IS NULL)
    AND (asked.consignment_number = '' OR letter.consignment_number = asked.consignment_number)
    AND (asked.letter_id IS NOT NULL OR asked.consignment_number <> '')
    AND (asked.letter_id IS NOT NULL OR state <> 'cancelled' OR NOT EXISTS (
        SELECT 1 FROM letter AS other WHERE other.sender_id = %(sender)s AND interchange_id <> %(interchange)s
        AND other.consignment_number = asked.consignment_number AND other.state <> 'cancelled'))
    ORDER BY id
    OFFSET CASE WHEN asked.letter_id IS NULL AND asked.function = '5' THEN asked.place - 1 ELSE 0 END
    LIMIT CASE WHEN asked.letter_id IS NULL AND asked.function = '1' THEN NULL ELSE 1 END
    FOR UPDATE
) AS letter ON true
"""
_CHANGED_EVENTS = """
INSERT INTO event (letter_id, sender_id, code, happened_at, recorded_at, at_place, actor, from_place, to_place,
                   decision)
SELECT DISTINCT ON (letter_id) letter_id, %(sender)s, %(code)s, %(now)s::timestamptz, %(now)s::timestamptz, '', 'edi',
       CASE WHEN %(code)s = 'CANCELLED' THEN 'at_sender' END, CASE WHEN %(code)s = 'CANCELLED' THEN 'withdrawn' END,
       CASE WHEN %(code)s = 'ORDER_CHANGED' THEN decision::jsonb END
FROM change WHERE function = %(function)s
ORDER BY letter_id, message DESC
"""
_REPLACE = f"""
UPDATE letter SET ({", ".join(_CHANGEABLE)}) = ({", ".join(f"asked.{name}" for name in _CHANGEABLE)})
FROM (
    SELECT DISTINCT ON (letter_id) letter_id, message, place FROM change
    WHERE function = '5' ORDER BY letter_id, message DESC
) AS latest
JOIN (
    SELECT *, row_number() OVER (PARTITION BY message ORDER BY ctid) AS place FROM incoming WHERE function = '5'
) AS asked USING (message, place)
WHERE letter.id = latest.letter_id
"""


class Incoming:
    """The waiting orders of one interchange in a table of their own, until the transaction ends."""

    def __init__(self, *, sender_id: int, interchange_id: int) -> None:
        self._sender_id, self._interchange_id = sender_id, interchange_id
        columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
        self._run(f"CREATE TEMP TABLE incoming ({columns}) ON COMMIT DROP")
        for column in ("letter_id", "consignment_number"):
            self._run(f"CREATE INDEX ON incoming ({column})")

    def messages_without_order(self) -> tuple[list[int], list[int]]:
        """Match changes with letters; return messages about no order, and messages that come too late."""
        self._run(_MATCH)
        unknown = self._column("SELECT DISTINCT message FROM change WHERE letter_id IS NULL")
        late = self._column("SELECT DISTINCT message FROM change WHERE state <> 'booked'")
        return unknown, [message for message in late if message not in set(unknown)]

    def places(self, messages: list[int]) -> list[tuple[str, int]]:
        """Return the reference and the place of messages, in the order of the file."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT segment_number, message_reference FROM incoming WHERE message = ANY(%s) ORDER BY 1",
                [messages],
            )
            return [(reference, segment_number) for segment_number, reference in cursor.fetchall()]

    def drop(self, messages: Iterable[int]) -> None:
        """Leave whole messages out."""
        gone = {"gone": list(messages)}
        if gone["gone"]:
            self._run("DELETE FROM incoming WHERE message = ANY(%(gone)s)", gone)

    def drop_changes(self, messages: Iterable[int]) -> None:
        """Leave whole changes out after they were matched."""
        self._run("DELETE FROM change WHERE message = ANY(%(gone)s)", {"gone": list(messages)})
        self.drop(messages)

    def unnumbered(self) -> int:
        """Return how many letters the carrier has to number."""
        return self._column("SELECT count(*) FROM incoming WHERE function = '9' AND letter_id IS NULL")[0]

    def messages_unnumbered(self, *, beyond: int) -> list[int]:
        """Return the messages that want a number when so many have been given out in the order of the file."""
        return self._column(_BEYOND, {"numbers": beyond})

    def taken(self, letter_ids: list[int]) -> set[int]:
        """Return which of these ids belong to a letter, here or before."""
        return set(
            self._column(
                "SELECT id FROM letter WHERE id = ANY(%(ids)s)"
                " UNION SELECT letter_id FROM incoming WHERE letter_id = ANY(%(ids)s)",
                {"ids": letter_ids},
            )
        )

    def number(self, issued: Iterable[tuple[int, str]]) -> None:
        """Give letter ids and numbers to the unnumbered, in the order of the file."""
        self._run("CREATE TEMP TABLE issued (place serial, letter_id int8, number text) ON COMMIT DROP")
        with connection.cursor() as cursor:
            with cursor.copy("COPY issued (letter_id, number) FROM STDIN (FORMAT BINARY)") as copy:
                copy.set_types(["int8", "text"])
                for row in issued:
                    copy.write_row(row)
            cursor.execute(
                "UPDATE incoming SET letter_id = issued.letter_id, number = issued.number FROM issued,"
                " (SELECT ctid AS row, row_number() OVER (ORDER BY ctid) AS place FROM incoming"
                "  WHERE function = '9' AND letter_id IS NULL) AS bare"
                " WHERE incoming.ctid = bare.row AND issued.place = bare.place"
            )

    def write(self, *, edition: str, now: datetime) -> tuple[int, int]:
        """Write the new letters with their first event, then the changes; return how many letters of each."""
        given = {"edition": edition, "now": now}
        booked = self._run(_INSERT_LETTERS, given)
        self._run(_INSERT_EVENTS, given)
        self._run(_REPLACE)
        replaced = self._run(_CHANGED_EVENTS, {**given, "code": "ORDER_CHANGED", "function": "5"})
        cancelled = self._run(_CHANGED_EVENTS, {**given, "code": "CANCELLED", "function": "1"})
        self._run("DROP TABLE incoming, change")
        self._run("DROP TABLE IF EXISTS issued")
        return booked, replaced + cancelled

    def _run(self, statement: str, given: Mapping[str, Any] | None = None) -> int:
        with connection.cursor() as cursor:
            cursor.execute(statement, self._with(given) if "%(" in statement else None)
            return int(cursor.rowcount)

    def _column(self, statement: str, given: Mapping[str, Any] | None = None) -> list[int]:
        cursor: CursorWrapper
        with connection.cursor() as cursor:
            cursor.execute(statement, self._with(given) if "%(" in statement else None)
            return [row[0] for row in cursor.fetchall()]

    def _with(self, given: Mapping[str, Any] | None) -> dict[str, Any]:
        return {"sender": self._sender_id, "interchange": self._interchange_id, **(given or {})}
