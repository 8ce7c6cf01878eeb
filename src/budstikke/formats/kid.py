"""
KID, the customer identification of Norwegian payments: digits of which the last is a check digit.

Two to twenty-five digits; the creditor's agreement with its bank says which check digit they carry. MOD11 leaves
some numbers without a digit, and these end in a dash.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

Modulus = Literal["mod10", "mod11"]
SHORTEST, LONGEST = 2, 25


def mod10(digits: str) -> str:
    """
    Return the MOD10 check digit: every other digit from the right is doubled, and digits of digits are added up.

    >>> mod10("123456")
    '6'
    """
    summed = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        summed += doubled // 10 + doubled % 10
    return str(-summed % 10)


def mod11(digits: str) -> str:
    """
    Return the MOD11 check digit: weights 2 to 7 from the right, again and again; a dash where it would be ten.

    >>> mod11("123456")
    '0'
    """
    summed = sum(int(digit) * (place % 6 + 2) for place, digit in enumerate(reversed(digits)))
    check = -summed % 11
    return "-" if check == 10 else str(check)


_CHECKS: Mapping[Modulus, Callable[[str], str]] = {"mod10": mod10, "mod11": mod11}


def make(digits: str, *, modulus: Modulus = "mod10") -> str:
    """
    Return the KID of digits: they and their check digit.

    Raises: ValueError when they are no digits, or too many (our bug).

    >>> make("123456")
    '1234566'
    """
    if not _are_digits(digits) or not SHORTEST <= len(digits) + 1 <= LONGEST:
        raise ValueError("a KID is made of 1 to 24 digits")
    return digits + _CHECKS[modulus](digits)


def is_valid(kid: str, *, modulus: Modulus = "mod10") -> bool:
    """
    Say whether a KID is one: its length, its digits and its check digit.

    >>> is_valid("1234566"), is_valid("1234567")
    (True, False)
    """
    return SHORTEST <= len(kid) <= LONGEST and _are_digits(kid[:-1]) and kid[-1] == _CHECKS[modulus](kid[:-1])


def _are_digits(text: str) -> bool:
    # str.isdecimal takes the digits of every script.
    return text.isascii() and text.isdecimal()
