"""Leaving work for the worker, in the same transaction: what is rolled back was never asked for."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import connection
from procrastinate.contrib.django import app

# One job carries a batch: a job costs more than most of the work it carries.
_BATCH = 200


def send_notices(notice_ids: Sequence[int]) -> None:
    """Have notices sent, a batch a job."""
    for start in range(0, len(notice_ids), _BATCH):
        app.configure_task("send_notices").defer(notice_ids=list(notice_ids[start : start + _BATCH]))


def send_report(letter_id: int) -> None:
    """Have a letter's delivery report made and sent."""
    app.configure_task("send_report").defer(letter_id=letter_id)


def make_extract(extract_id: UUID) -> None:
    """Have a list made that a sender asked for."""
    app.configure_task("make_extract").defer(extract_id=str(extract_id))


def hurry_reports(letter_ids: Sequence[int]) -> None:
    """Have reports that were put off sent now, where a job waits for its time."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE task_name = 'send_report' AND status = 'todo'"
            " AND scheduled_at > now() AND (args ->> 'letter_id')::bigint = ANY(%s)",
            [list(letter_ids)],
        )
