"""What time and the queue ask for: every task of the post, each one line of work for an action."""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID

import procrastinate
from django.db import DatabaseError
from procrastinate.contrib.django import app

from budstikke.kit.clock import now, today
from budstikke.kit.installation import data_folder
from budstikke.kit.keyring import Purpose
from budstikke.kit.reseal_in_background import reseal_for_a_while
from budstikke.kit.turns import DATABASE_AWAY, Again, give_to_others, left_to_its_next_turn
from budstikke.post.actions.address_register.follow_registry import follow_registry
from budstikke.post.actions.address_register.tell_former_contact import tell_former_contact
from budstikke.post.actions.address_register.tell_registry import tell_registry
from budstikke.post.actions.booking.upload import drop_uploads
from budstikke.post.actions.forwarding import forwarding_notices, pay_at_provider
from budstikke.post.actions.forwarding.ask_payments import ask_payments
from budstikke.post.actions.forwarding.look_for_warnings import look_for_warnings
from budstikke.post.actions.forwarding.run_orders import run_orders
from budstikke.post.actions.forwarding.send_warnings import send_warnings
from budstikke.post.actions.invoicing.run_invoices import run_invoices
from budstikke.post.actions.keeping.forget import forget
from budstikke.post.actions.keeping.forget_orders import forget_orders
from budstikke.post.actions.keeping.forget_register import forget_register
from budstikke.post.actions.moving import sweep
from budstikke.post.actions.moving.hold_deadlines import hold_deadlines
from budstikke.post.actions.moving.watch_devices import watch_devices
from budstikke.post.actions.proving import send_report
from budstikke.post.actions.proving.evidence_of_events import evidence_events
from budstikke.post.actions.proving.evidence_of_forwarding import evidence_forwarding
from budstikke.post.actions.proving.evidence_of_interchanges import evidence_interchanges
from budstikke.post.actions.proving.evidence_of_register import evidence_register
from budstikke.post.actions.proving.log_evidence import log_evidence
from budstikke.post.actions.proving.publish_trust import publish_trust
from budstikke.post.actions.senders import extracts
from budstikke.post.actions.sorting.publish_snapshot import publish_snapshot
from budstikke.post.actions.telling import notify
from budstikke.post.actions.telling.tell_webhooks import cast_events, tell_webhooks
from budstikke.post.actions.telling.write_statuses import write_statuses
from budstikke.post.actions.watching.note_hindrance import note_hindrance
from budstikke.post.actions.watching.reconcile import reconcile
from budstikke.post.actions.watching.take_up_again import take_up_again
from budstikke.post.channels import chosen
from budstikke.post.channels.errors import Unreachable
from budstikke.post.doors.edi.canary import tend_canaries
from budstikke.post.doors.edi.folder import drop_folder
from budstikke.post.doors.edi.intake import take_in_waiting
from budstikke.post.doors.edi.outgoing import put_out
from budstikke.post.doors.old_files import forget_files
from budstikke.post.terms.editions import pum_on
from budstikke.post.terms.pum.invoicing import month_before

_log = logging.getLogger(__name__)
RESEALED: tuple[Purpose, ...] = ("data", "look-up")


_DOWN = (Unreachable, *DATABASE_AWAY)
# A recipient who was never told has no deadline, and a report that was not sent is still owed: without end.
_AGAIN = Again(*_DOWN, growing_by=4, most_seconds_apart=3600)
_NEXT_TURN = left_to_its_next_turn(*_DOWN)


@app.task(name="send_notices", queue="notices", retry=_AGAIN)
def send_notices(notice_ids: list[int]) -> None:
    """Send a batch of notices and reminders."""
    notify.send_notices(notice_ids, channels=chosen.message_channels(), today=today(), now=now())


@app.task(name="send_report", queue="reports", retry=_AGAIN)
def send_one_report(letter_id: int) -> None:
    """Make, seal and send one delivery report; what hinders it is written down."""
    try:
        send_report.send_report(letter_id, sealer=chosen.sealer(), mailbox=chosen.mailbox(), now=now())
    except DatabaseError:
        # It could not be written down, and is ours: every other job says the same.
        raise
    except Exception as error:
        note_hindrance(letter_id, error, now=now())
        raise


@app.periodic(cron="*/2 * * * *")
@app.task(name="reconcile", queue="upkeep", queueing_lock="reconcile", pass_context=False)
@_NEXT_TURN
def reconcile_reports(timestamp: int = 0) -> None:
    """Compare hand-overs, reports and the mailbox; say which are stuck, and put on their way what can be."""
    found = reconcile(mailbox=chosen.mailbox(), now=now())
    for letter in found.stuck:
        _log.warning(
            "report of %s is stuck since %s: %s %s", letter.number, letter.since, letter.where, letter.code
        )


