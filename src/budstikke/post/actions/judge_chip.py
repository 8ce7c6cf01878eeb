"""Judge the chip of a document by the certificates of the states that the operator has imported."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from PIL import Image

from budstikke.formats import chip
from budstikke.post.records.models import CountryCertificate

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
    reading = chip.read(sod=sod, groups=groups, trust=imported(), now=now)
    return reading, _shown(reading.face) if reading.face else None


def imported() -> chip.Trust:
    """Return the certificates imported so far; each process reads them anew when they have changed."""
    return _trust(tuple(CountryCertificate.objects.order_by("sha256").values_list("sha256", flat=True)))


@lru_cache(maxsize=1)
def _trust(named: tuple[str, ...]) -> chip.Trust:
    rows = CountryCertificate.objects.filter(sha256__in=named).values_list("content", flat=True)
    return chip.Trust.of(bytes(row) for row in rows)


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
