#!/usr/bin/env python3
"""
Cut the shipped fonts out of Noto Sans and write the table of characters they have (development only).

    apt-get download fonts-noto-core && dpkg -x fonts-noto-core_*.deb noto
    .venv/bin/python tools/fonts.py noto/usr/share/fonts/truetype/noto

Hinting is dropped (a PDF is drawn without it), and so is everything but Latin, Greek, Cyrillic, punctuation,
currency and a few symbols. Writes NotoSans-*.ttf, SHA256SUMS and glyph_ranges.py.
"""

from __future__ import annotations

import hashlib
import sys
import unicodedata
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

TARGET = Path(__file__).parent.parent / "src/budstikke/post/papers/fonts"
FACES = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf")
INVISIBLE = frozenset({"Cc", "Cf", "Cn", "Zl", "Zp"})
GRAPHEME_JOINER = 0x034F  # draws nothing, though Unicode counts it among the marks
KEPT = (
    (0x0020, 0x007E),  # Basic Latin
    (0x00A0, 0x024F),  # Latin-1, Extended-A, Extended-B
    (0x0250, 0x02AF),  # IPA letters some names use
    (0x02B0, 0x036F),  # modifier letters and combining marks
    (0x0370, 0x03FF),  # Greek
    (0x0400, 0x052F),  # Cyrillic and its supplement
    (0x1E00, 0x1EFF),  # Latin Extended Additional
    (0x1F00, 0x1FFF),  # Greek Extended
    (0x2010, 0x205E),  # punctuation; not the joiners and direction marks before it
    (0x2070, 0x209C),  # superscripts and subscripts
    (0x20A0, 0x20C0),  # currency
    (0x2113, 0x2122),  # litre, numero, trade mark
)


def cut(source: Path, target: Path) -> frozenset[int]:
    """Write one face with the kept characters only; return those it really has."""
    font = TTFont(source)
    options = subset.Options(hinting=False, notdef_outline=True)
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl"]
    options.name_IDs = ["*"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(
        unicodes=[
            code
            for first, last in KEPT
            for code in range(first, last + 1)
            # A character that draws nothing would vanish from a name without anyone seeing it.
            if unicodedata.category(chr(code)) not in INVISIBLE and code != GRAPHEME_JOINER
        ]
    )
    subsetter.subset(font)
    font["head"].modified = font["head"].created  # type: ignore[attr-defined]  # the same bytes at every run
    font.recalcTimestamp = False
    font.save(target)
    return frozenset(TTFont(target).getBestCmap())


def ranges(codes: frozenset[int]) -> list[tuple[int, int]]:
    """Return the codes as closed ranges, in order."""
    found: list[tuple[int, int]] = []
    for code in sorted(codes):
        if found and found[-1][1] == code - 1:
            found[-1] = (found[-1][0], code)
        else:
            found.append((code, code))
    return found


def main() -> int:
    source = Path(sys.argv[1])
    in_every_face = frozenset.intersection(*(cut(source / face, TARGET / face) for face in FACES))
    rows = "\n".join(f"    (0x{first:04X}, 0x{last:04X})," for first, last in ranges(in_every_face))
    (TARGET / "glyph_ranges.py").write_text(
        '"""Which characters every shipped face has, as closed ranges; written by tools/fonts.py."""\n\n'
        "from __future__ import annotations\n\n"
        f"GLYPH_RANGES: tuple[tuple[int, int], ...] = (\n{rows}\n)\n",
        encoding="utf-8",
    )
    sums = [f"{hashlib.sha256((TARGET / face).read_bytes()).hexdigest()}  {face}\n" for face in FACES]
    (TARGET / "SHA256SUMS").write_text("".join(sums), encoding="ascii")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
