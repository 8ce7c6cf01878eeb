"""Reports on their way: how many there are of each, and which are not known to be in their mailbox."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

# Counted whole, every time: what is counted by difference cannot disagree.
_COUNTS = """
SELECT (SELECT count(*) FROM hand_over), count(*), count(sent_at), count(confirmed_at) FROM report
"""
_UNSEALED = """
SELECT letter_id FROM hand_over
WHERE NOT EXISTS (SELECT 1 FROM report WHERE report.letter_id = hand_over.letter_id)
"""
# Hand-overs without a report are looked for among all only where the counts say that there are any.
_OWED = """
WITH job AS (
    SELECT (args ->> 'letter_id')::bigint AS letter_id FROM procrastinate_jobs
    WHERE task_name = 'send_report' AND status IN ('todo', 'doing')
), owed AS (
    SELECT letter_id FROM report WHERE confirmed_at IS NULL {unsealed}
)
SELECT letter.id, letter.number, hand_over.handed_over_at, report.made_at, report.sent_at, report.message_id,
    report.sha256, hindrance.code, hindrance.words, hindrance.lasting, hindrance.last_at,
    EXISTS (SELECT 1 FROM job WHERE job.letter_id = letter.id)
FROM owed JOIN letter ON letter.id = owed.letter_id JOIN hand_over ON hand_over.letter_id = owed.letter_id
LEFT JOIN report ON report.letter_id = owed.letter_id LEFT JOIN hindrance ON hindrance.letter_id = owed.letter_id
ORDER BY hand_over.handed_over_at, letter.id LIMIT %(most)s
"""


class Counts(NamedTuple):
    """How many letters were handed over, and how many reports were sealed, sent, and found in the mailbox."""

    handed_over: int
    sealed: int
    sent: int
    in_mailbox: int


class Owed(NamedTuple):
    """A letter whose report is not known to be in its mailbox; what hinders it, and whether a job is at it."""

    letter_id: int
    number: str
    handed_over_at: datetime
    made_at: datetime | None
    sent_at: datetime | None
    message_id: str | None
    sha256: str | None
    code: str | None
    words: str | None
    lasting: bool | None
    hindered_at: datetime | None
    has_job: bool


def counts() -> Counts:
    """Count them."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS)
        return Counts(*cursor.fetchone())


def owed(counted: Counts, *, most: int) -> list[Owed]:
    """Return those that are owed, the oldest first."""
    unsealed = f"UNION ALL {_UNSEALED}" if counted.handed_over != counted.sealed else ""
    with connection.cursor() as cursor:
        cursor.execute(_OWED.format(unsealed=unsealed), {"most": most})
        return [Owed(*row) for row in cursor.fetchall()]


def confirm(letter_ids: Sequence[int], *, at: datetime) -> None:
    """Note that the mailbox has these reports."""
    _write(
        "UPDATE report SET confirmed_at = %(at)s WHERE letter_id = ANY(%(ids)s) AND confirmed_at IS NULL",
        {"at": at, "ids": list(letter_ids)},
    )


def not_sent_after_all(letter_ids: Sequence[int]) -> None:
    """Note that these reports are not in the mailbox, whatever it said when they were sent."""
    _write(
        "UPDATE report SET sent_at = NULL WHERE letter_id = ANY(%(ids)s) AND confirmed_at IS NULL",
        {"ids": list(letter_ids)},
    )


def hinder(letter_id: int, *, code: str, words: str, lasting: bool, at: datetime) -> None:
    """Write down what kept a report back."""
    _write(
        "INSERT INTO hindrance (letter_id, code, words, lasting, tries, first_at, last_at)"
        " VALUES (%(id)s, %(code)s, %(words)s, %(lasting)s, 1, %(at)s, %(at)s)"
        " ON CONFLICT (letter_id) DO UPDATE SET code = excluded.code, words = excluded.words,"
        " lasting = excluded.lasting, tries = hindrance.tries + 1, last_at = excluded.last_at",
        {"id": letter_id, "code": code, "words": words, "lasting": lasting, "at": at},
    )


def _write(statement: str, given: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
