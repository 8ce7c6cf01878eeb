"""
Text as a machine saw it to the lines of a zone: what a place cannot hold was something that looks like it.

Only pictures are repaired; whoever reads lines as text repairs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from budstikke.formats import mrz
from budstikke.formats.mrz.check_digit import check_digit
from budstikke.formats.mrz.layouts import LAYOUTS, Format, Layout, Place
from budstikke.formats.mrz.states import is_known

_AS_DIGIT = str.maketrans("OQDUCILJTZAEGSBYH", "00000111124565874")
_AS_LETTER = str.maketrans("0123456789", "OIZBASGTBG")
_AS_SEX = str.maketrans("HNWPEK", "MMMFF<")
_DIGITS = ("birth", "expiry")
_LETTERS = ("issuing_state", "nationality", "names")
# What is taken for what; used where a check digit or the table of states says that something is wrong.
_ALIKE = {
    "0": "OQD6", "O": "0QDCU", "D": "0O", "Q": "0O", "1": "IL7", "I": "1L", "L": "1I", "2": "Z7", "Z": "2",
    "3": "8B", "4": "A", "A": "4R", "5": "S6", "S": "58", "6": "G80", "G": "6C", "7": "1T2", "T": "7Y",
    "8": "B630", "B": "8R3", "9": "8", "C": "GO", "E": "F", "F": "EP", "H": "NM", "K": "X", "M": "NHW",
    "N": "MHW", "P": "F", "R": "AB", "U": "VO", "V": "UY", "W": "NM", "X": "K", "Y": "V", "J": "I",
}  # fmt: skip
# A name's initial stands behind two fillers; behind three there is no name any more.
_BETWEEN_FILLERS = re.compile(r"(?<=<<<)[A-Z0-9](?=<|$)")
_RUN = re.compile(r"<+")
_FOREIGN = re.compile(r"[^A-Z0-9<]")
_LEAST_SEEN = 0.6  # of a line's width; what is shorter is no line
_MOST_OFF = 3
_KEPT = 4


@dataclass(frozen=True, slots=True)
class Repaired:
    """
    Lines after repair, and what they say.

    `as_seen`: no letter was left out or exchanged for its looks; only fillers were counted and letters and
    digits put where they belong.
    """

    lines: tuple[str, ...]
    zone: mrz.Zone
    as_seen: bool

    @property
    def sound(self) -> bool:
        """Whether every check holds and both states are known."""
        return self.zone.accept and not any(remark.code == "unknown_state" for remark in self.zone.remarks)

    @property
    def rank(self) -> tuple[int, int]:
        """How good the reading is: the fewer findings, the greater."""
        unknown = sum(remark.code == "unknown_state" for remark in self.zone.remarks)
        return -len(self.zone.faults), -unknown


def repaired(seen: Sequence[str], *, lines: int, columns: int, today: date) -> Repaired | None:
    """Return the likeliest zone of lines as seen, sound or not; None where they are too far from any."""
    cleaned = [_FOREIGN.sub("", line.upper()) for line in seen]
    long_enough = [line for line in cleaned if len(line) >= _LEAST_SEEN * columns]
    if len(long_enough) > lines:
        long_enough = sorted(sorted(long_enough, key=len)[-lines:], key=long_enough.index)
    if len(long_enough) < lines:
        return None
    layout = _layout(lines, columns, first=long_enough[0])
    fitting = [
        _fitting(line, columns, layout=layout, number=number) for number, line in enumerate(long_enough, 1)
    ]
    if not all(fitting):
        return None
    readings = [_read(chosen, layout, today) for chosen in product(*fitting)]
    return max(readings, key=lambda reading: reading.rank)


def _layout(lines: int, columns: int, *, first: str) -> Layout:
    visa = first.startswith("V")
    if lines == 3:
        return LAYOUTS[Format.TD1]
    if columns == LAYOUTS[Format.TD3].width:
        return LAYOUTS[Format.MRVA if visa else Format.TD3]
    return LAYOUTS[Format.MRVB if visa else Format.TD2]


def _read(chosen: Sequence[_Fitted], layout: Layout, today: date) -> Repaired:
    typed = _typed("".join(line.text for line in chosen), layout)
    text = _mended(typed, layout)
    lines = tuple(text[at : at + layout.width] for at in range(0, len(text), layout.width))
    as_seen = text == typed and all(line.only_fillers for line in chosen)
    return Repaired(lines, mrz.read(lines, today=today), as_seen)


@dataclass(frozen=True, slots=True)
class _Fitted:
    """A line brought to its length; `only_fillers` were added or left out for that."""

    text: str
    only_fillers: bool


def _fitting(line: str, width: int, *, layout: Layout, number: int) -> list[_Fitted]:
    """Return the ways a line as seen may have the right length, the likeliest first."""
    if abs(len(line) - width) > _MOST_OFF + line.count("<") // 4:
        return []
    if len(line) == width:
        return [_Fitted(line, only_fillers=True)]
    ways = list(dict.fromkeys(_lengthened(line, width) if len(line) < width else _shortened(line, width)))
    ways.sort(key=lambda way: -_digits_that_hold(way, layout, number))
    letters = line.replace("<", "")
    return [_Fitted(way, only_fillers=way.replace("<", "") == letters) for way in ways[:_KEPT]]


def _lengthened(line: str, width: int) -> Iterator[str]:
    """Runs of fillers are counted badly; the longest first."""
    for run in sorted(_RUN.finditer(line), key=lambda run: run.start() - run.end())[:3]:
        yield line[: run.start()] + "<" * (width - len(line)) + line[run.start() :]


def _shortened(line: str, width: int) -> Iterator[str]:
    """One stroke seen twice, a stroke at the edge, or a filler too many."""
    excess = len(line) - width
    for run in sorted(_RUN.finditer(line), key=lambda run: run.start() - run.end())[:2]:
        if run.end() - run.start() > excess:
            yield line[: run.start()] + line[run.start() + excess :]
    yield line[excess:]
    yield line[:width]
    for at in range(1, width):
        yield line[:at] + line[at + excess :]


def _digits_that_hold(line: str, layout: Layout, number: int) -> int:
    """Count the check digits that hold within one line."""
    before = "<" * layout.width * (number - 1)
    text = _typed((before + line).ljust(layout.width * layout.lines, "<"), layout)
    return sum(
        _holds(text, layout, place)
        for place in layout.places.values()
        if place.line == number and place.check
    )


def _holds(text: str, layout: Layout, place: Place) -> bool:
    position = layout.digit(place)
    return position is None or text[position] == check_digit(text[layout.cut(place)])


def _mended(text: str, layout: Layout) -> str:
    """Exchange letters for what they look like: by the table of states, by check digits."""
    for name in ("issuing_state", "nationality"):
        text = _known_state(text, layout.cut(layout.places[name]))
    for name in ("document_number", *_DIGITS):
        place = layout.places.get(name)
        if place is not None and not _holds(text, layout, place):
            text = _with_right_digit(text, layout, place)
    return text


def _typed(text: str, layout: Layout) -> str:
    """Put digits where only digits stand and letters where only letters do."""
    characters = list(text)

    def put(cut: slice, table: dict[int, int]) -> None:
        characters[cut] = "".join(characters[cut]).translate(table)

    for name, place in layout.places.items():
        cut = layout.cut(place)
        if name in _DIGITS:
            put(cut, _AS_DIGIT)
        elif name in _LETTERS:
            put(cut, _AS_LETTER)
        elif name == "sex":
            put(cut, _AS_SEX)
        if name in ("names", "optional", "optional2"):
            characters[cut] = _BETWEEN_FILLERS.sub("<", "".join(characters[cut]))
        if (at := layout.digit(place)) is not None:
            put(slice(at, at + 1), _AS_DIGIT)
    if layout.composite and (at := layout.digit(layout.composite[-1])) is not None:
        put(slice(at, at + 1), _AS_DIGIT)
    first = layout.cut(layout.places["document_code"]).start
    put(slice(first, first + 1), _AS_LETTER)
    return "".join(characters)


def _known_state(text: str, cut: slice) -> str:
    """Return the text with a code that is one look-alike away from the only known one."""
    code = text[cut].rstrip("<")
    if is_known(code):
        return text
    found = {other for other in _one_off(code) if is_known(other)}
    return text[: cut.start] + found.pop().ljust(3, "<") + text[cut.stop :] if len(found) == 1 else text


def _with_right_digit(text: str, layout: Layout, place: Place) -> str:
    """Return the text with the only look-alike that makes the field's digit and the composite hold."""
    cut, at = layout.cut(place), layout.digit(place)
    if at is None:
        return text
    numeric = place == layout.places.get("birth") or place == layout.places.get("expiry")
    found = set()
    for other in _one_off(text[cut] + text[at]):
        if other[-1].isdecimal() and (not numeric or other.replace("<", "").isdecimal()):
            tried = text[: cut.start] + other[:-1] + text[cut.stop : at] + other[-1] + text[at + 1 :]
            if _holds(tried, layout, place) and _composite_holds(tried, layout):
                found.add(tried)
    return found.pop() if len(found) == 1 else text


def _composite_holds(text: str, layout: Layout) -> bool:
    if not layout.composite:
        return True
    at = layout.digit(layout.composite[-1]) or 0
    return text[at] == check_digit("".join(text[layout.cut(place)] for place in layout.composite))


def _one_off(text: str) -> Iterator[str]:
    for at, character in enumerate(text):
        for other in _ALIKE.get(character, ""):
            yield text[:at] + other + text[at + 1 :]
