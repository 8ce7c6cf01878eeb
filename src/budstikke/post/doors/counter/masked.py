"""National numbers as a page shows them back: the last five digits are seen only while they are typed."""

from __future__ import annotations

import re
from collections.abc import Sequence

_HIDDEN = "•"
# Where a zone may hold a national number: by the width of its lines, the line and the column before it.
_IN_ZONES = {30: (0, 15), 44: (1, 28)}
_NUMBER = re.compile(r"(\d{6})\s?(\d{5})")


def masked(number: str) -> str:
    """Return a number as it is shown back; what is none stays, for it has to be typed again."""
    found = _NUMBER.fullmatch(number.strip())
    return f"{found[1]}{_HIDDEN * 5}" if found else number


def masked_lines(lines: Sequence[str]) -> list[str]:
    """Return the lines of a zone as they are shown back."""
    shown = list(lines)
    at, column = _IN_ZONES.get(len(lines[0]) if lines else 0, (9, 0))
    if at < len(shown) and re.match(r"\d{11}", shown[at][column:]):
        shown[at] = shown[at][: column + 6] + _HIDDEN * 5 + shown[at][column + 11 :]
    return shown


def meant(given: str, *, before: str) -> str:
    """Return what a field says: the number from before, where it comes back as it was shown."""
    return before if before and given == masked(before) else given


def lines_meant(given: Sequence[str], *, before: Sequence[str]) -> tuple[str, ...]:
    """Return what lines say: those from before, where they come back as they were shown."""
    return tuple(before) if before and list(given) == masked_lines(before) else tuple(given)
