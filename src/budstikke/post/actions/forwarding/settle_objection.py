"""Settle an objection: let the order go on, or withdraw it for good."""

from __future__ import annotations

from datetime import datetime

from budstikke.kit.clock import local_day
from budstikke.law.refusal import Refusal
from budstikke.post.actions import queue
from budstikke.post.actions.address_register.tell_registry import annul_move
from budstikke.post.actions.forwarding.move_in import move_back
from budstikke.post.actions.forwarding.settle import pay_back
from budstikke.post.actions.recorded import together
from budstikke.post.actions.sorting.deny import let_go_order
from budstikke.post.records import orders
from budstikke.post.records.orders import NewOrderEvent
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.forwarding.events import FROZEN, OrderEvent, OrderState
from budstikke.post.terms.refusals import watching as refusals


def settle_objection(
    reference: str,
    *,
    upheld: bool,
    by: str,
    why: str,
    decided: tuple[dict[str, object], ...] = (),
    now: datetime,
) -> OrderState | Refusal:
    """
    Decide, as a person at the desk, whether an objection stands.

    Terms:   Forwarding §1, §5.
    Reading: an order that was withdrawn after an objection is paid back: nobody has had the service they ordered.
    `why` is a code, `decided` what let it go by two, as it is recorded. The name is let go only now, and nothing is
    published of an order that was withdrawn.
    Returns: the order's state.
    Refuses: ORDER_NOT_KNOWN, ORDER_NOT_OPEN.
    """
    with acting_as(CARRIER):
        order = orders.lock_order(reference)
        if order is None:
            return Refusal(refusals.ORDER_NOT_KNOWN)
        if order.state not in FROZEN:
            return Refusal(refusals.ORDER_NOT_OPEN, {"state": order.state})
        code = OrderEvent.WITHDRAWN if upheld else OrderEvent.LET_GO
        settled = NewOrderEvent(
            code=code,
            order_id=order.id,
            actor=by,
            decision=together({"answer": {"why": why, "upheld": upheld}}, *decided),
        )
        orders.write([settled], now=now)
        if upheld:
            pay_back(order, actor=by, now=now)
            move_back(order, on=local_day(now), now=now)
            annul_move(reference, actor=by, today=local_day(now), now=now)
        else:
            let_go_order(order, now=now)
        queue.publish_snapshot()
        order.refresh_from_db(fields=["state"])
        return OrderState(order.state)
