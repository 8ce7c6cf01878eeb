"""Which characters can be printed: asked at intake, so that no paper ever fails for want of a letter."""

from __future__ import annotations

from budstikke.post.papers.fonts.glyph_ranges import GLYPH_RANGES

PRINTABLE: frozenset[str] = frozenset(
    chr(code) for first, last in GLYPH_RANGES for code in range(first, last + 1)
)


def unprintable(text: str) -> tuple[tuple[int, str], ...]:
    """
    Return each character no shipped font has, with its position counted from 0.

    Reading: line breaks are refused too; whoever holds a text of several lines asks line by line.

    >>> unprintable("Áile Čearru")
    ()
    >>> unprintable("Kari 漢")
    ((5, '漢'),)
    """
    return tuple((at, letter) for at, letter in enumerate(text) if letter not in PRINTABLE)
