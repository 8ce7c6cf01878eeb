"""What people call an edition of the terms or a price list: by the day from which it is valid, not by its code."""

from __future__ import annotations

from budstikke.kit.days import dated
from budstikke.law.words import Language, Words
from budstikke.post.terms.editions import EVERY_EDITION, FORWARDING_PRICES, PUM_PRICES

_FROM = Words(no="fra {day}", en="from {day}")
_VALID_FROM = {
    **{code: edition.valid_from for code, edition in EVERY_EDITION.items()},
    **{prices.id: prices.valid_from for prices in PUM_PRICES},
    **{prices.id: prices.valid_from for prices in FORWARDING_PRICES},
}


def edition_name(code: str, *, language: Language) -> str:
    """
    Return an edition's or a price list's name; one that is no longer known keeps its code.

    >>> edition_name("pum-present", language="en")
    'from 1 January 2025'
    """
    if code not in _VALID_FROM:
        return code
    return _FROM.filled({"day": dated(_VALID_FROM[code], language=language)}).in_(language)
