"""Where a zone may be: two or three parallel rows of dense dark strokes, at any turn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from budstikke.formats.picture.grey import Grey, Outline

# The long sides at which rows are looked for: a page may fill the picture, or a third of it.
_LONG_SIDES = (1000, 2200)
_STROKE = 11
# From a narrow pitch to a wide one: strokes of one line run together, neighbouring lines do not.
_SMEARS = (11, 15, 21, 28)
_BELOW_OTSU = 0.8
_SHORTEST_ROW, _SHORTEST_PIECE = 280, 80  # pixels of the picture made so small
_THINNEST, _THICKEST = 48.0, 2.5  # a row's length over its thickness
_THICKEST_ROW = 9.0
_BESIDE, _PIECE_SLANT, _WIDEST_GAP = 0.4, 0.03, 0.5
_MOST_SLANT = math.radians(7)
_LEAST_ALIKE, _MOST_ALIKE = 0.7, 1.43  # length of one row over that of the next
_MOST_SHIFT = 0.2  # of a row's length
_SURELY_WHOLE = 0.95  # of the longest row of a group
# Lines are 2.5 pitches apart and have 30 to 44 of them.
_LEAST_STEP, _MOST_STEP = 0.035, 0.12
_LEAST_EVEN, _MOST_EVEN = 0.7, 1.43  # one step over the next
_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A row of print: its two ends, left to right (or, where it stands upright, top to bottom)."""

    start: tuple[float, float]
    end: tuple[float, float]
    thickness: float

    @property
    def length(self) -> float:
        """How long the row is."""
        return math.dist(self.start, self.end)

    @property
    def angle(self) -> float:
        """The row's direction in radians, between -45 and 135 degrees."""
        return math.atan2(self.end[1] - self.start[1], self.end[0] - self.start[0])

    @property
    def middle(self) -> tuple[float, float]:
        """The point between both ends."""
        return (self.start[0] + self.end[0]) / 2, (self.start[1] + self.end[1]) / 2

    def along(self, distance: float) -> tuple[float, float]:
        """Return the point so far from the row's beginning, in its direction."""
        return (
            self.start[0] + distance * math.cos(self.angle),
            self.start[1] + distance * math.sin(self.angle),
        )

    def scaled(self, factor: float) -> Row:
        """Return the same row in a picture of another size."""
        (x, y), (u, v) = self.start, self.end
        return Row((x * factor, y * factor), (u * factor, v * factor), self.thickness * factor)


def places(grey: Grey) -> list[tuple[Row, ...]]:
    """Return groups of rows that may be a zone, likeliest first, three at most, in the picture's coordinates."""
    for long_side in _LONG_SIDES:
        factor = min(long_side / max(grey.shape), 2.0)
        if long_side != _LONG_SIDES[0] and factor > 1:
            break
        small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA).astype(np.uint8)
        smeared = _rows(small)
        whole = [[row for row in rows if row.length >= _SHORTEST_ROW] for rows in smeared]
        # Light that is mirrored in the middle of a line leaves two pieces of it.
        found = _sorted_groups(whole) or _sorted_groups([_joined(rows) for rows in smeared])
        if found:
            return [tuple(row.scaled(1 / factor) for row in group) for group in found[:_AT_MOST]]
    return []


def _sorted_groups(smeared: Sequence[Sequence[Row]]) -> list[tuple[Row, ...]]:
    groups = [group for rows in smeared for group in _groups(rows)]
    # Three rows before two, long before short.
    groups.sort(key=lambda group: (-len(group), -sum(row.length for row in group)))
    kept: list[tuple[Row, ...]] = []
    for group in groups:
        if not any(_is_within(group, other) for other in kept):
            kept.append(group)
    return kept


def _joined(pieces: Sequence[Row]) -> list[Row]:
    """Return the rows that pieces lying on one line make together."""
    found = []
    for first in pieces:
        cos, sin = math.cos(first.angle), math.sin(first.angle)
        for second in pieces:
            dx, dy = second.start[0] - first.end[0], second.start[1] - first.end[1]
            apart, beside = dx * cos + dy * sin, abs(dy * cos - dx * sin)
            near = beside < _BESIDE * first.thickness + _PIECE_SLANT * max(apart, 0)
            row = Row(first.start, second.end, max(first.thickness, second.thickness))
            if near and 0 < apart < _WIDEST_GAP * row.length and row.length >= _SHORTEST_ROW:
                found.append(row)
    return found


