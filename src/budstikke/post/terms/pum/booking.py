"""§7: the order by EDI, its passport-only request, and how long it may be changed."""

from __future__ import annotations

from dataclasses import dataclass

from budstikke.law.decision import Decision, Reason
from budstikke.law.refusal import Refusal
from budstikke.law.words import Words
from budstikke.post.terms.contracts import PUM
from budstikke.post.terms.events import Event, State, may_follow
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.refusals import sending

_BOOKED = Words(no="Bestilt med EDI.", en="Ordered by EDI.")
_PASSPORT_ONLY = Words(no="Bestilt med EDI, med krav til pass.", en="Ordered by EDI, with passport required.")
_OPEN = Words(no="Brevet er ikke skannet ennå.", en="The letter has not been scanned yet.")


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFacts:
    """What an order says of itself; `number_in_use` when its item number belongs to another letter."""

    by_edi: bool
    passport_only: bool = False
    number_in_use: bool = False


def order_refusals(order: OrderFacts) -> tuple[Refusal, ...]:
    """
    Return what keeps an order from being booked, apart from the sender and the letter itself.

    Terms:   PUM §1, §7.
    Reading: a number names one letter only, so a number in use is refused (the text takes it for granted).
    """
    rows = ((order.by_edi, sending.NO_EDI), (not order.number_in_use, sending.NUMBER_IN_USE))
    return tuple(Refusal(reason) for holds, reason in rows if not holds)


def book(order: OrderFacts, *, edition: PumEdition) -> Decision:
    """
    Decide whether an order may be booked.

    Terms: PUM §7.
    """
    return Decision.judged(
        question="book",
        edition=edition.id,
        refusals=order_refusals(order),
        passed="booked",
        refused="refused",
        reasons=(Reason.stating("order", PUM(7), words=_PASSPORT_ONLY if order.passport_only else _BOOKED),),
        answer={"passport_only": order.passport_only},
    )


def change(*, state: State, event: Event, edition: PumEdition) -> Decision:
    """
    Decide whether an order may still be replaced or cancelled.

    Terms:   PUM §7.
    Reading: the text is silent; until the first scan the letter is the sender's own, and so is the order.
    """
    assert event in {Event.ORDER_CHANGED, Event.CANCELLED}
    refused = () if may_follow(state, event) else (Refusal(sending.ORDER_CLOSED, {"state": state}),)
    return Decision.judged(
        question="change_order",
        edition=edition.id,
        refusals=refused,
        passed="accepted",
        refused="refused",
        reasons=(Reason.stating("order_open", PUM(7), words=_OPEN),),
    )
