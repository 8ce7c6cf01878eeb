"""
Norwegian national numbers: fødselsnummer, D-number and their relatives, eleven digits each.

Both rules hold side by side: the one every number up to 2031 was made by (first check remainder 0), and the
one for numbers given from 1 January 2032 (remainder 0 to 3, any individual number, no century and no sex to
be read). Nothing here says to whom a number belongs, and no message repeats one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import mul

from budstikke.formats.malformed import Fault, Malformed

_K1 = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_K2 = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_K1_REMAINDERS = (0, 1, 2, 3)
_D_DAY, _H_MONTH = 40, 40
# What makers of test numbers add to the month: NAV (as in a help number), Norsk helsenett, Skatteetaten.
_SYNTHETIC_MONTHS = (40, 65, 80)
_CENTURIES = (1800, 1900, 2000)


class Kind(StrEnum):
    """The kinds of number, named as the field shortens them."""

    FNR = "fnr"
    """Fødselsnummer: for those who are or were resident."""
    DNR = "dnr"
    """D-number: for those who are not; first digit plus 4."""
    HNR = "hnr"
    """Help number of one health institution; month plus 40; never on an ID document."""
    FHNR = "fhnr"
    """Shared help number; starts with 8 or 9; carries no date; never on an ID document."""

    @property
    def stands_on_documents(self) -> bool:
        """Whether an identity document can carry this kind."""
        return self in (Kind.FNR, Kind.DNR)


@dataclass(frozen=True, slots=True)
class Series:
    """Which individual numbers were given to which birth years before 2032."""

    years: range
    individuals: range


# Ordinary numbers.
FNR_SERIES = (
    Series(range(1854, 1900), range(500, 750)),
    Series(range(1900, 2000), range(500)),
    Series(range(1940, 2000), range(900, 1000)),
    Series(range(2000, 2040), range(500, 1000)),
)
# D-numbers, widened on 16 November 2021.
DNR_SERIES = (
    Series(range(1858, 1900), range(500, 600)),
    Series(range(1900, 1940), range(200)),
    Series(range(1940, 2000), range(500)),
    Series(range(1940, 2000), range(600, 1000)),
    Series(range(2000, 2040), range(200, 1000)),
)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to understand the digits: which kind, and the date without offsets."""

    kind: Kind
    synthetic: bool
    day: int
    month: int


def kind_of(number: str, *, synthetic: bool) -> Kind | None:
    """
    Return the kind of a number, or None when it is not a national number.

    Reading: with `synthetic`, a month plus 40 is a test number as NAV makes them, not a help number.
    Unit: `synthetic` is True only on a test installation; without it, test numbers are no numbers.
    """
    reading = _reading(number, synthetic=synthetic)
    return reading.kind if reading else None


def is_valid(number: str, *, synthetic: bool) -> bool:
    """Say whether a number has a possible date and the right check digits, by either rule."""
    return _reading(number, synthetic=synthetic) is not None


def is_synthetic(number: str) -> bool:
    """Say whether a number is of a kind that only test installations take (a help number may be meant)."""
    reading = _reading(number, synthetic=True)
    return reading is not None and reading.synthetic


def birth_date_candidates(number: str, *, synthetic: bool) -> tuple[date, ...]:
    """
    Return the dates of birth a number may stand for, likeliest first; empty when it carries none.

    Reading: a hint and no more. The individual number only orders the centuries, because from 2032 it says
    nothing, and the date in a number may differ from the true one.
    """
    reading = _reading(number, synthetic=synthetic)
    if reading is None or reading.kind is Kind.FHNR:
        return ()
    short_year, individual = int(number[4:6]), int(number[6:9])
    series = DNR_SERIES if reading.kind is Kind.DNR else FNR_SERIES
    dates = list(_dates(day=reading.day, month=reading.month, short_year=short_year))
    told = [
        day for day in dates if any(day.year in row.years and individual in row.individuals for row in series)
    ]
    # Nobody born in the 1800s lives; such a date is offered only where the individual number says so.
    return tuple(told + [day for day in reversed(dates) if day not in told and day.year >= 1900])


