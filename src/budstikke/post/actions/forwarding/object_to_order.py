"""Object to an order: whoever is told of it stops it at once, and mail is delivered as addressed again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from budstikke.law.refusal import Refusal
from budstikke.post.actions import queue
from budstikke.post.actions.forwarding.forwarding_notices import hash_of, make_notices
from budstikke.post.actions.sorting.deny import deny_order
from budstikke.post.records import orders
from budstikke.post.records.models import ForwardingNotice, ForwardingOrder
from budstikke.post.records.orders import NewOrderEvent
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.forwarding.events import FROZEN, OPEN, ORDER_EVENTS, OrderEvent, OrderState
from budstikke.post.terms.refusals import watching as refusals


@dataclass(frozen=True, slots=True, kw_only=True)
class Objected:
    """A frozen order, and the number of the deny set it is in; None where it was not at sorting."""

    reference: str
    deny_number: int | None


def object_to_order(*, token: str = "", reference: str = "", by: str, now: datetime) -> Objected | Refusal:
    """
    Freeze an order, by the token of a message about it or, for a desk, by its reference.

    Terms:   Forwarding §1, §7.
    Reading: one word is enough, and freezes the order for everybody it names; the terms know no objection (A-53,
    decision 0096). Sorting has it with the next item it asks about. An objection said again changes nothing.
    Refuses: ORDER_NOT_KNOWN, ORDER_NOT_OPEN.
    """
    with acting_as(CARRIER):
        order = orders.lock_order(reference or _of_token(token))
        if order is None:
            return Refusal(refusals.ORDER_NOT_KNOWN)
        if order.state in FROZEN:
            return Objected(reference=order.reference, deny_number=None)
        if order.state not in OPEN:
            return Refusal(refusals.ORDER_NOT_OPEN, {"state": order.state})
        number = deny_order(order, now=now) if order.state != OrderState.ORDERED else None
        row = ORDER_EVENTS[OrderEvent.OBJECTED]
        why: dict[str, object] = {
            "answer": {"by": by, "deny_number": number},
            "clauses": [str(clause) for clause in row.clauses],
        }
        orders.write(
            [NewOrderEvent(code=OrderEvent.OBJECTED, order_id=order.id, actor=by, decision=why)], now=now
        )
        objections = orders.count_of(order.id, OrderEvent.OBJECTED)
        make_notices(order, (), kinds=("frozen",), ordinal=objections, now=now)
        queue.publish_snapshot()
    return Objected(reference=order.reference, deny_number=number)


def _of_token(token: str) -> str:
    notice = ForwardingNotice.objects.select_related("order").filter(token_sha256=hash_of(token)).first()
    order: ForwardingOrder | None = notice.order if notice else None
    return order.reference if order else ""
