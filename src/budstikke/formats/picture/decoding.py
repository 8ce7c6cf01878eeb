"""Bytes from anybody to a grey picture, or a fault in words: nothing is unfolded before its size is known."""

from __future__ import annotations

import io
import warnings

import cv2
import numpy as np
from PIL import Image, ImageOps

from budstikke.formats.malformed import Fault, Malformed
from budstikke.formats.picture import LARGEST_BYTES, MOST_PIXELS
from budstikke.formats.picture.grey import Grey

SMALLEST_SIDE = 120
# A progressive JPEG may ask for thousands of passes over all its pixels; cameras make about ten.
_MOST_SCANS = 64
_SCAN = b"\xff\xda"
_KINDS = ("PNG", "JPEG")
# 44 characters over this many pixels are more than twice as wide as reading needs.
_LONG_SIDE = 2600


def decoded(picture: bytes) -> Grey:
    """
    Return a PNG or JPEG as grey values, the right way up as its camera says, at most 2600 pixels long.

    Raises: Malformed when it is none of them, not whole, or larger than is read here.
    """
    if len(picture) > LARGEST_BYTES:
        raise _malformed(
            "PICTURE_TOO_LARGE", f"has more than {LARGEST_BYTES} bytes; take it with fewer pixels"
        )
    if picture.startswith(b"\xff\xd8") and picture.count(_SCAN) > _MOST_SCANS:
        raise _malformed("PICTURE_UNREADABLE", "is folded more often than cameras do; save it anew")
    try:
        with warnings.catch_warnings():
            # What unfolds into gigabytes is refused by its size below, not warned about.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(picture), formats=_KINDS) as opened:
                _refuse_size(opened.width, opened.height)
                # A JPEG is unfolded at a half or a quarter where that is enough.
                opened.draft("L", (_LONG_SIDE, _LONG_SIDE))
                upright = ImageOps.exif_transpose(opened)
                grey = np.asarray(upright.convert("L"))
    except Malformed:
        raise
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    except Exception as error:  # a damaged file breaks decoders in more ways than they document
        raise _malformed("PICTURE_UNREADABLE", "is no whole PNG or JPEG; take it again") from error
    scale = _LONG_SIDE / max(grey.shape)
    if scale < 1:
        grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(grey)


def _refuse_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise _too_large()
    if min(width, height) < SMALLEST_SIDE:
        raise _malformed(
            "PICTURE_TOO_SMALL", f"has a side of fewer than {SMALLEST_SIDE} pixels; take it from closer by"
        )


def _too_large() -> Malformed:
    return _malformed("PICTURE_TOO_LARGE", f"has more than {MOST_PIXELS} pixels; take it smaller")


def _malformed(code: str, text: str) -> Malformed:
    return Malformed((Fault("picture", code, text),))
