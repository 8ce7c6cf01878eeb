"""Numbers of GS1 as consignments carry them: seventeen digits (GSIN), the last a check digit."""

from __future__ import annotations

# The company prefix of the published examples; an operator's own takes its place.
COMPANY_PREFIX = "7070707"
_REFERENCE_DIGITS = 9


def check_digit(digits: str) -> int:
    """
    Return the check digit that follows a row of digits (GS1 General Specifications, 7.9).

    >>> check_digit("7070707450000012")
    8
    """
    # From the right the weights are 3, 1, 3, 1 ...
    weighted = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return -weighted % 10


def gsin(reference: int) -> str:
    """
    Return a consignment number of ours.

    >>> gsin(450000012)
    '70707074500000128'
    """
    body = f"{COMPANY_PREFIX}{reference:0{_REFERENCE_DIGITS}d}"
    assert len(body) == len(COMPANY_PREFIX) + _REFERENCE_DIGITS, "the reference has nine digits at most"
    return f"{body}{check_digit(body)}"
