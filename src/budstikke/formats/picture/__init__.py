"""
Pictures of identity documents: the bytes of a photograph or a scan to the lines of a machine-readable zone.

Here live finding, flattening, reading and repairing, and the notes that ask for a better picture; what the lines
say is formats.mrz, and whether a document counts is for the terms. May import formats and libraries, those of the
extra `ocr` only when a picture is read.
"""

from __future__ import annotations

from datetime import date

from budstikke.formats.picture.installed import PicturesNotInstalled, missing, refuse_if_missing
from budstikke.formats.picture.notes import Note
from budstikke.formats.picture.result import PictureReading

__all__ = [
    "LARGEST_BYTES",
    "MOST_PIXELS",
    "Note",
    "PictureReading",
    "PicturesNotInstalled",
    "looks_like_one",
    "missing",
    "read",
]

# A picture that is read is kept, and printed in a report: what is larger serves nobody.
LARGEST_BYTES = 10_000_000
MOST_PIXELS = 40_000_000
_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


def looks_like_one(content: bytes) -> bool:
    """Say whether bytes begin as a JPEG or a PNG does."""
    return content.startswith(_BEGINNINGS)


def read(picture: bytes, *, today: date) -> PictureReading:
    """
    Read the machine-readable zone on a picture (PNG or JPEG) of a page.

    Reading: `automatic` only where two passes gave the same text, every check holds and the states are known.
    Returns: a reading for every picture; one without a zone has no lines and says so among its doubts.
    Raises: Malformed for what is no picture or too large; PicturesNotInstalled where the extra `ocr` is missing.
    """
    refuse_if_missing()
    # Only now: every command would wait for what one of them needs.
    from budstikke.formats.picture.reading import read_picture

    return read_picture(picture, today=today)