@app.periodic(cron="* * * * *")
@app.task(name="watch_devices", queue="sweeps", queueing_lock="watch_devices", pass_context=False)
@_NEXT_TURN
def watch_the_devices(timestamp: int = 0) -> None:
    """Notice scanners that fell silent, and give back the days of outages."""
    watch_devices(now=now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="hold_deadlines", queue="sweeps", queueing_lock="hold_deadlines", pass_context=False)
@_NEXT_TURN
def hold_the_deadlines(timestamp: int = 0) -> None:
    """Give back today to letters with an open support case, and where a known problem stops everything."""
    hold_deadlines(today=today(), now=now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="sweep", queue="sweeps", queueing_lock="sweep", pass_context=False)
@_NEXT_TURN
def sweep_deadlines(timestamp: int = 0) -> None:
    """Make the reminders and returns that are due."""
    sweep.remind(today=today(), now=now())
    sweep.return_uncollected(today=today(), now=now())


# They take turns: two that carry the same canary would do its steps twice.
@app.periodic(cron="* * * * *")
@app.task(
    name="tend_canaries", queue="sweeps", queueing_lock="tend_canaries", lock="canaries", pass_context=False
)
@_NEXT_TURN
def tend_the_canaries(timestamp: int = 0) -> None:
    """Send, carry and miss the test letters that show that everything works."""
    tend_canaries(drop_folder())


@app.periodic(cron="* * * * *")
@app.task(name="send_held", queue="sweeps", queueing_lock="send_held", pass_context=False)
@_NEXT_TURN
def send_what_was_held(timestamp: int = 0) -> None:
    """Send the notices that waited for the end of quiet hours."""
    sweep.send_held(now=now())


@app.periodic(cron="* * * * * */5")
@app.task(name="take_in_orders", queue="edi", queueing_lock="take_in_orders")
@_NEXT_TURN
def take_in_orders(timestamp: int = 0) -> None:
    """Take in the order files that wait in the drop folder."""
    for _ in take_in_waiting(drop_folder()):
        pass


@app.periodic(cron="* * * * *")
@app.task(name="tell_senders", queue="edi", queueing_lock="tell_senders")
@_NEXT_TURN
def tell_senders(timestamp: int = 0) -> None:
    """Write the status messages that are due to the senders' folders."""
    put_out(write_statuses(now=now()), drop_folder())


@app.periodic(cron="* * * * * */5")
@app.task(name="prove_events", queue="proof", queueing_lock="prove_events")
@_NEXT_TURN
def prove_events(timestamp: int = 0) -> None:
    """Make the evidence of what has happened, and put all evidence into the log."""
    try:
        evidence_events(sealer=chosen.sealer(), now=now())
        evidence_interchanges(sealer=chosen.sealer(), now=now())
        evidence_forwarding(sealer=chosen.sealer(), now=now())
        evidence_register(sealer=chosen.sealer(), now=now())
    finally:
        log_evidence(sealer=chosen.sealer(), now=now())


@app.periodic(cron="* * * * * */5")
@app.task(name="tell_webhooks", queue="webhooks", queueing_lock="tell_webhooks")
@_NEXT_TURN
def tell_subscribers(timestamp: int = 0) -> None:
    """Tell whoever subscribes to letters what has happened to them, and try again where nobody answered."""
    cast_events(now=now())
    tell_webhooks(callback=chosen.callback(), now=now())


@app.periodic(cron="* * * * *")
@app.task(name="follow_registry", queue="registry", queueing_lock="follow_registry", lock="registry")
@_NEXT_TURN
def follow_the_registry(timestamp: int = 0) -> None:
    """Take over what has happened in the National Registry."""
    registry = chosen.registry()
    done = follow_registry(registry=registry, today=today(), now=now()) if registry else None
    if done and done.gaps:
        _log.warning(
            "the registry's feed lacks %s sequence numbers, from %s on", len(done.gaps), done.gaps[0]
        )


@app.periodic(cron="*/15 * * * *")
@app.task(name="tell_registry", queue="registry", queueing_lock="tell_registry", lock="registry")
@_NEXT_TURN
def tell_the_registry(timestamp: int = 0) -> None:
    """Tell the National Registry of the moves it may be told of."""
    if registry := chosen.registry():
        tell_registry(registry=registry, now=now())


@app.task(name="send_forwarding_notices", queue="notices", retry=_AGAIN)
def send_messages_about_orders(notice_ids: list[int]) -> None:
    """Send messages about orders for forwarding."""
    forwarding_notices.send_forwarding_notices(notice_ids, channels=chosen.message_channels(), now=now())