def agrees_with(number: str, *, born_on: date, synthetic: bool) -> bool:
    """
    Say whether a number's day, month and year of two digits are those of a date of birth.

    Reading: False is a loud question for the clerk, never a refusal: numbers with another date exist.
    """
    return born_on in birth_date_candidates(number, synthetic=synthetic)


def masked(number: str) -> str:
    """
    Return a number as lists and logs may show it: the date digits, never the last five.

    >>> masked("01019012345")
    '010190*****'
    """
    return number[:6] + "*" * (len(number) - 6) if len(number) == 11 else "*" * min(len(number), 11)


def canonical(text: str) -> str:
    """Return a number as typed (010190 12345) without its blanks; nothing is checked."""
    return "".join(text.split())


def check_digits(nine: str) -> Iterator[str]:
    """
    Yield the pairs of check digits that nine digits may end in, the pair of the rule before 2032 first.

    Some nine digits have no pair under one remainder; then that pair is left out.
    """
    digits = [int(digit) for digit in nine]
    for remainder in _K1_REMAINDERS:
        first = (remainder - sum(map(mul, _K1, digits))) % 11
        second = -sum(map(mul, _K2, [*digits, first])) % 11
        if first < 10 and second < 10:
            yield f"{first}{second}"


def checked(number: str, *, synthetic: bool) -> Kind:
    """
    Return the kind of a number.

    Raises: Malformed when it is not one; the message does not repeat it.
    """
    if kind := kind_of(number, synthetic=synthetic):
        return kind
    if len(number) != 11:
        fault = Fault(
            "number", "NATIONAL_NUMBER_LENGTH", f"has {len(number)} characters; eleven digits belong here"
        )
    elif not _is_digits(number):
        fault = Fault("number", "NATIONAL_NUMBER_CHARACTER", "holds something else than digits")
    elif not _checks(number):
        fault = Fault("number", "NATIONAL_NUMBER_CHECK_DIGITS", "has the wrong check digits; read it again")
    elif is_synthetic(number):
        fault = Fault(
            "number", "NATIONAL_NUMBER_SYNTHETIC", "is a test number; only test installations take it"
        )
    else:
        fault = Fault("number", "NATIONAL_NUMBER_DATE", "has no possible date")
    raise Malformed((fault,))


def _is_digits(number: str) -> bool:
    return number.isascii() and number.isdecimal()


def _checks(number: str) -> bool:
    digits = [int(digit) for digit in number]
    return (
        sum(map(mul, _K1, digits)) % 11 in _K1_REMAINDERS  # the ten weights end with the first check digit
        and sum(map(mul, _K2, digits)) % 11 == 0
    )


def _reading(number: str, *, synthetic: bool) -> _Reading | None:
    if len(number) != 11 or not _is_digits(number) or not _checks(number):
        return None
    if number[0] in "89":
        return _Reading(Kind.FHNR, synthetic=False, day=0, month=0)
    kind, day, month = Kind.FNR, int(number[:2]), int(number[2:4])
    if day > _D_DAY:
        kind, day = Kind.DNR, day - _D_DAY
    made_up = False
    if synthetic:
        offset = next((extra for extra in _SYNTHETIC_MONTHS if extra < month <= extra + 12), 0)
        month, made_up = month - offset, offset > 0
    elif kind is Kind.FNR and _H_MONTH < month <= _H_MONTH + 12:
        kind, month = Kind.HNR, month - _H_MONTH
    if not any(_dates(day=day, month=month, short_year=int(number[4:6]))):
        return None
    return _Reading(kind, synthetic=made_up, day=day, month=month)


def _dates(*, day: int, month: int, short_year: int) -> Iterator[date]:
    for century in _CENTURIES:
        try:
            yield date(century + short_year, month, day)
        except ValueError:
            continue
