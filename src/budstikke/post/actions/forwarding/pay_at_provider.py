"""Paying by card: begun at the provider, what the provider says of it, and what is still to be done there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from budstikke.law.refusal import Refusal
from budstikke.post.actions import queue
from budstikke.post.actions.forwarding.paid_later import still_wanted
from budstikke.post.actions.forwarding.settle import CARD, bought, complete_if_ready, money_event, refund
from budstikke.post.channels.errors import Rejected
from budstikke.post.channels.payment import NewPayment, Payments, PaymentState
from budstikke.post.records import orders
from budstikke.post.records.models import ForwardingOrder, ForwardingPayment
from budstikke.post.records.orders import NewOrderEvent
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.contracts import FORWARDING
from budstikke.post.terms.forwarding.events import OVER, OrderEvent, OrderState
from budstikke.post.terms.forwarding.kinds import Service
from budstikke.post.terms.forwarding.words import SERVICES
from budstikke.post.terms.refusals import watching as refusals

# Nothing is paid for what is over; and nothing taken before there is an agreement.
_OVER = (*OVER, OrderState.REFUSED)
_UNAGREED = (OrderState.ORDERED, OrderState.FROZEN_UNAGREED)
# A payer may begin, or begin anew.
_TO_PAY = ("created", "failed")
# What a payment is for that is for the order itself; others are for something besides.
_ORDER = "order"


def pay_order(reference: str, *, payments: Payments, return_url: str, now: datetime) -> str | Refusal:
    """
    Begin a card payment at the provider, by our own reference of it; done twice it is one payment.

    Terms:   Forwarding §6.
    Reading: nobody is sent to pay for what cannot be had any more.
    Returns: the address its payer is sent to.
    Refuses: ORDER_NOT_KNOWN, ORDER_NOT_OPEN.
    Raises:  Unreachable or Rejected from the provider.
    """
    with acting_as(CARRIER):
        payment = (
            ForwardingPayment.objects.select_related("order").filter(reference=reference, means=CARD).first()
        )
        if payment is None:
            return Refusal(refusals.ORDER_NOT_KNOWN)
        besides = payment.purpose != _ORDER
        late = besides and not still_wanted(payment.order, payment, now=now)[0]
    if payment.state not in _TO_PAY or payment.order.state in _OVER or late:
        return Refusal(refusals.ORDER_NOT_OPEN, {"state": payment.order.state})
    # Outside a transaction: the other side may take its time, and drops a repetition by the reference.
    created = payments.create(
        NewPayment(
            reference=payment.reference,
            amount_ore=payment.amount_ore,
            words=SERVICES[Service(payment.order.service)].no,
            return_url=return_url,
        )
    )
    with acting_as(CARRIER):
        # In another window it may have been paid meanwhile; that stands.
        ForwardingPayment.objects.filter(id=payment.id, state__in=_TO_PAY).update(
            provider_reference=created.provider_reference, state="created"
        )
    return created.redirect_url


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What a provider's word changed: the payment's state, and the order's."""

    payment: str
    order: str
    changed: bool


def payment_settled(
    reference: str, state: PaymentState, *, provider_code: str = "", now: datetime
) -> Settled | Refusal:
    """
    Take what the provider says of a payment; the same told twice changes nothing.

    Terms:   Forwarding §6; §5 (an extension counts once it is paid).
    Refuses: ORDER_NOT_KNOWN.
    """
    with acting_as(CARRIER):
        order = (
            ForwardingOrder.objects.select_for_update(of=("self",))
            .filter(payments__reference=reference)
            .first()
        )
        if order is None:
            return Refusal(refusals.ORDER_NOT_KNOWN)
        payment = (
            ForwardingPayment.objects.select_for_update(of=("self",))
            .select_related("order")
            .get(reference=reference)
        )
        taken = _TAKEN.get((payment.state, state))
        if taken is not None:
            taken(order, payment, provider_code, now)
        payment.refresh_from_db(fields=["state"])
        order.refresh_from_db(fields=["state"])
        return Settled(payment=payment.state, order=order.state, changed=taken is not None)


def _reserved(order: ForwardingOrder, payment: ForwardingPayment, code: str, now: datetime) -> None:
    if payment.purpose != _ORDER:
        _reserved_besides(order, payment, code, now)
    elif order.state in _OVER:
        _cancel(order, payment, code, now)
    else:
        _keep(payment, now=now)
        complete_if_ready(order, actor="provider", now=now)


def _reserved_besides(order: ForwardingOrder, payment: ForwardingPayment, code: str, now: datetime) -> None:
    """Have what was paid for besides the order count, or the amount let go where it cannot be had any more."""
    still, written = still_wanted(order, payment, now=now)
    if not still:
        late = NewOrderEvent(
            code=OrderEvent.CHANGE_REFUSED, order_id=order.id, actor="provider", decision=written
        )
        orders.write([late], now=now)
        _cancel(order, payment, code, now)
        return
    payment.wanted = written
    ForwardingPayment.objects.filter(id=payment.id).update(wanted=written)
    _keep(payment, now=now)
    if not _buys(order, payment, now=now):
        _cancel(order, payment, code, now)


def _keep(payment: ForwardingPayment, *, now: datetime) -> None:
    _move(payment, "reserved", now=now)
    queue.settle_payment(payment.id)
    orders.write([money_event(OrderEvent.PAYMENT_RESERVED, payment, actor="provider")], now=now)


