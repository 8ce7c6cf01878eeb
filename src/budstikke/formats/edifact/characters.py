"""Characters that may not stand where they stand: marked in a whole block at once, told one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from budstikke.formats.edifact.canonical import MARKS
from budstikke.formats.edifact.charsets import MISTAKEN, OUTSIDE
from budstikke.formats.edifact.faults import Fault, Position, fault

_UNPRINTABLE = "\x06"
_CODES = {
    OUTSIDE: "CHARACTER_NOT_IN_LEVEL",
    MISTAKEN: "UTF8_IN_LEVEL",
    _UNPRINTABLE: "CHARACTER_NOT_PRINTABLE",
}
_ASCII = bytes(range(0x80))


class Fonts:
    """Which characters the fonts have, asked once for each character."""

    def __init__(self, printable: Callable[[str], bool] | frozenset[str]) -> None:
        self._asked = printable.__contains__ if isinstance(printable, frozenset) else printable
        self._known: dict[str, bool] = {}
        self._ascii = {code: _UNPRINTABLE for code in range(0x20, 0x7F) if not self._has(chr(code))}
        # The separators stay what they are; where they stand for themselves they are marks.
        for mark, sign in MARKS.items():
            if ord(sign) in self._ascii:
                self._ascii[mark] = self._ascii.pop(ord(sign))

    def _has(self, sign: str) -> bool:
        known = self._known.get(sign)
        if known is None:
            known = self._known[sign] = bool(self._asked(sign))
        return known

    def marked(self, text: str) -> str:
        """
        Canonical text with a mark in place of each character that no font has; at little cost if there is
        none.
        """
        if self._ascii:
            text = text.translate(self._ascii)
        if text.isascii():
            return text
        # Few characters are left when ASCII is taken out, and fewer different ones.
        rest = text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")
        missing = [sign for sign in set(rest) if not self._has(sign)]
        return text.translate(dict.fromkeys(map(ord, missing), _UNPRINTABLE)) if missing else text


def marked_as_wrong(text: str) -> bool:
    """Whether a character was marked in this text."""
    return OUTSIDE in text or MISTAKEN in text or _UNPRINTABLE in text


def character_faults(segment: str, *, message: str | None, number: int) -> list[Fault]:
    """The faults of a segment's characters, the first in each value."""
    if not marked_as_wrong(segment):
        return []
    return [
        fault(_CODES[sign], message=message, segment=number, at=Position(place.element, place.component, nth))
        for place, value in _values(segment)
        for nth, sign in [next(((nth, sign) for nth, sign in enumerate(value, 1) if sign in _CODES), (0, ""))]
        if sign
    ]


def _values(segment: str) -> Iterator[tuple[Position, str]]:
    tag, *elements = segment.split("+")
    yield Position(), tag
    for nth, element in enumerate(elements, 1):
        for at, value in enumerate(element.split(":"), 1):
            yield Position(nth, at), value
