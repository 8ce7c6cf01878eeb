"""The price lists of the forwarding services, as dated data: one for private customers, one for businesses."""

from __future__ import annotations

from datetime import date

from budstikke.post.terms.forwarding.kinds import Service
from budstikke.post.terms.forwarding.payment import Audience, ForwardingPriceList, Price

# The terms refer to lists we do not have: prices and dates are INVENTED.
PRIVATE = ForwardingPriceList(
    id="forwarding-prices-private",
    audience=Audience.PRIVATE,
    valid_from=date(2018, 1, 1),
    valid_to=None,
    prices_are_invented=True,
    vat_percent=25,
    vat_included=True,
    prices={
        Service.PERMANENT: Price(
            order_ore=39_900,
            order_abroad_ore=54_900,
            days_included=366,
            week_ore=1_000,
            week_abroad_ore=1_500,
            person_ore=4_900,
            extension_ore=9_900,
        ),
        Service.TEMPORARY: Price(
            order_ore=34_900,
            order_abroad_ore=47_900,
            days_included=30,
            week_ore=5_900,
            week_abroad_ore=8_900,
            person_ore=4_900,
            extension_ore=4_900,
        ),
        Service.STORAGE: Price(
            order_ore=24_900,
            order_abroad_ore=24_900,
            days_included=14,
            week_ore=4_900,
            week_abroad_ore=4_900,
            extension_ore=4_900,
            interim_ore=9_900,
        ),
    },
)
BUSINESS = ForwardingPriceList(
    id="forwarding-prices-business",
    audience=Audience.BUSINESS,
    valid_from=date(2018, 1, 1),
    valid_to=None,
    prices_are_invented=True,
    vat_percent=25,
    vat_included=False,
    prices={
        Service.PERMANENT: Price(
            order_ore=79_000,
            order_abroad_ore=109_000,
            days_included=366,
            week_ore=2_000,
            week_abroad_ore=3_000,
            extension_ore=9_000,
        ),
        Service.TEMPORARY: Price(
            order_ore=45_000,
            order_abroad_ore=60_000,
            days_included=30,
            week_ore=8_000,
            week_abroad_ore=12_000,
            extension_ore=5_500,
        ),
        Service.STORAGE: Price(
            order_ore=42_000,
            order_abroad_ore=42_000,
            days_included=14,
            week_ore=7_000,
            week_abroad_ore=7_000,
            extension_ore=5_500,
            interim_ore=0,
        ),
    },
)
