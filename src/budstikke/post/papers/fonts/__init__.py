"""
The typefaces every paper is set in, shipped with the product so that a paper looks the same on every machine.

No layout lives here, only font files, their licence and the table of characters they have. May import
libraries only.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import typst

FOLDER = Path(__file__).parent
FAMILY = "Noto Sans"


@cache
def typst_fonts() -> typst.Fonts:
    """Return the shipped fonts, read once; the machine's own fonts are never used."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER)])
