"""Extend a service, have stored mail brought meanwhile, and say no to another new address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from budstikke.kit.clock import local_day
from budstikke.law.decision import Decision, plain
from budstikke.law.refusal import Refusal
from budstikke.post.actions.forwarding.settle import INVOICE, bought, new_payment
from budstikke.post.actions.forwarding.wanted_order import beside_others
from budstikke.post.actions.recorded import recorded, together
from budstikke.post.records import orders
from budstikke.post.records.models import (
    ForwardingCover,
    ForwardingInterim,
    ForwardingOrder,
    ForwardingPayment,
)
from budstikke.post.records.orders import NewOrderEvent, period_of
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import FORWARDING_BY_ID, FORWARDING_PRICES
from budstikke.post.terms.forwarding.changes import change_target, extend
from budstikke.post.terms.forwarding.days import Period, months_after
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.events import LIVE, OrderEvent, OrderState
from budstikke.post.terms.forwarding.kinds import Channel, Service, Zone
from budstikke.post.terms.forwarding.payment import (
    ForwardingPriceList,
    Ordered,
    extension_price,
    interim_price,
    payment_by,
)
from budstikke.post.terms.forwarding.storing import first_delivery, interim_delivery
from budstikke.post.terms.refusals import watching as refusals


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a change came to: `payment` is to be paid before it counts, empty where it counts at once."""

    reference: str
    decision: Decision
    payment: str = ""
    to_pay_ore: int = 0
    counts: bool = False


def extend_forwarding(
    reference: str, *, extra_months: int, channel: Channel, by: str, now: datetime
) -> Wanted | Refusal:
    """
    Extend a future or running service.

    Terms:   Forwarding §5, §6; §2, §3, §4 (the longest period).
    Reading: by card it counts once the amount is reserved, else at once. The whole months so far are those that fit
    into the period.
    Refuses: ORDER_NOT_KNOWN, ORDER_NOT_OPEN; TOO_LONG and an overlap, in the decision returned.
    """
    with acting_as(CARRIER):
        order = orders.lock_order(reference)
        if order is None:
            return Refusal(refusals.ORDER_NOT_KNOWN)
        if order.state not in LIVE:
            return Refusal(refusals.ORDER_NOT_OPEN, {"state": order.state})
        edition, days = FORWARDING_BY_ID[order.edition], period_of(order)
        inputs = {
            "service": Service(order.service),
            "start": days.start,
            "months": _months(days, edition),
            "extra_months": extra_months,
        }
        decision = extend(**inputs, edition=edition)  # type: ignore[arg-type]
        written = [recorded(decision, **inputs)]
        last = decision.answer.get("last_day")
        if isinstance(last, date):
            beside = list(_beside(order, Period(days.first_day_after, last), edition))
            decision = next((one for one, _ in beside if one.refusals), decision)
            written += [recorded(one, **facts) for one, facts in beside]
        if decision.refusals or not isinstance(last, date):
            return _refused(order, decision, together(*written), by=by, now=now)
        means = payment_by(channel=channel, edition=edition).outcome
        payment = _to_pay(order, last, means=means, written=together(*written), now=now)
        return _counted(order, payment, decision, by=by, now=now)


def order_interim_delivery(
    reference: str, *, channel: Channel, by: str, wanted_on: date | None = None, now: datetime
) -> Wanted | Refusal:
    """
    Have stored mail brought while it is stored: as soon as can be, or on a day that is asked for in advance.

    Terms:   Forwarding §4.
    Reading: a day may be asked for before the storage begins; the same day is asked for once (decision 0171).
    Refuses: ORDER_NOT_KNOWN, ORDER_NOT_OPEN, INTERIM_ASKED_BEFORE; INTERIM_TOO_EARLY, INTERIM_NOT_EARLIER, in the
    decision returned.
    """
    with acting_as(CARRIER):
        order = orders.lock_order(reference)
        if order is None:
            return Refusal(refusals.ORDER_NOT_KNOWN)
        if order.state not in LIVE or order.service != Service.STORAGE:
            return Refusal(refusals.ORDER_NOT_OPEN, {"state": order.state})
        edition, days = FORWARDING_BY_ID[order.edition], period_of(order)
        inputs = {
            "requested_on": local_day(now),
            "last_day": days.last_day,
            "start": days.start,
            "wanted_on": wanted_on,
        }
        decision = interim_delivery(**inputs, edition=edition)  # type: ignore[arg-type]
        written = recorded(decision, **inputs)
        if decision.refusals:
            return _refused(order, decision, written, by=by, now=now)
        deliver_on = decision.answer["deliver_on"]
        assert isinstance(deliver_on, date)
        if ForwardingInterim.objects.filter(order=order, deliver_on=deliver_on).exists():
            return Refusal(refusals.INTERIM_ASKED_BEFORE, {"deliver_on": deliver_on})
        prices = _prices(order)
        payment = new_payment(
            order,
            purpose="interim",
            means=payment_by(channel=channel, edition=edition).outcome,
            lines=interim_price(prices=prices),
            prices=prices,
            wanted={"decision": written, "deliver_on": plain(deliver_on)},
            now=now,
        )
        return _counted(order, payment, decision, by=by, now=now)


