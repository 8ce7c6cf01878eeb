"""§3, §13: the price list, and the lines invoiced from the data of the order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from budstikke.law.clause import Clause
from budstikke.law.words import Words
from budstikke.post.terms.contracts import PUM

ITEMS: Mapping[str, Words] = {
    "letter": Words(no="Brev med personlig utlevering", en="Letter for personal delivery"),
    "passport_only": Words(no="Krav til pass", en="Passport only"),
}
# The order's data make a line due; the price list says what it costs.
_CLAUSES = (PUM(13), PUM(3))


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
    net_ore: int
    vat_percent: int
    clauses: tuple[Clause, ...]


class Taxed(Protocol):
    """What has a net amount and a rate: a billing line, or a line of an invoice."""

    @property
    def net_ore(self) -> int:
        """The amount without VAT."""

    @property
    def vat_percent(self) -> int:
        """The rate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RateTotal:
    """The sum of the lines at one rate, in øre."""

    vat_percent: int
    net_ore: int
    vat_ore: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """The sum of an invoice, in øre, with its VAT by rate, the highest first."""

    rates: tuple[RateTotal, ...]

    @property
    def net_ore(self) -> int:
        """The sum without VAT."""
        return sum(rate.net_ore for rate in self.rates)

    @property
    def vat_ore(self) -> int:
        """The VAT."""
        return sum(rate.vat_ore for rate in self.rates)

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
        ("letter", prices.letter_ore, True),
        ("passport_only", prices.passport_only_ore, letter.passport_only),
    )
    return tuple(
        BillingLine(item=item, net_ore=ore, vat_percent=prices.vat_percent, clauses=_CLAUSES)
        for item, ore, ordered in rows
        if ordered
    )


def total(lines: Iterable[Taxed]) -> Total:
    """
    Add up an invoice.

    Terms:   PUM §13.
    Reading: VAT is taken of the sum at each rate, once, and rounded half up to whole øre.
    """
    net_by_rate: dict[int, int] = {}
    for line in lines:
        net_by_rate[line.vat_percent] = net_by_rate.get(line.vat_percent, 0) + line.net_ore
    return Total(
        rates=tuple(
            RateTotal(vat_percent=rate, net_ore=net, vat_ore=(net * rate + 50) // 100)
            for rate, net in sorted(net_by_rate.items(), reverse=True)
        )
    )


def total_to_credit(lines: Iterable[Taxed], *, credited: Iterable[Taxed]) -> Total:
    """
    Add up a credit note for lines of an invoice of which others, `credited`, were credited before.

    Terms:   PUM §13.
    Reading: its VAT is what all of them together come to, less what the earlier notes gave back. So notes that
    give back an invoice line by line give back exactly its VAT, and no øre is left over by rounding.
    """
    now, before = tuple(lines), tuple(credited)
    rates = {line.vat_percent for line in now}
    earlier = {rate.vat_percent: rate for rate in total(before).rates}
    return Total(
        rates=tuple(
            RateTotal(
                vat_percent=rate.vat_percent,
                net_ore=rate.net_ore
                - (earlier[rate.vat_percent].net_ore if rate.vat_percent in earlier else 0),
                vat_ore=rate.vat_ore
                - (earlier[rate.vat_percent].vat_ore if rate.vat_percent in earlier else 0),
            )
            for rate in total((*before, *now)).rates
            if rate.vat_percent in rates
        )
    )
