"""What time brings to orders: they start, are reminded of, end; mail that was held is released; the unready lapse."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db.models import Q

from budstikke.law.refusal import Refusal
from budstikke.post.actions import queue
from budstikke.post.actions.forwarding.forwarding_notices import make_notices
from budstikke.post.actions.forwarding.move_in import move_in
from budstikke.post.actions.forwarding.register_order import consents_of, register_order
from budstikke.post.actions.forwarding.settle import pay_back, role_waits
from budstikke.post.actions.forwarding.settle_objection import settle_objection
from budstikke.post.actions.recorded import recorded
from budstikke.post.records import orders
from budstikke.post.records.models import (
    ForwardingCover,
    ForwardingEvent,
    ForwardingInterim,
    ForwardingOrder,
    SortedItem,
)
from budstikke.post.records.orders import NewOrderEvent, period_of
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import FORWARDING_BY_ID
from budstikke.post.terms.forwarding.at_the_desk import Settling
from budstikke.post.terms.forwarding.days import DAY
from budstikke.post.terms.forwarding.events import ORDER_EVENTS, OrderEvent, OrderState
from budstikke.post.terms.forwarding.kinds import Service
from budstikke.post.terms.forwarding.storing import storage_release
from budstikke.post.terms.refusals import watching as refusals
from budstikke.post.terms.refusals.forwarding_role import ROLE_NOT_SETTLED

_BATCH = 200
_MOST_REMINDER_DAYS = max(edition.reminder_days for edition in FORWARDING_BY_ID.values())


def run_orders(*, today: date, now: datetime) -> dict[str, int]:
    """
    Do what is due on a day, a few orders a transaction; safe to do twice.

    Terms:   Forwarding §1 to §4.
    Reading: stored mail asked for meanwhile is brought first, also by a run that comes late (decision 0171). An order
    that was not complete, or that nobody has confirmed, by its first day lapses (A-55). What is held is released on the
    first working day after the period (decision 0069).
    Returns: how many orders each step moved.
    """
    moved = {}
    steps = (
        ("brought", _bring),
        ("ended", _end),
        ("lapsed", _lapse),
        ("started", _start),
        ("reminded", _remind),
        ("released", _release),
    )
    for name, step in steps:
        moved[name] = 0
        while done := step(today, now):
            moved[name] += done
    if any(moved.values()):
        with acting_as(CARRIER):
            queue.publish_snapshot()
    return moved


def _locked(due: Q) -> Sequence[ForwardingOrder]:
    """Lock the next orders that are due; those somebody else holds are left for the next run."""
    return list(
        ForwardingOrder.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(due)
        .order_by("id")[:_BATCH]
    )


def _events(found: Sequence[ForwardingOrder], code: OrderEvent) -> list[NewOrderEvent]:
    return [NewOrderEvent(code=code, order_id=each.id, actor="worker") for each in found]


def _bring(today: date, now: datetime) -> int:
    """Carry out the deliveries meanwhile that are due, each once."""
    with acting_as(CARRIER):
        running = Q(order__state=OrderState.RUNNING)
        found = list(
            ForwardingInterim.objects.select_for_update(skip_locked=True)
            .select_related("order")
            .filter(running, deliver_on__lte=today, carried_out_at=None)
            .order_by("id")[:_BATCH]
        )
        orders.write([_brought(each) for each in found], now=now)
        ForwardingInterim.objects.filter(id__in=[each.id for each in found]).update(carried_out_at=now)
    return len(found)


def _brought(interim: ForwardingInterim) -> NewOrderEvent:
    items = _stored_since(interim.order, _brought_before(interim.order))
    clauses = [str(clause) for clause in ORDER_EVENTS[OrderEvent.INTERIM_DELIVERED].clauses]
    told: dict[str, object] = {"deliver_on": interim.deliver_on.isoformat(), "items": items}
    return NewOrderEvent(
        code=OrderEvent.INTERIM_DELIVERED,
        order_id=interim.order_id,
        actor="worker",
        decision={"answer": told, "clauses": clauses},
    )


def _end(today: date, now: datetime) -> int:
    """End what is over; what is frozen to its end is withdrawn, and its name denied no more with the next snapshot."""
    states = (OrderState.AGREED, OrderState.RUNNING, OrderState.FROZEN)
    with acting_as(CARRIER):
        found = _locked(Q(state__in=states, days__endswith__lte=today))
        frozen = [each for each in found if each.state == OrderState.FROZEN]
        orders.write(_events([each for each in found if each not in frozen], OrderEvent.ENDED), now=now)
    for each in frozen:
        # Ended, a permanent change would send back the mail of whoever said no (decision 0154).
        settle_objection(each.reference, upheld=True, by="worker", why=Settling.NEVER_SETTLED, now=now)
    return len(found)


def _lapse(today: date, now: datetime) -> int:
    """Drop what was never complete by its first day."""
    states = (OrderState.ORDERED, OrderState.FROZEN_UNAGREED)
    with acting_as(CARRIER):
        found = _locked(Q(state__in=states, days__startswith__lte=today))
        for each in found:
            waits = role_waits(each)
            _drop(each, Refusal(ROLE_NOT_SETTLED if waits else refusals.NOT_PAID), now=now)
            if each.state == OrderState.ORDERED:
                make_notices(each, (), kinds=("role_lapsed" if waits else "unpaid",), now=now)
    return len(found)


def _drop(order: ForwardingOrder, why: Refusal, *, now: datetime) -> None:
    clauses = [str(clause) for clause in why.clauses]
    reason = {"rule": why.code, "clauses": clauses, "facts": {}, "words": why.staff.as_json()}
    decision: dict[str, object] = {"clauses": clauses, "reasons": [reason]}
    lapsed = NewOrderEvent(code=OrderEvent.LAPSED, order_id=order.id, actor="worker", decision=decision)
    orders.write([lapsed], now=now)
    pay_back(order, actor="worker", now=now)


def _start(today: date, now: datetime) -> int:
    """Start orders, without those they name who have not confirmed; without anybody there is nothing to start."""
    with acting_as(CARRIER):
        found = _locked(Q(state=OrderState.AGREED, effective_on__lte=today, days__startswith__lte=today))
        for each in found:
            unconfirmed = list(
                ForwardingCover.objects.filter(order=each, confirmed_at=None, left_out_at=None)
            )
            ForwardingCover.objects.filter(id__in=[cover.id for cover in unconfirmed]).update(left_out_at=now)
            left_out = [
                NewOrderEvent(
                    code=OrderEvent.COVER_LEFT_OUT,
                    order_id=each.id,
                    person_id=cover.person_id,
                    actor="worker",
                )
                for cover in unconfirmed
            ]
            orders.write(left_out, now=now)
            if ForwardingCover.objects.filter(order=each, left_out_at=None).exists():
                orders.write(_events([each], OrderEvent.STARTED), now=now)
                move_in(each, on=today, now=now)
                register_order(each, consents=consents_of(each), actor="worker", now=now)
            else:
                _drop(each, Refusal(refusals.NOBODY_COVERED), now=now)
    return len(found)


def _remind(today: date, now: datetime) -> int:
    """Remind of the end once, the edition's days before it."""
    soon = today + timedelta(days=_MOST_REMINDER_DAYS)
    with acting_as(CARRIER):
        reminded = ForwardingEvent.objects.filter(code=OrderEvent.REMINDED).values("order_id")
        due = Q(state=OrderState.RUNNING, days__endswith__gt=today, days__endswith__lte=soon + DAY)
        found = [
            each
            for each in _locked(due & ~Q(id__in=reminded))
            if period_of(each).last_day
            <= today + timedelta(days=FORWARDING_BY_ID[each.edition].reminder_days)
        ]
        orders.write(_events(found, OrderEvent.REMINDED), now=now)
        for each in found:
            make_notices(each, (), kinds=("reminder",), now=now)
    return len(found)


