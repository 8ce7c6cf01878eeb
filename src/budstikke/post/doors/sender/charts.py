"""Bars drawn by the server, for an SVG that is as wide as its page; what it shows stands in a table too."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

_LINE_PX, _BAR_PX, _GAP_PX = 20, 14, 16
# As much as stands on one line of a telephone beside its figure.
_LETTERS_ON_A_LINE = 36


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar: what it is, how much, and its colour (`late` for what is beyond a limit)."""

    words: str
    value: int
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One bar with its place: `lines` are pairs of y and words, lengths are percent of the width."""

    lines: tuple[tuple[int, str], ...]
    value: int
    bar_y: int
    percent: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart of bars under each other."""

    bars: tuple[Drawn, ...]
    height_px: int


def chart(bars: Sequence[Bar]) -> Chart:
    """Draw bars in the order given, the longest across the whole width."""
    most = max((bar.value for bar in bars), default=0)
    drawn, y = [], 0
    for bar in bars:
        words = textwrap.wrap(bar.words, _LETTERS_ON_A_LINE) or [""]
        lines = tuple((y + _LINE_PX * nth + 15, line) for nth, line in enumerate(words))
        bar_y = y + _LINE_PX * len(words)
        percent = f"{100 * bar.value / most:.2f}" if most else "0"
        drawn.append(Drawn(lines=lines, value=bar.value, bar_y=bar_y, percent=percent, tone=bar.tone))
        y = bar_y + _BAR_PX + _GAP_PX
    return Chart(bars=tuple(drawn), height_px=y)