@app.task(name="tell_former_contact", queue="notices", retry=_AGAIN)
def tell_the_former_contact(change_id: int) -> None:
    """Tell a person on the ways known before that one of them was changed."""
    tell_former_contact(change_id, channels=chosen.message_channels(), now=now())


@app.task(name="settle_forwarding_payment", queue="reports", retry=_AGAIN)
def settle_forwarding_payment(payment_id: int) -> None:
    """Do at the provider what a payment still lacks."""
    pay_at_provider.settle_payment(payment_id, payments=chosen.payments(), now=now())


@app.periodic(cron="* * * * *")
@app.task(name="publish_snapshot", queue="sorting", queueing_lock="publish_snapshot")
@_NEXT_TURN
def publish_the_snapshot(timestamp: int = 0) -> None:
    """Publish what changed of the orders for sorting."""
    publish_snapshot(now=now())


@app.periodic(cron="* * * * *")
@app.task(name="warn_recipients", queue="notices", queueing_lock="warn_recipients")
@_NEXT_TURN
def warn_the_recipients(timestamp: int = 0) -> None:
    """Tell recipients of letters on their way whose own orders would keep the letters from them."""
    look_for_warnings(now=now())
    send_warnings(channels=chosen.message_channels(), now=now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="ask_payments", queue="reports", queueing_lock="ask_payments")
@_NEXT_TURN
def ask_about_payments(timestamp: int = 0) -> None:
    """Ask the provider of payments about those it has told us nothing of."""
    ask_payments(payments=chosen.payments(), now=now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="run_orders", queue="sweeps", queueing_lock="run_orders")
@_NEXT_TURN
def run_the_orders(timestamp: int = 0) -> None:
    """Start, remind, end and release the orders whose day has come."""
    run_orders(today=today(), now=now())


@app.task(name="make_extract", queue="extracts", retry=_AGAIN)
def make_extract(extract_id: str) -> None:
    """Make a list that a sender asked for."""
    extracts.make(UUID(extract_id), now=now())


@app.periodic(cron="13 4 * * *")
@app.task(name="prove_everything", queue="proof", retry=_AGAIN, queueing_lock="prove_everything")
def prove_everything(timestamp: int = 0) -> None:
    """Look through all events for one without evidence, once a day."""
    evidence_events(sealer=chosen.sealer(), now=now(), all_of_them=True)


@app.periodic(cron="23 3 * * *")
@app.task(name="forget", queue="upkeep", retry=_AGAIN, queueing_lock="forget")
def forget_what_is_over(timestamp: int = 0) -> None:
    """Erase, once a day, what is kept of persons for no longer, and the files that have done their work."""
    forget(sealer=chosen.sealer(), today=today(), now=now())
    forget_orders(today=today(), now=now())
    forget_register(today=today(), now=now())
    drop_uploads(made_before=now() - timedelta(days=1))
    kept = timedelta(days=pum_on(today()).traffic_files_days)
    folders = (*drop_folder().finished, data_folder() / "print", data_folder() / "sent")
    forget_files(folders, before_s=(now() - kept).timestamp())


@app.periodic(cron="* * * * *")
@app.task(name="reseal", queue="upkeep", queueing_lock="reseal", lock="reseal", pass_context=False)
@_NEXT_TURN
def reseal_a_little(timestamp: int = 0) -> None:
    """After a rotation, bring rows under the newest keys a little at a time."""
    reseal_for_a_while("post", RESEALED, now=now())


@app.periodic(cron="41 5 * * *")
@app.task(name="take_up_again", queue="upkeep", retry=_AGAIN, queueing_lock="take_up_again")
def take_up_what_is_owed(timestamp: int = 0) -> None:
    """Try again, once a day, what was refused for good or stumbled: somebody may have put it right."""
    take_up_again(now=now())


@app.periodic(cron="29 3 * * *")
@app.task(name="invoice_last_month", queue="upkeep", retry=_AGAIN, queueing_lock="invoice_last_month")
def invoice_last_month(timestamp: int = 0) -> None:
    """Invoice the last month on the first; every other morning finds it done, or makes up for a missed one."""
    run_invoices(month_before(today()), today=today(), now=now())


@app.periodic(cron="17 * * * *")
@app.task(name="publish_trust", queue="upkeep", queueing_lock="publish_trust")
@_NEXT_TURN
def publish_the_trust(timestamp: int = 0) -> None:
    """Lay out the roots and a fresh revocation list for `verify` and for whoever asks for them."""
    publish_trust(data_folder() / "trust", sealer=chosen.sealer(), now=now())


@app.periodic(cron="* * * * * */10")
@app.task(name="retry_stalled", queue="upkeep", queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled(context: procrastinate.JobContext, timestamp: int = 0) -> None:
    """Give the jobs of a worker that died to another one."""
    await give_to_others(context.app.job_manager)
