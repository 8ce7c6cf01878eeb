"""Who may order: valid particulars, consent, not during maintenance, not too often."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime

from budstikke.formats import national_number
from budstikke.issuer.terms.edition import IssuerEdition
from budstikke.issuer.terms.refusals import (
    CONDITIONS_NEWER,
    NO_CONSENT,
    NUMBER_INVALID,
    PARTICULARS_INVALID,
    PAUSED,
    TOO_MANY_ORDERS,
    TOO_OFTEN,
)
from budstikke.law.refusal import Refusal

_MOST = {
    "given_names": 80,
    "surname": 80,
    "street": 100,
    "postcode": 4,
    "city": 35,
    "mobile": 20,
    "email": 100,
}
_MAY_BE_EMPTY = frozenset({"email"})
_SHAPES = {
    "postcode": re.compile(r"[0-9]{4}"),
    "mobile": re.compile(r"\+?[0-9](?: ?[0-9]){7,14}"),
    "email": re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+"),
}
_LONGEST_WORD, _LONGEST_NAME = 35, 175


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What a customer is known and reached by."""

    given_names: str = field(repr=False)
    surname: str = field(repr=False)
    street: str = field(repr=False)
    postcode: str = field(repr=False)
    city: str = field(repr=False)
    mobile: str = field(repr=False)
    email: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        """The name as the letter is addressed."""
        return f"{self.given_names} {self.surname}"

    def as_json(self) -> dict[str, str]:
        """Return the fields by their names."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lately:
    """What was ordered lately: by this customer, and from where this order comes."""

    by_customer: int
    from_there_seldom: bool


def tidy(given: Mapping[str, str]) -> Particulars:
    """Return particulars with letters composed and spaces single."""
    said = {name: " ".join(unicodedata.normalize("NFC", str(given.get(name, ""))).split()) for name in _MOST}
    return Particulars(**said)


def particulars_faults(particulars: Particulars) -> dict[str, Refusal]:
    """
    Return what is wrong with particulars, field by field.

    Reading: letters of Latin script only, for they have to be printed, and compared with a passport's.
    """
    return {
        name: Refusal(PARTICULARS_INVALID, {"field": name})
        for name, value in particulars.as_json().items()
        if not _good(name, value)
    }


def _good(name: str, value: str) -> bool:
    if not value:
        return name in _MAY_BE_EMPTY
    if len(value) > _MOST[name] or any(len(word) > _LONGEST_WORD for word in value.split()):
        return name == "email" and len(value) <= _MOST[name] and bool(_SHAPES[name].fullmatch(value))
    if not all(_printable(each) for each in value):
        return False
    shape = _SHAPES.get(name)
    return shape.fullmatch(value) is not None if shape else any(each.isalpha() for each in value)


def _printable(letter: str) -> bool:
    return (letter.isascii() and letter.isprintable()) or unicodedata.name(letter, "").startswith("LATIN ")


def number_fault(number: str, *, synthetic: bool) -> Refusal | None:
    """Say what is wrong with a national number, or nothing; synthetic ones count on a test installation."""
    return None if national_number.is_valid(number, synthetic=synthetic) else Refusal(NUMBER_INVALID)


def may_order(
    *,
    consents: bool,
    conditions: str,
    paused_until: datetime | None,
    until: str,
    lately: Lately,
    edition: IssuerEdition,
) -> Refusal | None:
    """
    Say why an order may not be placed now, or nothing when it may. `until` is in words when ordering resumes.

    Terms:   eID §1, §8, §10.
    Reading: who accepted other conditions than today's accepted none of these, and is shown them.
    Refuses: ORDERING_PAUSED, NO_CONSENT, CONDITIONS_NEWER, TOO_OFTEN, TOO_MANY_ORDERS.
    """
    if paused_until is not None:
        return Refusal(PAUSED, {"until": until})
    if not consents:
        return Refusal(NO_CONSENT)
    if conditions != edition.id:
        return Refusal(CONDITIONS_NEWER)
    if not lately.from_there_seldom:
        return Refusal(TOO_OFTEN)
    if lately.by_customer >= edition.orders_most:
        return Refusal(TOO_MANY_ORDERS, {"most": edition.orders_most, "days": edition.orders_days})
    return None
