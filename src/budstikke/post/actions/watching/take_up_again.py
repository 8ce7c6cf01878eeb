"""Queue again what is still owed and what nobody works on: reports and notices whose job ended without success."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection

from budstikke.post.actions import queue
from budstikke.post.records.scope import CARRIER, acting_as

# Whatever was asked for so lately may just be on its way through the queue.
_LEFT_ALONE = timedelta(hours=1)

_REPORTS = """
SELECT hand_over.letter_id FROM hand_over LEFT JOIN report ON report.letter_id = hand_over.letter_id
WHERE report.sent_at IS NULL AND hand_over.handed_over_at < %(before)s
AND hand_over.letter_id NOT IN (
    SELECT (args ->> 'letter_id')::bigint FROM procrastinate_jobs
    WHERE task_name = 'send_report' AND status IN ('todo', 'doing'))
ORDER BY hand_over.letter_id
"""
_NOTICES = """
SELECT id FROM notice WHERE sent_at IS NULL AND made_at < %(before)s
AND id NOT IN (
    SELECT jsonb_array_elements(args -> 'notice_ids')::bigint FROM procrastinate_jobs
    WHERE task_name = 'send_notices' AND status IN ('todo', 'doing'))
ORDER BY id
"""


def take_up_again(*, now: datetime) -> tuple[int, int]:
    """
    Queue the reports and notices that have no job any more.

    Terms:   PUM §12 (the report is owed), §14 (who was never told has no deadline).
    Reading: a mailbox that said no may be put right the next day; the sender is owed its report until then.
    Returns: how many reports and how many notices.
    """
    with acting_as(CARRIER), connection.cursor() as cursor:
        before = {"before": now - _LEFT_ALONE}
        cursor.execute(_REPORTS, before)
        reports = [letter_id for (letter_id,) in cursor.fetchall()]
        cursor.execute(_NOTICES, before)
        notices = [notice_id for (notice_id,) in cursor.fetchall()]
        for letter_id in reports:
            queue.send_report(letter_id)
        queue.send_notices(notices)
    return len(reports), len(notices)
