"""What is owed is tried again until it is done, also when its job ended badly."""

from __future__ import annotations

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.actions.line import NOW, book, bring_to_outlet, check, file_of, give, order, wait_for_recipient

from budstikke.kit.database import address
from budstikke.post.actions.watching.take_up_again import take_up_again

pytestmark = pytest.mark.usefixtures("installation")
LATER = NOW + timedelta(hours=2)


def jobs_end_badly() -> None:
    """Every job waiting is over without success, as after a Rejected."""
    import psycopg

    with psycopg.connect(address("post", "app")) as app:
        app.execute("UPDATE procrastinate_jobs SET status = 'failed'")


def waiting(task: str) -> list[dict[str, object]]:
    """The arguments of the jobs that wait."""
    return [job.args for job in ProcrastinateJob.objects.filter(task_name=task, status="todo").order_by("id")]


def test_a_report_that_a_mailbox_refused_is_queued_again() -> None:
    """Once, and not while a job is at it."""
    wait_for_recipient(1)
    give(1, check(1).check_id)
    (asked,) = waiting("send_report")
    jobs_end_badly()
    assert take_up_again(now=LATER) == (1, 0)
    assert waiting("send_report") == [asked]
    assert take_up_again(now=LATER) == (0, 0)


def test_a_notice_whose_job_stumbled_is_queued_again() -> None:
    """Its recipient was never told; one told is not told twice."""
    wait_for_recipient(1)
    book(file_of([order(2, mobile="+4799999999")]))
    bring_to_outlet([2])
    jobs_end_badly()
    assert take_up_again(now=LATER) == (0, 1)
    assert len(waiting("send_notices")) == 1
    assert take_up_again(now=LATER) == (0, 0)


def test_what_was_asked_for_just_now_is_left_alone() -> None:
    """It may be on its way through the queue."""
    wait_for_recipient(1)
    give(1, check(1).check_id)
    jobs_end_badly()
    assert take_up_again(now=NOW) == (0, 0)
