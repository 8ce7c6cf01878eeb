"""Letter numbers: check digits, faults, and the primary key computed from a number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budstikke.formats import s10
from budstikke.formats.malformed import Malformed

PAIRS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=2)
SERIALS = st.integers(0, s10.SERIALS - 1)


@pytest.mark.parametrize(
    ("serial", "digit"),
    [("47312482", 9), ("28704377", 5), ("00000000", 5), ("00001010", 0), ("00000100", 6)],
)
def test_the_check_digit_of_a_known_serial_is_right(serial: str, digit: int) -> None:
    """Published numbers, the remainders 0 and 1, and one digit by hand (11 less its weight 5)."""
    assert s10.check_digit(serial) == digit


@given(PAIRS, SERIALS, PAIRS)
def test_every_number_comes_back_from_its_key(prefix: str, serial: int, country: str) -> None:
    """The key holds country, service and serial, is positive and exact in a double."""
    number = s10.make(prefix=prefix, serial=serial, country=country)
    key = s10.letter_id(number)
    pairs, last = divmod(key, s10.SERIALS)
    places = [26 * (ord(pair[0]) - 65) + ord(pair[1]) - 65 for pair in (country, prefix)]
    assert (divmod(pairs, 26 * 26), last) == (tuple(places), serial)
    assert 0 <= key < 2**46
    assert str(s10.parse(number)) == number


@given(PAIRS, SERIALS, SERIALS)
def test_keys_of_one_range_follow_its_serials(prefix: str, one: int, other: int) -> None:
    """Serials side by side have keys side by side."""
    keys = [s10.letter_id(s10.make(prefix=prefix, serial=serial)) for serial in (one, other)]
    assert keys[1] - keys[0] == other - one


@given(PAIRS, SERIALS, st.integers(2, 9), st.integers(1, 9))
def test_a_wrong_digit_is_seen(prefix: str, serial: int, place: int, change: int) -> None:
    """Any one wrong digit of the serial breaks the check, but for the remainders that share a digit."""
    number = s10.make(prefix=prefix, serial=serial)
    wrong = number[:place] + str((int(number[place]) + change) % 10) + number[place + 1 :]
    same_digit = s10.check_digit(wrong[2:10]) == int(number[10])
    assert s10.is_valid(wrong) is same_digit
    if not same_digit:
        with pytest.raises(Malformed):
            s10.letter_id(wrong)


@given(st.text(max_size=16))
def test_no_text_at_all_breaks_the_reader(text: str) -> None:
    """A text is a number or Malformed, nothing else."""
    try:
        assert s10.is_valid(str(s10.parse(text)))
    except Malformed as error:
        assert error.faults
    if not s10.is_valid(text):
        with pytest.raises(Malformed):
            s10.letter_id(text)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("RR473124829N", ["S10_LENGTH"]),
        ("R1473124829NO", ["S10_CHARACTER"]),
        ("RR4731O48Z9N0", ["S10_CHARACTER"] * 3),
        ("RR473124828NO", ["S10_CHECK_DIGIT"]),
        ("RR47312482٩NO", ["S10_CHARACTER"]),
    ],
)
def test_every_fault_of_a_number_is_named(text: str, codes: list[str]) -> None:
    """Not only the first fault is told."""
    with pytest.raises(Malformed) as caught:
        s10.parse(text)
    assert [fault.code for fault in caught.value.faults] == codes


def test_a_number_may_be_typed_in_groups_and_small_letters() -> None:
    """People copy what is printed."""
    assert str(s10.parse(" rr 473 124 829 no ")) == "RR473124829NO"
    assert s10.grouped("RR473124829NO") == "RR 473 124 829 NO"


def test_the_first_letter_tells_the_service() -> None:
    """R is a registered letter; a letter nobody uses is reserved."""
    assert s10.parse("RR473124829NO").kind.code == "registered"
    assert s10.S10Number("SA", 1, "NO").kind.code == "reserved"


def test_a_number_is_not_made_from_wrong_parts() -> None:
    """Letters are two capitals; a serial has eight digits."""
    for prefix, serial, country in (("rr", 1, "NO"), ("RR", 10**8, "NO"), ("RR", 1, "NOR"), ("RR", -1, "NO")):
        with pytest.raises(ValueError, match=r"two capital letters|eight digits"):
            s10.make(prefix=prefix, serial=serial, country=country)
