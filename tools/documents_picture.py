#!/usr/bin/env python3
"""
Lay the documents that the demo leaves behind side by side, for the README (development only).

    .venv/bin/python tools/documents_picture.py [var/demo]     into docs/pictures/documents.png
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
NAMES = ("no_passport", "no_national_id_card", "no_passport-glare", "no_passport-doubtful")
HEIGHT, GAP, COLOURS = 250, 12, 96


def main() -> None:
    """Write the picture."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "var" / "demo") / "7-documents"
    pages = []
    for name in NAMES:
        with Image.open(folder / f"{name}.jpg") as page:
            pages.append(page.convert("RGB").resize((round(page.width * HEIGHT / page.height), HEIGHT)))
    sheet = Image.new("RGB", (sum(page.width for page in pages) + GAP * (len(pages) - 1), HEIGHT), "#ffffff")
    left = 0
    for page in pages:
        sheet.paste(page, (left, 0))
        left += page.width + GAP
    sheet.quantize(COLOURS).save(ROOT / "docs" / "pictures" / "documents.png", optimize=True)


if __name__ == "__main__":
    main()
