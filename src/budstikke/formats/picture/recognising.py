"""A flat strip to lines of text, by Tesseract with the model for zones; one engine for each thread."""

from __future__ import annotations

import threading

import cv2
import numpy as np
import tesserocr

from budstikke.formats.picture.grey import Grey
from budstikke.formats.picture.installed import LANGUAGE, model_folder

_engines = threading.local()
# Engines are made one at a time: starting one reads the process's locale.
_making = threading.Lock()
_PAPER = 255
_BORDER = 12


def text(strip: Grey) -> tuple[str, ...]:
    """Return the lines that stand on a strip, as far as the model sees them."""
    framed = cv2.copyMakeBorder(
        strip, _BORDER, _BORDER, _BORDER, _BORDER, cv2.BORDER_CONSTANT, value=(_PAPER,)
    )
    high, wide = framed.shape
    engine = _engine()
    engine.SetImageBytes(np.ascontiguousarray(framed).tobytes(), wide, high, 1, wide)
    lines = engine.GetUTF8Text().splitlines()
    engine.Clear()  # nothing of a picture stays behind
    return tuple(line for line in ("".join(line.split()) for line in lines) if line)


def _engine() -> tesserocr.PyTessBaseAPI:
    engine: tesserocr.PyTessBaseAPI | None = getattr(_engines, "engine", None)
    if engine is None:
        with _making:
            engine = tesserocr.PyTessBaseAPI(
                path=model_folder(),
                lang=LANGUAGE,
                psm=tesserocr.PSM.SINGLE_BLOCK,
                oem=tesserocr.OEM.LSTM_ONLY,
            )
        engine.SetVariable("tessedit_do_invert", "0")
        _engines.engine = engine
    return engine
