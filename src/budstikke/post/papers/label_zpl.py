"""
Labels for thermal printers: the same drawing as the PDF, as ZPL that any Zebra-compatible printer takes.

The label goes over as a picture, so that it has every letter the fonts have (a printer's own font may lack
Sámi letters) and so that the tests read the very dots the printer will burn.
"""

from __future__ import annotations

import base64
import binascii
import io
import zlib
from collections.abc import Iterable
from typing import Literal

from PIL import Image

from budstikke.post.papers.label import OWN_ARTWORK, Artwork, Label, ReturnLabel, render_png
from budstikke.post.papers.label_forms import SINGLE

MM_PER_INCH = 25.4
BLACK_BELOW = 128


def render_zpl(
    labels: Iterable[Label | ReturnLabel],
    *,
    dots_per_mm: Literal[8, 12] = 8,
    artwork: Artwork = OWN_ARTWORK,
) -> bytes:
    """
    Return single labels (107 x 150 mm) as ZPL, one `^XA … ^XZ` each, in the order given.

    Unit: `dots_per_mm` 8 is a 203 dpi printer, 12 a 300 dpi printer.
    Raises: CannotPrint when a text has no letters or no room.
    """
    return b"".join(_one(label, dots_per_mm=dots_per_mm, artwork=artwork) for label in labels)


def _one(label: Label | ReturnLabel, *, dots_per_mm: int, artwork: Artwork) -> bytes:
    drawn = render_png(label, form=SINGLE, dots_per_inch=dots_per_mm * MM_PER_INCH, artwork=artwork)
    with Image.open(io.BytesIO(drawn)) as picture:
        flat = Image.new("L", picture.size, 255)
        flat.paste(picture.convert("L"), mask=picture.getchannel("A") if "A" in picture.mode else None)
    # ZPL burns the ones; a PIL bitmap's ones are white.
    dots = flat.point(lambda light: 255 if light < BLACK_BELOW else 0).convert("1", dither=Image.Dither.NONE)
    rows = dots.tobytes()
    row_bytes = (dots.width + 7) // 8
    packed = base64.b64encode(zlib.compress(rows, 9))
    picture_field = (
        f"^GFA,{len(rows)},{len(rows)},{row_bytes},:Z64:{packed.decode()}:{binascii.crc_hqx(packed, 0):04X}"
    )
    return (
        f"^XA^FX {label.number}^FS^PW{dots.width}^LL{dots.height}^LH0,0^FO0,0{picture_field}^FS^XZ\n"
    ).encode("ascii")
