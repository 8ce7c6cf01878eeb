"""What time and the queue ask for at the issuer: every task, each one line of work for an action."""

from __future__ import annotations

import logging

import procrastinate
from django.db import OperationalError
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from budstikke.issuer.actions import queue
from budstikke.issuer.actions.cases import send_case_mail
from budstikke.issuer.actions.compare_agreement import compare_agreement
from budstikke.issuer.actions.eid_life import end_what_is_over
from budstikke.issuer.actions.follow_letters import follow_letters, hear_news
from budstikke.issuer.actions.mobile_app import note_unanswered
from budstikke.issuer.actions.print_letters import print_letters
from budstikke.issuer.actions.remind import remind
from budstikke.issuer.actions.send_orders import send_orders
from budstikke.issuer.actions.take_reports import take_reports
from budstikke.issuer.channels import chosen
from budstikke.issuer.channels.errors import Unreachable
from budstikke.issuer.doors.trusted import trust
from budstikke.kit.clock import now

_log = logging.getLogger(__name__)
_MOST_SECONDS_APART = 900
_COME_BACK_S = 2


class Again(procrastinate.BaseRetryStrategy):
    """Try again while the other side, or our own database, is down: 2, 4, 8 ... seconds, at most a quarter apart."""

    def get_retry_decision(
        self, *, exception: BaseException, job: procrastinate.jobs.Job
    ) -> procrastinate.RetryDecision | None:
        """Return when to try again, or None where trying again cannot help."""
        if not isinstance(exception, Unreachable | OperationalError):
            return None
        wait_s = min(2 ** (min(job.attempts, 9) + 1), _MOST_SECONDS_APART)
        # Only the kind of fault: a driver's message may repeat what was to be written.
        _log.warning("%s %s: %s, again in %s s", job.task_name, job.id, type(exception).__name__, wait_s)
        return procrastinate.RetryDecision(retry_in={"seconds": wait_s})


_AGAIN = Again()


@app.periodic(cron="* * * * *")
@app.task(
    name="send_orders",
    queue="carrier",
    queueing_lock="send_orders",
    lock="files",
    retry=_AGAIN,
    pass_context=False,
)
def send_the_orders(timestamp: int = 0) -> None:
    """Bring what is ordered, hear what was answered; come back soon while an answer is due."""
    if send_orders(files=chosen.carrier_files(), now=now()).unanswered:
        queue.send_orders(in_s=_COME_BACK_S)


@app.task(name="follow_letters", queue="carrier", retry=_AGAIN)
def follow_the_letters(consignments: list[str]) -> None:
    """Ask the carrier what became of letters."""
    follow_letters(consignments, api=chosen.carrier_api(), now=now())


@app.periodic(cron="* * * * *")
@app.task(
    name="hear_news",
    queue="carrier",
    queueing_lock="hear_news",
    lock="news",
    retry=_AGAIN,
    pass_context=False,
)
def hear_the_news(timestamp: int = 0) -> None:
    """Ask what is new about any letter, for the case that nobody called."""
    hear_news(api=chosen.carrier_api())


@app.periodic(cron="*/10 * * * *")
@app.task(
    name="print_letters",
    queue="print",
    queueing_lock="print_letters",
    lock="print",
    retry=_AGAIN,
    pass_context=False,
)
def print_the_letters(timestamp: int = 0) -> None:
    """Make the codes of the letters that are booked, and have them printed."""
    print_letters(house=chosen.print_house(), now=now())


@app.periodic(cron="* * * * * */15")
@app.task(
    name="take_reports",
    queue="reports",
    queueing_lock="take_reports",
    lock="inbox",
    retry=_AGAIN,
    pass_context=False,
)
def take_the_reports(timestamp: int = 0) -> None:
    """Read the digital mailbox."""
    take_reports(inbox=chosen.inbox(), trust=trust(), now=now())


@app.periodic(cron="7 * * * *")
@app.task(name="remind", queue="upkeep", queueing_lock="remind", retry=_AGAIN, pass_context=False)
def remind_customers(timestamp: int = 0) -> None:
    """Remind who has a letter and has not activated."""
    remind(mail=chosen.mail(), now=now())


@app.periodic(cron="* * * * *")
@app.task(
    name="send_case_mail", queue="upkeep", queueing_lock="send_case_mail", retry=_AGAIN, pass_context=False
)
def send_the_case_mail(timestamp: int = 0) -> None:
    """Send the receipts and answers of cases."""
    send_case_mail(mail=chosen.mail(), now=now())


@app.periodic(cron="27 5 * * *")
@app.task(
    name="compare_agreement",
    queue="upkeep",
    queueing_lock="compare_agreement",
    retry=_AGAIN,
    pass_context=False,
)
def compare_the_agreement(timestamp: int = 0) -> None:
    """Compare the agreement with the terms the carrier publishes."""
    compare_agreement(terms=chosen.carrier_terms(), now=now())


@app.periodic(cron="17 * * * *")
@app.task(name="end_eids", queue="upkeep", queueing_lock="end_eids", retry=_AGAIN, pass_context=False)
def end_eids(timestamp: int = 0) -> None:
    """Expire eIDs and close those that nobody put into use; write down whom the app asked in vain."""
    end_what_is_over(now=now())
    note_unanswered(now=now())


@app.periodic(cron="* * * * *")
@app.task(name="retry_stalled", queue="upkeep", queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled(context: procrastinate.JobContext, timestamp: int = 0) -> None:
    """Give the jobs of a worker that died to another one."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=8):
        try:
            await jobs.retry_job(job)
        except UniqueViolation:
            # The next of its kind waits already, where only one may. It must not keep the other jobs from going on.
            await jobs.finish_job(job, status=Status.ABORTED, delete_job=True)