def _is_within(group: Sequence[Row], other: Sequence[Row]) -> bool:
    """Whether a group is another one seen again, at another smear."""
    near = other[0].length * _LEAST_STEP / 2
    return all(any(math.dist(row.middle, seen.middle) < near for seen in other) for row in group)


def _rows(grey: Grey) -> list[list[Row]]:
    """Find long thin patches of dark strokes, for each smear."""
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (_STROKE, _STROKE))
    strokes = cv2.morphologyEx(cv2.GaussianBlur(grey, (3, 3), 0), cv2.MORPH_BLACKHAT, kernel)
    found = []
    for smear in _SMEARS:
        smeared = cv2.blur(strokes, (smear, smear))
        level, _ = cv2.threshold(smeared, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
        _, dense = cv2.threshold(smeared, _BELOW_OTSU * level, 255, cv2.THRESH_BINARY)
        contours, _ = cv2.findContours(dense, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        rows = (_row(contour, smear) for contour in contours if len(contour) > 2 * _SHORTEST_PIECE)
        found.append(
            [
                row
                for row in rows
                if row.length >= _SHORTEST_PIECE and _THICKEST <= row.length / row.thickness <= _THINNEST
            ]
        )
    return found


def _row(contour: Outline, smear: int) -> Row:
    (x, y), (wide, high), degrees = cv2.minAreaRect(contour)
    if wide < high:
        wide, high, degrees = high, wide, degrees + 90
    # Left to right, and where the row is upright top to bottom.
    degrees = (degrees + 45) % 180 - 45
    half = max(wide - smear / 2, 1) / 2
    dx, dy = math.cos(math.radians(degrees)) * half, math.sin(math.radians(degrees)) * half
    return Row((x - dx, y - dy), (x + dx, y + dy), max(high, 1.0))


def _groups(rows: Sequence[Row]) -> list[tuple[Row, ...]]:
    """Put rows together that lie below each other at even steps."""
    pairs = {
        (a, b): step
        for a in range(len(rows))
        for b in range(len(rows))
        if a != b and (step := _step(rows[a], rows[b])) is not None
    }
    groups: list[tuple[int, ...]] = list(pairs)
    for (a, b), step in pairs.items():
        groups.extend(
            (a, b, c)
            for (start, c), other in pairs.items()
            if start == b and _LEAST_EVEN < other / step < _MOST_EVEN
        )
    return [_flush([rows[nth] for nth in group]) for group in groups]


def _flush(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Lengthen rows whose ends were not seen to the ends of the others: lines of a zone begin and end flush."""
    longest = max(row.length for row in rows)
    if min(row.length for row in rows) > _SURELY_WHOLE * longest:
        return tuple(rows)
    cos, sin = math.cos(rows[0].angle), math.sin(rows[0].angle)
    begins = min(x * cos + y * sin for x, y in (row.start for row in rows))
    ends = max(x * cos + y * sin for x, y in (row.end for row in rows))
    return tuple(
        Row(
            row.along(begins - row.start[0] * cos - row.start[1] * sin),
            row.along(ends - row.start[0] * cos - row.start[1] * sin),
            row.thickness,
        )
        for row in rows
    )


def _step(above: Row, below: Row) -> float | None:
    """Return how far one row lies below another, None where they do not belong together."""
    slant = abs((above.angle - below.angle + math.pi / 2) % math.pi - math.pi / 2)
    if min(above.length / above.thickness, below.length / below.thickness) < _THICKEST_ROW:
        return None
    if slant > _MOST_SLANT or not _LEAST_ALIKE < above.length / below.length < _MOST_ALIKE:
        return None
    cos, sin = math.cos(above.angle), math.sin(above.angle)
    dx, dy = below.middle[0] - above.middle[0], below.middle[1] - above.middle[1]
    along, down = dx * cos + dy * sin, dy * cos - dx * sin
    if abs(along) > _MOST_SHIFT * above.length:
        return None
    return down if _LEAST_STEP < down / above.length < _MOST_STEP else None
