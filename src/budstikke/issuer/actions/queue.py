"""Leaving work for the issuer's worker, in the same transaction: what is rolled back was never asked for."""

from __future__ import annotations

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import JobDeferrer


def send_orders(*, in_s: int = 0) -> None:
    """Have what is ordered brought to the carrier, and its answers heard."""
    later = {"seconds": in_s} if in_s else None
    _once(app.configure_task("send_orders", queueing_lock="send_orders", schedule_in=later))


def print_letters() -> None:
    """Have the letters that are booked printed."""
    _once(app.configure_task("print_letters", queueing_lock="print_letters"))


def take_reports() -> None:
    """Have the digital mailbox read."""
    _once(app.configure_task("take_reports", queueing_lock="take_reports"))


def follow_letters() -> None:
    """Have the carrier asked what became of the letters it told us of."""
    _once(app.configure_task("follow_letters", queueing_lock="follow_letters"))


def _once(task: JobDeferrer) -> None:
    try:
        # A savepoint: what waits already is no fault, and must not end the transaction it is found in.
        with transaction.atomic():
            task.defer()
    except AlreadyEnqueued:
        return
