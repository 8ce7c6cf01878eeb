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
# place it happened at, and it takes the letter from where the letter is.
_WRITE = """
INSERT INTO event (letter_id, sender_id, code, happened_at, recorded_at, at_place, actor, decision,
                   from_place, to_place)
SELECT letter.id, letter.sender_id, new.code, new.happened_at, %(recorded_at)s, new.at_place, new.actor,
       new.decision,
       CASE WHEN event_rule.custody IS NOT NULL THEN letter.place END,
       event_rule.custody || CASE WHEN new.at_place = '' THEN '' ELSE ':' || new.at_place END
FROM {source}
JOIN letter ON letter.id = new.letter_id
LEFT JOIN event_rule ON event_rule.code = new.code AND event_rule.from_state = letter.state
"""
_COLUMNS = "letter_id, code, happened_at, at_place, actor, decision"
_GIVEN = f"""unnest(%(letter_ids)s::bigint[], %(codes)s::text[], %(happened)s::timestamptz[], %(places)s::text[],
    %(actors)s::text[], %(decisions)s::jsonb[]) AS new({_COLUMNS})"""

_SCANNED = """(SELECT letter_id, code, happened_at, at_place, %(actor)s AS actor, NULL::jsonb AS decision
    FROM scan_round WHERE round = %(round)s) AS new"""


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
        cursor.execute(
            "SELECT id FROM letter WHERE id IN (SELECT letter_id FROM scan) ORDER BY id FOR UPDATE"
        )
        cursor.execute(
            "SELECT DISTINCT letter_id FROM scan WHERE NOT EXISTS (SELECT 1 FROM letter WHERE id = letter_id)"
        )
        unknown = [row[0] for row in cursor.fetchall()]
        written = 0
        for scan_round in range(1, _rounds(cursor) + 1):
            cursor.execute(
                _WRITE.format(source=_SCANNED),
                {"recorded_at": recorded_at, "actor": actor, "round": scan_round},
            )
            written += cursor.rowcount
        cursor.execute("DROP TABLE scan, scan_round")
    return written, unknown


def _rounds(cursor: CursorWrapper) -> int:
    # Most batches hold one scan a letter; only the others pay for sorting.
    cursor.execute("SELECT count(*) = count(DISTINCT letter_id) FROM scan")
    (plain,) = cursor.fetchone()
    place_in_line = "1" if plain else "row_number() OVER (PARTITION BY letter_id ORDER BY happened_at)"
    cursor.execute(
        f"CREATE TEMP TABLE scan_round ON COMMIT DROP AS SELECT *, {place_in_line} AS round FROM scan"
    )
    cursor.execute("SELECT coalesce(max(round), 0) FROM scan_round")
    return int(cursor.fetchone()[0])
