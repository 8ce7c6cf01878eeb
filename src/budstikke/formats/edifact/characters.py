"""Which characters of a segment may not stand there: not in the declared set, or not in any font."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from budstikke.formats.edifact.canonical import MARKS
from budstikke.formats.edifact.charsets import Level
from budstikke.formats.edifact.faults import Fault, Position, fault

_ASCII = bytes(range(0x80))


class Fonts:
    """Which characters the fonts have, asked once for each character."""

    def __init__(self, printable: Callable[[str], bool] | frozenset[str]) -> None:
        self._asked: Callable[[str], bool] = (
            printable.__contains__ if isinstance(printable, frozenset) else printable
        )
        self._known: dict[str, bool] = {}
        self._ascii = all(self.has(chr(code)) for code in range(0x20, 0x7F))

    def has(self, sign: str) -> bool:
        """Whether a font has the character."""
        known = self._known.get(sign)
        if known is None:
            known = self._known[sign] = bool(self._asked(sign))
        return known

    def unwelcome(self, text: str) -> bool:
        """Whether a text may hold a character that no font has; of a whole block at little cost."""
        if not self._ascii:
            return True
        if text.isascii():
            return False
        # Few characters are left when ASCII is taken out, and fewer different ones.
        rest = text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")
        return not all(map(self.has, set(rest)))


def character_faults(
    segment: str,
    *,
    message: str | None,
    number: int,
    level: Level,
    printable: Callable[[str], bool] | None = None,
) -> list[Fault]:
    """Every fault of a segment's characters, the first of each kind in each value."""
    faults: list[Fault] = []
    for place, value in _values(segment):
        outside = level.outside.search(value)
        utf8 = level.mistaken.search(value)
        if utf8:
            # The pair is told as one fault, though its second half may be a character outside the level.
            at = Position(place.element, place.component, utf8.start() + 1)
            faults.append(fault("utf8_in_level", message=message, segment=number, at=at, level=level.code))
        elif outside:
            at = Position(place.element, place.component, outside.start() + 1)
            faults.append(
                fault("character_not_in_level", message=message, segment=number, at=at, level=level.code)
            )
        elif printable is not None:
            for nth, sign in enumerate(value.translate(MARKS), 1):
                if not printable(sign):
                    at = Position(place.element, place.component, nth)
                    faults.append(fault("character_not_printable", message=message, segment=number, at=at))
                    break
    return faults


def _values(segment: str) -> Iterator[tuple[Position, str]]:
    tag, *elements = segment.split("+")
    yield Position(), tag
    for nth, element in enumerate(elements, 1):
        for at, value in enumerate(element.split(":"), 1):
            yield Position(nth, at), value
