"""Claiming billing lines for invoices and credit notes: one statement each, whatever the number of letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from budstikke.post.records.models import BillingLine, Invoice, InvoiceLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """Billing lines of one sender that are alike, claimed by the line of an invoice with this id."""

    id: int
    sender_id: int
    item: str
    unit_ore: int
    vat_percent: int
    price_list: str
    clauses: str
    quantity: int
    net_ore: int
    first_on: date
    last_on: date


# What is due is read once, so that a line written meanwhile is neither claimed nor counted; the lines of invoices
# themselves follow in the same transaction, which is why their foreign keys are looked at when it ends.
_CLAIM = """
    WITH due AS MATERIALIZED (
        SELECT billing_line.* FROM billing_line WHERE {due}
    ), alike AS MATERIALIZED (
        SELECT nextval('invoice_line_id_seq') AS line_id, grouped.* FROM (
            SELECT sender_id, item, amount_ore, vat_percent, price_list, clauses, count(*) AS quantity,
                   sum(amount_ore)::bigint AS net_ore, min(billed_on) AS first_on, max(billed_on) AS last_on
            FROM due GROUP BY sender_id, item, amount_ore, vat_percent, price_list, clauses
            ORDER BY sender_id, item, min(billed_on), price_list, amount_ore
        ) AS grouped
    ), claimed AS (
        UPDATE billing_line SET {column} = alike.line_id
        FROM due JOIN alike USING (sender_id, item, amount_ore, vat_percent, price_list, clauses)
        WHERE billing_line.id = due.id
    )
    SELECT line_id, sender_id, item, amount_ore, vat_percent, price_list, clauses, quantity, net_ore, first_on, last_on
    FROM alike ORDER BY line_id
"""
_DUE = """
    invoice_line_id IS NULL AND billed_on <= %s AND NOT EXISTS (
        SELECT 1 FROM invoice WHERE invoice.sender_id = billing_line.sender_id AND invoice.month = %s)
"""
_OF_INVOICE = """
    credit_line_id IS NULL AND invoice_line_id IN (SELECT id FROM invoice_line WHERE invoice_id = %s)
"""


def claim_month(*, month: date, last_day: date) -> list[Claimed]:
    """
    Claim for new invoices whatever is not invoiced up to a month's last day, for senders without an invoice of it.

    What was left over from a month before comes along, so that nothing is forgotten.
    """
    return _claim(_CLAIM.format(due=_DUE, column="invoice_line_id"), [last_day, month])


def claim_credit(invoice_id: int, *, letter_ids: Sequence[int] | None) -> list[Claimed]:
    """Claim for a credit note what of an invoice is not credited yet: all of it, or that of some letters."""
    if letter_ids is None:
        return _claim(_CLAIM.format(due=_OF_INVOICE, column="credit_line_id"), [invoice_id])
    due = f"{_OF_INVOICE} AND letter_id = ANY(%s)"
    return _claim(_CLAIM.format(due=due, column="credit_line_id"), [invoice_id, list(letter_ids)])


def letters_to_credit(invoice_id: int, letter_ids: Sequence[int]) -> set[int]:
    """Return those of some letters for which an invoice has something that is not credited."""
    return set(
        BillingLine.objects.filter(
            invoice_line__invoice_id=invoice_id, credit_line=None, letter_id__in=letter_ids
        ).values_list("letter_id", flat=True)
    )


def lines_of(invoice: Invoice) -> list[InvoiceLine]:
    """Return the lines of an invoice or credit note, in their order."""
    return list(InvoiceLine.objects.filter(invoice=invoice).order_by("id"))


def letters_of(invoice: Invoice) -> list[dict[str, object]]:
    """Return every letter of an invoice or credit note with what it cost, for whoever checks it line by line."""
    line = "invoice_line" if invoice.kind == "invoice" else "credit_line"
    rows = BillingLine.objects.filter(**{f"{line}__invoice": invoice}).order_by(
        "billed_on", "letter_id", "item"
    )
    return [
        {"letter": number, "consignment": consignment, "item": item, "amount_ore": ore, "handed_in_on": on}
        for number, consignment, item, ore, on in rows.values_list(
            "letter__number", "letter__consignment_number", "item", "amount_ore", "billed_on"
        )
    ]


def _claim(statement: str, parameters: Sequence[Any]) -> list[Claimed]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [
            Claimed(
                id=row[0],
                sender_id=row[1],
                item=row[2],
                unit_ore=row[3],
                vat_percent=row[4],
                price_list=row[5],
                clauses=row[6],
                quantity=row[7],
                net_ore=row[8],
                first_on=row[9],
                last_on=row[10],
            )
            for row in cursor.fetchall()
        ]
