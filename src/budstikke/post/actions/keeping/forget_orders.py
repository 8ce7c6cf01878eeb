"""Forget orders: erase what is kept of persons some time after an order was over, and leave a receipt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import connection
from django.db.models import Q

from budstikke.post.records import orders
from budstikke.post.records.models import ForwardingCase, ForwardingOrder
from budstikke.post.records.orders import NewOrderEvent, period_of
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import FORWARDING_BY_ID
from budstikke.post.terms.forwarding.days import forgotten_on
from budstikke.post.terms.forwarding.events import ORDER_EVENTS, OrderEvent, OrderState

_OVER = (OrderState.ENDED, OrderState.CANCELLED, OrderState.LAPSED, OrderState.REFUSED)
_BATCH = 200


def forget_orders(*, today: date, now: datetime) -> int:
    """
    Erase the addresses of orders that were over long enough ago, what was complained of and what messages held.

    Terms:   Forwarding §7.
    Reading: an edition says how many months after its last day an order is kept; a permanent change that is forgotten
    returns no mail any more (A-58, decision 0098). The event is the receipt, and is evidenced.
    Returns: how many orders.
    """
    count, after = 0, 0
    while True:
        with acting_as(CARRIER):
            found = _over(after)
            due = [each for each in found if _is_due(each, today=today)]
            clauses = [str(clause) for clause in ORDER_EVENTS[OrderEvent.FORGOTTEN].clauses]
            orders.write(
                [
                    NewOrderEvent(
                        code=OrderEvent.FORGOTTEN,
                        order_id=each.id,
                        actor="worker",
                        decision={"clauses": clauses},
                    )
                    for each in due
                ],
                now=now,
            )
            with connection.cursor() as cursor:
                cursor.execute("SELECT forget_orders(%s)", [[each.id for each in due]])
        count += len(due)
        if len(found) < _BATCH:
            return count
        after = found[-1].id


def _over(after: int) -> Sequence[ForwardingOrder]:
    open_cases = ForwardingCase.objects.filter(closed_at=None).values("order_id")
    return list(
        ForwardingOrder.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(id__gt=after, state__in=_OVER, addresses_sealed__isnull=False)
        .exclude(Q(id__in=open_cases))
        .order_by("id")[:_BATCH]
    )


def _is_due(order: ForwardingOrder, *, today: date) -> bool:
    return forgotten_on(period_of(order).last_day, edition=FORWARDING_BY_ID[order.edition]) <= today
