"""Letter numbers by UPU S10: two letters, eight digits and their check digit, the country of issue."""

from __future__ import annotations

import re

_SHAPE = re.compile("[A-Z]{2}[0-9]{9}[A-Z]{2}")
_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


def check_digit(serial: str) -> str:
    """The check digit of eight digits."""
    rest = 11 - sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, serial, strict=True)) % 11
    return {10: "0", 11: "5"}.get(rest, str(rest))


def is_valid(number: str) -> bool:
    """Whether a number has the shape and the right check digit."""
    return bool(_SHAPE.fullmatch(number)) and check_digit(number[2:10]) == number[10]
