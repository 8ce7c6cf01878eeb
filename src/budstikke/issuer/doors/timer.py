"""What time and the queue ask for at the issuer: every task, each one line of work for an action."""

from __future__ import annotations

import procrastinate
from procrastinate.contrib.django import app

from budstikke.issuer.actions import queue
from budstikke.issuer.actions.cases import send_case_mail
from budstikke.issuer.actions.compare_agreement import compare_agreement
from budstikke.issuer.actions.eid_life import end_what_is_over
from budstikke.issuer.actions.follow_letters import follow_told, hear_news
from budstikke.issuer.actions.forget import forget
from budstikke.issuer.actions.mobile_app import note_unanswered
from budstikke.issuer.actions.print_letters import print_letters
from budstikke.issuer.actions.remind import remind
from budstikke.issuer.actions.send_orders import send_orders
from budstikke.issuer.actions.take_reports import take_reports
from budstikke.issuer.channels import chosen
from budstikke.issuer.channels.errors import Unreachable
from budstikke.issuer.doors.trusted import trust
from budstikke.kit.clock import now, today
from budstikke.kit.keyring import Purpose
from budstikke.kit.reseal_in_background import reseal_for_a_while
from budstikke.kit.turns import DATABASE_AWAY, Again, give_to_others, left_to_its_next_turn

_COME_BACK_S = 2
RESEALED: tuple[Purpose, ...] = ("data", "look-up")
_DOWN = (Unreachable, *DATABASE_AWAY)
_AGAIN = Again(*_DOWN, growing_by=2, most_seconds_apart=900)
_NEXT_TURN = left_to_its_next_turn(*_DOWN)


@app.periodic(cron="* * * * *")
@app.task(
    name="send_orders",
    queue="carrier",
    queueing_lock="send_orders",
    lock="files",
    pass_context=False,
)
@_NEXT_TURN
def send_the_orders(timestamp: int = 0) -> None:
    """Bring what is ordered, hear what was answered; come back soon while an answer is due."""
    if send_orders(files=chosen.carrier_files(), now=now()).unanswered:
        queue.send_orders(in_s=_COME_BACK_S)


@app.task(
    name="follow_letters", queue="carrier", queueing_lock="follow_letters", lock="following", retry=_AGAIN
)
def follow_the_letters() -> None:
    """Ask the carrier what became of the letters it told us of."""
    follow_told(api=chosen.carrier_api(), now=now())


@app.periodic(cron="* * * * *")
@app.task(
    name="hear_news",
    queue="carrier",
    queueing_lock="hear_news",
    lock="news",
    pass_context=False,
)
@_NEXT_TURN
def hear_the_news(timestamp: int = 0) -> None:
    """Ask what is new about any letter, for the case that nobody called."""
    hear_news(api=chosen.carrier_api(), now=now())


@app.periodic(cron="*/10 * * * *")
@app.task(
    name="print_letters",
    queue="print",
    queueing_lock="print_letters",
    lock="print",
    pass_context=False,
)
@_NEXT_TURN
def print_the_letters(timestamp: int = 0) -> None:
    """Make the codes of the letters that are booked, and have them printed."""
    print_letters(house=chosen.print_house(), now=now())


@app.periodic(cron="* * * * * */15")
@app.task(
    name="take_reports",
    queue="reports",
    queueing_lock="take_reports",
    lock="inbox",
    pass_context=False,
)
@_NEXT_TURN
def take_the_reports(timestamp: int = 0) -> None:
    """Read the digital mailbox."""
    take_reports(inbox=chosen.inbox(), trust=trust(), now=now())


@app.periodic(cron="7 * * * *")
@app.task(name="remind", queue="upkeep", queueing_lock="remind", pass_context=False)
@_NEXT_TURN
def remind_customers(timestamp: int = 0) -> None:
    """Remind who has a letter and has not activated."""
    remind(mail=chosen.mail(), now=now())


@app.periodic(cron="* * * * *")
@app.task(name="send_case_mail", queue="upkeep", queueing_lock="send_case_mail", pass_context=False)
@_NEXT_TURN
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
@app.task(name="end_eids", queue="upkeep", queueing_lock="end_eids", pass_context=False)
@_NEXT_TURN
def end_eids(timestamp: int = 0) -> None:
    """Expire eIDs and close those that nobody put into use; write down whom the app asked in vain."""
    end_what_is_over(now=now())
    note_unanswered(now=now())


@app.periodic(cron="23 3 * * *")
@app.task(name="forget", queue="upkeep", queueing_lock="forget", retry=_AGAIN, pass_context=False)
def forget_what_is_over(timestamp: int = 0) -> None:
    """Erase, once a day, what is kept of persons for no longer."""
    forget(today=today(), now=now())


@app.periodic(cron="* * * * *")
@app.task(name="reseal", queue="upkeep", queueing_lock="reseal", lock="reseal", pass_context=False)
@_NEXT_TURN
def reseal_a_little(timestamp: int = 0) -> None:
    """After a rotation, bring rows and the authority's keys under the newest keys a little at a time."""
    reseal_for_a_while("issuer", RESEALED, now=now())


@app.periodic(cron="* * * * *")
@app.task(name="retry_stalled", queue="upkeep", queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled(context: procrastinate.JobContext, timestamp: int = 0) -> None:
    """Give the jobs of a worker that died to another one."""
    await give_to_others(context.app.job_manager)
