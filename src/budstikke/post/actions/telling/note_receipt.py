"""Note what a channel tells of a message it took: that it arrived, or that it did not after all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from budstikke.formats.malformed import Malformed
from budstikke.formats.s10 import letter_id
from budstikke.post.actions import queue
from budstikke.post.actions.recorded import recorded
from budstikke.post.actions.sealing import contact_of
from budstikke.post.records import history
from budstikke.post.records.history import NewEvent
from budstikke.post.records.models import Letter, Notice, NoticeTry
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import BY_ID
from budstikke.post.terms.events import Event
from budstikke.post.terms.pum.notices import CLAIM, ContactFacts, notice_channel, still_says_something

DELIVERED, FAILED = "delivered", "failed"
# As the wording of a message names it: the letter, the kind of notice where it is neither the first nor a reminder.
_KEY = re.compile(r"(?P<number>[A-Z]{2}[0-9]{9}[A-Z]{2})-(?:(?P<kind>[a-z]+)-)?(?P<ordinal>[0-9]{1,4})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a channel tells of the message it knows by `key`; `code` is its own word for why it failed."""

    key: str
    channel: str
    delivered: bool
    code: str = ""


def note_receipt(receipt: Receipt, *, now: datetime) -> bool:
    """
    Write a receipt down; a notice that did not arrive is tried on the next channel, as if it had been refused.

    Terms:   PUM §11.
    Reading: the first word counts for what is done: a receipt told twice changes nothing, and neither does a failure
             told of a message that had arrived.
             A receipt that is quicker than our own note of the sending is kept, and counts once that is written.
    Returns: whether the message is known.
    """
    # Between two looks it may have been written down that it was sent.
    return _note(receipt, now=now) or _keep_early(receipt, now=now) or _note(receipt, now=now)


def _note(receipt: Receipt, *, now: datetime) -> bool:
    asked = NoticeTry.objects.filter(key=receipt.key, channel=receipt.channel, taken=True)
    with acting_as(CARRIER):
        # The letter first, as everybody locks it.
        letter = Letter.objects.select_for_update().filter(notice__id__in=asked.values("notice_id")).first()
        tried = asked.select_for_update().first()
        if letter is None or tried is None:
            return False
        if tried.receipt:
            return True
        tried.receipt = DELIVERED if receipt.delivered else FAILED
        tried.receipt_code, tried.receipt_at = receipt.code, now
        tried.save(update_fields=["receipt", "receipt_code", "receipt_at"])
        if not receipt.delivered:
            _try_the_next(
                letter, Notice.objects.select_for_update().get(id=tried.notice_id), receipt, now=now
            )
    return True


def take_early(notice: Notice, channel: str) -> Receipt | None:
    """Return the receipt that came before the sending was noted, if one did; whoever notes it then notes this."""
    early = NoticeTry.objects.filter(
        notice=notice, channel=channel, taken=False, code="", receipt__in=(DELIVERED, FAILED)
    ).first()
    if early is None:
        return None
    return Receipt(
        key=early.key, channel=channel, delivered=early.receipt == DELIVERED, code=early.receipt_code
    )


def _keep_early(receipt: Receipt, *, now: datetime) -> bool:
    """Keep a receipt for a notice that is being sent this moment; False where there is no such notice."""
    named = _KEY.fullmatch(receipt.key)
    if named is None:
        return False
    ordinal = int(named["ordinal"])
    kind = named["kind"] or ("ready" if ordinal == 0 else "reminder")
    try:
        letter = letter_id(named["number"])
    except Malformed:
        return False
    with acting_as(CARRIER):
        notice = (
            Notice.objects.select_for_update()
            .filter(letter_id=letter, kind=kind, ordinal=ordinal, sent_at=None)
            .exclude(failed_channels__contains=receipt.channel)
            .first()
        )
        if notice is None:
            return False
        early = NoticeTry(
            notice=notice,
            sender_id=notice.sender_id,
            channel=receipt.channel,
            key=receipt.key,
            tried_at=now,
            taken=False,
            receipt=DELIVERED if receipt.delivered else FAILED,
            receipt_code=receipt.code,
            receipt_at=now,
            batch="",
        )
        # The first word counts.
        NoticeTry.objects.bulk_create([early], ignore_conflicts=True)
    return True


def _try_the_next(letter: Letter, notice: Notice, receipt: Receipt, *, now: datetime) -> None:
    failed = tuple(notice.failed_channels)
    if notice.kind != CLAIM:
        _record_failure(letter, failed, receipt, now=now)
    notice.failed_channels = [*failed, receipt.channel]
    if still_says_something(notice.kind, state=letter.state) and notice.channel == receipt.channel:
        notice.sent_at, notice.channel = None, ""
        queue.send_notices([notice.id])
    notice.save(update_fields=["failed_channels", "sent_at", "channel"])


def _record_failure(letter: Letter, failed: tuple[str, ...], receipt: Receipt, *, now: datetime) -> None:
    reached_by = contact_of(letter)
    contact = ContactFacts(has_mobile=bool(reached_by.mobile), has_email=bool(reached_by.email))
    chosen = notice_channel(contact, failed=failed, edition=BY_ID[letter.edition])
    decision = {
        **recorded(chosen, contact=contact, failed=failed),
        "failed": {"channel": receipt.channel, "code": receipt.code},
    }
    failure = NewEvent(
        letter_id=letter.id,
        code=Event.NOTIFICATION_FAILED,
        happened_at=now,
        actor=receipt.channel,
        decision=decision,
    )
    history.write([failure], recorded_at=now)
