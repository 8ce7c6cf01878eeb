"""Take back what was invoiced: a credit note for an invoice, whole or for some of its letters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from budstikke.formats.s10 import letter_id
from budstikke.law.refusal import Refusal
from budstikke.post.actions.invoicing import invoice_documents
from budstikke.post.actions.invoicing.find_invoice import find
from budstikke.post.actions.invoicing.invoice_documents import name, new_invoice, next_number
from budstikke.post.records.invoicing import claim_credit, letters_to_credit
from budstikke.post.records.models import InvoiceLine
from budstikke.post.records.scope import CARRIER, acting_as, allow_for_many
from budstikke.post.terms.pum.billing import total_to_credit
from budstikke.post.terms.pum.invoicing import CREDIT_REASONS, Kind
from budstikke.post.terms.refusals import money


def credit(
    invoice_name: str, *, letters: Sequence[str] | None = None, reason: str, today: date, now: datetime
) -> str | Refusal:
    """
    Write a credit note for an invoice: for some of its letters, or for all that is left of it.

    Terms:   PUM §13 and the clauses of the reason; the invoice itself never changes.
    Returns: the credit note's name.
    Refuses: INVOICE_UNKNOWN, NOTHING_TO_CREDIT.
    """
    assert reason in CREDIT_REASONS, reason
    with acting_as(CARRIER):
        invoice_documents.lock_series()
        invoice = find(invoice_name)
        if invoice is None or invoice.kind != Kind.INVOICE:
            return Refusal(money.INVOICE_UNKNOWN)
        asked = None if letters is None else {letter_id(number): number for number in letters}
        if asked is not None:
            left = letters_to_credit(invoice.id, list(asked))
            missing = [number for each, number in asked.items() if each not in left]
            if missing or not asked:
                return Refusal(money.NOTHING_TO_CREDIT, {"letters": ", ".join(missing) or "–"})
        allow_for_many()
        earlier = list(InvoiceLine.objects.filter(invoice__credits=invoice))
        lines = claim_credit(invoice.id, letter_ids=None if asked is None else list(asked))
        if not lines:
            return Refusal(money.NOTHING_TO_CREDIT, {"letters": "–"})
        note = new_invoice(
            sender=invoice.sender,
            lines=lines,
            total=total_to_credit(lines, credited=earlier),
            issued_on=today,
            now=now,
            kind=Kind.CREDIT_NOTE,
            number=next_number(Kind.CREDIT_NOTE),
            credits=invoice,
            reason=reason,
            first_on=min(line.first_on for line in lines),
            last_on=max(line.last_on for line in lines),
        )
        invoice_documents.write([note])
    return name(note[0])