def _buys(order: ForwardingOrder, payment: ForwardingPayment, *, now: datetime) -> bool:
    """Have it count what was paid for, unless another order has taken those days meanwhile."""
    try:
        with transaction.atomic():
            bought(order, payment, actor="provider", now=now)
    except IntegrityError as error:
        if "no_two_orders" not in str(error):
            raise
        return False
    return True


def _cancel(_: ForwardingOrder, payment: ForwardingPayment, __: str, now: datetime) -> None:
    """Have the provider take nothing of an amount that came too late, or buys nothing any more."""
    _move(payment, "cancel_due", now=now)
    queue.settle_payment(payment.id)


def _failed(_: ForwardingOrder, payment: ForwardingPayment, code: str, now: datetime) -> None:
    _move(payment, "failed", now=now)
    orders.write([_failure(payment, code)], now=now)


def _failure(payment: ForwardingPayment, provider_code: str) -> NewOrderEvent:
    """Return the event of a payment that the provider refuses, with the refusal as its reason."""
    refusal = Refusal(refusals.PAYMENT_REFUSED, {"provider_code": provider_code or "none"})
    event = money_event(OrderEvent.PAYMENT_FAILED, payment, actor="provider")
    assert event.decision is not None
    event.decision["reasons"] = [
        {
            "rule": refusal.code,
            "clauses": [str(FORWARDING(6))],
            "facts": dict(refusal.facts),
            "words": refusal.staff.as_json(),
            "cure": refusal.cure.as_json(),
        }
    ]
    return event


def _captured(_: ForwardingOrder, payment: ForwardingPayment, __: str, now: datetime) -> None:
    _move(payment, "captured", now=now)
    orders.write([money_event(OrderEvent.CHARGED, payment, actor="provider")], now=now)


def _captured_too_late(order: ForwardingOrder, payment: ForwardingPayment, code: str, now: datetime) -> None:
    _captured(order, payment, code, now)
    refund(payment)


_TAKEN: Mapping[
    tuple[str, PaymentState], Callable[[ForwardingOrder, ForwardingPayment, str, datetime], None]
] = {
    ("created", PaymentState.RESERVED): _reserved,
    ("failed", PaymentState.RESERVED): _reserved,
    ("created", PaymentState.FAILED): _failed,
    ("created", PaymentState.CANCELLED): _failed,
    ("cancelled", PaymentState.RESERVED): _cancel,
    ("reserved", PaymentState.CAPTURED): _captured,
    ("cancel_due", PaymentState.CAPTURED): _captured_too_late,
}


def settle_payment(payment_id: int, *, payments: Payments, now: datetime) -> str:
    """
    Do at the provider what a payment still lacks: take it, let it go, or pay it back; safe to do twice.

    Terms:   Forwarding §5, §6.
    Reading: money is taken when there is an agreement, for a reservation would run out before a service that begins
    much later (decision 0099). What was taken while it was to be cancelled is paid back.
    Returns: the state it comes to.
    Raises:  Unreachable from the provider, and then it is tried again.
    """
    with acting_as(CARRIER):
        payment = ForwardingPayment.objects.select_related("order").get(id=payment_id)
    reference, state = payment.reference, payment.state
    key = f"{reference}-{state}"
    try:
        if state == "reserved" and payment.order.state not in _UNAGREED:
            payments.capture(reference, amount_ore=payment.amount_ore, key=key)
            return _as_told(reference, PaymentState.CAPTURED, now=now)
        if state == "cancel_due":
            payments.cancel(reference, key=key)
            return _write(payment, "cancelled", None, now=now)
        if state == "refund_due":
            payments.refund(reference, amount_ore=payment.amount_ore, key=key)
            return _write(payment, "refunded", OrderEvent.REFUNDED, now=now)
    except Rejected as no:
        if state == "cancel_due" and _was_taken(reference, payments):
            return _as_told(reference, PaymentState.CAPTURED, now=now)
        return _write(payment, state, OrderEvent.PAYMENT_FAILED, now=now, provider_code=no.code)
    return state


def _was_taken(reference: str, payments: Payments) -> bool:
    try:
        return payments.state(reference) is PaymentState.CAPTURED
    except Rejected:
        return False


def _as_told(reference: str, state: PaymentState, *, now: datetime) -> str:
    """Take what was done as if the provider had told it, for it may have been faster."""
    told = payment_settled(reference, state, now=now)
    assert isinstance(told, Settled), "it was read just now"
    return told.payment


def _write(
    payment: ForwardingPayment,
    state: str,
    code: OrderEvent | None,
    *,
    now: datetime,
    provider_code: str = "",
) -> str:
    with acting_as(CARRIER):
        orders.lock_order(payment.order.reference)
        changed = ForwardingPayment.objects.filter(id=payment.id, state=payment.state).update(
            state=state,
            settled_at=now,
            refunded_ore=payment.amount_ore if state == "refunded" else payment.refunded_ore,
        )
        if changed and code is OrderEvent.PAYMENT_FAILED:
            orders.write([_failure(payment, provider_code)], now=now)
        elif changed and code is not None:
            orders.write([money_event(code, payment, actor="worker")], now=now)
    return state


def _move(payment: ForwardingPayment, state: str, *, now: datetime) -> None:
    ForwardingPayment.objects.filter(id=payment.id).update(state=state, settled_at=now)