def change_new_address(reference: str, *, by: str, now: datetime) -> Wanted | Refusal:
    """
    Refuse to exchange the new address of an order: another address is another order.

    Terms:   Forwarding §5.
    Refuses: ORDER_NOT_KNOWN; NEW_ORDER_REQUIRED, in the decision returned.
    """
    with acting_as(CARRIER):
        order = orders.lock_order(reference)
        if order is None or not order.state or order.state == OrderState.REFUSED:
            return Refusal(refusals.ORDER_NOT_KNOWN)
        decision = change_target(another_address=True, edition=FORWARDING_BY_ID[order.edition])
        return _refused(order, decision, recorded(decision, another_address=True), by=by, now=now)


def _refused(
    order: ForwardingOrder, decision: Decision, written: dict[str, object], *, by: str, now: datetime
) -> Wanted:
    event = NewOrderEvent(code=OrderEvent.CHANGE_REFUSED, order_id=order.id, actor=by, decision=written)
    orders.write([event], now=now)
    return Wanted(reference=order.reference, decision=decision)


def _counted(
    order: ForwardingOrder, payment: ForwardingPayment, decision: Decision, *, by: str, now: datetime
) -> Wanted:
    """Have it count at once where nothing must be paid first."""
    at_once = payment.means == INVOICE or not payment.amount_ore
    if at_once:
        bought(order, payment, actor=by, now=now)
    return Wanted(
        reference=order.reference,
        decision=decision,
        payment=payment.reference,
        to_pay_ore=payment.amount_ore,
        counts=at_once,
    )


def _beside(
    order: ForwardingOrder, more: Period, edition: ForwardingEdition
) -> list[tuple[Decision, dict[str, object]]]:
    """Hold the days that are added against the other orders of everybody covered."""
    subjects = list(ForwardingCover.objects.filter(order=order).values_list("subject", flat=True))
    assert order.door_lookup is not None, "it is erased only when the order is over"
    return list(
        beside_others(
            subjects,
            service=Service(order.service),
            period=more,
            doors=[bytes(order.door_lookup)],
            but=order.reference,
            edition=edition,
        )
    )


def _to_pay(
    order: ForwardingOrder, last: date, *, means: str, written: dict[str, object], now: datetime
) -> ForwardingPayment:
    """Write down what an extension costs; it takes the place of one that was not paid."""
    days, prices, edition = period_of(order), _prices(order), FORWARDING_BY_ID[order.edition]
    # Paid after this one, the other would move the end back.
    unpaid = ForwardingPayment.objects.filter(order=order, purpose="extension")
    unpaid.filter(state__in=("created", "failed")).update(state="cancelled", settled_at=now)
    return new_payment(
        order,
        purpose="extension",
        means=means,
        lines=extension_price(
            before=_ordered(order, days), after=_ordered(order, Period(days.start, last)), prices=prices
        ),
        prices=prices,
        wanted={
            "last_day": last.isoformat(),
            "release_on": first_delivery(last_day=last, edition=edition).isoformat(),
            "decision": written,
        },
        now=now,
    )


def _months(days: Period, edition: ForwardingEdition) -> int:
    """Return how many whole months a period has, rounded up."""
    months = 1
    while months_after(start=days.start, months=months, edition=edition) < days.first_day_after:
        months += 1
    return months


def _prices(order: ForwardingOrder) -> ForwardingPriceList:
    return next(each for each in FORWARDING_PRICES if each.id == order.price_list)


def _ordered(order: ForwardingOrder, period: Period) -> Ordered:
    persons = ForwardingCover.objects.filter(order=order).count()
    abroad = order.new_zone not in ("", Zone.NO)
    return Ordered(service=Service(order.service), period=period, persons=max(1, persons), abroad=abroad)
