"""
Letters that come with their number, booked a batch at a time while the rest of the file is still being read.

What has to wait for the end of the file (letters without a number, replacements, cancellations) is laid beside,
in the table of records.incoming.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from psycopg.types.json import Jsonb

from budstikke.post.records.incoming import COLUMNS, ORDERED, Row

# `waits`: the message waits for the end of the file. The terms' decision is the same for many letters; it is sent
# once, and named by its number.
_SHARED = {name: kind for name, kind in COLUMNS.items() if name != "decision"}
_COLUMNS = {**_SHARED, "judgement": "int4", "waits": "bool"}
_JUDGEMENT = {"id": "int4", "decision": "jsonb"}

# The first order of a file that asks for a number or a consignment has it; what waits was there before.
_REFUSED = """
SELECT message, segment_number, message_reference, min(reason) FROM (
    SELECT message, 'nowhere' AS reason FROM arriving
    WHERE function <> '1' AND NOT EXISTS (SELECT 1 FROM postcode WHERE code = arriving.postcode)
    AND EXISTS (SELECT 1 FROM postcode)
    UNION ALL
    SELECT message, 'taken' FROM (
        SELECT message, row_number() OVER (PARTITION BY letter_id ORDER BY message) AS nth
        FROM arriving WHERE function = '9' AND letter_id IS NOT NULL
    ) AS given WHERE nth > 1
    UNION ALL
    SELECT message, 'taken' FROM (
        SELECT message, dense_rank() OVER (PARTITION BY consignment_number ORDER BY message) AS nth
        FROM arriving WHERE function = '9' AND consignment_number <> ''
    ) AS consigned WHERE nth > 1
    UNION ALL
    SELECT message, 'taken' FROM arriving
    WHERE function = '9' AND EXISTS (SELECT 1 FROM letter WHERE id = letter_id OFFSET 0)
    UNION ALL
    SELECT message, 'taken' FROM arriving
    WHERE function = '9' AND consignment_number <> '' AND EXISTS (
        SELECT 1 FROM letter WHERE letter.sender_id = arriving.sender_id
        AND letter.consignment_number = arriving.consignment_number AND state <> 'cancelled' OFFSET 0)
    UNION ALL
    SELECT message, 'taken' FROM arriving
    WHERE function = '9' AND EXISTS (
        SELECT 1 FROM incoming WHERE incoming.function = '9' AND incoming.letter_id = arriving.letter_id OFFSET 0)
    UNION ALL
    SELECT message, 'taken' FROM arriving
    WHERE function = '9' AND consignment_number <> '' AND EXISTS (
        SELECT 1 FROM incoming
        WHERE incoming.function = '9' AND incoming.consignment_number = arriving.consignment_number OFFSET 0)
) AS refused JOIN (SELECT DISTINCT message, segment_number, message_reference FROM arriving) AS named USING (message)
GROUP BY message, segment_number, message_reference ORDER BY message
"""
_INSERT_LETTERS = f"""
INSERT INTO letter (id, sender_id, interchange_id, edition, booked_at, later_reminders, reminders_made,
                    notice_channel, {", ".join(ORDERED)})
SELECT letter_id, %(sender)s, %(interchange)s, %(edition)s, %(now)s, '{{}}', 0, '', {", ".join(ORDERED)}
FROM arriving WHERE NOT waits
"""
_INSERT_EVENTS = """
INSERT INTO event (letter_id, sender_id, code, happened_at, recorded_at, at_place, actor, to_place, decision)
SELECT letter_id, %(sender)s, 'PRE_NOTIFIED', ordered_at, %(now)s, '', 'edi', 'at_sender', judgement.decision
FROM arriving LEFT JOIN judgement ON judgement.id = arriving.judgement WHERE NOT waits
"""
_LAY_BESIDE = f"""
INSERT INTO incoming ({", ".join(_SHARED)}, decision)
SELECT {", ".join(_SHARED)}, judgement.decision::text
FROM arriving LEFT JOIN judgement ON judgement.id = arriving.judgement WHERE waits
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Rows of whole messages, how many of them wait, and the decisions that no batch before has named."""

    rows: Sequence[Row]
    waiting: int
    decisions: Sequence[tuple[int, dict[str, object]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A message that cannot be booked: bound for nowhere, or for a number or consignment that is taken."""

    message_reference: str
    segment_number: int
    to_nowhere: bool


class Arriving:
    """
    One interchange's way into the tables, batch by batch; `incoming` must be there for what waits.

    `copy` and `book` take turns, and may do so in different threads: both use the one cursor made here.
    """

    def __init__(self, *, sender_id: int, interchange_id: int, edition: str, now: datetime) -> None:
        self._given: dict[str, Any] = {
            "sender": sender_id,
            "interchange": interchange_id,
            "edition": edition,
            "now": now,
        }
        self._cursor = connection.cursor()
        self._waiting = 0
        # What this transaction has written counts for nothing when the server takes stock meanwhile: the planner then
        # takes the letters for none and would read the whole table, or a whole index, for each one that arrives. This
        # and the OFFSET 0 of each look-up leave it no choice.
        self._cursor.execute("SET LOCAL enable_seqscan = off")
        for table, columns in (("arriving", _COLUMNS), ("judgement", _JUDGEMENT)):
            listed = ", ".join(f"{name} {kind}" for name, kind in columns.items())
            self._cursor.execute(f"CREATE TEMP TABLE {table} ({listed}) ON COMMIT DROP")
        # A column, not a constant in the statement: of a constant the planner guesses that few letters have it, and
        # then compares each row with every letter of the sender.
        self._cursor.execute(
            f"ALTER TABLE arriving ADD COLUMN sender_id int NOT NULL DEFAULT {int(sender_id)}"
        )

    def copy(self, batch: Batch) -> None:
        """Copy a batch in."""
        self._copy(
            "judgement", _JUDGEMENT, [(number, Jsonb(decision)) for number, decision in batch.decisions]
        )
        self._copy("arriving", _COLUMNS, batch.rows)
        self._waiting = batch.waiting

    def _copy(self, table: str, columns: Mapping[str, str], rows: Sequence[Row]) -> None:
        if rows:
            names = ", ".join(columns)
            with self._cursor.copy(f"COPY {table} ({names}) FROM STDIN (FORMAT BINARY)") as copy:
                copy.set_types(list(columns.values()))
                for row in rows:
                    copy.write_row(row)

    def book(self) -> tuple[int, list[Refused]]:
        """Book the batch copied in; return how many letters, and the messages refused."""
        # A plan made while the tables were small is kept for the next batch, and would read a grown table whole
        # for every letter of it; planning anew costs milliseconds.
        self._cursor.execute("DISCARD PLANS")
        self._cursor.execute(_REFUSED)
        found = self._cursor.fetchall()
        if found:
            self._cursor.execute("DELETE FROM arriving WHERE message = ANY(%s)", [[row[0] for row in found]])
        self._cursor.execute(_INSERT_LETTERS, self._given)
        booked = int(self._cursor.rowcount)
        self._cursor.execute(_INSERT_EVENTS, self._given)
        if self._waiting:
            self._cursor.execute(_LAY_BESIDE)
        self._cursor.execute("TRUNCATE arriving")
        return booked, [
            Refused(message_reference=reference, segment_number=segment, to_nowhere=reason == "nowhere")
            for _, segment, reference, reason in found
        ]

    def close(self) -> None:
        """Leave nothing behind for the next interchange of the transaction's connection."""
        self._cursor.execute("DROP TABLE arriving, judgement")
        self._cursor.close()
