"""§13: when a month is invoiced, when an invoice is due, how it is named, and for what it is taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from budstikke.law.clause import Clause
from budstikke.law.refusal import Refusal
from budstikke.law.words import Words
from budstikke.post.terms.contracts import PUM
from budstikke.post.terms.refusals import money


class Kind(StrEnum):
    """What is issued: each kind has a series of numbers of its own, without gaps."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


_LETTER_OF_KIND = {Kind.INVOICE: "F", Kind.CREDIT_NOTE: "K"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentTerms:
    """
    The terms of payment in force from a day on.

    Terms:   PUM §13, which refers to general terms of payment.
    Reading: no fee for a reminder and no interest is charged, because we have no text that gives a figure.
    """

    id: str
    valid_from: date
    valid_to: date | None
    terms_are_invented: bool
    days_to_pay: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditReason:
    """Why something invoiced is taken back, and the clause that says so."""

    code: str
    words: Words
    clauses: tuple[Clause, ...]


CREDIT_REASONS: Mapping[str, CreditReason] = {
    row.code: row
    for row in (
        CreditReason(
            code="not_as_ordered",
            words=Words(
                no="Fakturert annet enn det som var bestilt.",
                en="Something else than the order was invoiced.",
            ),
            clauses=(PUM(13),),
        ),
        CreditReason(
            code="not_handed_in",
            words=Words(
                no="Brevet ble registrert som innlevert ved en feil.",
                en="The letter was recorded as handed in by mistake.",
            ),
            clauses=(PUM(9), PUM(13)),
        ),
        CreditReason(
            code="wrong_price",
            words=Words(
                no="Prisen var en annen enn prislisten ga den dagen.",
                en="The price was not the one of the price list that day.",
            ),
            clauses=(PUM(3), PUM(13)),
        ),
        CreditReason(
            code="complaint",
            words=Words(no="En reklamasjon er tatt til følge.", en="A complaint was upheld."),
            clauses=(PUM(18), PUM(13)),
        ),
    )
}


def may_invoice(month: date, *, today: date) -> Refusal | None:
    """
    Return why a month may not be invoiced yet, or nothing.

    Terms:   PUM §13.
    Reading: the text gives no period; we invoice a calendar month once it is over, since until then a letter
    may still be handed in.
    Refuses: MONTH_NOT_OVER.
    """
    first_day = month_after(month)
    return Refusal(money.MONTH_NOT_OVER, {"first_day": first_day}) if today < first_day else None


def due_on(issued_on: date, *, terms: PaymentTerms) -> date:
    """
    Return the last day to pay.

    Terms: PUM §13.
    """
    return issued_on + timedelta(days=terms.days_to_pay)


def name_of(kind: Kind, number: int) -> str:
    """
    Return how an invoice or credit note is called: a letter for its series and its number there.

    >>> name_of(Kind.CREDIT_NOTE, 7)
    'K000007'
    """
    return f"{_LETTER_OF_KIND[kind]}{number:06d}"


def kind_and_number(name: str) -> tuple[Kind, int] | None:
    """
    Read such a name back; None where it is none.

    >>> kind_and_number("F000012")
    (<Kind.INVOICE: 'invoice'>, 12)
    """
    for kind, letter in _LETTER_OF_KIND.items():
        digits = name.removeprefix(letter)
        if digits != name and digits.isascii() and digits.isdecimal() and len(digits) <= 12:
            return kind, int(digits)
    return None


def month_of(day: date) -> date:
    """Return the first day of a day's month, which stands for the month."""
    return day.replace(day=1)


def month_after(month: date) -> date:
    """Return the first day of the next month."""
    return month_of(month_of(month) + timedelta(days=31))


def month_before(day: date) -> date:
    """Return the first day of the month before a day's."""
    return month_of(month_of(day) - timedelta(days=1))
