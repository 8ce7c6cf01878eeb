"""The public figures of a day: one statement each, of real letters; those of canaries stand for themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

NOTICE_WITHIN = timedelta(seconds=10)
REPORT_WITHIN = timedelta(minutes=5)

# A notice held over quiet hours counts from their end (decision 0089). One that waits still is late once its time is
# up, and counts for nothing before: it may yet be in time.
_NOTICES = """
SELECT count(*) FILTER (WHERE sent_at <= due_at), count(*) FILTER (WHERE sent_at > due_at OR sent_at IS NULL)
FROM (
    SELECT sent_at, greatest(made_at, held_until) + make_interval(secs => %(within_s)s) AS due_at FROM notice
    WHERE kind = 'ready' AND channel <> 'overtaken' AND NOT is_held AND (sent_at >= %(since)s OR sent_at IS NULL)
    AND sender_id NOT IN (SELECT id FROM sender WHERE is_canary)
) AS told WHERE sent_at IS NOT NULL OR due_at < %(now)s
"""
_REPORTS = """
SELECT count(*) FILTER (WHERE sent_at <= due_at), count(*) FILTER (WHERE sent_at > due_at OR sent_at IS NULL)
FROM (
    SELECT report.sent_at, hand_over.handed_over_at + make_interval(secs => %(within_s)s) AS due_at
    FROM hand_over LEFT JOIN report ON report.letter_id = hand_over.letter_id
    WHERE handed_over_at >= %(since)s
    AND hand_over.sender_id NOT IN (SELECT id FROM sender WHERE is_canary)
) AS reported WHERE sent_at IS NOT NULL OR due_at < %(now)s
"""
_CANARIES = """
SELECT count(*) FILTER (WHERE through_at <= due_at), count(*) FILTER (WHERE coalesce(through_at, %(now)s) > due_at)
FROM (
    SELECT through_at, ordered_at + make_interval(secs => %(within_s)s) AS due_at
    FROM canary WHERE ordered_at >= %(since)s
) AS sent
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many were in time and how many late; what may still be in time is neither."""

    in_time: int
    late: int

    @property
    def percent(self) -> float | None:
        """The share in time, rounded down to a tenth so that it never says more than is so; None where nothing was."""
        both = self.in_time + self.late
        return 1000 * self.in_time // both / 10 if both else None


def notices(*, since: datetime, now: datetime) -> Share:
    """Count first notices sent since a moment, or owed, by whether they went within ten seconds of arrival."""
    return _share(_NOTICES, within=NOTICE_WITHIN, since=since, now=now)


def reports(*, since: datetime, now: datetime) -> Share:
    """Count hand-overs since a moment by whether their reports went within five minutes."""
    return _share(_REPORTS, within=REPORT_WITHIN, since=since, now=now)


def canaries(*, within: timedelta, since: datetime, now: datetime) -> Share:
    """Count canaries ordered since a moment by whether they came through in the time allowed."""
    return _share(_CANARIES, within=within, since=since, now=now)


def _share(statement: str, *, within: timedelta, since: datetime, now: datetime) -> Share:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"within_s": within.total_seconds(), "since": since, "now": now})
        in_time, late = cursor.fetchone()
    return Share(in_time=int(in_time), late=int(late))
