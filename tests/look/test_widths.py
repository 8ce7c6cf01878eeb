"""At which widths the style sheets lay a page out anew: what browser stories look at once hangs on it."""

from __future__ import annotations

import re
from pathlib import Path

from tests.stories.browser.looked_at import JUDGED, WIDTHS

_PACKAGE = Path(__file__).parents[2] / "src/budstikke"
_ASKED = re.compile(r"@media([^{]*)\{")
_EDGE = re.compile(r"(max|min)-width:\s*([\d.]+)(rem|px)|width\s*(<|>=)\s*([\d.]+)(rem|px)")
_REM_PX = 16


def edges() -> set[float]:
    """The first width, in pixels, of each layout that a style sheet of ours asks for."""
    found = set()
    for sheet in _PACKAGE.rglob("*.css"):
        for asked in _ASKED.findall(sheet.read_text(encoding="utf-8")):
            assert "width" not in asked or _EDGE.search(asked), f"{sheet.name}: {asked}"
            for edge, length, unit, _, other_length, other_unit in _EDGE.findall(asked):
                wide = float(length or other_length) * (_REM_PX if (unit or other_unit) == "rem" else 1)
                # The layout of `max-width` still holds at that width, and ends right after.
                found.add(wide + 1 if edge == "max" else wide)
    return found


def test_no_style_sheet_tells_a_telephone_from_a_desk_at_200_percent() -> None:
    """So axe-core need not judge 640 pixels by themselves; how wide the page gets there is looked at."""
    wide, zoomed, narrow = WIDTHS
    assert [edge for edge in edges() if narrow < edge <= wide], "the expression finds none"
    assert not [edge for edge in edges() if narrow < edge <= zoomed]
    assert zoomed not in JUDGED["no"]