def _release(today: date, now: datetime) -> int:
    """Release what is still stored, or say that it is collected where it is much."""
    with acting_as(CARRIER):
        released = ForwardingEvent.objects.filter(code=OrderEvent.RELEASED).values("order_id")
        due = Q(state=OrderState.ENDED, service=Service.STORAGE, release_on__lte=today)
        found = _locked(due & ~Q(id__in=released))
        for each in found:
            items = _stored_since(each, _brought_before(each))
            inputs = {"last_day": period_of(each).last_day, "items": items}
            decision = storage_release(**inputs, edition=FORWARDING_BY_ID[each.edition])  # type: ignore[arg-type]
            event = NewOrderEvent(
                code=OrderEvent.RELEASED,
                order_id=each.id,
                actor="worker",
                decision=recorded(decision, **inputs),
            )
            orders.write([event], now=now)
            if decision.outcome == "collect":
                make_notices(each, (), kinds=("collect",), now=now)
    return len(found)


def _brought_before(order: ForwardingOrder) -> date:
    """Return the first day whose mail no delivery meanwhile has brought."""
    brought = ForwardingInterim.objects.filter(order=order, carried_out_at__isnull=False)
    return max((period_of(order).start, *brought.values_list("deliver_on", flat=True)))


def _stored_since(order: ForwardingOrder, day: date) -> int:
    stored = SortedItem.objects.filter(outcome="store", orders__contains=[order.reference])
    # As the index says it, which has items with an order alone.
    return stored.exclude(orders=[]).filter(sorted_on__gte=day).count()
