"""Rows of print to a flat strip: turned level, the tilt taken out, each character in a cell of its own width."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from budstikke.formats.picture.grey import Grey, Reals
from budstikke.formats.picture.locating import Row

# Doc 9303-3: characters a tenth of an inch apart, lines a quarter of an inch.
LINE_STEP = 2.5
# What is kept around the outer cells, in pitches.
SIDE, ABOVE = 0.6, 1.1
_MARGIN = 2.0
_PITCH = 22.0  # at which cells are fitted
# Cells may be narrower than the rows' ends say (the smear), hardly wider, and shifted.
_NARROWEST, _WIDEST, _MOST_SHIFT = 0.9, 1.03, 1.5
_INK_CAP = 160  # a column of a photograph's edge is not more ink than a letter
_ENDS = 0.4


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


def columns(rows: Sequence[Row]) -> int:
    """Return how many characters a line of so many rows has, by their distance and length."""
    if len(rows) == 3:
        return 30
    step = math.dist(rows[0].middle, rows[1].middle)
    return 44 if LINE_STEP * rows[0].length / step > 40 else 36


def framed(grey: Grey, rows: Sequence[Row], *, upside_down: bool) -> Frame:
    """Fit cells to the rows: their ends give the tilt, the gaps between letters the cells."""
    wide, foot = columns(rows), (len(rows) - 1) * LINE_STEP
    seen = np.array([rows[0].start, rows[0].end, rows[-1].end, rows[-1].start], np.float32)
    if upside_down:
        seen = np.roll(seen, 2, axis=0)
    level = np.array([(0, 0), (wide, 0), (wide, foot), (0, foot)], np.float32)
    rough = Frame(cv2.getPerspectiveTransform(seen, level), len(rows), wide, 0)
    strip = cleaned(_warped(grey, rough, pitch=_PITCH, side=_MARGIN, above=_MARGIN), pitch=_PITCH)
    fit, width, shift = _cells(_profile(strip, len(rows)), wide)
    # The cells begin where the fitted ones do, and are one pitch wide again.
    begin = wide / 2 + (shift - wide / 2) * width
    affine = np.array([[1 / width, 0, -begin / width], [0, 1, 0], [0, 0, 1]])
    return Frame(affine @ rough.matrix, len(rows), wide, fit)


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


def _profile(strip: Grey, lines: int) -> Reals:
    """Return how much ink each column of the strip has, all lines together, with blank paper at both ends."""
    ink = np.zeros(strip.shape[1], np.float32)
    for line in range(lines):
        middle = (_MARGIN + line * LINE_STEP) * _PITCH
        band = strip[round(middle - _PITCH / 2) : round(middle + _PITCH / 2)]
        ink += np.minimum(255 - band.mean(0), _INK_CAP)
    smooth = cv2.GaussianBlur(ink.reshape(1, -1), (0, 0), _PITCH * 0.08).ravel()
    return np.pad(smooth, round(4 * _PITCH))


def _cells(profile: Reals, wide: int) -> tuple[float, float, float]:
    """Return the best fit, and its cells' width and shift, both in pitches."""
    widths = np.arange(_NARROWEST, _WIDEST, 0.0025)[:, None, None] * _PITCH
    shifts = np.arange(-_MOST_SHIFT, _MOST_SHIFT + 0.01, 0.05)[None, :, None]
    left = len(profile) / 2 + (np.arange(wide + 1)[None, None, :] - wide / 2 + shifts) * widths

    def ink(at: Reals) -> Reals:
        return profile[np.clip(np.rint(at).astype(int), 0, len(profile) - 1)]

    cells = left[..., :-1]
    inside = (ink(cells + widths * 0.3) + ink(cells + widths * 0.5) + ink(cells + widths * 0.7)).mean(-1) / 3
    sums = np.concatenate([[0.0], np.cumsum(profile)])

    def cell(number: int) -> Reals:
        begin = (len(profile) / 2 + (number - wide / 2 + shifts) * widths)[..., 0]
        ends = [np.clip(np.rint(begin + step * widths[..., 0]).astype(int), 0, len(profile)) for step in (0, 1)]
        return (sums[ends[1]] - sums[ends[0]]) / widths[..., 0]

    # Lines begin and end flush: there is ink in the outer cells and none beyond them.
    ends = np.minimum(cell(0), cell(wide - 1)) - np.maximum(cell(-1), cell(wide))
    fit = inside - ink(left).mean(-1) + _ENDS * ends - 2 * np.abs(shifts[..., 0])
    best = np.unravel_index(fit.argmax(), fit.shape)
    return float(fit[best]), float(widths[best[0], 0, 0] / _PITCH), float(shifts[0, best[1], 0])
