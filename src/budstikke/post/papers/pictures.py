"""Pictures that come in to be printed: whole, of a kind a report can hold, and not larger than it has use for."""

from __future__ import annotations

import io
import warnings

from PIL import Image

from budstikke.formats.malformed import Fault, Malformed
from budstikke.formats.picture import LARGEST_BYTES, MOST_PIXELS

_KINDS = ("PNG", "JPEG")


def refuse_unprintable(picture: bytes | None, *, what: str) -> None:
    """
    Refuse a picture no report could be printed with, while somebody is there to take another.

    Raises: Malformed, where `what` says which picture.
    """
    if picture is not None and (fault := _fault(picture)) is not None:
        raise Malformed((Fault(what, *fault),))


def _fault(picture: bytes) -> tuple[str, str] | None:
    if len(picture) > LARGEST_BYTES:
        return (
            "PICTURE_TOO_LARGE",
            f"the picture has more than {LARGEST_BYTES} bytes; take it with fewer pixels",
        )
    try:
        with warnings.catch_warnings():
            # A picture that unfolds into gigabytes is refused by its size below, not warned about.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(picture), formats=_KINDS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    return (
                        "PICTURE_TOO_LARGE",
                        f"the picture has more than {MOST_PIXELS} pixels; take it smaller",
                    )
                opened.load()
            # Loading forgives a missing end; checking the sums does not, and wants the file anew.
            with Image.open(io.BytesIO(picture), formats=_KINDS) as opened:
                opened.verify()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return "PICTURE_UNREADABLE", "the picture is no whole PNG or JPEG; take it again"
    return None
