"""Weights and lengths of an order: a number with its unit, as whole grams and millimetres."""

from __future__ import annotations

import re
from decimal import ROUND_CEILING, Decimal
from functools import lru_cache

_NUMBER = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,8})?")
_GRAMS = {"GRM": Decimal(1), "KGM": Decimal(1000)}
_MILLIMETRES = {"MMT": Decimal(1), "CMT": Decimal(10), "MTR": Decimal(1000)}
_WEIGHT_MOST_G = 100_000
_LENGTH_MOST_MM = 10_000


@lru_cache(maxsize=4096)
def grams(value: str, unit: str) -> int | None:
    """
    A weight in grams, a begun gram counting whole; None if it is no weight of a letter in any unit we know.
    """
    return _whole(value, _GRAMS.get(unit), most=_WEIGHT_MOST_G)


@lru_cache(maxsize=4096)
def millimetres(value: str, unit: str) -> int | None:
    """A length in millimetres, a begun one counting whole; None if it is no length in any unit we know."""
    return _whole(value, _MILLIMETRES.get(unit), most=_LENGTH_MOST_MM)


def _whole(value: str, factor: Decimal | None, *, most: int) -> int | None:
    if factor is None or not _NUMBER.fullmatch(value):
        return None
    amount = Decimal(value.replace(",", ".")) * factor
    whole = int(amount.to_integral_value(ROUND_CEILING))
    return whole if 0 < whole <= most else None
