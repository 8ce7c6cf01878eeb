"""Writing events, one or a million: set by set, each statement at most one event of a letter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg.types.json import Jsonb

# The custody of an event is not the caller's to say: it follows from the event, the letter's state and the
# place it happened at, and it takes the letter from where the letter is. The letters are locked on the way, in the
# order of their ids, so that nobody waits in a ring.
_WRITE = """
INSERT INTO event (letter_id, sender_id, code, happened_at, recorded_at, at_place, actor, decision,
                   from_place, to_place)
SELECT locked.id, locked.sender_id, locked.code, locked.happened_at, %(recorded_at)s, locked.at_place, locked.actor,
       locked.decision,
       CASE WHEN event_rule.custody IS NOT NULL THEN locked.place END,
       event_rule.custody || CASE WHEN locked.at_place = '' THEN '' ELSE ':' || locked.at_place END
FROM (
    SELECT letter.id, letter.sender_id, letter.state, letter.place, new.*
    FROM {source}
    JOIN letter ON letter.id = new.letter_id
    ORDER BY letter.id
    FOR UPDATE OF letter
) AS locked
LEFT JOIN event_rule ON event_rule.code = locked.code AND event_rule.from_state = locked.state
"""
_COLUMNS = "letter_id, code, happened_at, at_place, actor, decision"
_GIVEN = f"""unnest(%(letter_ids)s::bigint[], %(codes)s::text[], %(happened)s::timestamptz[], %(places)s::text[],
    %(actors)s::text[], %(decisions)s::jsonb[]) AS new({_COLUMNS})"""

_SCANNED = """(SELECT letter_id, code, happened_at, at_place, %(actor)s AS actor, NULL::jsonb AS decision
    FROM {table}) AS new"""
_ROUND = "(SELECT * FROM scan_round WHERE round = %(round)s) AS one_round"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """An event about to be written; `at_place` such as "122608" for an outlet, `decision` plain JSON."""

    letter_id: int
    code: str
    happened_at: datetime
    at_place: str = ""
    actor: str = ""
    decision: dict[str, object] | None = None


def lock_letters(letter_ids: Sequence[int]) -> list[int]:
    """
    Lock letters until the transaction ends, always in the order of their ids, so that nobody waits in a ring.

    Returns: the ids of those there are.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM letter WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [list(letter_ids)])
        return [row[0] for row in cursor.fetchall()]


def write(events: Sequence[NewEvent], *, recorded_at: datetime) -> None:
    """
    Write events of different letters in one statement; the letters must be locked.

    Raises: django.db.IntegrityError when an event may not come where its letter stands.
    """
    given: dict[str, Any] = {
        "recorded_at": recorded_at,
        "letter_ids": [event.letter_id for event in events],
        "codes": [str(event.code) for event in events],
        "happened": [event.happened_at for event in events],
        "places": [event.at_place for event in events],
        "actors": [event.actor for event in events],
        "decisions": [Jsonb(event.decision) if event.decision else None for event in events],
    }
    with connection.cursor() as cursor:
        cursor.execute(_WRITE.format(source=_GIVEN), given)


def last_event_id(letter_id: int) -> int:
    """Return the id of a letter's newest event; the letter must be locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM event WHERE letter_id = %s", [letter_id])
        return int(cursor.fetchone()[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """One line of a scanner's batch: a letter, what happened, when and where."""

    letter_id: int
    code: str
    happened_at: datetime
    at_place: str


def write_scans(scans: Iterable[Scan], *, actor: str, recorded_at: datetime) -> tuple[int, list[int]]:
    """
    Write a batch of scans by COPY, each letter's in the order in which they happened.

    Returns: how many were written, and the ids of letters nobody has booked (nothing is written for those).
    Raises: django.db.IntegrityError when one may not come where its letter stands; then none is written.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE scan (letter_id bigint, code text, happened_at timestamptz, at_place text)"
            " ON COMMIT DROP"
        )
        with cursor.copy("COPY scan FROM STDIN (FORMAT BINARY)") as copy:
            copy.set_types(["int8", "text", "timestamptz", "text"])
            for scan in scans:
                copy.write_row((scan.letter_id, scan.code, scan.happened_at, scan.at_place))
        cursor.execute("ANALYZE scan (letter_id)")
        cursor.execute("SELECT count(*), count(DISTINCT letter_id) FROM scan")
        scanned, letters = cursor.fetchone()
        given: dict[str, Any] = {"recorded_at": recorded_at, "actor": actor}
        unknown: list[int] = []
        if scanned == letters:
            # Most batches hold one scan a letter; only the others pay for sorting.
            cursor.execute(_WRITE.format(source=_SCANNED.format(table="scan")), given)
            written = cursor.rowcount
        else:
            written = _write_in_rounds(cursor, given)
        if written < scanned:
            cursor.execute(
                "SELECT DISTINCT letter_id FROM scan"
                " WHERE NOT EXISTS (SELECT 1 FROM letter WHERE id = letter_id)"
            )
            unknown = [row[0] for row in cursor.fetchall()]
        cursor.execute("DROP TABLE scan")
    return written, unknown


def _write_in_rounds(cursor: CursorWrapper, given: dict[str, Any]) -> int:
    # One statement may hold one event of a letter. The first round has every letter, so it locks them all.
    cursor.execute(
        "CREATE TEMP TABLE scan_round ON COMMIT DROP AS SELECT *,"
        " row_number() OVER (PARTITION BY letter_id ORDER BY happened_at) AS round FROM scan"
    )
    cursor.execute("SELECT max(round) FROM scan_round")
    written = 0
    for scan_round in range(1, int(cursor.fetchone()[0]) + 1):
        cursor.execute(_WRITE.format(source=_SCANNED.format(table=_ROUND)), {**given, "round": scan_round})
        written += cursor.rowcount
    cursor.execute("DROP TABLE scan_round")
    return written
