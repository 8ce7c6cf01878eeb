"""Rows of print to a flat strip: turned level, the tilt taken out, each character in a cell of its own width."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from budstikke.formats.picture.grey import Grey, Reals
from budstikke.formats.picture.locating import Row

# Doc 9303-3: characters a tenth of an inch apart, lines a quarter of an inch.
LINE_STEP = 2.5
# What is kept around the outer cells, in pitches.
SIDE, ABOVE = 0.6, 1.1
_MARGIN = 2
_PAD = 120  # of blank columns around a profile
_PITCH = 22  # at which cells are fitted
# Cells may be narrower than the rows' ends say (the smear), hardly wider, and shifted.
_NARROWEST, _WIDEST, _MOST_SHIFT, _MOST_OFF = 0.9, 1.06, 1.5, 1.2
_SHORTEST_WHOLE = 0.88
_INK_CAP = 160  # a column of a photograph's edge is not more ink than a letter
_FLUSH = 0.8
_OFF_COST = 12
_LONGEST_NARROW = 38


@dataclass(frozen=True, slots=True)
class Frame:
    """
    Where a zone lies.

    `matrix` takes a point of the picture to pitches: x from the left edge of the first cell, y from the
    middle of the first line. `fit` says how well the cells part the ink (0 not at all, 100 and more well).
    """

    matrix: Reals
    lines: int
    columns: int
    fit: float

    def corners(self) -> Reals:
        """Return the outer cells' corners in the picture, clockwise from the beginning of the first line."""
        right, foot = self.columns, (self.lines - 1) * LINE_STEP
        level = np.array([[(0, -0.5), (right, -0.5), (right, foot + 0.5), (0, foot + 0.5)]], np.float64)
        return cv2.perspectiveTransform(level, np.linalg.inv(self.matrix))[0]

    @property
    def pitch(self) -> float:
        """How wide a character is in the picture, in its pixels."""
        first, second = self.corners()[:2]
        return math.dist(first, second) / self.columns

    @property
    def turned_degrees(self) -> int:
        """How far the zone is turned in the picture, clockwise, 0 to 359."""
        first, second = self.corners()[:2]
        return round(math.degrees(math.atan2(second[1] - first[1], second[0] - first[0]))) % 360


def likely_columns(rows: Sequence[Row]) -> tuple[int, ...]:
    """Return how many characters lines of so many rows may have by their length and distance, likeliest first."""
    if len(rows) == 3:
        return (30,)
    # What is shorter than the narrower format is a part of the wider one.
    return (36, 44) if 36 * _SHORTEST_WHOLE < _pitches(rows) < _LONGEST_NARROW else (44, 36)


def _pitches(rows: Sequence[Row]) -> float:
    """Return how long the rows are, in pitches as their distance has it."""
    return LINE_STEP * rows[0].length * (len(rows) - 1) / math.dist(rows[0].middle, rows[-1].middle)


def framed(grey: Grey, rows: Sequence[Row], *, columns: int, upside_down: bool) -> Frame:
    """Fit cells to the rows: their ends give the tilt, the gaps between letters the cells."""
    wide, long = columns, _pitches(rows)
    foot = (len(rows) - 1) * LINE_STEP
    lacking = wide - long if long < wide * _SHORTEST_WHOLE else 0.0
    seen = np.array([rows[0].start, rows[0].end, rows[-1].end, rows[-1].start], np.float32)
    if upside_down:
        seen = np.roll(seen, 2, axis=0)
    begin, end = lacking / 2, wide - lacking / 2
    level = np.array([(begin, 0), (end, 0), (end, foot), (begin, foot)], np.float32)
    rough = Frame(cv2.getPerspectiveTransform(seen, level), len(rows), wide, 0)
    side = _MARGIN + round(lacking / 2)
    strip = cleaned(_warped(grey, rough, pitch=_PITCH, side=side, above=_MARGIN), pitch=_PITCH)
    profiles = [_Profile.of(strip, line, side=side) for line in range(len(rows))]
    together = _Profile(np.sum([profile.ink for profile in profiles], 0), side)
    fit, begin, end = _cells(together, wide, spare=lacking / 2)
    # Each outer line by itself: where a row's end was not seen, only that line is out of place.
    first, last = (_ends(profiles[line], wide, begin=begin, end=end, spare=lacking / 2) for line in (0, -1))
    seen = np.array([(first[0], 0), (first[1], 0), (last[1], foot), (last[0], foot)], np.float32)
    level = np.array([(0, 0), (wide, 0), (wide, foot), (0, foot)], np.float32)
    return Frame(cv2.getPerspectiveTransform(seen, level) @ rough.matrix, len(rows), wide, fit)


