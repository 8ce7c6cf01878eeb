"""Tell recipients of letters on their way what their own orders would do with them: once, and only them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.conf import settings

from budstikke.formats.postal_address import name_key
from budstikke.kit.clock import OSLO, local_day, midnight
from budstikke.kit.installation import is_test
from budstikke.law.decision import Decision
from budstikke.post.actions.address_register.person_contact import contact_of_person
from budstikke.post.actions.forwarding.look_for_warnings import warned
from budstikke.post.actions.recorded import recorded
from budstikke.post.actions.sorting.order_facts import as_covered
from budstikke.post.channels.errors import Rejected, Unreachable
from budstikke.post.channels.message import Message, MessageChannel
from budstikke.post.papers.letter_warning import WARNING_SUBJECT, warning_text
from budstikke.post.records import orders
from budstikke.post.records.claimed import claimed
from budstikke.post.records.models import ForwardingCover, ForwardingOrder, Letter, LetterWarning, Person
from budstikke.post.records.orders import NewOrderEvent, period_of
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import FORWARDING_BY_ID, pum_on
from budstikke.post.terms.forwarding.events import OrderEvent
from budstikke.post.terms.forwarding.kinds import Service
from budstikke.post.terms.forwarding.persons import names_matched
from budstikke.post.terms.forwarding.warning import LetterMet, Reached, warn_recipient
from budstikke.post.terms.pum.notices import quiet_until

_MOST = 500


def send_warnings(*, channels: Mapping[str, MessageChannel], now: datetime) -> int:
    """
    Tell the recipients whose time has come, each by itself, as things stand now.

    Terms:   PUM §5; Forwarding §7.
    Reading: nobody but the one person an order names and the letter is addressed to, and no SMS at night (decisions
    0181, 0089).
    Returns: how many were told.
    Raises:  Unreachable when a channel was down for some; the others are told, and trying again tells nobody twice.
    """
    with acting_as(CARRIER):
        due = LetterWarning.objects.filter(ended_at=None, due_at__lte=now).order_by("due_at", "letter_id")
        waiting = list(due.values_list("letter_id", flat=True)[:_MOST])
    told, unreached = 0, None
    with claimed("letter warning", waiting) as ours:
        for letter_id in ours:
            done = _tell(letter_id, channels=channels, now=now)
            told += done is True
            unreached = done if isinstance(done, Unreachable) else unreached
    if unreached:
        raise unreached
    return told


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """One warning as it was decided, for whom, what was sent of it before, and what is to be sent, by way."""

    person: Person
    decision: Decision
    written: dict[str, object]
    took: tuple[str, ...] = ()
    messages: Mapping[str, Message] = field(default_factory=dict, repr=False)


def _tell(letter_id: int, *, channels: Mapping[str, MessageChannel], now: datetime) -> bool | Unreachable:
    """Tell one recipient, with nothing locked meanwhile; what a channel took is kept though another was down."""
    asked = _due(letter_id, now=now)
    if asked is None:
        return False
    took, failed = list(asked.took), dict[str, str]()
    unreached: Unreachable | None = None
    for way, message in asked.messages.items():
        try:
            channels[way].send(message)
        except Unreachable as error:
            unreached = error
        except Rejected as no:
            failed[way] = no.code
        else:
            took.append(way)
    outcome = "not_reached" if failed and not took else asked.decision.outcome
    with acting_as(CARRIER):
        mine = LetterWarning.objects.filter(letter=letter_id)
        if unreached:
            mine.update(ways=took)
            return unreached
        mine.update(ways=took, ended_at=now, outcome=outcome)
        written = {**asked.written, **({"failed": failed} if failed else {})}
        event = NewOrderEvent(
            code=OrderEvent.RECIPIENT_WARNED, person_id=asked.person.id, actor="worker", decision=written
        )
        orders.write([event], now=now)
    return outcome == "told"


def _due(letter_id: int, *, now: datetime) -> _Asked | None:
    """Return what is to be sent now; None where nothing is, any more or yet."""
    with acting_as(CARRIER):
        row = (
            LetterWarning.objects.select_related("letter").filter(letter_id=letter_id, ended_at=None).first()
        )
        asked = _ask(row.letter, now=now) if row else None
        if row is None or asked is None:
            LetterWarning.objects.filter(letter=letter_id, ended_at=None).delete()
            return None
        ways: tuple[str, ...] = asked.decision.answer["ways"]  # type: ignore[assignment]
        later = _waits_until(asked.decision, ways, now=now)
        if later is not None:
            LetterWarning.objects.filter(letter=letter_id).update(due_at=later)
            return None
        messages = {way: _message(letter_id, way, asked) for way in ways if way not in row.ways}
        return replace(asked, took=tuple(row.ways), messages=messages)


def _waits_until(decision: Decision, ways: tuple[str, ...], *, now: datetime) -> datetime | None:
    tell_on = decision.answer["tell_on"]
    if tell_on is not None:
        return midnight(tell_on)  # type: ignore[arg-type]
    edition = pum_on(local_day(now))
    return next(
        (
            until
            for way in ways
            if (until := quiet_until(way, local_at=now.astimezone(OSLO), edition=edition))
        ),
        None,
    )


def _ask(letter: Letter, *, now: datetime) -> _Asked | None:
    """Ask again what sorting would say, and of whom; None where there is nothing to tell, or nobody to tell it."""
    found = warned([letter], now=now)
    if not found:
        return None
    ((_, on, verdict),) = found
    order = ForwardingOrder.objects.filter(reference=verdict.orders[-1]).first()
    person = _recipient(letter, order) if order else None
    if order is None or person is None:
        return None
    days = period_of(order)
    contact = contact_of_person(person)
    assert verdict.reason is not None, "what is warned of has its reason"
    inputs = {
        "met": LetterMet(
            reason=verdict.reason,
            on=on,
            service=Service(order.service),
            start=days.start,
            last_day=days.last_day,
            snapshot=verdict.snapshot,
            denied=verdict.denied,
        ),
        "reached": Reached(
            ways=tuple(way for way, has in (("sms", contact.mobile), ("email", contact.email)) if has),
            contact_changed_on=person.contact_changed_on,
        ),
        "today": local_day(now),
    }
    decision = warn_recipient(**inputs, edition=FORWARDING_BY_ID[order.edition])  # type: ignore[arg-type]
    return _Asked(person=person, decision=decision, written=recorded(decision, **inputs))


def _recipient(letter: Letter, order: ForwardingOrder) -> Person | None:
    """
    Return the one person an order counts for whose name the letter bears; None where that is nobody, or several.

    Reading: where the sender gave a national number it must be that person's, or the letter is for a namesake.
    """
    edition = FORWARDING_BY_ID[order.edition]
    covers = ForwardingCover.objects.filter(
        order=order, person__isnull=False, confirmed_at__isnull=False, left_out_at=None
    )
    wanted, number = name_key(letter.recipient_name), letter.national_number_lookup
    named = [
        each.person
        for each in covers.select_related("person").prefetch_related("person__aliases")
        if each.person is not None
        and wanted in {name_key(name) for name in names_matched(as_covered(each.person), edition=edition)}
    ]
    if len(named) != 1:
        return None
    (person,) = named
    known = person.national_number_lookup
    if number is not None and known is not None and bytes(number) != bytes(known):
        return None
    return None if person.protection or person.died_on is not None else person


def _message(letter_id: int, way: str, asked: _Asked) -> Message:
    contact = contact_of_person(asked.person)
    text = warning_text(asked.decision, url=f"{settings.PUBLIC_HOST}/forwarding/", test=is_test())
    return Message(
        key=f"letter-warning-{letter_id}-{way}",
        mobile=contact.mobile if way == "sms" else "",
        email=contact.email if way == "email" else "",
        subject=("TEST: " if is_test() else "") + f"{WARNING_SUBJECT.no} / {WARNING_SUBJECT.en}",
        text=text,
        short_text=text,
    )
