"""Invoices and credit notes between rows, papers and EHF: all are made of the same stored values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import connection

from budstikke.formats import kid, ubl
from budstikke.kit.installation import is_test
from budstikke.law.clause import Clause
from budstikke.post.papers.invoice import InvoicePaper, InvoiceParty, PaperLine, PaperRate
from budstikke.post.records.invoicing import Claimed
from budstikke.post.records.models import Invoice, InvoiceLine, Sender
from budstikke.post.terms.editions import PUM_PRICES
from budstikke.post.terms.pum.billing import ITEMS, Total
from budstikke.post.terms.pum.invoicing import CREDIT_REASONS, Kind, name_of


def lock_series() -> None:
    """Wait for whoever writes invoices or credit notes now, until this transaction ends: numbers have no gap."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('invoices'))")


def next_number(kind: Kind) -> int:
    """Return the next number of a series; called under the lock."""
    last = Invoice.objects.filter(kind=kind).order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def seller_now() -> dict[str, str]:
    """Return what an invoice says of the carrier."""
    street, _, place = settings.INVOICED_BY["address"].rpartition(",")
    postcode, _, city = place.strip().partition(" ")
    return {
        "name": settings.CARRIER["name"],
        "organisation_number": settings.CARRIER["orgnr"],
        "street": street.strip(),
        "postcode": postcode,
        "city": city,
    }


def buyer_now(sender: Sender) -> dict[str, str]:
    """Return what an invoice says of a sender."""
    return {
        "name": sender.name,
        "organisation_number": sender.organisation_number,
        "street": sender.street,
        "postcode": sender.postcode,
        "city": sender.city,
        "customer_number": sender.customer_number,
    }


def kid_of(customer_number: str, number: int) -> str:
    """Return the KID of an invoice: whose it is, which it is, and the check digit (MOD10)."""
    return kid.make(f"{customer_number}{number:08d}")


def new_invoice(
    *,
    sender: Sender,
    lines: Sequence[Claimed],
    total: Total,
    issued_on: date,
    now: datetime,
    **of_its_kind: object,
) -> tuple[Invoice, list[InvoiceLine]]:
    """Return an invoice or credit note and its lines, not yet written, with the EHF document of them."""
    invoice = Invoice(
        sender=sender,
        issued_on=issued_on,
        made_at=now,
        net_ore=total.net_ore,
        vat_ore=total.vat_ore,
        rates=[
            {"vat_percent": rate.vat_percent, "net_ore": rate.net_ore, "vat_ore": rate.vat_ore}
            for rate in total.rates
        ],
        seller=seller_now(),
        buyer=buyer_now(sender),
        **of_its_kind,
    )
    rows = [
        InvoiceLine(
            id=line.id,
            invoice=invoice,
            sender=sender,
            item=line.item,
            quantity=line.quantity,
            unit_ore=line.unit_ore,
            net_ore=line.net_ore,
            vat_percent=line.vat_percent,
            price_list=line.price_list,
            clauses=line.clauses,
            first_on=line.first_on,
            last_on=line.last_on,
        )
        for line in lines
    ]
    invoice.ubl = ubl.write(ubl_of(invoice, rows))
    return invoice, rows


def write(made: Sequence[tuple[Invoice, Sequence[InvoiceLine]]]) -> None:
    """Write invoices and their lines; the database holds each against what its lines claimed."""
    Invoice.objects.bulk_create([invoice for invoice, _ in made])
    InvoiceLine.objects.bulk_create([line for _, lines in made for line in lines], batch_size=1000)


def ubl_of(invoice: Invoice, lines: Sequence[InvoiceLine]) -> ubl.Document:
    """Return the values of the EHF document; the buyer's reference is its customer number."""
    buyer = {key: value for key, value in invoice.buyer.items() if key != "customer_number"}
    credited = invoice.credits
    return ubl.Document(
        kind="invoice" if invoice.kind == Kind.INVOICE else "credit_note",
        number=name(invoice),
        issued_on=invoice.issued_on,
        first_on=invoice.first_on,
        last_on=invoice.last_on,
        buyer_reference=invoice.buyer["customer_number"],
        seller=ubl.Organisation(**invoice.seller, vat_registered=True, in_business_register=True),
        buyer=ubl.Organisation(**buyer),
        lines=tuple(
            ubl.Line(
                name=ITEMS[line.item].no,
                description=f"{ITEMS[line.item].en}. {line.clauses}. {line.price_list}",
                quantity=line.quantity,
                unit_ore=line.unit_ore,
                net_ore=line.net_ore,
                vat_percent=line.vat_percent,
                first_on=line.first_on,
                last_on=line.last_on,
            )
            for line in lines
        ),
        vat=tuple(
            ubl.Vat(percent=rate["vat_percent"], net_ore=rate["net_ore"], vat_ore=rate["vat_ore"])
            for rate in invoice.rates
        ),
        note=_note(invoice),
        due_on=invoice.due_on,
        account=invoice.account,
        kid=invoice.kid,
        corrects=ubl.Corrected(number=name(credited), issued_on=credited.issued_on) if credited else None,
    )


def paper_of(invoice: Invoice, lines: Sequence[InvoiceLine]) -> InvoicePaper:
    """Return what is printed."""
    reason = CREDIT_REASONS.get(invoice.reason)
    invented = {prices.id for prices in PUM_PRICES if prices.prices_are_invented}
    return InvoicePaper(
        kind=invoice.kind,
        number=name(invoice),
        customer_number=invoice.buyer["customer_number"],
        issued_on=invoice.issued_on,
        first_on=invoice.first_on,
        last_on=invoice.last_on,
        seller=_party(invoice.seller),
        buyer=_party(invoice.buyer),
        lines=tuple(
            PaperLine(
                words=ITEMS[line.item],
                quantity=line.quantity,
                unit_ore=line.unit_ore,
                net_ore=line.net_ore,
                vat_percent=line.vat_percent,
                first_on=line.first_on,
                last_on=line.last_on,
                clauses=tuple(line.clauses.split(", ")),
                price_list=line.price_list,
                price_list_invented=line.price_list in invented,
            )
            for line in lines
        ),
        rates=tuple(PaperRate(**rate) for rate in invoice.rates),
        ubl=bytes(invoice.ubl),
        test=is_test(),
        due_on=invoice.due_on,
        account=invoice.account,
        kid=invoice.kid,
        corrects=name(invoice.credits) if invoice.credits else "",
        reason=reason.words if reason else None,
        reason_clauses=_cited(reason.clauses) if reason else (),
    )


def name(invoice: Invoice) -> str:
    """Return how an invoice or credit note is called."""
    return name_of(Kind(invoice.kind), invoice.number)


def _note(invoice: Invoice) -> str:
    reason = CREDIT_REASONS.get(invoice.reason)
    said = ["TEST"] if is_test() else []
    if reason:
        said.append(f"{reason.words.no} {reason.words.en} ({', '.join(_cited(reason.clauses))})")
    return " – ".join(said)


def _party(stored: dict[str, str]) -> InvoiceParty:
    lines = (stored["street"], f"{stored['postcode']} {stored['city']}".strip())
    return InvoiceParty(
        name=stored["name"],
        organisation_number=stored["organisation_number"],
        address_lines=tuple(line for line in lines if line),
    )


def _cited(clauses: Sequence[Clause]) -> tuple[str, ...]:
    return tuple(map(str, clauses))
