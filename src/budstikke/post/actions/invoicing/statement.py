"""A sender's statement of account."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from budstikke.post.actions.invoicing.invoice_documents import name
from budstikke.post.records.models import Claim, Invoice, Payment, Sender
from budstikke.post.records.scope import acting_as
from budstikke.post.terms.pum.account import Account, Entry, Posting, account
from budstikke.post.terms.pum.settling import ClaimKind, ClaimState


def statement(customer_number: str, *, tenant: str, today: date) -> Account | None:
    """
    Return what was invoiced, credited and paid until a day, and what is owed; None for nobody's number.

    Terms:   PUM §13, §17.
    Reading: compensation is set off against what the sender owes; a refunded fee is a credit note (decision 0112).
    """
    with acting_as(tenant):
        sender = Sender.objects.filter(customer_number=customer_number).first()
        return account(_entries(sender), today=today) if sender else None


def _entries(sender: Sender) -> Iterator[Entry]:
    for invoice in Invoice.objects.filter(sender=sender).select_related("credits").order_by("id"):
        gross_ore = invoice.net_ore + invoice.vat_ore
        credited = invoice.credits
        yield Entry(
            posting=Posting(invoice.kind),
            on=invoice.issued_on,
            name=name(invoice),
            invoice=name(credited or invoice),
            amount_ore=-gross_ore if credited else gross_ore,
            due_on=invoice.due_on,
        )
    for payment in Payment.objects.filter(sender=sender).select_related("invoice").order_by("id"):
        yield Entry(
            posting=Posting.PAYMENT,
            on=payment.paid_on,
            name=payment.reference,
            invoice=name(payment.invoice),
            amount_ore=-payment.amount_ore,
        )
    granted = Claim.objects.filter(sender=sender, state=ClaimState.GRANTED).exclude(kind=ClaimKind.FEE_REFUND)
    for claim in granted.order_by("id"):
        assert claim.settled_on is not None and claim.amount_ore is not None
        yield Entry(
            posting=Posting.COMPENSATION,
            on=claim.settled_on,
            name=f"claim {claim.id}",
            invoice="",
            amount_ore=-claim.amount_ore,
        )
