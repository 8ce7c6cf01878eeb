"""Tell the recipient why the letter was not handed over: on a slip at once, or by SMS."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from budstikke.law.refusal import Refusal
from budstikke.law.words import Language, Words
from budstikke.post.actions.sealing import contact_of
from budstikke.post.actions.telling.why_refused import why_refused
from budstikke.post.actions.telling.wording import outlet_on_paper
from budstikke.post.actions.trial import is_trial
from budstikke.post.channels.message import Message, MessageChannel
from budstikke.post.papers.slip import NOT_HANDED_OVER, Slip, SlipReason, render_slip, slip_sms
from budstikke.post.records.models import IdCheck
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.refusals import station as at_station


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the recipient was told: the slip to print, or the SMS that was sent."""

    pdf: bytes | None = field(default=None, repr=False)
    text: str = ""


def tell_recipient(
    check_id: int, *, by: Literal["sms", "slip"], language: Language, channels: Mapping[str, MessageChannel]
) -> Told | Refusal:
    """
    Tell the recipient why, on which clause, what would cure it, until when and where.

    Terms:   PUM §11, §12, §14.
    Refuses: NOTHING_TO_TELL (the check passed), NO_MOBILE.
    Raises:  Unreachable or Rejected from the channel. The same SMS asked for twice has the same key.
    """
    with acting_as(CARRIER):
        check = IdCheck.objects.select_related("letter__sender", "outlet").get(id=check_id)
    letter = check.letter
    if check.passed:
        return Refusal(at_station.NOTHING_TO_TELL)
    mobile = contact_of(letter).mobile
    if by == "sms" and not mobile:
        return Refusal(at_station.NO_MOBILE)
    slip = Slip(
        number=letter.number,
        heading=NOT_HANDED_OVER,
        reasons=reasons_of(why_refused(check)),
        deadline_on=letter.last_collect_day or check.checked_at.date(),
        outlet=outlet_on_paper(check.outlet),
        test=is_trial(letter),
    )
    if by == "slip":
        return Told(pdf=render_slip(slip, language=language))
    text = slip_sms(slip, language=language)
    key = f"{letter.number}-check-{check.id}"
    channels["sms"].send(Message(key=key, mobile=mobile, short_text=text))
    return Told(text=text)


def reasons_of(refusals: Iterable[Refusal]) -> tuple[SlipReason, ...]:
    """Return what the recipient is told of refusals; what is told in the same words is told once."""
    told: dict[Words, SlipReason] = {}
    for refusal in refusals:
        clauses = ", ".join(str(clause) for clause in refusal.clauses)
        told.setdefault(refusal.person, SlipReason(words=refusal.person, clauses=clauses, cure=refusal.cure))
    return tuple(told.values())
