"""JSON that a command is told, read as values: every fault is named by its place, and nothing told is repeated."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints
from uuid import UUID

from budstikke.cli.reading import opened
from budstikke.formats.malformed import Fault, Malformed
from budstikke.law.working_days import FIRST_YEAR, LAST_YEAR

Kind = TypeVar("Kind")


def document_in(file: str) -> object:
    """
    Return the JSON of a file, or of standard input for "-".

    Raises: Malformed when it is not JSON in UTF-8; cli.reading.NotReadable when it cannot be opened.
    """
    with opened(file) as stream:
        return _parsed(stream.read(), where="the file")


def lines_in(file: str) -> Iterator[tuple[str, object]]:
    """
    Yield the JSON of each line with the line's place; empty lines are no lines.

    Raises: Malformed with the faults of every line; cli.reading.NotReadable when it cannot be opened.
    """
    faults: list[Fault] = []
    with opened(file) as stream:
        for nth, line in enumerate(stream, start=1):
            if line.strip():
                try:
                    yield f"line {nth}", _parsed(line.strip(), where=f"line {nth}")
                except Malformed as malformed:
                    faults += malformed.faults
    if faults:
        raise Malformed(tuple(faults))


def value_of(kind: type[Kind], told: object, *, where: str) -> Kind:
    """
    Return a dataclass whose fields were told as an object of JSON.

    Raises: Malformed with every field that is missing, unknown, or no such value.
    """
    faults: list[Fault] = []
    value = _read(kind, told, where, faults)
    if faults:
        raise Malformed(tuple(faults))
    return cast(Kind, value)


def _parsed(content: bytes, *, where: str) -> object:
    try:
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=_without_doubles)
    except json.JSONDecodeError as error:
        text = f"not JSON: {error.msg}, at line {error.lineno}, character {error.colno}"
    except _Doubled:
        text = "a key occurs twice in one object; which one is meant cannot be told"
    except (ValueError, RecursionError):
        text = "not JSON in UTF-8, or a number in it is too long"
    raise Malformed((Fault(where, "NOT_JSON", text),))


class _Doubled(ValueError):
    """A key occurs twice."""


def _without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Doubled
    return found


def _read(kind: Any, told: object, where: str, faults: list[Fault]) -> object:
    """Return a value; where it is none, None, with the fault added to the others."""
    origin, inside = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        (only,) = (each for each in inside if each is not NoneType)
        return None if told is None else _read(only, told, where, faults)
    if origin is tuple:
        if isinstance(told, list):
            return tuple(_read(inside[0], each, f"{where}[{nth}]", faults) for nth, each in enumerate(told))
        return _wrong(where, "must be a list", faults)
    if is_dataclass(kind):
        if isinstance(told, Mapping):
            return _read_object(cast(type, kind), told, where, faults)
        return _wrong(where, "must be an object", faults)
    if issubclass(kind, StrEnum):
        if told in [*kind]:
            return kind(told)
        return _wrong(where, f"must be one of {', '.join(kind)}", faults)
    wanted, read = _PLAIN[kind]
    try:
        return read(told)
    except (TypeError, ValueError):
        return _wrong(where, f"must be {wanted}", faults)


def _read_object(kind: type, told: Mapping[str, object], where: str, faults: list[Fault]) -> object:
    kinds = get_type_hints(kind)
    needed = [
        each.name for each in fields(kind) if each.default is MISSING and each.default_factory is MISSING
    ]
    before = len(faults)
    # A name of a field that is not known is not repeated: whoever mixes up the two has a value there.
    if told.keys() - kinds.keys():
        known = ", ".join(kinds)
        faults.append(Fault(where, "UNKNOWN_FIELD", f"has a field that is not known; there are: {known}"))
    faults += [Fault(f"{where}.{name}", "MISSING_FIELD", "is missing") for name in needed if name not in told]
    read = {
        name: _read(kinds[name], item, f"{where}.{name}", faults)
        for name, item in told.items()
        if name in kinds
    }
    return None if len(faults) > before else kind(**read)


def _wrong(where: str, text: str, faults: list[Fault]) -> object:
    faults.append(Fault(where, "NOT_A_VALUE", text))
    return None


def _text(told: object) -> str:
    if not isinstance(told, str) or not told.isprintable():
        raise TypeError
    return told


def _flag(told: object) -> bool:
    if not isinstance(told, bool):
        raise TypeError
    return told


def _whole(told: object) -> int:
    # JSON's true is an int to Python.
    if isinstance(told, bool) or not isinstance(told, int) or not 0 <= told < 1 << 31:
        raise TypeError
    return told


def _day(told: object) -> date:
    text = _text(told)
    day = date.fromisoformat(text)
    # Of other years nobody knows the holidays; one is left for what is counted on from a day.
    if day.isoformat() != text or not FIRST_YEAR <= day.year < LAST_YEAR:
        raise ValueError
    return day


def _ref(told: object) -> UUID:
    return UUID(_text(told))


_PLAIN: Mapping[type, tuple[str, Callable[[object], object]]] = {
    str: ("text in one line", _text),
    bool: ("true or false", _flag),
    int: ("a whole number, 0 or more", _whole),
    date: (f"a day that exists, written as YYYY-MM-DD, of {FIRST_YEAR} to {LAST_YEAR - 1}", _day),
    UUID: ("the ref of a person, a UUID", _ref),
}
