"""§3, §13: the price list, and the lines invoiced from the data of the order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from budstikke.law.clause import Clause
from budstikke.law.words import Words
from budstikke.post.terms.contracts import PUM

_LETTER = Words(no="Brev med personlig utlevering", en="Letter for personal delivery")
_PASSPORT_ONLY = Words(no="Krav til pass", en="Passport only")


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceList:
    """
    The prices in force from a day on.

    Terms: PUM §3.
    Unit:  whole øre without VAT; `vat_percent` says which rate is added.
    """

    id: str
    valid_from: date
    valid_to: date | None
    prices_are_invented: bool
    letter_ore: int
    passport_only_ore: int
    vat_percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderedLetter:
    """What the order says of a letter, as far as it costs something."""

    passport_only: bool
    cancelled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BillingLine:
    """One line of an invoice; `item` is stable and is billed at most once for a letter."""

    item: str
    words: Words
    amount_ore: int
    vat_percent: int
    clause: Clause


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """The sum of an invoice, in øre."""

    net_ore: int
    vat_ore: int

    @property
    def gross_ore(self) -> int:
        """What is to be paid."""
        return self.net_ore + self.vat_ore


def billing_lines(letter: OrderedLetter, *, prices: PriceList) -> tuple[BillingLine, ...]:
    """
    Return what a letter costs its sender.

    Terms:   PUM §13 (the order's data decide, not what is seen later), §3.
    Reading: an order cancelled before the first scan costs nothing; a letter that comes back has been
    carried, and costs what it was ordered as. The text gives no price for the return itself.
    """
    if letter.cancelled:
        return ()
    rows = (
        ("letter", _LETTER, prices.letter_ore, True),
        ("passport_only", _PASSPORT_ONLY, prices.passport_only_ore, letter.passport_only),
    )
    return tuple(
        BillingLine(item=item, words=words, amount_ore=ore, vat_percent=prices.vat_percent, clause=PUM(13))
        for item, words, ore, ordered in rows
        if ordered
    )


def total(lines: Iterable[BillingLine]) -> Total:
    """
    Add up an invoice.

    Terms:   PUM §13.
    Reading: VAT is taken of the sum at each rate, once, and rounded half up to whole øre.
    """
    net_by_rate: dict[int, int] = {}
    for line in lines:
        net_by_rate[line.vat_percent] = net_by_rate.get(line.vat_percent, 0) + line.amount_ore
    return Total(
        net_ore=sum(net_by_rate.values()),
        vat_ore=sum((net * rate + 50) // 100 for rate, net in net_by_rate.items()),
    )
