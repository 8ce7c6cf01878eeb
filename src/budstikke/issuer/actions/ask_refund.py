"""Ask for money back: decided at once, by rule, with the evidence it rests on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from budstikke.formats import s10
from budstikke.issuer.actions.audit import CUSTOMER, audited
from budstikke.issuer.actions.letter_history import happened, without_code
from budstikke.issuer.records.models import Letter, LetterEvent, Order, OrderDecision, RefundPaid
from budstikke.issuer.terms.edition import BY_ID
from budstikke.issuer.terms.letters import ENDED, Event, State
from budstikke.issuer.terms.refund import refund
from budstikke.issuer.terms.refusals import NUMBERS_DO_NOT_MATCH
from budstikke.law.decision import Decision, plain
from budstikke.law.refusal import Refusal


def ask_refund(order_number: str, tracking_number: str | None, *, now: datetime) -> Decision | Refusal:
    """
    Decide on a refund and, where it is due, end the order and block the code.

    Terms:   eID §7.
    Reading: a letter that the post never took has no tracking number; whoever asks without one has to have proven
             beforehand that they know the order by something else than its number.
    Returns: the decision, with the carrier's events it rests on under `evidence` where it is written down.
    Refuses: NUMBERS_DO_NOT_MATCH.
    """
    with transaction.atomic():
        rows = Letter.objects.select_for_update(of=("self", "order")).select_related("order__customer")
        letters = rows.filter(order__number=order_number.strip().upper()).order_by("-id")
        if tracking_number is None:
            letter = letters.first()
            letter = letter if letter and letter.state == State.REJECTED else None
        else:
            letter = letters.filter(number=s10.canonical(tracking_number)).first()
        if letter is None:
            return Refusal(NUMBERS_DO_NOT_MATCH)
        order = letter.order
        events = list(LetterEvent.objects.filter(letter=letter).order_by("happened_at", "id"))
        ended_at = events[-1].happened_at if letter.state in ENDED else None
        decision = refund(
            state=State(letter.state),
            turned_away=sum(each.code == Event.ATTEMPTED_DELIVERY for each in events),
            paid_ore=order.price_ore,
            ended_at=ended_at,
            refunded=RefundPaid.objects.filter(order=order).exists(),
            edition=BY_ID[order.edition],
            now=now,
        )
        written = OrderDecision.objects.create(
            order=order, at=now, actor=CUSTOMER, decision=decision.as_json() | {"evidence": _evidence(events)}
        )
        if not decision.refusals:
            _pay(order, letter, written, decision, now=now)
        audited(
            "refund.asked",
            actor=CUSTOMER,
            now=now,
            customer=order.customer.reference,
            order_number=order.number,
            outcome=decision.outcome,
        )
    return decision


def _evidence(events: list[LetterEvent]) -> list[dict[str, object]]:
    return [
        {
            "code": each.code,
            "happened_at": plain(each.happened_at),
            "source": each.source,
            "reasons": each.reasons,
        }
        for each in events
    ]


def _pay(order: Order, letter: Letter, written: OrderDecision, decision: Decision, *, now: datetime) -> None:
    amount_ore = decision.answer["amount_ore"]
    assert isinstance(amount_ore, int), "a refund has its amount"
    RefundPaid.objects.create(order=order, decision=written, amount_ore=amount_ore, at=now)
    happened(letter, Event.WITHDRAWN, at=now, now=now)
    without_code(letter)
    if order.ended_at is None:
        order.ended_at, order.ended_as = now, "refunded"
        order.save(update_fields=["ended_at", "ended_as"])
