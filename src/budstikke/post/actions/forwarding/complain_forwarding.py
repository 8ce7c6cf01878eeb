"""Take a complaint about an order: in time or not, what is paid at most, and what a person still decides."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from budstikke.kit.clock import local_day
from budstikke.kit.vault import vault_for
from budstikke.law.decision import Decision
from budstikke.law.refusal import Refusal
from budstikke.post.actions.recorded import recorded, together
from budstikke.post.records import orders
from budstikke.post.records.models import ForwardingCase, ForwardingOrder, ForwardingPayment
from budstikke.post.records.orders import NewOrderEvent
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import FORWARDING_BY_ID
from budstikke.post.terms.forwarding.events import OrderEvent, OrderState
from budstikke.post.terms.forwarding.liability import ClaimFacts, compensation, complain
from budstikke.post.terms.refusals import watching as refusals


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """
    What somebody complains of, by phone, web or letter; the words are kept sealed.

    Unit: øre; `consequential_ore` is the part of the claim for what followed from the error.
    """

    channel: str
    discovered_on: date
    claimed_ore: int
    consequential_ore: int = 0
    carried_by_us: bool = True
    words: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The case, and both answers: whether it came in time, and what is paid."""

    case: int
    in_time: Decision
    paid: Decision

    @property
    def compensation_ore(self) -> int:
        """What is paid; nothing while or because it did not come in time."""
        amount = self.paid.answer["compensation_ore"]
        assert isinstance(amount, int)
        return 0 if self.in_time.refusals else amount


def complain_forwarding(
    reference: str, complaint: Complaint, *, by: str, now: datetime
) -> Answered | Refusal:
    """
    Open a case about an order, and answer it as far as the terms do.

    Terms:   Forwarding §8.
    Refuses: ORDER_NOT_KNOWN; COMPLAINT_UNDUE_DELAY, CONSEQUENTIAL_LOSS, NOT_CARRIED_BY_US in the decisions returned.
    """
    with acting_as(CARRIER):
        order = orders.lock_order(reference)
        if order is None or order.state == OrderState.REFUSED:
            return Refusal(refusals.ORDER_NOT_KNOWN)
        edition = FORWARDING_BY_ID[order.edition]
        times = {"discovered_on": complaint.discovered_on, "complained_on": local_day(now)}
        claim = ClaimFacts(
            claimed_ore=complaint.claimed_ore,
            price_paid_ore=_paid_ore(order),
            consequential_ore=complaint.consequential_ore,
            carried_by_us=complaint.carried_by_us,
        )
        in_time, paid = complain(**times, edition=edition), compensation(claim, edition=edition)
        answered = Answered(case=0, in_time=in_time, paid=paid)
        case = ForwardingCase.objects.create(
            order=order,
            channel=complaint.channel,
            discovered_on=complaint.discovered_on,
            complained_at=now,
            claimed_ore=complaint.claimed_ore,
            consequential_ore=complaint.consequential_ore,
            words_sealed=_sealed(order, complaint.words),
            answer=in_time.outcome,
            compensation_ore=answered.compensation_ore,
        )
        written = together(recorded(in_time, **times), recorded(paid, claim=claim))
        event = NewOrderEvent(code=OrderEvent.COMPLAINED, order_id=order.id, actor=by, decision=written)
        orders.write([event], now=now)
    return Answered(case=case.id, in_time=in_time, paid=paid)


def close_complaint(case: int, *, by: str, now: datetime) -> bool:
    """Close a case; returns whether it was open."""
    with acting_as(CARRIER):
        return bool(
            ForwardingCase.objects.filter(id=case, closed_at=None).update(closed_at=now, closed_by=by)
        )


# No money of these is with us.
_NOT_PAID = ("failed", "cancel_due", "cancelled")


def _paid_ore(order: ForwardingOrder) -> int:
    """Return the price of what was ordered, less what was paid back."""
    return sum(
        each.amount_ore - each.refunded_ore
        for each in ForwardingPayment.objects.filter(order=order).exclude(state__in=_NOT_PAID)
    )


def _sealed(order: ForwardingOrder, words: str) -> bytes | None:
    return (
        vault_for("post").seal(words.encode(), context=f"complaint:{order.id}:words".encode())
        if words
        else None
    )
