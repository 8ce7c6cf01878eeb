"""Leaving work for the worker, in the same transaction: what is rolled back was never asked for."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

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


def send_forwarding_notices(notice_ids: Sequence[int]) -> None:
    """Have messages about orders for forwarding sent."""
    if notice_ids:
        app.configure_task("send_forwarding_notices").defer(notice_ids=list(notice_ids))


def tell_former_contact(change_id: int) -> None:
    """Have a person told of a change on the ways that were known before."""
    app.configure_task("tell_former_contact").defer(change_id=change_id)


def publish_snapshot() -> None:
    """Have the orders published for sorting; many ask, one publishes for all."""
    try:
        with transaction.atomic():
            app.configure_task("publish_snapshot", queueing_lock="publish_snapshot").defer()
    except AlreadyEnqueued:
        pass


def settle_payment(payment_id: int) -> None:
    """Have done at the provider what a payment still lacks."""
    app.configure_task("settle_forwarding_payment").defer(payment_id=payment_id)
