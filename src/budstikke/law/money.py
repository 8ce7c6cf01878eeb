"""Amounts as people read them, in both languages; pages, papers and decisions use the same."""

from __future__ import annotations

from budstikke.law.words import Language


def kroner(ore: int, *, language: Language) -> str:
    """
    Return an amount as it is written, without its currency; a blank in it does not break.

    Unit: øre.

    >>> kroner(123456, language="no").replace("\\u00a0", " "), kroner(-123456, language="en")
    ('1 234,56', '-1,234.56')
    """
    whole, rest = divmod(abs(ore), 100)
    # The sign every font and every reader of tables has.
    sign = "-" if ore < 0 else ""
    if language == "no":
        return f"{sign}{whole:,}".replace(",", "\N{NO-BREAK SPACE}") + f",{rest:02d}"
    return f"{sign}{whole:,}.{rest:02d}"


def short_kroner(ore: int, *, language: Language) -> str:
    """
    Return an amount as a sentence says it: whole kroner without decimals.

    Unit: øre.

    >>> short_kroner(49900, language="no"), short_kroner(49950, language="en")
    ('499', '499.50')
    """
    return kroner(ore, language=language).removesuffix(",00" if language == "no" else ".00")
