"""Invoice a month: one invoice for each sender that handed letters in."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import groupby

from django.conf import settings

from budstikke.law.refusal import Refusal
from budstikke.post.actions.invoicing import invoice_documents
from budstikke.post.actions.invoicing.invoice_documents import kid_of, name, new_invoice, next_number
from budstikke.post.records.invoicing import claim_month
from budstikke.post.records.models import Sender
from budstikke.post.records.scope import CARRIER, acting_as, allow_for_many
from budstikke.post.terms.editions import pum_payment_on
from budstikke.post.terms.pum.billing import total
from budstikke.post.terms.pum.invoicing import Kind, due_on, may_invoice, month_after, month_of


def run_invoices(month: date, *, today: date, now: datetime) -> tuple[str, ...] | Refusal:
    """
    Write the invoices of a month, in one transaction; a second run finds nothing to do.

    Terms:   PUM §13 (from the data of the orders), §3 (at the price of the day of hand-in).
    Reading: what was billed before the month and not invoiced comes along; a sender with an invoice of the month
    already finds it on the next one.
    Returns: the names of the new invoices, in the order of the customers' numbers.
    Refuses: MONTH_NOT_OVER.
    """
    month = month_of(month)
    refusal = may_invoice(month, today=today)
    if refusal:
        return refusal
    last_day = month_after(month) - timedelta(days=1)
    made = []
    with acting_as(CARRIER):
        invoice_documents.lock_series()
        allow_for_many()
        claimed = {
            sender_id: list(lines)
            for sender_id, lines in groupby(
                claim_month(month=month, last_day=last_day), key=lambda line: line.sender_id
            )
        }
        senders = Sender.objects.filter(id__in=claimed).order_by("customer_number")
        for number, sender in enumerate(senders, next_number(Kind.INVOICE)):
            lines = claimed[sender.id]
            made.append(
                new_invoice(
                    sender=sender,
                    lines=lines,
                    total=total(lines),
                    issued_on=today,
                    now=now,
                    kind=Kind.INVOICE,
                    number=number,
                    month=month,
                    due_on=due_on(today, terms=pum_payment_on(today)),
                    first_on=min(month, *(line.first_on for line in lines)),
                    last_on=last_day,
                    kid=kid_of(sender.customer_number, number),
                    account=settings.INVOICED_BY["account"],
                )
            )
        invoice_documents.write(made)
    return tuple(name(invoice) for invoice, _ in made)
