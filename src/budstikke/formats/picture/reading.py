"""A picture to a reading: find, flatten, read, repair, read again, and say how sure that is."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

import cv2
import numpy as np

from budstikke.formats.picture import notes
from budstikke.formats.picture.decoding import decoded
from budstikke.formats.picture.flattening import Frame, cleaned, flat, framed, likely_columns
from budstikke.formats.picture.grey import Grey
from budstikke.formats.picture.judging import to_retake, too_small
from budstikke.formats.picture.locating import Row, places
from budstikke.formats.picture.recognising import text
from budstikke.formats.picture.repairing import Repaired, repaired
from budstikke.formats.picture.result import PictureReading

# Cells that part the ink worse than this hold no print of even pitch.
_LEAST_FIT = 15
# And what is neither read nor parts better than this was an ordinary text.
_SURELY_A_ZONE = 50
_STRIP_PITCH = 24
# A first reading with more faults is taken for something else, or for text upside down.
_FEW_FAULTS = 2
# Each costs a tenth of a second: places and directions tried, and readings in all.
_MOST_TRIES = 4
_MOST_READINGS = 6


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

    Reading: `automatic` only where two passes gave the same text, one of them without a letter being exchanged,
    every check holds and the states are known.
    Raises: Malformed for what is no picture; PicturesNotInstalled where a part is missing.
    """
    grey = decoded(picture)
    frame, readings, tries = _found(grey, today=today)
    if frame is None:
        return PictureReading(doubts=(notes.NO_ZONE,), retake=too_small(grey))
    agreed = None
    for each in _PASSES[1 : _MOST_READINGS - tries + 1]:
        if reading := _once(grey, frame, each, today=today):
            readings.append(reading)
            if agreed := _agreed(readings):
                break
    if not readings and frame.fit < _SURELY_A_ZONE:
        return PictureReading(doubts=(notes.NO_ZONE,), retake=too_small(grey))
    strip = _png(flat(grey, frame, pitch=_STRIP_PITCH))
    if agreed:
        return PictureReading(
            lines=agreed.lines, automatic=True, strip_png=strip, turned_degrees=frame.turned_degrees
        )
    best = max(readings, key=lambda reading: reading.rank, default=None)
    return PictureReading(
        lines=best.lines if best else (),
        doubts=tuple(_doubts(best, readings)),
        retake=to_retake(grey, frame),
        strip_png=strip,
        turned_degrees=frame.turned_degrees,
    )


def _agreed(readings: Sequence[Repaired]) -> Repaired | None:
    """Return the newest reading if it is sound, most others say the same, and one of them was so seen."""
    newest = readings[-1]
    same = [reading for reading in readings if reading.lines == newest.lines]
    # Names have no check digit: two that agree against two that do not are no proof.
    most = len(same) >= 2 and 2 * len(same) > len(readings)
    return newest if newest.sound and most and any(reading.as_seen for reading in same) else None


def _found(grey: Grey, *, today: date) -> tuple[Frame | None, list[Repaired], int]:
    """Return the first place that reads like a zone, else the likeliest; its first reading; how many were made."""
    likeliest: Frame | None = None
    kept: list[Repaired] = []
    tries = 0
    for rows in _best_parted_first(grey, places(grey)):
        for columns, upside_down in product(likely_columns(rows), _likelier_first(grey, rows[0])):
            frame = framed(grey, rows, columns=columns, upside_down=upside_down)
            if frame.fit < _LEAST_FIT or tries == _MOST_TRIES:
                continue
            tries += 1
            reading = _once(grey, frame, _PASSES[0], today=today)
            if reading and len(reading.zone.faults) <= _FEW_FAULTS:
                return frame, [reading], tries
            if likeliest is None:
                likeliest, kept = frame, [reading] if reading else []
    return likeliest, kept, tries


def _best_parted_first(grey: Grey, groups: Sequence[tuple[Row, ...]]) -> Sequence[tuple[Row, ...]]:
    """Where several places are possible, the one whose print parts best into cells comes first."""
    if len(groups) < 2:
        return groups

    def fit(rows: tuple[Row, ...]) -> float:
        # The whole zone before a part of it, though a part may part as well.
        return framed(grey, rows, columns=likely_columns(rows)[0], upside_down=False).fit * rows[0].length

    return sorted(groups, key=fit, reverse=True)


def _likelier_first(grey: Grey, row: Row) -> tuple[bool, bool]:
    """A zone stands at the foot of its page: in the upper half of a picture it is likelier upside down."""
    high, wide = grey.shape
    down = (row.middle[1] - high / 2) * math.cos(row.angle) - (row.middle[0] - wide / 2) * math.sin(row.angle)
    return (True, False) if down < 0 else (False, True)


def _once(grey: Grey, frame: Frame, each: _Pass, *, today: date) -> Repaired | None:
    strip = each.treated(cleaned(flat(grey, frame, pitch=each.pitch), pitch=each.pitch))
    return repaired(text(strip), lines=frame.lines, columns=frame.columns, today=today)


def _doubts(best: Repaired | None, readings: Sequence[Repaired]) -> Iterator[notes.Note]:
    if best is None:
        yield notes.UNREADABLE
        return
    if not best.zone.accept:
        yield notes.CHECKS
    if any(remark.code == "unknown_state" for remark in best.zone.remarks):
        yield notes.STATE
    if best.sound:
        yield notes.DIFFER if len({reading.lines for reading in readings}) > 1 else notes.REPAIRED


def _png(strip: Grey) -> bytes:
    written, content = cv2.imencode(".png", strip)
    assert written
    return content.tobytes()
