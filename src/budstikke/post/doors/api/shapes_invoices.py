"""What invoices look like at the API: amounts in whole øre, days as days."""

from __future__ import annotations

from datetime import date

from ninja import Schema
from pydantic import Field

from budstikke.post.doors.problem_shapes import Words


class CreditedBecause(Schema):
    """Why something invoiced was taken back."""

    code: str
    no: str
    en: str
    clauses: list[str]


class Invoice(Schema):
    """An invoice, or a credit note for one."""

    name: str = Field(description="F and a number for an invoice, K for a credit note.")
    kind: str = Field(description="invoice or credit_note")
    month: str | None = Field(description="The month invoiced, as YYYY-MM; null for a credit note.")
    credits: str | None = Field(description="The invoice a credit note is for.")
    issued_on: date
    due_on: date | None
    kid: str | None
    net_ore: int
    vat_ore: int
    gross_ore: int


class Invoices(Schema):
    """A page of them, the newest first."""

    invoices: list[Invoice]
    next: int | None = Field(description="Ask with `after` for what follows; null at the end.")


class Line(Schema):
    """So many of one item at one price."""

    item: str
    words: Words
    quantity: int
    unit_ore: int
    net_ore: int
    vat_percent: int
    price_list: str
    clauses: list[str]
    first_on: date
    last_on: date


class Rate(Schema):
    """What there is at one rate of VAT."""

    vat_percent: int
    net_ore: int
    vat_ore: int


class Charged(Schema):
    """What one letter cost."""

    letter: str
    consignment: str
    item: str
    amount_ore: int
    handed_in_on: date


class InvoiceWithLines(Invoice):
    """One of them with its lines, and on request each letter of them."""

    reason: CreditedBecause | None
    lines: list[Line]
    rates: list[Rate]
    letters: list[Charged] | None = None
