"""Money for forwarding: what is to be paid, what it buys, and what is paid back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from secrets import token_hex

from budstikke.post.actions import queue
from budstikke.post.actions.forwarding.forwarding_notices import make_notices
from budstikke.post.records import orders
from budstikke.post.records.models import (
    ForwardingEvent,
    ForwardingInterim,
    ForwardingOrder,
    ForwardingPayment,
)
from budstikke.post.records.orders import NewOrderEvent, period_of
from budstikke.post.terms.forwarding.days import Period
from budstikke.post.terms.forwarding.events import ORDER_EVENTS, OrderEvent
from budstikke.post.terms.forwarding.payment import ForwardingPriceList, PriceLine, to_pay_ore

CARD, INVOICE = "card", "invoice"


def new_payment(
    order: ForwardingOrder,
    *,
    purpose: str,
    means: str,
    lines: Iterable[PriceLine],
    prices: ForwardingPriceList,
    wanted: Mapping[str, object] | None = None,
    now: datetime,
) -> ForwardingPayment:
    """
    Write down what is to be paid, in the caller's transaction; what costs nothing is paid.

    Terms: Forwarding §6 (card online, invoice elsewhere).
    """
    told = tuple(lines)
    amount = to_pay_ore(told, vat_included=prices.vat_included)
    state = "captured" if not amount else "created" if means == CARD else "due"
    return ForwardingPayment.objects.create(
        order=order,
        reference=f"{order.reference}-{token_hex(4)}",
        purpose=purpose,
        means=means,
        amount_ore=amount,
        lines=[_line(each) for each in told],
        wanted=dict(wanted or {}),
        state=state,
        made_at=now,
    )


def _line(line: PriceLine) -> dict[str, object]:
    return {
        "item": line.item,
        "words": line.words.as_json(),
        "amount_ore": line.amount_ore,
        "vat_percent": line.vat_percent,
        "clause": str(line.clause),
    }


def complete_if_ready(order: ForwardingOrder, *, actor: str, now: datetime) -> bool:
    """
    Have the confirmation sent once the order is complete; the order is locked.

    Terms:   Forwarding §1 (a complete order, and a confirmation), §6.
    Reading: an order made online is complete when its amount is reserved; one that is invoiced, at once. Where a
    declared role must be accepted, not before it is (decision 0172).
    Returns: whether it is complete.
    """
    payment = ForwardingPayment.objects.filter(order=order, purpose="order").order_by("id").first()
    if payment is None or payment.state == "created" or role_waits(order):
        return False
    if payment.state == "due":
        orders.write([money_event(OrderEvent.INVOICED, payment, actor=actor)], now=now)
        ForwardingPayment.objects.filter(id=payment.id).update(state="invoiced", settled_at=now)
    make_notices(order, (), kinds=("confirmation",), now=now)
    return True


def role_waits(order: ForwardingOrder) -> bool:
    """Say whether the role of whoever ordered must still be accepted."""
    return order.id in waiting_for_role([order])


def waiting_for_role(found: Iterable[ForwardingOrder]) -> set[int]:
    """Return the ids of those orders whose declared role must still be accepted."""
    declared = {each.id for each in found if each.role_waits}
    accepted = ForwardingEvent.objects.filter(order__in=declared, code=OrderEvent.ROLE_ACCEPTED)
    return declared.difference(accepted.values_list("order_id", flat=True))


def money_event(
    code: OrderEvent, payment: ForwardingPayment, *, actor: str, amount_ore: int | None = None
) -> NewOrderEvent:
    """Return the event of an amount, with its lines and clauses."""
    row = ORDER_EVENTS[code]
    clauses = [str(clause) for clause in row.clauses]
    amount = payment.amount_ore if amount_ore is None else amount_ore
    return NewOrderEvent(
        code=code,
        order_id=payment.order_id,
        actor=actor,
        decision={
            "question": "payment",
            "outcome": code.lower(),
            "edition": payment.order.price_list,
            "clauses": clauses,
            "answer": {
                "amount_ore": amount,
                "payment": payment.reference,
                "purpose": payment.purpose,
                "means": payment.means,
                "lines": payment.lines,
            },
            "reasons": [
                {"rule": code, "clauses": clauses, "facts": {}, "words": row.words.as_json()},
            ],
        },
    )


def bought(order: ForwardingOrder, payment: ForwardingPayment, *, actor: str, now: datetime) -> None:
    """
    Have what was paid for besides the order count from now on: an extension, or an interim delivery.

    Terms: Forwarding §5, §4.
    """
    wanted = payment.wanted
    if payment.purpose == "extension":
        days = Period(period_of(order).start, date.fromisoformat(wanted["last_day"]))
        event = NewOrderEvent(
            code=OrderEvent.EXTENDED, order_id=order.id, actor=actor, days=days, decision=wanted["decision"]
        )
        ForwardingOrder.objects.filter(id=order.id).update(
            release_on=date.fromisoformat(wanted["release_on"])
        )
    else:
        ForwardingInterim.objects.create(order=order, deliver_on=date.fromisoformat(wanted["deliver_on"]))
        event = NewOrderEvent(
            code=OrderEvent.INTERIM_ORDERED, order_id=order.id, actor=actor, decision=wanted["decision"]
        )
    orders.write([event], now=now)
    queue.publish_snapshot()


def refund(payment: ForwardingPayment) -> None:
    """Have an amount that was taken paid back by the provider, in the caller's transaction."""
    ForwardingPayment.objects.filter(id=payment.id).update(state="refund_due")
    queue.settle_payment(payment.id)


def pay_back(order: ForwardingOrder, *, actor: str, now: datetime) -> int:
    """
    Have everything paid for an order paid back, in the caller's transaction.

    Terms:   Forwarding §5.
    Returns: how much, in øre.
    """
    total = 0
    for payment in ForwardingPayment.objects.select_for_update().filter(order=order):
        if payment.state in ("due", "invoiced"):
            ForwardingPayment.objects.filter(id=payment.id).update(
                state="credited", refunded_ore=payment.amount_ore, settled_at=now
            )
            orders.write([money_event(OrderEvent.REFUNDED, payment, actor=actor)], now=now)
        elif payment.state == "captured" and payment.amount_ore:
            refund(payment)
        elif payment.state == "reserved":
            ForwardingPayment.objects.filter(id=payment.id).update(state="cancel_due")
            queue.settle_payment(payment.id)
        else:
            continue
        total += payment.amount_ore
    return total
