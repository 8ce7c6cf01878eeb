"""What a clerk keys: dates in the forms people write them."""

from __future__ import annotations

from datetime import date

import pytest

from budstikke.post.doors.counter.form import read_date

TODAY = date(2027, 3, 1)  # a Monday


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("24.12.2030", date(2030, 12, 24)),  # a Tuesday
        ("24122030", date(2030, 12, 24)),  # a Tuesday
        ("2030-12-24", date(2030, 12, 24)),  # a Tuesday
        ("241230", date(2030, 12, 24)),  # a Tuesday
        ("1/2 98", date(2098, 2, 1)),  # a Saturday
    ],
)
def test_a_date_that_may_be_to_come_is_of_this_century(typed: str, read: date) -> None:
    """A document expires in this one."""
    assert read_date(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("010198", date(1998, 1, 1)),  # a Thursday
        ("290200", date(2000, 2, 29)),  # a Tuesday
        ("010127", date(2027, 1, 1)),  # a Friday
        ("010327", TODAY),
        ("020327", date(1927, 3, 2)),  # a Wednesday
        ("02.03.2027", date(2027, 3, 2)),  # a Tuesday
    ],
)
def test_two_digits_of_a_year_never_mean_a_birth_or_an_issue_that_is_to_come(typed: str, read: date) -> None:
    """A licence issued in 98 is the one the terms speak of, and the rule is right next year too."""
    assert read_date(typed, not_after=TODAY) == read


@pytest.mark.parametrize("typed", ["", "31.02.2020", "290201", "yesterday", "12.2020", "2020-13-01"])
def test_what_is_no_date_is_told(typed: str) -> None:
    """The clerk writes it again."""
    with pytest.raises(ValueError):
        read_date(typed, not_after=TODAY)
