"""Hand out stored mail that was too much to bring: to whom the order is about, once, against a document."""

from __future__ import annotations

from collections.abc import Iterable
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
        if not waiting_to_be_collected([order]):
            return Refusal(refusals.NOTHING_TO_COLLECT)
        orders.write(
            [NewOrderEvent(code=OrderEvent.COLLECTED, order_id=order.id, actor=by, decision=identified)],
            now=now,
        )
    return None


def waiting_to_be_collected(found: Iterable[ForwardingOrder]) -> set[int]:
    """Return the ids of those orders whose stored mail waits at an outlet; the caller is in a transaction."""
    ended = [each.id for each in found if each.service == Service.STORAGE and each.state == OrderState.ENDED]
    codes = (OrderEvent.RELEASED, OrderEvent.COLLECTED)
    last = (
        ForwardingEvent.objects.filter(order__in=ended, code__in=codes)
        .order_by("order_id", "-id")
        .distinct("order_id")
        .values_list("order_id", "code", "decision__outcome")
    )
    return {order for order, code, outcome in last if code == OrderEvent.RELEASED and outcome == "collect"}


def _is_theirs(order: ForwardingOrder, person: UUID) -> bool:
    mine = Q(orderer__ref=person) | Q(covers__person__ref=person, covers__left_out_at=None)
    return ForwardingOrder.objects.filter(mine, id=order.id).exists()
