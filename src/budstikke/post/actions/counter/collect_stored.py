"""Hand out stored mail that was too much to bring: to whom the order is about, once, against a document."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from budstikke.law.refusal import Refusal
from budstikke.post.records import orders
from budstikke.post.records.models import ForwardingEvent, ForwardingOrder
from budstikke.post.records.orders import NewOrderEvent
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.forwarding.events import OrderEvent, OrderState
from budstikke.post.terms.forwarding.kinds import Service
from budstikke.post.terms.refusals import forwarding_staff as refusals
from budstikke.post.terms.refusals import watching


def collect_stored(
    reference: str, *, person: UUID, identified: dict[str, object], by: str, now: datetime
) -> Refusal | None:
    """
    Write down that stored mail was handed out; `identified` is what decided who collects, as it is recorded.

    Terms:   Forwarding §4 (large amounts are collected, and valid ID is shown).
    Reading: whoever ordered and everybody the order names may collect it, whole; one of them is enough.
    Refuses: ORDER_NOT_KNOWN (also where the order is not about the person), NOTHING_TO_COLLECT.
    """
    with acting_as(CARRIER):
        order = orders.lock_order(reference)
        if order is None or not _is_theirs(order, person):
            return Refusal(watching.ORDER_NOT_KNOWN)
        if not waits_to_be_collected(order):
            return Refusal(refusals.NOTHING_TO_COLLECT)
        orders.write(
            [NewOrderEvent(code=OrderEvent.COLLECTED, order_id=order.id, actor=by, decision=identified)],
            now=now,
        )
    return None


def waits_to_be_collected(order: ForwardingOrder) -> bool:
    """Say whether stored mail of an order waits at an outlet; the caller is in a transaction of the carrier."""
    if order.service != Service.STORAGE or order.state != OrderState.ENDED:
        return False
    codes = (OrderEvent.RELEASED, OrderEvent.COLLECTED)
    last = ForwardingEvent.objects.filter(order=order, code__in=codes).order_by("-id").first()
    return (
        last is not None
        and last.code == OrderEvent.RELEASED
        and (last.decision or {}).get("outcome") == "collect"
    )


def _is_theirs(order: ForwardingOrder, person: UUID) -> bool:
    mine = Q(orderer__ref=person) | Q(covers__person__ref=person, covers__left_out_at=None)
    return ForwardingOrder.objects.filter(mine, id=order.id).exists()
