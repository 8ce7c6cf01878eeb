"""Judge the chip of a document by the certificates and revocation lists that the operator has imported."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from PIL import Image

from budstikke.formats import chip
from budstikke.post.actions.reading.country_trust import held

_MOST_PIXELS = 4_000_000
_LONGEST_SIDE = 1200


@dataclass(frozen=True, slots=True)
class Face:
    """The picture of a chip as a JPEG that every browser and report can show."""

    content: bytes = field(repr=False)


def judge_chip(
    *, sod: bytes, groups: Mapping[int, bytes], now: datetime
) -> tuple[chip.ChipReading, Face | None]:
    """
    Read and judge the files of a chip, outside of any transaction.

    Terms:   PUM §12.
    Returns: what was found, and the face, where there is one that can be shown.
    """
    reading = chip.read(sod=sod, groups=groups, trust=held().trust, now=now)
    return reading, _shown(reading.face) if reading.face else None


def _shown(face: bytes) -> Face | None:
    # Chips hold JPEG 2000 too, which browsers and reports do not show.
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(face), formats=("JPEG", "JPEG2000")) as opened:
                if opened.width * opened.height > _MOST_PIXELS:
                    return None
                picture = opened.convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    picture.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    content = io.BytesIO()
    picture.save(content, "JPEG", quality=90)
    return Face(content.getvalue())
