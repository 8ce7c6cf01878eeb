"""What a sender is invoiced: the list, each invoice with its documents and letters, and the statement of account."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from budstikke.kit.clock import today
from budstikke.law.money import kroner
from budstikke.law.words import Language, Words
from budstikke.post.actions.invoicing.find_invoice import as_pdf, as_ubl, invoices_of, show
from budstikke.post.actions.invoicing.invoice_documents import name as name_of
from budstikke.post.actions.invoicing.statement import statement as statement_of
from budstikke.post.doors.editions import edition_name
from budstikke.post.doors.sender.guard import standing
from budstikke.post.doors.sender.pages import attached, page
from budstikke.post.doors.sender.tables import csv_of
from budstikke.post.terms.pum.account import Entry, Posting
from budstikke.post.terms.pum.billing import ITEMS

_ON_A_PAGE = 50
_KINDS = {
    Posting.INVOICE: Words(no="Faktura", en="Invoice"),
    Posting.CREDIT_NOTE: Words(no="Kreditnota", en="Credit note"),
    Posting.PAYMENT: Words(no="Innbetaling", en="Payment"),
    Posting.COMPENSATION: Words(no="Erstatning", en="Compensation"),
}
_COLUMNS = {
    "letter": Words(no="Brev", en="Letter"),
    "consignment": Words(no="Sending", en="Consignment"),
    "item": Words(no="Vare", en="Item"),
    "amount_ore": Words(no="Øre uten mva.", en="Øre without VAT"),
    "handed_in_on": Words(no="Levert inn", en="Handed in"),
}


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """List invoices and credit notes, the newest first."""
    at = standing(request)
    place = request.GET.get("after", "")
    after = int(place) if place.isascii() and place.isdecimal() and len(place) < 19 else None
    found = invoices_of(at.sender_id, after=after, most=_ON_A_PAGE + 1)
    rows = found[:_ON_A_PAGE]
    shown = {
        "invoices": [
            {
                "name": name_of(row),
                "kind": _KINDS[Posting(row.kind)].in_(at.language),
                "credits": name_of(row.credits) if row.credits else "",
                "month": row.month,
                "issued_on": row.issued_on,
                "due_on": row.due_on,
                "gross": kroner(row.net_ore + row.vat_ore, language=at.language),
            }
            for row in rows
        ],
        "following": rows[-1].id if len(found) > _ON_A_PAGE else "",
        "first": after is None,
    }
    return page(request, "sender/invoices.html", shown, here="sender:invoices")


@require_safe
def invoice(request: HttpRequest, name: str) -> HttpResponse:
    """
    Show one of them: what it is for, by which clauses, and how it is paid.

    Raises: Http404 for one of another sender as for none.
    """
    at = standing(request)
    found = _found(request, name)
    shown = {
        **found,
        "kind_words": _KINDS[Posting(found["kind"])].in_(at.language),
        "reason_words": found["reason"] and found["reason"][at.language],
        "net": kroner(found["net_ore"], language=at.language),
        "gross": kroner(found["gross_ore"], language=at.language),
        "rates": [
            {
                "percent": rate["vat_percent"],
                "net": kroner(rate["net_ore"], language=at.language),
                "vat": kroner(rate["vat_ore"], language=at.language),
            }
            for rate in found["rates"]
        ],
        "lines": [_line(line, at.language) for line in found["lines"]],
    }
    return page(request, "sender/invoice.html", shown, here="sender:invoices")


@require_safe
def letters(request: HttpRequest, name: str) -> HttpResponse:
    """Give each letter of an invoice with what it cost, as CSV."""
    language = standing(request).language
    rows = _found(request, name, with_letters=True)["letters"]
    content = csv_of(
        [words.in_(language) for words in _COLUMNS.values()],
        ([ITEMS[row[key]].in_(language) if key == "item" else row[key] for key in _COLUMNS] for row in rows),
    )
    return attached(content, "text/csv; charset=utf-8", f"{name}.csv")


@require_safe
def document(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """
    Give one of them as PDF, or as the EHF document that it was sent as.

    Raises: Http404 for a name of another sender as for none, and for another form.
    """
    make, kind, ending = {
        "pdf": (as_pdf, "application/pdf", "pdf"),
        "ehf": (as_ubl, "application/xml", "xml"),
    }.get(form, (None, "", ""))
    content = make(name, tenant=str(standing(request).sender_id)) if make else None
    if content is None:
        raise Http404
    return attached(content, kind, f"{name}.{ending}")


@require_safe
def statement(request: HttpRequest) -> HttpResponse:
    """Show the statement of account: what was invoiced, credited and paid, and what is still owed."""
    at = standing(request)
    account = statement_of(at.user.customer_number, tenant=str(at.sender_id), today=today())
    assert account is not None, "somebody works for this sender"
    shown = {
        "balance": kroner(account.balance_ore, language=at.language),
        "overdue": kroner(account.overdue_ore, language=at.language) if account.overdue_ore else "",
        "open": [
            {
                "name": each.invoice,
                "due_on": each.due_on,
                "left": kroner(each.left_ore, language=at.language),
                "days": each.days_overdue,
            }
            for each in account.open
        ],
        "entries": [_entry(entry, balance, at.language) for entry, balance in reversed(account.entries)],
    }
    return page(request, "sender/statement.html", shown, here="sender:invoices")


def _found(request: HttpRequest, name: str, *, with_letters: bool = False) -> dict[str, Any]:
    found: Any = show(name, tenant=str(standing(request).sender_id), with_letters=with_letters)
    if found is None:
        raise Http404
    return found  # type: ignore[no-any-return]  # plain values, as the command line shows them


def _line(line: dict[str, Any], language: Language) -> dict[str, object]:
    return {
        **line,
        "words": ITEMS[line["item"]].in_(language),
        "price_list": edition_name(line["price_list"], language=language),
        "unit": kroner(line["unit_ore"], language=language),
        "net": kroner(line["net_ore"], language=language),
        "clauses": ", ".join(line["clauses"]),
    }


def _entry(entry: Entry, balance_ore: int, language: Language) -> dict[str, object]:
    return {
        "on": entry.on,
        "kind": _KINDS[entry.posting].in_(language),
        "name": entry.name,
        "is_paper": entry.posting in (Posting.INVOICE, Posting.CREDIT_NOTE),
        "invoice": entry.invoice,
        "amount": kroner(entry.amount_ore, language=language),
        "balance": kroner(balance_ore, language=language),
    }
