"""Send another letter for an order whose last one came to nothing."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from budstikke.issuer.actions import queue
from budstikke.issuer.actions.audit import audited
from budstikke.issuer.actions.begin_letter import begin_letter
from budstikke.issuer.actions.letter_history import without_code
from budstikke.issuer.actions.maintenance import maintenance_windows
from budstikke.issuer.records.models import Letter, Order
from budstikke.issuer.terms.codes import new_letter
from budstikke.issuer.terms.edition import BY_ID
from budstikke.issuer.terms.letters import State
from budstikke.issuer.terms.maintenance import ordering_paused
from budstikke.issuer.terms.products import Product
from budstikke.issuer.terms.refusals import NO_NEW_LETTER
from budstikke.law.refusal import Refusal


def send_again(order_id: int, *, actor: str, now: datetime) -> Letter | Refusal:
    """
    Begin another letter; the code of the one before is gone for good.

    Terms:   eID §3, §4.
    Refuses: NO_NEW_LETTER, with why.
    """
    with transaction.atomic():
        order = Order.objects.select_for_update().select_related("customer").get(id=order_id)
        letters = list(Letter.objects.select_for_update().filter(order=order).order_by("id"))
        if order.ended_at is not None or not letters:
            return Refusal(NO_NEW_LETTER, {"why": "ended"})
        if ordering_paused(maintenance_windows(at=now), product=Product(order.product), at=now):
            return Refusal(NO_NEW_LETTER, {"why": "paused"})
        refusal = new_letter(
            state=State(letters[-1].state),
            placed_at=order.placed_at,
            sent_at=[each.made_at for each in letters],
            edition=BY_ID[order.edition],
            now=now,
        )
        if refusal is not None:
            return refusal
        without_code(letters[-1])
        letter = begin_letter(order, now=now)
        queue.send_orders()
        audited(
            "letter.again", actor=actor, now=now, customer=order.customer.reference, order_number=order.number
        )
    return letter