def flat(grey: Grey, frame: Frame, *, pitch: float) -> Grey:
    """
    Return the strip of a picture that a frame holds, level.

    Unit: `pitch` is the width of a character in pixels of the strip.
    """
    return _warped(grey, frame, pitch=pitch, side=SIDE, above=ABOVE)


def _warped(grey: Grey, frame: Frame, *, pitch: float, side: float, above: float) -> Grey:
    size = (
        round((frame.columns + 2 * side) * pitch),
        round(((frame.lines - 1) * LINE_STEP + 2 * above) * pitch),
    )
    enlarged = np.array([[pitch, 0, side * pitch], [0, pitch, above * pitch], [0, 0, 1]])
    return cv2.warpPerspective(
        grey, enlarged @ frame.matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    ).astype(np.uint8)


def cleaned(strip: Grey, *, pitch: float) -> Grey:
    """Return a strip with the paper's pattern and the light's unevenness taken out: black on white."""
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (round(pitch * 1.4),) * 2)
    paper = cv2.GaussianBlur(cv2.morphologyEx(strip, cv2.MORPH_CLOSE, kernel), (0, 0), pitch / 2)
    ratio = strip.astype(np.float32) / np.maximum(paper, 1)
    dark, light = np.percentile(ratio, (1.5, 75))
    return np.clip((ratio - dark) / max(light - dark, 0.05) * 255, 0, 255).astype(np.uint8)


@dataclass(frozen=True, slots=True)
class _Profile:
    """How much ink each column of a strip has, with blank paper at both ends; `side` is the strip's, in pitches."""

    ink: Reals
    side: float

    @classmethod
    def of(cls, strip: Grey, line: int, *, side: float) -> _Profile:
        """Return the profile of one line."""
        middle = (_MARGIN + line * LINE_STEP) * _PITCH
        band = strip[round(middle - _PITCH / 2) : round(middle + _PITCH / 2)]
        ink = np.minimum(255 - band.mean(0), _INK_CAP).astype(np.float32)
        smooth = cv2.GaussianBlur(ink.reshape(1, -1), (0, 0), _PITCH * 0.08).ravel()
        return cls(np.pad(smooth, _PAD), side)

    def at(self, pitches: Reals) -> NDArray[np.intp]:
        """Return the columns of places given in pitches."""
        column = np.rint((pitches + self.side) * _PITCH).astype(np.intp) + _PAD
        return np.clip(column, 0, len(self.ink) - 1)

    def fits(self, wide: int, begins: Reals, ends: Reals) -> Reals:
        """Return how well cells between each beginning and end part the ink."""
        widths = (ends - begins) / wide
        left = begins[..., None] + np.arange(wide + 1) * widths[..., None]
        cells, wider = left[..., :-1], widths[..., None]
        inside = sum(self.ink[self.at(cells + wider * share)].mean(-1) for share in (0.3, 0.5, 0.7)) / 3
        sums = np.concatenate([[0.0], np.cumsum(self.ink)])

        def cell(number: int) -> Reals:
            start = begins + number * widths
            return (sums[self.at(start + widths)] - sums[self.at(start)]) / _PITCH

        # Lines begin and end flush: there is ink in the outer cells and none beyond them.
        flush = np.minimum(cell(0), cell(wide - 1)) - np.maximum(cell(-1), cell(wide))
        return inside - self.ink[self.at(left)].mean(-1) + _FLUSH * flush


def _cells(profile: _Profile, wide: int, *, spare: float) -> tuple[float, float, float]:
    """Return the best fit of even cells, and where they begin and end, in pitches from the rough beginning."""
    widths = np.arange(_NARROWEST, _WIDEST, 0.008)[:, None]
    most_shift = _MOST_SHIFT + spare
    shifts = np.arange(-most_shift, most_shift + 0.01, 0.15)[None, :]
    begins = wide / 2 + (shifts - wide / 2) * widths
    away = np.maximum(np.abs(shifts) - spare, 0)
    fits = profile.fits(wide, begins, begins + wide * widths) - 2 * away
    best = np.unravel_index(fits.argmax(), fits.shape)
    begin = float(begins[best])
    return float(fits[best]), begin, begin + wide * float(widths[best[0], 0])


def _ends(profile: _Profile, wide: int, *, begin: float, end: float, spare: float) -> tuple[float, float]:
    """Return where one line begins and ends, near where all of them do."""
    steps = np.arange(-_MOST_OFF - spare / 4, _MOST_OFF + spare / 4 + 0.01, 0.15)
    begins, ends = np.meshgrid(begin + steps, end + steps, indexing="ij")
    away = np.abs(steps)[:, None] + np.abs(steps)[None, :]
    best = np.unravel_index((profile.fits(wide, begins, ends) - _OFF_COST * away).argmax(), begins.shape)
    return float(begins[best]), float(ends[best])
