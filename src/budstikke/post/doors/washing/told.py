"""What one batch of a customer register is told: a code for each record, and the new address where there is one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from budstikke.formats.customer_file import Batch, place
from budstikke.formats.malformed import Fault
from budstikke.formats.postal_address import address_key, name_key
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.moves_file import Moves
from budstikke.post.terms.forwarding.register import WashFacts, wash
from budstikke.post.terms.forwarding.sorting import SortingRules
from budstikke.post.terms.forwarding.washing import told_of
from budstikke.post.terms.pum.edition import PumEdition

ADDED = ("wash_code", "new_street", "new_postcode", "new_city", "new_country")
# A record that could not be read was not washed; which, and why, is among the faults.
UNREAD = "99"
_NORWAY = ("NO", "SJ", "")


@dataclass(frozen=True, slots=True)
class Told:
    """
    What the records of one batch were told.

    `records` were given a new address, `unread` could not be read; `persons` are references of those told of.
    """

    added: Mapping[str, Sequence[str]]
    records: int
    unread: int
    persons: tuple[str, ...]
    faults: tuple[Fault, ...]


class Washer:
    """Washes batches against moves as they were published, as of one day."""

    def __init__(self, moves: Moves, *, day: date, edition: ForwardingEdition, pum: PumEdition) -> None:
        self._moves, self._day = moves, day.toordinal()
        self._rules = SortingRules.of(edition, pum=pum)
        found, nothing = (wash(WashFacts(matched=each), edition=edition) for each in (True, False))
        self._found, self._nothing = str(found.answer["code"]), str(nothing.answer["code"])

    def told(self, batch: Batch) -> Told:
        """
        Tell a batch: the same work for every record, in the order they came.

        Reading: who is protected or reserved is not in the published file; who became so since is hushed, and both
        are told what a name nobody knows is told (decision 0105).
        """
        moves, rules, day, countries = self._moves, self._rules, self._day, batch.countries
        codes = [self._nothing] * len(batch.rows)
        added = {name: [""] * len(batch.rows) for name in ADDED[1:]}
        persons: list[str] = []
        faults = list(batch.faults)
        records = zip(batch.names, batch.streets, batch.postcodes, strict=True)
        for nth, (name, street, postcode) in enumerate(records):
            country = countries[nth].strip().upper() if countries is not None else ""
            known = name_key(name)
            if not known or not street or country not in _NORWAY or not _is_postcode(postcode):
                wrong = _faults(batch.rows[nth], known, street, postcode, country)
                if wrong:
                    faults += wrong
                    codes[nth] = UNREAD
                    continue
            address = address_key(street, postcode=postcode, country=country or "NO")
            told = told_of(address=address, name=known, day=day, moves=moves, rules=rules)
            if told is None:
                continue
            codes[nth] = self._found
            new = told.printed
            for column, value in zip(
                added.values(), (new.street, new.postcode, new.city, new.country), strict=True
            ):
                column[nth] = value
            persons.extend(told.persons)
        return Told(
            added={ADDED[0]: codes, **added},
            records=codes.count(self._found),
            unread=batch.count - len(codes) + codes.count(UNREAD),
            persons=tuple(persons),
            faults=tuple(faults),
        )


@lru_cache(maxsize=1 << 14)
def _is_postcode(text: str) -> bool:
    text = text.strip()
    return len(text) == 4 and text.isdecimal() and text.isascii()


def _faults(row: int, name: str, street: str, postcode: str, country: str) -> list[Fault]:
    abroad = country not in _NORWAY
    bad_country = abroad and not (len(country) == 2 and country.isascii() and country.isalpha())
    rows = (
        (not name, "name", "NAME", "no name can be read here"),
        (not street.strip(), "street", "STREET", "no street or box"),
        (bad_country, "country", "COUNTRY", "not a country's code of two letters"),
        (
            not abroad and not _is_postcode(postcode),
            "postcode",
            "POSTCODE",
            "not four digits; a table may have taken a leading 0 away",
        ),
    )
    return [Fault(place(row, column), code, text) for wrong, column, code, text in rows if wrong]
