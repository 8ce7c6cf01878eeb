"""Enter a payment that came in on the invoice of its KID."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import F, Sum

from budstikke.formats import kid as kids
from budstikke.formats.bank.incoming import Incoming
from budstikke.law.refusal import Refusal
from budstikke.post.records.models import Invoice, Payment, Sender
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
    paid = Incoming(where="", reference=reference, kid=kid, amount_ore=amount_ore, paid_on=paid_on)
    with acting_as(CARRIER):
        found = enter(paid, now=now)
    return found if isinstance(found, Refusal) else found[1]


def enter(paid: Incoming, *, now: datetime) -> tuple[Payment, bool, int] | Refusal:
    """
    Enter a payment inside the transaction of whoever calls.

    Terms:   PUM §13.
    Returns: it, whether it is new, and what was left on its invoice before.
    Refuses: KID_INVALID, KID_UNKNOWN, PAYMENT_KNOWN_OTHERWISE.
    """
    if not kids.is_valid(paid.kid):
        return Refusal(money.KID_INVALID)
    invoice = Invoice.objects.filter(kind="invoice", kid=paid.kid).first()
    if invoice is None:
        return Refusal(money.KID_UNKNOWN)
    # Its sender is locked (an invoice never changes), so that of two payments at once the second sees the first.
    Sender.objects.select_for_update().get(id=invoice.sender_id)
    left_ore = _left(invoice)
    payment, new = Payment.objects.get_or_create(
        reference=paid.reference,
        defaults={
            "sender_id": invoice.sender_id,
            "invoice": invoice,
            "amount_ore": paid.amount_ore,
            "paid_on": paid.paid_on,
            "registered_at": now,
        },
    )
    same = (payment.invoice_id, payment.amount_ore, payment.paid_on) == (
        invoice.id,
        paid.amount_ore,
        paid.paid_on,
    )
    return (payment, new, left_ore) if same else Refusal(money.PAYMENT_KNOWN_OTHERWISE)


def _left(invoice: Invoice) -> int:
    credited = Invoice.objects.filter(credits=invoice).aggregate(sum=Sum(F("net_ore") + F("vat_ore")))["sum"]
    paid = Payment.objects.filter(invoice=invoice).aggregate(sum=Sum("amount_ore"))["sum"]
    return invoice.net_ore + invoice.vat_ore - (credited or 0) - (paid or 0)
