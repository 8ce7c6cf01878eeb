"""What makes a page look like a document: a pattern of fine lines, a drawn figure, a word across it."""

from __future__ import annotations

import math
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

_LINES = 46
_STEP = 6
_SKINS = ("#d9d2c9", "#c6bcb0", "#b3a799", "#9f9385")
_HAIR = ("#4c545c", "#6b757f", "#868f97", "#5c5148")
_BLUE, _WHITE = "#4a6a8a", "#fbfbf7"


def guilloche(picture: Image.Image, *, ink: str, phase: int) -> None:
    """Draw fine waves over the whole page, the zone too, as printers of documents do."""
    draw = ImageDraw.Draw(picture)
    width, height = picture.size
    for nth in range(_LINES):
        middle = height * (nth + 0.5) / _LINES
        swing = height / 18
        points = [
            (
                x,
                middle
                + swing * math.sin(x / (width / 9) + phase + nth * 0.35)
                + swing / 3 * math.sin(x / (width / 31) - nth * 0.8),
            )
            for x in range(0, width + _STEP, _STEP)
        ]
        draw.line(points, fill=ink, width=2)


def face(picture: Image.Image, *, box: tuple[int, int, int, int], variant: int) -> None:
    """Draw a neutral figure that is plainly a drawing: a head, a cap of hair, two dots and a line."""
    left, top, right, bottom = box
    wide, high = right - left, bottom - top
    figure = Image.new("RGB", (wide, high), "#dfe6ec")
    draw = ImageDraw.Draw(figure)
    skin, hair = _SKINS[variant % 4], _HAIR[variant // 4 % 4]
    draw.ellipse((0.08 * wide, 0.72 * high, 0.92 * wide, 1.5 * high), fill=_BLUE)
    draw.rectangle((0.42 * wide, 0.6 * high, 0.58 * wide, 0.8 * high), fill=skin)
    draw.ellipse((0.24 * wide, 0.12 * high, 0.76 * wide, 0.7 * high), fill=hair)
    draw.ellipse((0.28 * wide, 0.2 * high, 0.72 * wide, 0.7 * high), fill=skin)
    for x in (0.4, 0.6):
        draw.ellipse(((x - 0.022) * wide, 0.41 * high, (x + 0.022) * wide, 0.445 * high), fill="#222222")
    draw.line((0.5 * wide, 0.45 * high, 0.48 * wide, 0.53 * high), fill="#55443a", width=max(2, wide // 90))
    draw.line((0.43 * wide, 0.59 * high, 0.57 * wide, 0.59 * high), fill="#55443a", width=max(2, wide // 60))
    draw.rectangle((0, 0, wide - 1, high - 1), outline="#8696a5", width=3)
    picture.paste(figure, (left, top))


def across(picture: Image.Image, word: str, *, font: ImageFont.FreeTypeFont, above: int) -> None:
    """Set a word slanting over the page above a row of pixels, so that nobody takes it for a document."""
    layer = _slanting(word, str(font.path), font.size, (picture.width, above))
    picture.paste("#a3142b", (0, 0, *layer.size), layer)


@lru_cache(maxsize=8)
def _slanting(word: str, face: str, size: float, room: tuple[int, int]) -> Image.Image:
    """Return where the word covers the page: the same on every page of a kind, and long in the making."""
    layer = Image.new("L", room, 0)
    font = ImageFont.truetype(face, size)
    ImageDraw.Draw(layer).text((room[0] // 2, room[1] // 2), word, fill=105, font=font, anchor="mm")
    return layer.rotate(12, resample=Image.Resampling.BICUBIC)
