"""Tell everybody an order is about, on every way we know; the letter to the old address follows no order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from secrets import token_urlsafe

from django.conf import settings

from budstikke.kit.clock import local_day
from budstikke.kit.installation import is_test
from budstikke.kit.vault import vault_for
from budstikke.law.words import Words
from budstikke.post.actions import queue
from budstikke.post.actions.address_register.person_contact import contact_of_person
from budstikke.post.actions.forwarding.follow_agreement import follow_agreement
from budstikke.post.actions.recorded import recorded
from budstikke.post.actions.sealing import Contact
from budstikke.post.actions.sorting.order_facts import addresses_of
from budstikke.post.channels.errors import Rejected, Unreachable
from budstikke.post.channels.message import Message, MessageChannel
from budstikke.post.papers.forwarding_letter import (
    ForwardingLetter,
    forwarding_sms,
    forwarding_text,
    render_forwarding_letter,
)
from budstikke.post.records import orders
from budstikke.post.records.claimed import claimed
from budstikke.post.records.models import (
    ForwardingCover,
    ForwardingEvent,
    ForwardingNotice,
    ForwardingOrder,
    Person,
)
from budstikke.post.records.orders import NewOrderEvent, period_of
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import FORWARDING_BY_ID
from budstikke.post.terms.forwarding.agreement import agreement
from budstikke.post.terms.forwarding.events import OrderEvent, OrderState
from budstikke.post.terms.forwarding.kinds import Service
from budstikke.post.terms.forwarding.words import SERVICES

PAPER = "letter"
_OF_ROLE = {
    "role_accepted": OrderEvent.ROLE_ACCEPTED,
    "role_document": OrderEvent.PROOF_ASKED,
    "role_refused": OrderEvent.ROLE_REFUSED,
    "role_lapsed": OrderEvent.LAPSED,
}
# They lead to what can be done now: the order's own page, or another order.
_TO_OWN_PAGE = ("role_accepted", "role_document")
_TO_NEW_ORDER = ("role_refused", "role_lapsed", "unpaid")
_TO_ORDERER = ("confirmation", "reminder", "frozen", "collect", "unpaid", *_OF_ROLE)


def make_notices(
    order: ForwardingOrder,
    covers: Sequence[ForwardingCover],
    *,
    kinds: Sequence[str],
    ordinal: int = 0,
    now: datetime,
) -> None:
    """
    Have messages about an order sent, in the caller's transaction.

    Reading: to the old address on paper; to each grown-up covered on every channel we know, on paper where we know
    none; to whoever ordered likewise (decision 0096).
    """
    made = ForwardingNotice.objects.bulk_create(
        [
            ForwardingNotice(
                order=order,
                cover=cover,
                kind=kind,
                channel=channel,
                ordinal=ordinal,
                made_at=now,
                **_marked(),
            )
            for kind in kinds
            for cover, person in _readers(order, covers, kind)
            for channel in _channels(kind, person)
        ],
        ignore_conflicts=True,
    )
    marks = [each.mark for each in made]
    queue.send_forwarding_notices(
        list(ForwardingNotice.objects.filter(mark__in=marks).values_list("id", flat=True))
    )


def _marked() -> dict[str, object]:
    mark, token = "N" + token_urlsafe(9), token_urlsafe(18)
    return {
        "mark": mark,
        "token_sha256": hash_of(token),
        "token_sealed": vault_for("post").seal(token.encode(), context=_context(mark)),
    }


def hash_of(token: str) -> str:
    """Return what is kept of the token in a message."""
    return hashlib.sha256(token.encode()).hexdigest()


def _readers(
    order: ForwardingOrder, covers: Sequence[ForwardingCover], kind: str
) -> Iterator[tuple[ForwardingCover | None, Person | None]]:
    if kind == "to_old_address":
        yield None, None
    elif kind in _TO_ORDERER:
        yield None, order.orderer
    else:
        yield from ((each, each.person) for each in covers if each.adult and each.person is not None)


def _channels(kind: str, person: Person | None) -> tuple[str, ...]:
    if kind == "to_old_address" or person is None or person.died_on is not None:
        return (PAPER,)
    contact = contact_of_person(person)
    known = tuple(name for name, has in (("sms", contact.mobile), ("email", contact.email)) if has)
    # That much mail waits is told by a message in the box, whatever else is known (§4).
    return (PAPER, *known) if kind == "collect" else known or (PAPER,)


def send_forwarding_notices(
    notice_ids: Sequence[int], *, channels: Mapping[str, MessageChannel], now: datetime
) -> None:
    """
    Send messages one by one; the confirmation that is sent makes the agreement.

    Terms:   Forwarding §1 (the confirmation), §7.
    Reading: as with notices of letters (decision 0090) nothing is locked while a channel answers: whoever objects
    meanwhile waits for no gateway.
    Raises:  Unreachable when a channel was down for some, or another worker is at it; the others are sent, and trying
    again is safe.
    """
    unreached: Unreachable | None = None
    for notice_id in notice_ids:
        try:
            _send(notice_id, channels=channels, now=now)
        except Unreachable as error:
            unreached = error
    if unreached:
        raise unreached


def _send(notice_id: int, *, channels: Mapping[str, MessageChannel], now: datetime) -> None:
    with claimed("forwarding notice", [notice_id]) as ours:
        if not ours:
            raise Unreachable("another worker sends this one")
        ready = _ready(notice_id)
        if ready is None:
            return
        channel, message = ready
        failed = ""
        try:
            channels[channel].send(message)
        except Rejected as no:
            if channel == PAPER:
                raise Unreachable("paper is the last way there is; it is tried again") from no
            failed = no.code
        _record(notice_id, failed=failed, now=now)


def _ready(notice_id: int) -> tuple[str, Message] | None:
    """Return a message that is still to be sent, and its channel; None for one that is not, or not any more."""
    with acting_as(CARRIER):
        notice = (
            ForwardingNotice.objects.select_related("order__orderer", "cover__person")
            .filter(id=notice_id, sent_at=None, failed="")
            .first()
        )
        if notice is None or notice.order.addresses_sealed is None:
            return None
        return notice.channel, _message(notice.order, notice)


def _record(notice_id: int, *, failed: str, now: datetime) -> None:
    """Write down that a channel took a message, or refused it; a receipt that was faster stands."""
    with acting_as(CARRIER):
        order = ForwardingOrder.objects.select_for_update(of=("self",)).get(forwardingnotice__id=notice_id)
        notice = (
            ForwardingNotice.objects.select_for_update(of=("self",))
            .filter(id=notice_id, sent_at=None, failed="")
            .first()
        )
        if notice is None:
            return
        if failed:
            _failed(order, notice, failed, now=now)
            return
        ForwardingNotice.objects.filter(id=notice.id).update(sent_at=now)
        sent = {"channel": notice.channel, "kind": notice.kind}
        events = [_event(OrderEvent.NOTICE_SENT, order, answer=sent)]
        if notice.kind == "confirmation" and order.state == OrderState.ORDERED:
            events += [_agreed(order, now=now), *follow_agreement(order)]
        orders.write(events, now=now)


def note_forwarding_receipt(mark: str, *, channel: str, code: str, now: datetime) -> bool:
    """
    Write down that a message did not arrive after all; without a code it arrived, and there is nothing to write.

    Reading: whoever the channel took a message for and did not reach is sent paper, as if it had been refused.
    Returns: whether there is a message with this mark.
    """
    with acting_as(CARRIER):
        order = (
            ForwardingOrder.objects.select_for_update(of=("self",))
            .filter(forwardingnotice__mark=mark, forwardingnotice__channel=channel)
            .first()
        )
        if order is None:
            return False
        notice = ForwardingNotice.objects.select_for_update(of=("self",)).get(mark=mark)
        if code and not notice.failed:
            _failed(order, notice, code, now=now)
    return True


def _failed(order: ForwardingOrder, notice: ForwardingNotice, code: str, *, now: datetime) -> None:
    """Write down that a channel takes no message, and send paper instead where that was the last way."""
    ForwardingNotice.objects.filter(id=notice.id).update(failed=code)
    told = {"channel": notice.channel, "kind": notice.kind, "code": code}
    orders.write([_event(OrderEvent.NOTICE_FAILED, order, answer=told)], now=now)
    others = ForwardingNotice.objects.filter(
        order=order, kind=notice.kind, cover=notice.cover, ordinal=notice.ordinal, failed=""
    )
    if not others.exists():
        made = ForwardingNotice.objects.create(
            order=order,
            cover=notice.cover,
            kind=notice.kind,
            channel=PAPER,
            ordinal=notice.ordinal,
            made_at=now,
            **_marked(),
        )
        queue.send_forwarding_notices([made.id])


def _event(
    code: OrderEvent, order: ForwardingOrder, *, answer: Mapping[str, object] | None = None
) -> NewOrderEvent:
    decision: dict[str, object] | None = {"answer": dict(answer)} if answer else None
    return NewOrderEvent(code=code, order_id=order.id, actor="worker", decision=decision)


def _agreed(order: ForwardingOrder, *, now: datetime) -> NewOrderEvent:
    edition = FORWARDING_BY_ID[order.edition]
    inputs = {"completed_on": local_day(order.ordered_at), "confirmation_sent_on": local_day(now)}
    decision = agreement(**inputs, edition=edition)
    return NewOrderEvent(
        code=OrderEvent.AGREED, order_id=order.id, actor="worker", decision=recorded(decision, **inputs)
    )


def _message(order: ForwardingOrder, notice: ForwardingNotice) -> Message:
    person = notice.cover.person if notice.cover else None
    if notice.kind in _TO_ORDERER:
        person = order.orderer
    contact = contact_of_person(person) if person else Contact()
    old, _ = addresses_of(order)
    days = period_of(order)
    name = person.name if person else order.organisation_name
    assert notice.token_sealed is not None, "it goes with the addresses"
    token = vault_for("post").open(bytes(notice.token_sealed), context=_context(notice.mark)).decode()
    letter = ForwardingLetter(
        kind=notice.kind,
        service=SERVICES[Service(order.service)],
        reference=order.reference,
        mark=notice.mark,
        start=days.start,
        last_day=days.last_day,
        url=_leads_to(order, notice.kind, token),
        phone=settings.CUSTOMER_SERVICE["phone"],
        doubt=_doubt(order, notice),
        # Whoever lives there is meant, so the paper to the old address bears nobody's name.
        address_lines=(*((name,) if name else ()), *old.lines),
        test=is_test(),
    )
    return Message(
        key=notice.mark,
        mobile=contact.mobile,
        email=contact.email,
        subject=("TEST: " if letter.test else "") + letter.heading("no"),
        text=forwarding_text(letter),
        short_text=forwarding_sms(letter),
        pdf=lambda: render_forwarding_letter(letter),
    )


def _leads_to(order: ForwardingOrder, kind: str, token: str) -> str:
    door = f"{settings.PUBLIC_HOST}/forwarding/"
    if kind in _TO_OWN_PAGE:
        return f"{door}mine/{order.reference}/"
    return door if kind in _TO_NEW_ORDER else door + token


def _doubt(order: ForwardingOrder, notice: ForwardingNotice) -> Words:
    """Return what customer service did not find in a document, as it was written down."""
    code = _OF_ROLE.get(notice.kind)
    said = list(ForwardingEvent.objects.filter(order=order, code=code).order_by("id")) if code else []
    if not said:
        return Words(no="", en="")
    # Asked more than once, each message has its own reason.
    decision = said[max(notice.ordinal, 1) - 1].decision
    assert decision is not None, "why is written down with it"
    facts = decision["reasons"][0]["facts"]
    return Words(no=facts.get("why_no", ""), en=facts.get("why_en", ""))


def _context(mark: str) -> bytes:
    return f"notice:{mark}:token".encode()
