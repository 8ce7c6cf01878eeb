"""How a JSON value must look: a handful of shapes, each naming every fault with its path."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

# Written to be read for ten years: no control letters, no invisible or direction-changing ones, no surprises.
_REFUSED_CATEGORIES = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_LONGEST_TEXT = 4000
_LONGEST_LIST = 1000
_LARGEST_NUMBER = 2**53 - 1
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a value: where, as a path such as "events[2].place", and what."""

    path: str
    text: str

    def __str__(self) -> str:
        return f"{self.path or 'the document'}: {self.text}"


class NotEvidence(Exception):
    """The value is no evidence; `faults` says everything that is wrong with it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(str(fault) for fault in self.faults[:5]))


Shape = Callable[[object, str], Iterator[Fault]]


def text(value: object, path: str) -> Iterator[Fault]:
    """Ask for a text of visible letters, single spaces, composed (NFC), not empty."""
    if not isinstance(value, str) or not value:
        yield Fault(path, "must be a text that is not empty")
        return
    if _is_plain(value):
        return
    if len(value) > _LONGEST_TEXT:
        yield Fault(path, f"is longer than {_LONGEST_TEXT} characters")
    # What can be printed is none of those; only the rest is looked at letter by letter.
    if not value.isprintable() and any(
        unicodedata.category(letter) in _REFUSED_CATEGORIES for letter in value
    ):
        yield Fault(path, "holds a control or invisible character")
    if value != " ".join(value.split()) or not unicodedata.is_normalized("NFC", value):
        yield Fault(path, "must be composed letters (NFC) with single spaces")


def _is_plain(value: str) -> bool:
    """Say at one glance what is true of nearly every text: printable ASCII with single spaces, and not long."""
    return (
        value.isascii()
        and value.isprintable()
        and len(value) <= _LONGEST_TEXT
        and not (value[0] == " " or value[-1] == " " or "  " in value)
    )


def flag(value: object, path: str) -> Iterator[Fault]:
    """Ask for true or false."""
    if not isinstance(value, bool):
        yield Fault(path, "must be true or false")


def moment(value: object, path: str) -> Iterator[Fault]:
    """Ask for a time with its offset, written the one way isoformat writes it."""
    try:
        read = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        read = None
    if read is None or read.tzinfo is None or read.isoformat() != value:
        yield Fault(path, "must be a time such as 2026-11-21T10:15:00+01:00")


def day(value: object, path: str) -> Iterator[Fault]:
    """Ask for a calendar day such as 2026-11-21."""
    try:
        read = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        read = None
    if read is None or read.isoformat() != value:
        yield Fault(path, "must be a day such as 2026-11-21")


def whole(value: object, path: str) -> Iterator[Fault]:
    """Ask for a whole number, none below zero."""
    if type(value) is not int or not 0 <= value <= _LARGEST_NUMBER:
        yield Fault(path, "must be a whole number")


def pattern(expression: str, example: str) -> Shape:
    """Ask for a text that matches an expression from end to end."""
    compiled = re.compile(expression)

    def check(value: object, path: str) -> Iterator[Fault]:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            yield Fault(path, f"must look like {example}")

    return check


def one_of(*allowed: object) -> Shape:
    """Ask for one of a few values, of the same type."""

    def check(value: object, path: str) -> Iterator[Fault]:
        if not any(value == known and type(value) is type(known) for known in allowed):
            yield Fault(path, f"must be one of {', '.join(str(known) for known in allowed)}")

    return check


def optional(shape: Shape) -> Shape:
    """Ask for null or the shape."""

    def check(value: object, path: str) -> Iterator[Fault]:
        if value is not None:
            yield from shape(value, path)

    return check


def either(shape: Shape, *, when: Callable[[object], bool], other: Shape) -> Shape:
    """Ask for the other shape when the value is of that kind, else for the shape."""

    def check(value: object, path: str) -> Iterator[Fault]:
        yield from (other if when(value) else shape)(value, path)

    return check


def each(shape: Shape) -> Shape:
    """Ask for a list in which every item has the shape."""

    def check(value: object, path: str) -> Iterator[Fault]:
        if not isinstance(value, list):
            yield Fault(path, "must be a list")
        elif len(value) > _LONGEST_LIST:
            yield Fault(path, f"has more than {_LONGEST_LIST} items")
        else:
            for at, item in enumerate(value):
                yield from shape(item, f"{path}[{at}]")

    return check


def record(members: Mapping[str, Shape], may_lack: frozenset[str] = frozenset()) -> Shape:
    """Ask for an object with exactly these members, but for those that may be absent."""
    names = frozenset(members)

    def check(value: object, path: str) -> Iterator[Fault]:
        if not isinstance(value, dict):
            yield Fault(path, "must be an object")
            return
        dot = f"{path}." if path else ""
        if value.keys() != names:
            for name in sorted(names - value.keys() - may_lack):
                yield Fault(dot + name, "is missing")
            for name in sorted(str(name) for name in value.keys() - names):
                yield Fault(dot + name[:100], "is not known")
        for name, shape in members.items():
            if name in value:
                yield from shape(value[name], dot + name)

    return check


def plain_json(value: object, path: str, depth: int = 0) -> Iterator[Fault]:
    """Ask for any JSON value that has one canonical form: no infinities, no integers a browser would round."""
    if depth > _DEEPEST:
        yield Fault(path, "is nested too deeply")
    elif isinstance(value, str):
        if value:
            yield from text(value, path)
    elif isinstance(value, bool) or value is None:
        return
    elif isinstance(value, int | float):
        if not abs(value) <= _LARGEST_NUMBER:
            yield Fault(path, "is a number too large to be written the same way everywhere")
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from plain_json(item, f"{path}[{at}]", depth + 1)
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from text(name, path)
            yield from plain_json(item, f"{path}.{name}", depth + 1)
    else:
        yield Fault(path, "is no JSON value")
