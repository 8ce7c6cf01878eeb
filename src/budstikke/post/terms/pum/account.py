"""§13: a sender's statement of account: what was invoiced, credited and paid, and what is still owed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Posting(StrEnum):
    """What moved the account."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    PAYMENT = "payment"
    COMPENSATION = "compensation"


# On one day an invoice comes before what is set against it.
_ORDER = tuple(Posting)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """
    One line of the account: `amount_ore` is more owed if positive, less owed if negative.

    `name` is the invoice's or credit note's, the bank's reference of a payment, or the claim compensated; `invoice` is
    the one it is of or is set against, and empty for compensation, which is set against no invoice.
    """

    posting: Posting
    on: date
    name: str
    invoice: str
    amount_ore: int
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """An invoice that is not settled; `left_ore` is negative where too much was paid."""

    invoice: str
    due_on: date
    left_ore: int
    days_overdue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The entries in order, each with the balance after it, and the invoices that are not settled."""

    entries: tuple[tuple[Entry, int], ...]
    open: tuple[Open, ...] = field(default=())

    @property
    def balance_ore(self) -> int:
        """What the sender owes on the whole."""
        return self.entries[-1][1] if self.entries else 0

    @property
    def overdue_ore(self) -> int:
        """What should have been paid by now."""
        return sum(each.left_ore for each in self.open if each.days_overdue and each.left_ore > 0)


def account(entries: Iterable[Entry], *, today: date) -> Account:
    """
    Return the statement of account as of a day.

    Terms:   PUM §13.
    Reading: what is paid or credited is set against the invoice it names, never against the oldest. A day
    overdue begins when the last day to pay has passed; nothing is charged for it.
    """
    known = sorted(
        (each for each in entries if each.on <= today),
        key=lambda each: (each.on, _ORDER.index(each.posting), each.name),
    )
    balance, with_balance = 0, []
    left: dict[str, int] = {}
    for each in known:
        balance += each.amount_ore
        with_balance.append((each, balance))
        left[each.invoice] = left.get(each.invoice, 0) + each.amount_ore
    return Account(
        entries=tuple(with_balance),
        open=tuple(
            Open(
                invoice=each.invoice,
                due_on=each.due_on,
                left_ore=left[each.invoice],
                days_overdue=max(0, (today - each.due_on).days),
            )
            for each in known
            if each.posting is Posting.INVOICE and each.due_on is not None and left[each.invoice]
        ),
    )
