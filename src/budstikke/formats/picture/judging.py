"""What is wrong with a picture as a picture: mirrored light, blur, a cut edge, too few pixels, too little light."""

from __future__ import annotations

import cv2
import numpy as np

from budstikke.formats.picture import notes
from budstikke.formats.picture.flattening import ABOVE, LINE_STEP, SIDE, Frame, flat
from budstikke.formats.picture.grey import Grey, Reals

_PITCH = 22
# Measured on specimen pages; a cell always holds ink, a filler at least.
_FEWEST_PIXELS = 8.5  # for a character's width
_PAGE_WIDE = 60  # characters, with what is around the page
_WASHED_OUT = 0.35  # of the usual contrast of a cell
_MOST_WASHED_OUT = 0.05  # of all cells
_DARKEST_PAPER = 55
_OUTSIDE = 0.15  # pitches
_BLURRED = 0.2


def to_retake(grey: Grey, frame: Frame) -> tuple[notes.Note, ...]:
    """Return why a better picture would read better; empty where the picture is not to blame."""
    high, wide = grey.shape
    corners, spare = frame.corners(), _OUTSIDE * frame.pitch
    strip = flat(grey, frame, pitch=_PITCH)
    contrasts, papers = _cells(strip, frame)
    usual = float(np.median(contrasts))
    washed_out = (contrasts < _WASHED_OUT * usual) & (papers > np.median(papers))
    is_cut = (
        (corners < -spare).any()
        or (corners[:, 0] > wide + spare).any()
        or (corners[:, 1] > high + spare).any()
    )
    found = {
        notes.CUT: bool(is_cut),
        notes.FAR: frame.pitch < _FEWEST_PIXELS,
        notes.DARK: float(np.median(papers)) < _DARKEST_PAPER,
        notes.GLARE: float(washed_out.mean()) > _MOST_WASHED_OUT,
        notes.BLUR: sharpness(strip, usual) < _BLURRED,
    }
    return tuple(note for note, holds in found.items() if holds)


def too_small(grey: Grey) -> tuple[notes.Note, ...]:
    """Return that the camera was too far away, where no zone could be seen on so few pixels."""
    return (notes.FAR,) if max(grey.shape) < _FEWEST_PIXELS * _PAGE_WIDE else ()


def sharpness(strip: Grey, contrast: float) -> float:
    """Return how steep the steepest edges of a strip are, as a share of its contrast for each pixel."""
    steps = np.abs(cv2.Sobel(cv2.GaussianBlur(strip, (3, 3), 0), cv2.CV_32F, 1, 0, ksize=3)) / 8
    return float(np.percentile(steps, 97)) / max(contrast, 1.0)


def _cells(strip: Grey, frame: Frame) -> tuple[Reals, Reals]:
    """Return for each character's cell its contrast, and the brightness of its paper."""
    contrasts, papers = [], []
    for line in range(frame.lines):
        middle = (ABOVE + line * LINE_STEP) * _PITCH
        top, foot = round(middle - 0.6 * _PITCH), round(middle + 0.6 * _PITCH)
        for column in range(frame.columns):
            left = round((SIDE + column) * _PITCH)
            cell = strip[top:foot, left : left + _PITCH]
            dark, light = np.percentile(cell, (4, 90))
            contrasts.append(light - dark)
            papers.append(light)
    return np.array(contrasts), np.array(papers)
