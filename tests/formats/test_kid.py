"""KID: vectors by hand, and every wrong digit found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budstikke.formats import kid

DIGITS = st.text("0123456789", min_size=1, max_size=24)


@pytest.mark.parametrize(
    ("digits", "modulus", "made"),
    [
        ("123456", "mod10", "1234566"),
        ("123456", "mod11", "1234560"),
        ("0", "mod10", "00"),
        ("9", "mod10", "91"),
        ("6", "mod11", "6-"),
        ("1" * 24, "mod10", "1" * 24 + "4"),
    ],
)
def test_a_kid_is_digits_and_their_check(digits: str, modulus: kid.Modulus, made: str) -> None:
    """Worked out by hand."""
    assert kid.make(digits, modulus=modulus) == made
    assert kid.is_valid(made, modulus=modulus)


@pytest.mark.parametrize("digits", ["", "1" * 25, "12a", "１２", " 1"])
def test_a_kid_is_made_of_one_to_24_digits(digits: str) -> None:
    """Everything else is our own mistake."""
    with pytest.raises(ValueError, match="1 to 24 digits"):
        kid.make(digits)


@pytest.mark.parametrize("text", ["", "1", "-", "1" * 26, "12345 66", "１２３４５６６", "123456-"])
def test_what_is_no_kid_is_none(text: str) -> None:
    """Too short, too long, or no digits."""
    assert not kid.is_valid(text)


@given(DIGITS, st.sampled_from(["mod10", "mod11"]), st.data())
def test_a_wrong_digit_is_found(digits: str, modulus: kid.Modulus, data: st.DataObject) -> None:
    """That is what the check digit is for."""
    made = kid.make(digits, modulus=modulus)
    place = data.draw(st.integers(0, len(digits) - 1))
    other = data.draw(st.sampled_from([each for each in "0123456789" if each != made[place]]))
    assert not kid.is_valid(made[:place] + other + made[place + 1 :], modulus=modulus)


@given(DIGITS)
def test_the_reckoning_of_others_agrees(digits: str) -> None:
    """MOD10 is Luhn's."""
    from stdnum import luhn

    assert kid.mod10(digits) == luhn.calc_check_digit(digits)
