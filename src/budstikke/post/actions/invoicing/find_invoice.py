"""Find an invoice or credit note by its name, and show it: as values, as PDF, as EHF."""

from __future__ import annotations

from budstikke.post.actions.invoicing.invoice_documents import name, paper_of
from budstikke.post.papers.invoice import render_invoice
from budstikke.post.records.invoicing import letters_of, lines_of
from budstikke.post.records.models import Invoice
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.pum.invoicing import CREDIT_REASONS, kind_and_number


def find(invoice_name: str, *, tenant: str = CARRIER) -> Invoice | None:
    """Return an invoice or credit note that the transaction's tenant may see."""
    named = kind_and_number(invoice_name)
    if named is None:
        return None
    kind, number = named
    rows = Invoice.objects.select_related("sender", "credits").filter(kind=kind, number=number)
    return (rows if tenant == CARRIER else rows.filter(sender_id=int(tenant))).first()


def invoices_of(sender_id: int, *, after: int | None, most: int) -> list[Invoice]:
    """Return invoices and credit notes of a sender, the newest first, from a place on (the last one's id)."""
    with acting_as(str(sender_id)):
        rows = Invoice.objects.select_related("credits").filter(sender_id=sender_id)
        if after is not None:
            rows = rows.filter(id__lt=after)
        # The documents are kept as they were sent; a list needs none of them.
        return list(rows.defer("ubl", "seller", "buyer", "credits__ubl").order_by("-id")[:most])


def show(invoice_name: str, *, tenant: str, with_letters: bool = False) -> dict[str, object] | None:
    """Return an invoice or credit note as plain values, on request with each of its letters; None if unknown."""
    with acting_as(tenant):
        invoice = find(invoice_name, tenant=tenant)
        if invoice is None:
            return None
        reason = CREDIT_REASONS.get(invoice.reason)
        lines = lines_of(invoice)
        letters = {"letters": letters_of(invoice)} if with_letters else {}
    return {
        "name": name(invoice),
        "kind": invoice.kind,
        "customer": invoice.buyer["customer_number"],
        "month": f"{invoice.month:%Y-%m}" if invoice.month else None,
        "credits": name(invoice.credits) if invoice.credits else None,
        "reason": {"code": reason.code, **reason.words.as_json(), "clauses": list(map(str, reason.clauses))}
        if reason
        else None,
        "issued_on": invoice.issued_on,
        "due_on": invoice.due_on,
        "kid": invoice.kid or None,
        "net_ore": invoice.net_ore,
        "vat_ore": invoice.vat_ore,
        "gross_ore": invoice.net_ore + invoice.vat_ore,
        "rates": invoice.rates,
        "lines": [
            {
                "item": line.item,
                "quantity": line.quantity,
                "unit_ore": line.unit_ore,
                "net_ore": line.net_ore,
                "vat_percent": line.vat_percent,
                "price_list": line.price_list,
                "clauses": line.clauses.split(", "),
                "first_on": line.first_on,
                "last_on": line.last_on,
            }
            for line in lines
        ],
        **letters,
    }


def as_pdf(invoice_name: str, *, tenant: str) -> bytes | None:
    """Return an invoice or credit note as PDF, the EHF document attached; None if unknown."""
    with acting_as(tenant):
        invoice = find(invoice_name, tenant=tenant)
        paper = paper_of(invoice, lines_of(invoice)) if invoice else None
    return render_invoice(paper) if paper else None


def as_ubl(invoice_name: str, *, tenant: str) -> bytes | None:
    """Return the EHF document as it was made; None if unknown."""
    with acting_as(tenant):
        invoice = find(invoice_name, tenant=tenant)
        return bytes(invoice.ubl) if invoice else None
