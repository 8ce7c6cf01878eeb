"""What an agreement brings with it: earlier orders end before a permanent change, money is taken, sorting is told."""

from __future__ import annotations

from budstikke.post.actions import queue
from budstikke.post.records.models import ForwardingCover, ForwardingOrder, ForwardingPayment
from budstikke.post.records.orders import NewOrderEvent, period_of
from budstikke.post.terms.forwarding.changes import closed_by_permanent
from budstikke.post.terms.forwarding.days import Period
from budstikke.post.terms.forwarding.events import OPEN, OrderEvent
from budstikke.post.terms.forwarding.kinds import Service


def follow_agreement(order: ForwardingOrder) -> list[NewOrderEvent]:
    """
    Queue what follows from an agreement; the order is locked.

    Terms:   Forwarding §2 (a permanent change closes the others), §6.
    Reading: another order is closed only where this one takes over everybody it names; else both hold, and sorting
    decides for each name (A-31, decision 0072).
    Returns: the events of the orders that end.
    """
    for payment in ForwardingPayment.objects.filter(order=order):
        queue.settle_payment(payment.id)
    queue.publish_snapshot()
    if order.service != Service.PERMANENT:
        return []
    start = period_of(order).start
    subjects = set(ForwardingCover.objects.filter(order=order).values_list("subject", flat=True))
    others = (
        ForwardingOrder.objects.select_for_update(of=("self",))
        .filter(door_lookup=order.door_lookup, state__in=OPEN, days__endswith__gt=start)
        .exclude(id=order.id)
        .exclude(service=Service.PERMANENT)
        .order_by("id")
    )
    return [
        _ending(other, start=order)
        for other in others
        if set(ForwardingCover.objects.filter(order=other).values_list("subject", flat=True)) <= subjects
    ]


def _ending(other: ForwardingOrder, *, start: ForwardingOrder) -> NewOrderEvent:
    days = period_of(other)
    last = closed_by_permanent(last_day=days.last_day, permanent_start=period_of(start).start)
    why: dict[str, object] = {"answer": {"followed_by": start.reference, "last_day": last.isoformat()}}
    if last >= days.start:
        return NewOrderEvent(
            code=OrderEvent.CLOSED_BY_PERMANENT,
            order_id=other.id,
            actor="worker",
            days=Period(days.start, last),
            decision=why,
        )
    return NewOrderEvent(code=OrderEvent.CANCELLED, order_id=other.id, actor="worker", decision=why)
