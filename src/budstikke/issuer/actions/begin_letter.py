"""Begin a letter of an order: entered, and waiting to be ordered from the carrier."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from budstikke.issuer.actions.letter_history import happened
from budstikke.issuer.records.models import Letter, Order
from budstikke.issuer.terms.letters import Event


def begin_letter(order: Order, *, now: datetime) -> Letter:
    """Enter the next letter of an order; the carrier knows it by the consignment, which numbers it on."""
    nth = Letter.objects.filter(order=order).count() + 1
    letter = Letter.objects.create(
        reference=uuid4(), order=order, consignment=f"{order.number}{nth:02}", state="", made_at=now
    )
    happened(letter, Event.ORDERED, at=now, now=now)
    return letter
