"""National numbers under both rules; every number here is synthetic or an official example."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budstikke.formats import national_number
from budstikke.formats.malformed import Malformed
from budstikke.formats.national_number import Kind

FROM_2032 = ("02013299997", "30108299920", "30108299939")
# Written by the person as DDMMYY, the individual number, and which pair of check digits (0 is today's rule).
DAYS = st.dates(date(1854, 1, 1), date(2039, 12, 31))


def _number(day: int, month: int, year: int, individual: int, rule: int = 0) -> str | None:
    nine = f"{day:02d}{month:02d}{year % 100:02d}{individual:03d}"
    pairs = list(national_number.check_digits(nine))
    return nine + pairs[rule] if len(pairs) > rule else None


def _some(day: int, month: int, year: int, individuals: range = range(500)) -> str:
    return next(number for each in individuals if (number := _number(day, month, year, each)))


@pytest.mark.parametrize("number", FROM_2032)
def test_a_number_by_the_rule_of_2032_is_valid(number: str) -> None:
    """The tax authority's own examples."""
    assert national_number.kind_of(number, synthetic=False) is Kind.FNR


@pytest.mark.parametrize(
    ("day", "month", "in_production", "in_test"),
    [
        (1, 1, Kind.FNR, Kind.FNR),
        (41, 1, Kind.DNR, Kind.DNR),
        (1, 41, Kind.HNR, Kind.FNR),
        (1, 81, None, Kind.FNR),
        (41, 81, None, Kind.DNR),
        (1, 66, None, Kind.FNR),
        (41, 41, None, Kind.DNR),
        (81, 1, Kind.FHNR, Kind.FHNR),
        (32, 1, None, None),
        (31, 4, None, None),
        (1, 13, None, None),
        (1, 93, None, None),
        (0, 1, None, None),
        (72, 1, None, None),
    ],
)
def test_the_kind_follows_from_the_offsets(
    day: int, month: int, in_production: Kind | None, in_test: Kind | None
) -> None:
    """Synthetic numbers are numbers on a test installation only."""
    number = _some(day, month, 1990)
    assert national_number.kind_of(number, synthetic=False) is in_production
    assert national_number.kind_of(number, synthetic=True) is in_test


def test_the_public_test_number_is_no_number_in_production() -> None:
    """Made for a public test environment: month plus 80."""
    assert not national_number.is_valid("20914695016", synthetic=False)
    assert national_number.is_valid("20914695016", synthetic=True)
    assert national_number.is_synthetic("20914695016")


@given(DAYS, st.integers(0, 999), st.integers(0, 3), st.integers(0, 10), st.integers(1, 9))
def test_a_made_number_is_valid_and_one_wrong_digit_is_seen(
    born: date, individual: int, rule: int, place: int, change: int
) -> None:
    """
    Made and read agree under every remainder.

    The wider rule lets one wrong digit through more often in the first check; the second still sees it.
    """
    number = _number(born.day, born.month, born.year, individual, rule)
    if number is None:
        return
    assert national_number.is_valid(number, synthetic=False)
    wrong = number[:place] + str((int(number[place]) + change) % 10) + number[place + 1 :]
    assert not national_number.is_valid(wrong, synthetic=False)


@given(DAYS, st.integers(0, 999), st.integers(0, 3))
def test_the_true_date_of_birth_is_among_the_candidates(born: date, individual: int, rule: int) -> None:
    """From 1900 on every century is offered, because numbers of 2032 do not tell it."""
    number = _number(born.day, born.month, born.year, individual, rule)
    if number and born.year >= 1900:
        assert born in national_number.birth_date_candidates(number, synthetic=False)
        assert national_number.agrees_with(number, born_on=born, synthetic=False)


@pytest.mark.parametrize(
    ("day", "year", "individuals", "likeliest"),
    [
        (1, 1990, range(500), 1990),
        (1, 2010, range(500, 1000), 2010),
        (1, 1945, range(900, 1000), 1945),
        (1, 1860, range(500, 750), 1860),
        (41, 1950, range(600, 900), 1950),
        (41, 2005, range(200, 500), 2005),
        (41, 1905, range(200), 1905),
    ],
)
def test_the_individual_number_puts_the_likeliest_century_first(
    day: int, year: int, individuals: range, likeliest: int
) -> None:
    """The series given before 2032, the widened D series among them."""
    number = _some(day, 1, year, individuals)
    assert national_number.birth_date_candidates(number, synthetic=False)[0] == date(likeliest, 1, 1)


def test_29_february_needs_a_leap_year() -> None:
    """1900 was none: only 2000 is left."""
    number = _some(29, 2, 2000, range(500, 1000))
    assert national_number.birth_date_candidates(number, synthetic=False) == (date(2000, 2, 29),)
    assert not national_number.is_valid(_some(29, 2, 1999), synthetic=False)


def test_a_shared_help_number_carries_no_date() -> None:
    """Its first nine digits are drawn by lot."""
    number = _some(81, 77, 1990)
    assert national_number.kind_of(number, synthetic=False) is Kind.FHNR
    assert national_number.birth_date_candidates(number, synthetic=False) == ()


def test_help_numbers_stand_on_no_document() -> None:
    """Neither the local nor the shared one."""
    assert [kind for kind in Kind if kind.stands_on_documents] == [Kind.FNR, Kind.DNR]


@given(st.text(max_size=14))
def test_no_text_at_all_breaks_the_check(text: str) -> None:
    """Any text is a number or is not."""
    kind = national_number.kind_of(text, synthetic=True)
    assert kind is None or len(text) == 11
    assert len(national_number.masked(text)) == min(len(text), 11)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("0201329999", "NATIONAL_NUMBER_LENGTH"),
        ("0201329999X", "NATIONAL_NUMBER_CHARACTER"),
        ("٠٢٠١٣٢٩٩٩٩٧", "NATIONAL_NUMBER_CHARACTER"),
        ("02013299998", "NATIONAL_NUMBER_CHECK_DIGITS"),
        ("20914695016", "NATIONAL_NUMBER_SYNTHETIC"),
        (_some(32, 1, 1990), "NATIONAL_NUMBER_DATE"),
    ],
)
def test_a_message_says_what_is_wrong_and_never_the_number(number: str, code: str) -> None:
    """Messages are logged and shown."""
    with pytest.raises(Malformed) as caught:
        national_number.checked(number, synthetic=False)
    assert [fault.code for fault in caught.value.faults] == [code]
    assert number[:6] not in str(caught.value)


def test_a_number_is_shown_without_its_last_five_digits() -> None:
    """In lists and logs; what is no number is hidden whole."""
    assert national_number.masked("02013299997") == "020132*****"
    assert national_number.masked("0201329") == "*******"
    assert national_number.canonical(" 020132 99997 ") == "02013299997"
