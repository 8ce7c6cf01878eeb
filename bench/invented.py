"""Invented persons and streets in numbers: as many words as a country has, so that no cache is flattered."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

from budstikke.formats.postal_address import address_key
from budstikke.post.terms.editions import FORWARDING_PRESENT
from budstikke.post.terms.forwarding.days import Period
from budstikke.post.terms.forwarding.kinds import Service
from budstikke.post.terms.forwarding.orders import ForwardingOrder
from budstikke.post.terms.forwarding.persons import Covered

# A Wednesday, in the middle of the periods below.
SORTED_ON = date(2026, 7, 1)
_STARTS = (
    "Ka",
    "O",
    "Bjø",
    "In",
    "Ø",
    "Si",
    "La",
    "Å",
    "Tor",
    "Em",
    "Mar",
    "He",
    "Gu",
    "Ve",
    "Sol",
    "Jo",
    "Li",
    "Fri",
)
_MIDDLES = (
    "ri",
    "la",
    "rn",
    "gri",
    "ste",
    "va",
    "rs",
    "se",
    "bjø",
    "ma",
    "the",
    "ge",
    "nn",
    "li",
    "na",
    "ha",
    "mi",
    "dri",
)
_ENDS = ("", "n", "k", "ne", "d", "t")
_SURNAMES = ("sen", "stad", "bakken", "øy", "rud", "vik", "lund", "haug", "moen", "dal")
_ROADS = ("gata", "veien", "v.", "gt.", "svingen", "alléen", "gaten", " terrasse")
FIRST = tuple("".join(each) for each in product(_STARTS, _MIDDLES, _ENDS))
LAST = tuple("".join(each) for each in product(_STARTS, _MIDDLES, _MIDDLES, _SURNAMES))
ROADS = tuple("".join(each) for each in product(_STARTS, _MIDDLES, ("", "s"), _MIDDLES, _ROADS))


def person(nth: int) -> tuple[str, str, str]:
    """Return name, street and postcode of the nth invented person; two alike in all three are rare."""
    chance = nth * 2_654_435_761 % 2**32
    first, last = FIRST[chance % len(FIRST)], LAST[chance // 7 % len(LAST)]
    middle = f" {FIRST[chance // 11 % len(FIRST)]}" if nth % 4 == 0 else ""
    road = ROADS[chance // 13 % len(ROADS)]
    street = f"{road} {1 + chance // 17 % 200}{'B' if nth % 5 == 0 else ''}"
    return f"{first}{middle} {last}", street, f"{chance // 19 % 9000 + 1000}"


def orders(count: int) -> Iterator[ForwardingOrder]:
    """Yield orders of the first persons, half of them permanent; one in ten leads to where another begins."""
    chance = random.Random(1)
    for nth in range(count):
        name, street, postcode = person(nth)
        service = (Service.PERMANENT, Service.PERMANENT, Service.TEMPORARY, Service.STORAGE)[nth % 4]
        start = SORTED_ON - timedelta(days=chance.randrange(1, 80))
        yield ForwardingOrder(
            ref=str(nth),
            service=service,
            period=Period(start, start + timedelta(days=90)),
            old=address_key(street, postcode=postcode),
            new=None if service is Service.STORAGE else _moved_to(nth, count),
            covered=(Covered(ref=str(nth), name=name),),
            parcels=nth % 3 == 0,
            edition=FORWARDING_PRESENT,
        )


def new_street(nth: int) -> str:
    """Return where the nth person moved, if not to where another lived."""
    return f"Nyveien {nth}"


def _moved_to(nth: int, count: int) -> str:
    if nth % 10 == 0:
        _, street, postcode = person((nth + 70) % count)
        return address_key(street, postcode=postcode)
    return address_key(new_street(nth), postcode="0155")
