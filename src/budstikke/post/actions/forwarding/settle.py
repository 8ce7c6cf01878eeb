"""Money for forwarding: what is to be paid, what the provider said, and what is still to be done there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from secrets import token_hex

from budstikke.law.refusal import Refusal
from budstikke.post.actions import queue
from budstikke.post.actions.forwarding.forwarding_notices import make_notices
from budstikke.post.actions.forwarding.paid_later import still_wanted
from budstikke.post.channels.errors import Rejected
from budstikke.post.channels.payment import NewPayment, Payments, PaymentState
from budstikke.post.records import orders
from budstikke.post.records.models import ForwardingInterim, ForwardingOrder, ForwardingPayment
from budstikke.post.records.orders import NewOrderEvent, period_of
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.contracts import FORWARDING
from budstikke.post.terms.forwarding.days import Period
from budstikke.post.terms.forwarding.events import ORDER_EVENTS, OrderEvent, OrderState
from budstikke.post.terms.forwarding.kinds import Service
from budstikke.post.terms.forwarding.payment import ForwardingPriceList, PriceLine, to_pay_ore
from budstikke.post.terms.forwarding.words import SERVICES
from budstikke.post.terms.refusals import watching as refusals

CARD, INVOICE = "card", "invoice"
_OVER = (OrderState.CANCELLED, OrderState.LAPSED, OrderState.REFUSED)
_AGREED = (OrderState.AGREED, OrderState.RUNNING, OrderState.ENDED, OrderState.FROZEN)


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
    return order.role_waits and not orders.count_of(order.id, OrderEvent.ROLE_ACCEPTED)


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
        besides = payment.purpose != "order"
        late = besides and not still_wanted(payment.order, payment, now=now)[0]
    if payment.state not in ("created", "failed") or payment.order.state in _OVER or late:
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
        ForwardingPayment.objects.filter(id=payment.id).update(
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


def _reserved(order: ForwardingOrder, payment: ForwardingPayment, _: str, now: datetime) -> None:
    queue.settle_payment(payment.id)
    if payment.purpose != "order":
        _reserved_besides(order, payment, now)
        return
    ForwardingPayment.objects.filter(id=payment.id).update(state="reserved", settled_at=now)
    if order.state in (*_OVER, OrderState.ENDED):
        return  # It came too late; the job lets it go.
    orders.write([money_event(OrderEvent.PAYMENT_RESERVED, payment, actor="provider")], now=now)
    complete_if_ready(order, actor="provider", now=now)


def _reserved_besides(order: ForwardingOrder, payment: ForwardingPayment, now: datetime) -> None:
    """Have what was paid for besides the order count, or the amount let go where it cannot be had any more."""
    still, written = still_wanted(order, payment, now=now)
    ForwardingPayment.objects.filter(id=payment.id).update(
        state="reserved" if still else "let_go_due", settled_at=now, **({"wanted": written} if still else {})
    )
    if not still:
        late = NewOrderEvent(
            code=OrderEvent.CHANGE_REFUSED, order_id=order.id, actor="provider", decision=written
        )
        orders.write([late], now=now)
        return
    payment.wanted = written
    orders.write([money_event(OrderEvent.PAYMENT_RESERVED, payment, actor="provider")], now=now)
    bought(order, payment, actor="provider", now=now)


def _failed(_: ForwardingOrder, payment: ForwardingPayment, code: str, now: datetime) -> None:
    ForwardingPayment.objects.filter(id=payment.id).update(state="failed", settled_at=now)
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
    ForwardingPayment.objects.filter(id=payment.id).update(state="captured", settled_at=now)
    orders.write([money_event(OrderEvent.CHARGED, payment, actor="provider")], now=now)


_TAKEN: Mapping[
    tuple[str, PaymentState], Callable[[ForwardingOrder, ForwardingPayment, str, datetime], None]
] = {
    ("created", PaymentState.RESERVED): _reserved,
    ("failed", PaymentState.RESERVED): _reserved,
    ("created", PaymentState.FAILED): _failed,
    ("created", PaymentState.CANCELLED): _failed,
    ("reserved", PaymentState.CAPTURED): _captured,
}


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
        ForwardingInterim.objects.get_or_create(
            order=order, deliver_on=date.fromisoformat(wanted["deliver_on"])
        )
        event = NewOrderEvent(
            code=OrderEvent.INTERIM_ORDERED, order_id=order.id, actor=actor, decision=wanted["decision"]
        )
    orders.write([event], now=now)
    queue.publish_snapshot()


def settle_payment(payment_id: int, *, payments: Payments, now: datetime) -> str:
    """
    Do at the provider what a payment still lacks: take it, let it go, or pay it back; safe to do twice.

    Terms:   Forwarding §5, §6.
    Reading: money is taken when there is an agreement, for a reservation would run out before a service that begins
    much later (decision 0099).
    Returns: the state it comes to.
    Raises:  Unreachable from the provider, and then it is tried again.
    """
    with acting_as(CARRIER):
        payment = ForwardingPayment.objects.select_related("order").get(id=payment_id)
    key = f"{payment.reference}-{payment.state}"
    state, order_state = payment.state, payment.order.state
    try:
        if state == "let_go_due" or (state == "reserved" and order_state in _OVER):
            payments.cancel(payment.reference, key=key)
            return _write(payment, "cancelled", None, now=now)
        if state == "reserved" and (order_state in _AGREED or payment.purpose != "order"):
            payments.capture(payment.reference, amount_ore=payment.amount_ore, key=key)
            return _write(payment, "captured", OrderEvent.CHARGED, now=now)
        if state == "refund_due":
            payments.refund(payment.reference, amount_ore=payment.amount_ore, key=key)
            return _write(payment, "refunded", OrderEvent.REFUNDED, now=now)
    except Rejected as no:
        return _write(payment, state, OrderEvent.PAYMENT_FAILED, now=now, provider_code=no.code)
    return state


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
            ForwardingPayment.objects.filter(id=payment.id).update(state="refund_due")
            queue.settle_payment(payment.id)
        elif payment.state == "reserved":
            queue.settle_payment(payment.id)
        else:
            continue
        total += payment.amount_ore
    return total
