"""Tell recipients that their letter waits, or still waits; no lock is held while a channel answers."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from budstikke.kit.clock import local_day
from budstikke.post.actions.outlets.meanwhile import meanwhile
from budstikke.post.actions.recorded import recorded, together
from budstikke.post.actions.sealing import senders_number
from budstikke.post.actions.telling.claim_paper import claim_message
from budstikke.post.actions.telling.note_receipt import note_receipt, take_early
from budstikke.post.actions.telling.through_channels import Tried, through_channels
from budstikke.post.actions.telling.wording import message_for, outage_message, told_message
from budstikke.post.channels.errors import Unreachable
from budstikke.post.channels.message import Message, MessageChannel
from budstikke.post.records import history
from budstikke.post.records.claimed import claimed
from budstikke.post.records.history import NewEvent
from budstikke.post.records.models import Letter, Notice, NoticeTry, Outage
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import BY_ID
from budstikke.post.terms.events import Event
from budstikke.post.terms.pum.deadlines import collection, decide_collection
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.pum.notices import (
    CLAIM,
    DIGITAL,
    EXTENDED,
    OUTAGE,
    OVERTAKEN,
    PAPER,
    READY,
    RETURNED,
    ContactFacts,
    still_says_something,
)

# So many are with their channels at once; a channel that answers slowly holds up no more than these.
_AT_ONCE = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ready:
    """A notice that is ours to send, with all that its channels may need."""

    notice_id: int
    edition: PumEdition
    message: Message
    contact: ContactFacts
    failed: tuple[str, ...]
    instead: dict[str, object] | None


class _Elapsing:
    """The moment it is: `now` was told once, and what is sent last must not look sent first."""

    def __init__(self, now: datetime) -> None:
        self._now, self._began_s = now, time.monotonic()

    @property
    def moment(self) -> datetime:
        return self._now + timedelta(seconds=time.monotonic() - self._began_s)


def send_notices(
    notice_ids: Sequence[int], *, channels: Mapping[str, MessageChannel], today: date, now: datetime
) -> None:
    """
    Send notices; those sent already, or overtaken, are passed over.

    A notice is claimed, sent without a lock on its letter, and recorded. A worker that dies in between leaves it to be
    sent again, under the same key: whoever takes messages drops a repetition by it (decision 0090).
    Terms:  PUM §11 (SMS, e-mail, else paper; a channel that fails for good gives way to the next), §14.
    Raises: Unreachable when a channel was down for some, or another worker is at it; the others are sent, and trying
            again is safe.
    """
    clock = _Elapsing(now)
    unreached: Unreachable | None = None
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="notice") as threads:
        for start in range(0, len(notice_ids), _AT_ONCE):
            some = notice_ids[start : start + _AT_ONCE]
            unreached = _send_some(some, channels, threads, clock, today=today) or unreached
    if unreached:
        raise unreached


def _send_some(
    notice_ids: Sequence[int],
    channels: Mapping[str, MessageChannel],
    threads: ThreadPoolExecutor,
    clock: _Elapsing,
    *,
    today: date,
) -> Unreachable | None:
    with claimed("notice", notice_ids) as ours:
        ready = _ready(ours, digital=DIGITAL in channels, today=today, now=clock.moment)
        trying = {
            threads.submit(
                through_channels,
                each.message,
                contact=each.contact,
                failed=each.failed,
                edition=each.edition,
                channels=channels,
                now=clock.moment,
            ): each
            for each in ready
        }
        unreached = (
            None if len(ours) == len(notice_ids) else Unreachable("another worker sends some of these")
        )
        fault: BaseException | None = None
        # As they are answered: what one slow gateway holds up is its own notice alone.
        for tried in as_completed(trying):
            if (error := tried.exception()) is not None:
                fault = error
                continue
            _record_one(trying[tried], tried.result(), today=today, now=clock.moment)
            unreached = tried.result().unreachable or unreached
        if fault is not None:
            # Ours, not a channel's: the others are sent and written down, and the job fails where it can be seen.
            raise fault
    return unreached


def _ready(notice_ids: Sequence[int], *, digital: bool, today: date, now: datetime) -> list[_Ready]:
    """Return what is to be sent; what is overtaken is written down as such."""
    ready = []
    with acting_as(CARRIER):
        # The letters first, as everybody else locks them, and in the order of their ids.
        unsent = Notice.objects.filter(id__in=notice_ids, sent_at=None)
        of_letters = (
            Letter.objects.select_for_update(of=("self",))
            .select_related("outlet", "sender")
            .filter(id__in=unsent.values("letter_id"))
            .order_by("id")
        )
        letters = {letter.id: letter for letter in of_letters}
        for notice in unsent.filter(letter_id__in=letters).order_by("letter_id", "id"):
            letter = letters[notice.letter_id]
            if _overtaken(notice, letter, today=today):
                # Collected, sent back or about to be before we came to it: there is nothing left to tell.
                Notice.objects.filter(id=notice.id).update(sent_at=now, channel=OVERTAKEN, is_held=False)
                continue
            ready.append(_with_message(notice, letter, today=today, digital=digital))
    return ready


def _with_message(notice: Notice, letter: Letter, *, today: date, digital: bool) -> _Ready:
    message, instead = _message(notice, letter, today=today)
    # Only what the mailbox can show as a notice goes there, and the number is opened for nothing else.
    if digital and message.pickup:
        message = replace(message, national_number=senders_number(letter))
    return _Ready(
        notice_id=notice.id,
        edition=BY_ID[letter.edition],
        message=message,
        contact=ContactFacts(
            has_mobile=bool(message.mobile),
            has_email=bool(message.email),
            has_digital=bool(message.national_number),
        ),
        failed=tuple(notice.failed_channels),
        instead=instead,
    )


def _record_one(sent: _Ready, tried: Tried, *, today: date, now: datetime) -> None:
    """Write down what became of a notice: what refused it, and what took it."""
    with acting_as(CARRIER):
        early = None
        letter = Letter.objects.select_for_update().get(notice__id=sent.notice_id)
        notice = Notice.objects.select_for_update().get(id=sent.notice_id)
        for each in tried.refused:
            _write_try(notice, each.channel, sent.message.key, code=each.code, now=now)
            # An answer to a claim is no notice of the letter: what is known of it are its tries.
            if notice.kind != CLAIM:
                _record(letter, Event.NOTIFICATION_FAILED, now, each.decision)
        notice.failed_channels = [*notice.failed_channels, *(each.channel for each in tried.refused)]
        notice.is_held, notice.held_until = bool(tried.held_until), tried.held_until or notice.held_until
        if tried.channel and tried.decision:
            early = take_early(notice, tried.channel)
            _write_try(notice, tried.channel, sent.message.key, now=now)
            notice.sent_at, notice.channel = now, tried.channel
            notice.wording = sent.edition.notice_wording
            if notice.kind != CLAIM:
                _told(letter, notice, tried.decision, sent.instead, today=today, now=now)
        notice.save()
        if early is not None:
            note_receipt(early, now=now)


def _write_try(notice: Notice, channel: str, key: str, *, now: datetime, code: str = "") -> None:
    NoticeTry.objects.bulk_create(
        [
            NoticeTry(
                notice=notice,
                sender_id=notice.sender_id,
                channel=channel,
                key=key,
                tried_at=now,
                taken=not code,
                code=code,
                batch="",
            )
        ],
        update_conflicts=True,
        unique_fields=["notice", "channel"],
        # What was told of an earlier sheet says nothing of this one.
        update_fields=["tried_at", "taken", "code", "receipt", "receipt_code", "receipt_at", "batch"],
    )


def _told(
    letter: Letter,
    notice: Notice,
    chosen: dict[str, object],
    instead: dict[str, object] | None,
    *,
    today: date,
    now: datetime,
) -> None:
    if notice.kind in (EXTENDED, RETURNED):
        _record(letter, Event.RECIPIENT_TOLD, now, chosen)
    elif notice.kind != READY:
        _record(letter, Event.REMINDER_SENT, now, together(instead, chosen) if instead else chosen)
    elif letter.state == "ready":
        _begin_to_wait(letter, notice.channel, chosen, today=today, now=now)
    else:
        # Gone while the channel answered: it was told all the same, and no deadline begins.
        _record(letter, _code(notice.channel), now, chosen)


def _overtaken(notice: Notice, letter: Letter, *, today: date) -> bool:
    if not still_says_something(notice.kind, state=letter.state):
        return True
    late = letter.last_collect_day is not None and today > letter.last_collect_day
    works_again = notice.kind == OUTAGE and not _lasts(letter)
    return notice.kind not in (RETURNED, CLAIM) and (late or works_again)


def _lasts(letter: Letter) -> bool:
    return Outage.objects.filter(outlet=letter.outlet, until_at=None).exists()


def _message(notice: Notice, letter: Letter, *, today: date) -> tuple[Message, dict[str, object] | None]:
    """Return what is told; for an outage with the decision which outlet is named."""
    edition = BY_ID[letter.edition]
    if notice.kind == CLAIM:
        return claim_message(letter, notice), None
    if notice.kind in (EXTENDED, RETURNED):
        return told_message(letter, notice), None
    if notice.kind == OUTAGE:
        assert letter.outlet is not None, "a letter that is ready lies at an outlet"
        told = meanwhile(letter.outlet, edition=edition)
        return outage_message(letter, notice, told.decision, elsewhere=told.outlet), told.written()
    last_day = letter.last_collect_day
    if last_day is None or notice.kind == READY:
        begins = collection(notified_on=today, arrived_on=_arrived_on(letter), edition=edition)
        last_day = max(begins.last_collect_day, last_day or begins.last_collect_day)
    return message_for(letter, notice, last_collect_day=last_day), None


def _begin_to_wait(
    letter: Letter, channel: str, chosen: dict[str, object], *, today: date, now: datetime
) -> None:
    """
    Start the letter's deadline: the day of the notice is day 0 (PUM §14).

    Reading: a notice that did not arrive was none. When the next channel is tried, the deadline begins with that, and
    is never shorter than it was.
    """
    inputs = {"notified_on": today, "arrived_on": _arrived_on(letter), "channel": channel}
    waits = decide_collection(**inputs, edition=BY_ID[letter.edition])  # type: ignore[arg-type]
    days, last_day = waits.answer["reminders_on"], waits.answer["last_collect_day"]
    assert isinstance(days, tuple) and isinstance(last_day, date)
    Letter.objects.filter(id=letter.id).update(
        notified_on=today,
        notice_channel=channel,
        remind_on=days[0] if days else None,
        later_reminders=list(days[1:]),
        last_collect_day=max(last_day, letter.last_collect_day or last_day),
    )
    _record(letter, _code(channel), now, together(recorded(waits, **inputs), chosen))


def _code(channel: str) -> Event:
    return Event.NOTIFICATION_PRINTED if channel == PAPER else Event.NOTIFICATION_SENT


def _arrived_on(letter: Letter) -> date | None:
    return local_day(letter.ready_at) if letter.ready_at else None


def _record(letter: Letter, code: Event, now: datetime, decision: dict[str, object] | None = None) -> None:
    history.write(
        [NewEvent(letter_id=letter.id, code=code, happened_at=now, actor="worker", decision=decision)],
        recorded_at=now,
    )
