"""A picture to a reading: find, flatten, read, repair, read again, and say how sure that is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import cv2
import numpy as np

from budstikke.formats.picture import notes
from budstikke.formats.picture.decoding import decoded
from budstikke.formats.picture.flattening import Frame, cleaned, flat, framed
from budstikke.formats.picture.grey import Grey
from budstikke.formats.picture.judging import to_retake
from budstikke.formats.picture.locating import places
from budstikke.formats.picture.recognising import text
from budstikke.formats.picture.repairing import Repaired, repaired
from budstikke.formats.picture.result import PictureReading

# Cells that part the ink worse than this hold no print of even pitch.
_LEAST_FIT = 15
_STRIP_PITCH = 24


def _sharpened(strip: Grey) -> Grey:
    return cv2.addWeighted(strip, 2.0, cv2.GaussianBlur(strip, (0, 0), 2.0), -1.0, 0).astype(np.uint8)


def _smoothed(strip: Grey) -> Grey:
    return cv2.medianBlur(strip, 3).astype(np.uint8)


def _as_it_is(strip: Grey) -> Grey:
    return strip


@dataclass(frozen=True, slots=True)
class _Pass:
    """One way of reading a strip: how wide its characters are made, in pixels, and what is done to them."""

    pitch: float
    treated: Callable[[Grey], Grey]


# In the order they are tried; two that agree end it.
_PASSES = (
    _Pass(22, _as_it_is),
    _Pass(30, _as_it_is),
    _Pass(22, _sharpened),
    _Pass(17, _as_it_is),
    _Pass(30, _smoothed),
)


def read_picture(picture: bytes, *, today: date) -> PictureReading:
    """
    Read the zone on a picture of a page.

    Reading: `automatic` only where two passes gave the same text, every check holds and the states are known.
    Raises: Malformed for what is no picture; PicturesNotInstalled where a part is missing.
    """
    grey = decoded(picture)
    found = _first_readable(grey, today=today)
    if found is None:
        return PictureReading(doubts=(notes.NO_ZONE,))
    frame, first = found
    readings = [first] if first else []
    agreed = None
    for each in _PASSES[1:]:
        if first is None:
            break
        if reading := _once(grey, frame, each, today=today):
            if reading.sound and any(reading.lines == other.lines for other in readings):
                agreed = reading
                break
            readings.append(reading)
    strip = _png(flat(grey, frame, pitch=_STRIP_PITCH))
    if agreed:
        return PictureReading(
            lines=agreed.lines, automatic=True, strip_png=strip, turned_degrees=frame.turned_degrees
        )
    best = max(readings, key=lambda reading: reading.rank, default=None)
    return PictureReading(
        lines=best.lines if best else (),
        doubts=tuple(_doubts(best)),
        retake=to_retake(grey, frame),
        strip_png=strip,
        turned_degrees=frame.turned_degrees,
    )


def _first_readable(grey: Grey, *, today: date) -> tuple[Frame, Repaired | None] | None:
    """Return the first place that reads like a zone, with its first reading; else the likeliest place."""
    likeliest: Frame | None = None
    for rows in places(grey):
        for upside_down in _likelier_first(grey, rows[0].middle[1], rows[0].middle[0], rows[0].angle):
            frame = framed(grey, rows, upside_down=upside_down)
            if frame.fit < _LEAST_FIT:
                break
            likeliest = likeliest or frame
            reading = _once(grey, frame, _PASSES[0], today=today)
            if reading is not None and (reading.sound or len(reading.zone.faults) <= 2):
                return frame, reading
    return (likeliest, None) if likeliest else None


def _likelier_first(grey: Grey, y: float, x: float, angle: float) -> tuple[bool, bool]:
    """A zone stands at the foot of its page: in the upper half of a picture it is likelier upside down."""
    high, wide = grey.shape
    down = (y - high / 2) * np.cos(angle) - (x - wide / 2) * np.sin(angle)
    return (True, False) if down < 0 else (False, True)


def _once(grey: Grey, frame: Frame, each: _Pass, *, today: date) -> Repaired | None:
    strip = each.treated(cleaned(flat(grey, frame, pitch=each.pitch), pitch=each.pitch))
    return repaired(text(strip), lines=frame.lines, columns=frame.columns, today=today)


def _doubts(best: Repaired | None) -> Iterator[notes.Note]:
    if best is None:
        yield notes.UNREADABLE
        return
    if not best.zone.accept:
        yield notes.CHECKS
    if any(remark.code == "unknown_state" for remark in best.zone.remarks):
        yield notes.STATE
    if best.sound:
        yield notes.DIFFER


def _png(strip: Grey) -> bytes:
    written, content = cv2.imencode(".png", strip)
    assert written
    return content.tobytes()
