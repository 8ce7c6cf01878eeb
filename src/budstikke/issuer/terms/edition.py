"""The numbers, lists and switches of the issuer's conditions, as dated data; every figure is invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from budstikke.issuer.terms.products import Product
from budstikke.law.edition import edition_on


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuerEdition:
    """
    One edition of the conditions; an order keeps the one it was placed under.

    `documents` are the kinds, as the carrier's evidence names them, that count as a passport, and of those
    `with_supplement` need a public document with the national number beside them. `prices_ore` includes tax.
    """

    id: str
    valid_from: date
    valid_to: date | None
    documents: tuple[str, ...]
    with_supplement: tuple[str, ...]
    channels: tuple[str, ...]
    code_characters: int
    code_days: int
    code_tries: int
    code_try_minutes: int
    code_tries_within: int
    reminder_days: int
    reader_minutes: int
    reader_tries: int
    reader_number_digits: int
    letters_most: int
    letters_days: int
    letters_apart: timedelta
    orders_most: int
    orders_days: int
    orders_by_caller: int
    orders_by_caller_hours: int
    tries_by_caller: int
    tries_by_caller_minutes: int
    hand_over_days: int
    collect_days: int
    letter_weight_g: int
    letter_envelope: str
    refund_days: int
    refund_less_ore: int
    prices_ore: Mapping[Product, int] = field(default_factory=dict)
    prices_are_invented: bool = True


PRESENT = IssuerEdition(
    id="eid-2025",
    valid_from=date(2025, 1, 1),
    valid_to=None,
    documents=(
        "no_passport",
        "foreign_passport",
        "no_national_id_card",
        "no_immigrant_passport",
        "no_travel_document",
    ),
    with_supplement=("foreign_passport",),
    channels=("letter", "reader"),
    code_characters=10,
    code_days=30,
    code_tries=10,
    code_try_minutes=10,
    code_tries_within=5,
    reminder_days=14,
    reader_minutes=30,
    reader_tries=5,
    reader_number_digits=8,
    letters_most=4,
    letters_days=30,
    letters_apart=timedelta(days=1),
    orders_most=3,
    orders_days=30,
    orders_by_caller=20,
    orders_by_caller_hours=24,
    tries_by_caller=20,
    tries_by_caller_minutes=10,
    hand_over_days=90,
    # As long as a letter may lie at most: three weeks, and what the carrier may extend them by.
    collect_days=49,
    letter_weight_g=20,
    letter_envelope="C5",
    refund_days=90,
    refund_less_ore=0,
    prices_ore={
        Product.MOBILE: 49_900,
        Product.SMART_CARD: 89_900,
        Product.CODE_APP: 29_900,
        Product.FIDO2: 69_900,
        Product.ENTERPRISE: 249_000,
    },
)
EDITIONS = (PRESENT,)
BY_ID = {edition.id: edition for edition in EDITIONS}


def edition_of(day: date) -> IssuerEdition:
    """Return the edition that an order of this day is placed under."""
    return edition_on(EDITIONS, day)
