"""Enter a payment that came in."""

from __future__ import annotations

from datetime import date, datetime

from budstikke.formats import kid as kids
from budstikke.law.refusal import Refusal
from budstikke.post.records.models import Invoice, Payment
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.refusals import money


def register_payment(
    kid: str, *, amount_ore: int, paid_on: date, reference: str, now: datetime
) -> bool | Refusal:
    """
    Enter a payment by the KID of its invoice; the bank's reference makes a repetition visible.

    Terms:   PUM §13.
    Reading: any amount is entered as it came; too little leaves the invoice open, too much stands in the
    sender's favour.
    Returns: whether it is new; the same payment entered again is the one that stands.
    Refuses: KID_INVALID, KID_UNKNOWN, PAYMENT_KNOWN_OTHERWISE.
    """
    if not kids.is_valid(kid):
        return Refusal(money.KID_INVALID)
    with acting_as(CARRIER):
        invoice = Invoice.objects.filter(kind="invoice", kid=kid).first()
        if invoice is None:
            return Refusal(money.KID_UNKNOWN)
        payment, new = Payment.objects.get_or_create(
            reference=reference,
            defaults={
                "sender_id": invoice.sender_id,
                "invoice": invoice,
                "amount_ore": amount_ore,
                "paid_on": paid_on,
                "registered_at": now,
            },
        )
        same = (payment.invoice_id, payment.amount_ore, payment.paid_on) == (invoice.id, amount_ore, paid_on)
    return new if same else Refusal(money.PAYMENT_KNOWN_OTHERWISE)
