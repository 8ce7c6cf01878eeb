"""Tell recipients that their letter waits, or still waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from budstikke.kit.clock import local_day
from budstikke.post.actions.meanwhile import meanwhile
from budstikke.post.actions.recorded import recorded, together
from budstikke.post.actions.sealing import contact_of
from budstikke.post.actions.wording import message_for, outage_message
from budstikke.post.channels.errors import Rejected, Unreachable
from budstikke.post.channels.message import Message, MessageChannel
from budstikke.post.records import history
from budstikke.post.records.history import NewEvent
from budstikke.post.records.models import Letter, Notice, Outage
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import BY_ID
from budstikke.post.terms.events import Event
from budstikke.post.terms.pum.deadlines import collection, decide_collection
from budstikke.post.terms.pum.notices import PAPER, ContactFacts, notice_channel


def send_notices(
    notice_ids: Sequence[int], *, channels: Mapping[str, MessageChannel], today: date, now: datetime
) -> None:
    """
    Send notices, each in a transaction of its own; those sent already, or overtaken, are passed over.

    Terms:  PUM §11 (SMS, e-mail, else paper; a channel that fails for good gives way to the next), §14.
    Raises: Unreachable when a channel was down for some; the others are sent, and trying again is safe.
    """
    unreached: Unreachable | None = None
    for notice_id in notice_ids:
        try:
            _send_one(notice_id, channels=channels, today=today, now=now)
        except Unreachable as error:
            unreached = error
    if unreached:
        raise unreached


def _send_one(notice_id: int, *, channels: Mapping[str, MessageChannel], today: date, now: datetime) -> None:
    with acting_as(CARRIER):
        # The letter first, as everybody else locks it; another worker may have sent the notice meanwhile.
        letter = (
            Letter.objects.select_for_update(of=("self",))
            .select_related("outlet", "sender")
            .filter(notice__id=notice_id)
            .first()
        )
        notice = Notice.objects.select_for_update().filter(id=notice_id, sent_at=None).first()
        if letter is None or notice is None:
            return
        late = letter.last_collect_day is not None and today > letter.last_collect_day
        works_again = notice.kind == "outage" and not _lasts(letter)
        if letter.state != "ready" or late or works_again:
            # Collected, sent back or about to be before we came to it: there is nothing left to tell.
            notice.sent_at, notice.channel = now, "overtaken"
            notice.save(update_fields=["sent_at", "channel"])
            return
        message, instead = _message(notice, letter, today=today)
        channel, chosen = _through(notice, letter, message, channels, now=now)
        notice.sent_at, notice.channel = now, channel
        notice.save(update_fields=["sent_at", "channel", "failed_channels"])
        if notice.kind == "ready":
            _begin_to_wait(letter, channel, chosen, today=today, now=now)
        else:
            _record(letter, Event.REMINDER_SENT, now, together(instead, chosen) if instead else chosen)


def _lasts(letter: Letter) -> bool:
    return Outage.objects.filter(outlet=letter.outlet, until_at=None).exists()


def _message(notice: Notice, letter: Letter, *, today: date) -> tuple[Message, dict[str, object] | None]:
    """Return what is told; for an outage with the decision which outlet is named."""
    edition = BY_ID[letter.edition]
    if notice.kind == "outage":
        assert letter.outlet is not None, "a letter that is ready lies at an outlet"
        told = meanwhile(letter.outlet, edition=edition)
        return outage_message(letter, notice, told.decision, elsewhere=told.outlet), told.written()
    last_day = letter.last_collect_day
    if last_day is None:
        last_day = collection(
            notified_on=today, arrived_on=_arrived_on(letter), edition=edition
        ).last_collect_day
    return message_for(letter, notice, last_collect_day=last_day), None


def _through(
    notice: Notice,
    letter: Letter,
    message: Message,
    channels: Mapping[str, MessageChannel],
    *,
    now: datetime,
) -> tuple[str, dict[str, object]]:
    """Try the channels in the order of the terms until one takes the message; return its name, and why it."""
    reached_by = contact_of(letter)
    contact = ContactFacts(has_mobile=bool(reached_by.mobile), has_email=bool(reached_by.email))
    edition = BY_ID[letter.edition]
    while True:
        failed = tuple(notice.failed_channels)
        decision = notice_channel(contact, failed=failed, edition=edition)
        channel, written = decision.outcome, recorded(decision, contact=contact, failed=failed)
        try:
            channels[channel].send(message)
        except Rejected as no:
            if channel == PAPER:
                raise Unreachable("paper is the last way there is; it is tried again") from no
            notice.failed_channels = [*notice.failed_channels, channel]
            rejected = {**written, "failed": {"channel": channel, "code": no.code}}
            _record(letter, Event.NOTIFICATION_FAILED, now, rejected)
            continue
        return channel, written


def _begin_to_wait(
    letter: Letter, channel: str, chosen: dict[str, object], *, today: date, now: datetime
) -> None:
    """Start the letter's deadline: the day of the notice is day 0 (PUM §14)."""
    inputs = {"notified_on": today, "arrived_on": _arrived_on(letter), "channel": channel}
    waits = decide_collection(**inputs, edition=BY_ID[letter.edition])  # type: ignore[arg-type]
    days = waits.answer["reminders_on"]
    assert isinstance(days, tuple)
    Letter.objects.filter(id=letter.id).update(
        notified_on=today,
        notice_channel=channel,
        remind_on=days[0] if days else None,
        later_reminders=list(days[1:]),
        last_collect_day=waits.answer["last_collect_day"],
    )
    code = Event.NOTIFICATION_PRINTED if channel == PAPER else Event.NOTIFICATION_SENT
    _record(letter, code, now, together(recorded(waits, **inputs), chosen))


def _arrived_on(letter: Letter) -> date | None:
    return local_day(letter.ready_at) if letter.ready_at else None


def _record(letter: Letter, code: Event, now: datetime, decision: dict[str, object] | None = None) -> None:
    history.write(
        [NewEvent(letter_id=letter.id, code=code, happened_at=now, actor="worker", decision=decision)],
        recorded_at=now,
    )
