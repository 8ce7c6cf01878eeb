"""Cancel an order before it starts, or stop it, where it is too late to cancel; paid back by the rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from budstikke.kit.clock import local_day
from budstikke.law.decision import Decision
from budstikke.law.refusal import Refusal
from budstikke.post.actions import queue
from budstikke.post.actions.address_register.tell_registry import annul_move
from budstikke.post.actions.forwarding.settle import pay_back
from budstikke.post.actions.recorded import recorded, together
from budstikke.post.records import orders
from budstikke.post.records.models import ForwardingOrder
from budstikke.post.records.orders import NewOrderEvent, period_of
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import FORWARDING_BY_ID
from budstikke.post.terms.forwarding.changes import cancel, early_stop
from budstikke.post.terms.forwarding.days import Period
from budstikke.post.terms.forwarding.events import LIVE, NOT_BEGUN, OrderEvent, OrderState
from budstikke.post.terms.forwarding.kinds import Channel, Service
from budstikke.post.terms.refusals import watching as refusals


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """What a cancellation or a stop came to; `paid_back_ore` is on its way, or credited."""

    reference: str
    state: str
    decision: Decision
    last_day: date
    paid_back_ore: int = 0


def cancel_forwarding(
    reference: str, *, contacted_on: date | None, contacted_by: Channel, by: str, now: datetime
) -> Stopped | Refusal:
    """
    Cancel an order; `contacted_on` is the day Customer Service was told, through which channel.

    Terms:   Forwarding §5.
    Reading: too late to cancel is an early stop, today (decision 0071). An order that was never complete owes nothing.
    Refuses: ORDER_NOT_KNOWN, ORDER_NOT_OPEN.
    """
    today = local_day(now)
    with acting_as(CARRIER):
        order = orders.lock_order(reference)
        if order is None:
            return Refusal(refusals.ORDER_NOT_KNOWN)
        if order.state not in (*NOT_BEGUN, OrderState.RUNNING):
            return Refusal(refusals.ORDER_NOT_OPEN, {"state": order.state})
        days = period_of(order)
        inputs = {
            "start": days.start,
            "notice_on": today,
            "contacted_on": contacted_on,
            "contacted_by": contacted_by,
        }
        decision = cancel(**inputs, edition=FORWARDING_BY_ID[order.edition])  # type: ignore[arg-type]
        written = recorded(decision, **inputs)
        if order.state not in NOT_BEGUN or (decision.outcome == "stopped" and order.state in LIVE):
            return _stop(order, new_end=today, by=by, also=(written,), today=today, now=now)
        cancelled = NewOrderEvent(code=OrderEvent.CANCELLED, order_id=order.id, actor=by, decision=written)
        orders.write([cancelled], now=now)
        owed = decision.answer.get("refund") is True or order.state == OrderState.ORDERED
        paid_back = pay_back(order, actor=by, now=now) if owed else 0
        annul_move(reference, actor=by, today=today, now=now)
        queue.publish_snapshot()
        return Stopped(
            reference=reference,
            state=OrderState.CANCELLED,
            decision=decision,
            last_day=days.last_day,
            paid_back_ore=paid_back,
        )


def stop_forwarding(reference: str, *, new_end: date, by: str, now: datetime) -> Stopped | Refusal:
    """
    Stop a service before its end.

    Terms:   Forwarding §5 (no refund), §4.
    Refuses: ORDER_NOT_KNOWN, ORDER_NOT_OPEN.
    """
    today = local_day(now)
    with acting_as(CARRIER):
        order = orders.lock_order(reference)
        if order is None:
            return Refusal(refusals.ORDER_NOT_KNOWN)
        if order.state not in LIVE:
            return Refusal(refusals.ORDER_NOT_OPEN, {"state": order.state})
        return _stop(order, new_end=new_end, by=by, also=(), today=today, now=now)


def _stop(
    order: ForwardingOrder,
    *,
    new_end: date,
    by: str,
    also: tuple[dict[str, object], ...],
    today: date,
    now: datetime,
) -> Stopped:
    days = period_of(order)
    # To stop on a day after the last would keep mail from home for days nobody paid for.
    new_end = min(max(new_end, days.start), days.last_day)
    inputs = {"service": Service(order.service), "notice_on": today, "new_end": new_end}
    decision = early_stop(**inputs, edition=FORWARDING_BY_ID[order.edition])  # type: ignore[arg-type]
    last, home = decision.answer["last_day"], decision.answer["deliver_on"]
    assert isinstance(last, date)
    # A service that is agreed and has not begun keeps its first day; nobody can be stopped into the past.
    last = min(max(last, days.start), days.last_day)
    stopped = NewOrderEvent(
        code=OrderEvent.STOPPED,
        order_id=order.id,
        actor=by,
        days=Period(days.start, last),
        decision=together(recorded(decision, **inputs), *also),
    )
    orders.write([stopped], now=now)
    if isinstance(home, date):
        ForwardingOrder.objects.filter(id=order.id).update(release_on=home)
    queue.publish_snapshot()
    return Stopped(reference=order.reference, state=order.state, decision=decision, last_day=last)
