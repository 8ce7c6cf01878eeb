"""§6, §5: what a service costs, how it is paid, and what is paid back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from budstikke.law.clause import Clause
from budstikke.law.decision import Decision, Reason
from budstikke.law.words import Words
from budstikke.post.terms.contracts import FORWARDING
from budstikke.post.terms.forwarding.days import Period
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.kinds import Channel, Service

_CARD = Words(no="Bestilling på nettet betales med kort.", en="An order made online is paid by card.")
_INVOICE = Words(
    no="Bestilling på et poststed eller per telefon betales etter faktura.",
    en="An order made at an outlet or by telephone is invoiced.",
)
_ORDER = Words(no="Bestilling", en="Order")
_WEEKS = Words(no="Uker utover de første dagene", en="Weeks beyond the first days")
_PERSONS = Words(no="Flere personer", en="Further persons")
_EXTENSION = Words(no="Forlengelse", en="Extension")
_INTERIM = Words(no="Utlevering underveis", en="Interim delivery")
_FIRST = Words(no="Bestilling, med de første {days} dagene", en="Order, with its first {days} days")
_FIRST_NORWAY = Words(
    no="Bestilling innenlands, med de første {days} dagene",
    en="Order within Norway, with its first {days} days",
)
_FIRST_ABROAD = Words(
    no="Bestilling til utlandet, med de første {days} dagene", en="Order abroad, with its first {days} days"
)
_EACH_WEEK = Words(no="Hver påbegynte uke etter det", en="Each week begun after that")
_WEEK_NORWAY = Words(
    no="Hver påbegynte uke etter det, innenlands", en="Each week begun after that, within Norway"
)
_WEEK_ABROAD = Words(no="Hver påbegynte uke etter det, til utlandet", en="Each week begun after that, abroad")
_EACH_PERSON = Words(no="Hver person etter den første", en="Each person after the first")
REFUND = Words(no="Tilbakebetaling", en="Refund")
_WEEK = 7


class Audience(StrEnum):
    """Whose price list it is."""

    PRIVATE = "private"
    BUSINESS = "business"


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """
    What one service costs: an order with its first days, each week begun after them, each further person.

    Unit: whole øre with VAT for private customers, without for businesses.
    """

    order_ore: int
    order_abroad_ore: int
    days_included: int
    week_ore: int
    week_abroad_ore: int
    person_ore: int = 0
    extension_ore: int = 0
    interim_ore: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardingPriceList:
    """
    The prices in force from a day on, for private customers or for businesses.

    Terms: Forwarding §6.
    """

    id: str
    audience: Audience
    valid_from: date
    valid_to: date | None
    prices_are_invented: bool
    vat_percent: int
    vat_included: bool
    prices: Mapping[Service, Price]


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceLine:
    """One line of a receipt or an invoice; below zero where it is paid back."""

    item: str
    words: Words
    amount_ore: int
    vat_percent: int
    clause: Clause


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """What an order asks for, as far as it costs something."""

    service: Service
    period: Period
    persons: int = 1
    abroad: bool = False


def payment_by(*, channel: Channel, edition: ForwardingEdition) -> Decision:
    """
    Say how an order is paid.

    Terms: Forwarding §6.
    """
    card = channel in edition.card_channels
    return Decision(
        question="payment",
        outcome="card" if card else "invoice",
        edition=edition.id,
        reasons=(
            Reason.stating(
                "payment", FORWARDING(6), words=_CARD if card else _INVOICE, facts={"channel": channel}
            ),
        ),
        answer={"payment": "card" if card else "invoice"},
    )


def price_rows(service: Service, *, prices: ForwardingPriceList) -> tuple[tuple[Words, int], ...]:
    """
    Return what is in a list for one service, in words; what costs nothing is left out.

    Terms: Forwarding §6 (information about prices).
    """
    price = prices.prices[service]
    abroad = price.order_abroad_ore != price.order_ore
    days = {"days": price.days_included}
    rows = (
        ((_FIRST_NORWAY if abroad else _FIRST).filled(days), price.order_ore),
        (_FIRST_ABROAD.filled(days), price.order_abroad_ore if abroad else 0),
        (_WEEK_NORWAY if abroad else _EACH_WEEK, price.week_ore),
        (_WEEK_ABROAD, price.week_abroad_ore if abroad else 0),
        (_EACH_PERSON, price.person_ore),
        (_EXTENSION, price.extension_ore),
        (_INTERIM, price.interim_ore),
    )
    return tuple((words, ore) for words, ore in rows if ore)


def price_of(ordered: Ordered, *, prices: ForwardingPriceList) -> tuple[PriceLine, ...]:
    """
    Return what an order costs, line by line; lines that cost nothing are left out.

    Terms:   Forwarding §6.
    Reading: the terms name two lists and no prices, so the shape is ours too: an order holds for its first
    days, each week begun after them costs, and so does each person after the first (decision 0074).
    """
    price = prices.prices[ordered.service]
    rows = (
        ("order", _ORDER, price.order_abroad_ore if ordered.abroad else price.order_ore),
        ("weeks", _WEEKS, _weeks(ordered, price) * _week_ore(ordered, price)),
        ("persons", _PERSONS, (ordered.persons - 1) * price.person_ore),
    )
    return _lines(rows, prices=prices, clause=FORWARDING(6))


def extension_price(*, before: Ordered, after: Ordered, prices: ForwardingPriceList) -> tuple[PriceLine, ...]:
    """
    Return what an extension costs: its fee, and the weeks that come on top of those already paid.

    Terms: Forwarding §5 (an extension is charged), §6.
    """
    price = prices.prices[before.service]
    more = _weeks(after, price) - _weeks(before, price)
    rows = (
        ("extension", _EXTENSION, price.extension_ore),
        ("weeks", _WEEKS, max(more, 0) * _week_ore(after, price)),
    )
    return _lines(rows, prices=prices, clause=FORWARDING(5))


def interim_price(*, prices: ForwardingPriceList) -> tuple[PriceLine, ...]:
    """
    Return what an interim delivery of stored mail costs; an empty list: nothing.

    Terms:   Forwarding §4, §6.
    Reading: a line of the price list, which may be 0 (A-14, decision 0069).
    """
    rows = (("interim", _INTERIM, prices.prices[Service.STORAGE].interim_ore),)
    return _lines(rows, prices=prices, clause=FORWARDING(4))


def to_pay_ore(lines: Iterable[PriceLine], *, vat_included: bool) -> int:
    """
    Add up lines to what is paid, VAT in it.

    Reading: VAT that is not in the prices is taken of the sum at each rate, once, and rounded half up to øre.
    """
    net_by_rate: dict[int, int] = {}
    for line in lines:
        net_by_rate[line.vat_percent] = net_by_rate.get(line.vat_percent, 0) + line.amount_ore
    if vat_included:
        return sum(net_by_rate.values())
    return sum(net + (net * rate + 50) // 100 for rate, net in net_by_rate.items())


def _weeks(ordered: Ordered, price: Price) -> int:
    days = (ordered.period.last_day - ordered.period.start).days + 1
    return max(0, -(-(days - price.days_included) // _WEEK))


def _week_ore(ordered: Ordered, price: Price) -> int:
    return price.week_abroad_ore if ordered.abroad else price.week_ore


def _lines(
    rows: Iterable[tuple[str, Words, int]], *, prices: ForwardingPriceList, clause: Clause
) -> tuple[PriceLine, ...]:
    return tuple(
        PriceLine(item=item, words=words, amount_ore=ore, vat_percent=prices.vat_percent, clause=clause)
        for item, words, ore in rows
        if ore
    )
