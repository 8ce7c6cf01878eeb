"""
The editions of the carrier's terms, as dated data.

Here live the numbers, lists and switches each edition has, newest first. No rule lives here. May import law
and the shapes of the editions.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from budstikke.law.edition import edition_on
from budstikke.post.terms.editions.forwarding_earlier import FORWARDING_EARLIER
from budstikke.post.terms.editions.forwarding_present import FORWARDING_PRESENT
from budstikke.post.terms.editions.forwarding_prices import BUSINESS, PRIVATE
from budstikke.post.terms.editions.pum_earlier import PUM_EARLIER
from budstikke.post.terms.editions.pum_present import PUM_PRESENT
from budstikke.post.terms.editions.pum_prices import PAYMENT, PRICES
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.payment import Audience, ForwardingPriceList
from budstikke.post.terms.pum.billing import PriceList
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.pum.invoicing import PaymentTerms

PUM_EDITIONS: tuple[PumEdition, ...] = (PUM_PRESENT, PUM_EARLIER)
PUM_PRICES: tuple[PriceList, ...] = (PRICES,)
PUM_PAYMENT: tuple[PaymentTerms, ...] = (PAYMENT,)
BY_ID: Mapping[str, PumEdition] = {edition.id: edition for edition in PUM_EDITIONS}

FORWARDING_EDITIONS: tuple[ForwardingEdition, ...] = (FORWARDING_PRESENT, FORWARDING_EARLIER)
FORWARDING_PRICES: tuple[ForwardingPriceList, ...] = (PRIVATE, BUSINESS)
FORWARDING_BY_ID: Mapping[str, ForwardingEdition] = {edition.id: edition for edition in FORWARDING_EDITIONS}

# Every contract's editions, newest first in each.
EVERY_EDITION: Mapping[str, PumEdition | ForwardingEdition] = {**BY_ID, **FORWARDING_BY_ID}


def pum_on(day: date) -> PumEdition:
    """
    Return the edition a letter booked on that day is kept under.

    Raises: LookupError when no edition covers the day.
    """
    return edition_on(PUM_EDITIONS, day)


def pum_prices_on(day: date) -> PriceList:
    """
    Return the price list in force on a day.

    Raises: LookupError when none covers the day.
    """
    return edition_on(PUM_PRICES, day)


def pum_payment_on(day: date) -> PaymentTerms:
    """
    Return the terms of payment of an invoice issued on a day.

    Raises: LookupError when none covers the day.
    """
    return edition_on(PUM_PAYMENT, day)


def forwarding_on(day: date) -> ForwardingEdition:
    """
    Return the edition a forwarding order of that day is kept under.

    Raises: LookupError when no edition covers the day.
    """
    return edition_on(FORWARDING_EDITIONS, day)


def forwarding_prices_on(day: date, *, audience: Audience) -> ForwardingPriceList:
    """
    Return the price list of an audience in force on a day.

    Raises: LookupError when none covers the day.
    """
    return edition_on([each for each in FORWARDING_PRICES if each.audience is audience], day)
