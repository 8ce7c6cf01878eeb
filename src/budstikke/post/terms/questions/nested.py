"""Fields that hold more than one value: periods, lists, objects of their own. Every fault in them is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from budstikke.post.terms.forwarding.days import Period
from budstikke.post.terms.questions.fields import Field, NotAQuestion, Reader, day, read_fields, whole

_LONGEST_MONTHS = 1200


def months(name: str, value: object) -> int:
    """Read a number of months, at least one."""
    read = whole(name, value)
    if not 1 <= read <= _LONGEST_MONTHS:
        raise NotAQuestion(f"field {name!r} must be a number of months, 1 to {_LONGEST_MONTHS}")
    return read


def each(reader: Reader) -> Reader:
    """Return a reader of a list whose members are read alike."""

    def read(name: str, value: object) -> tuple[object, ...]:
        if not isinstance(value, list):
            raise NotAQuestion(f"field {name!r} must be a list")
        found: list[object] = []
        faults: list[str] = []
        for place, member in enumerate(value):
            try:
                found.append(reader(f"{name}[{place}]", member))
            except NotAQuestion as fault:
                faults.append(str(fault))
        if faults:
            raise NotAQuestion("; ".join(faults))
        return tuple(found)

    return read


def record(*fields: Field) -> Reader:
    """Return a reader of an object with fields of its own."""

    def read(name: str, value: object) -> object:
        if not isinstance(value, Mapping):
            raise NotAQuestion(f"field {name!r} must be an object")
        inside = tuple(replace(spec, name=f"{name}.{spec.name}") for spec in fields)
        given = {f"{name}.{key}": item for key, item in value.items()}
        read_all = read_fields(given, op=name, fields=inside)
        return {key.removeprefix(f"{name}."): item for key, item in read_all.values.items()}

    return read


def span(name: str, value: object) -> Period:
    """Read a period written as [start, last day], or as an object with both."""
    if isinstance(value, Mapping):
        value = [value.get("start"), value.get("end")]
    if not isinstance(value, list) or len(value) != 2:
        raise NotAQuestion(f'field {name!r} must be a period such as ["2026-06-15", "2026-09-14"]')
    start, end = (day(name, part) for part in value)
    return ordered(name, start=start, end=end)


def ordered(name: str, *, start: date, end: date) -> Period:
    """
    Return a period of two days.

    Raises: NotAQuestion when it ends before it starts.
    """
    if end < start:
        raise NotAQuestion(f"field {name!r} must be a period whose end is not before its start")
    return Period(start, end)


def tokens(name: str, value: object) -> str:
    """Read a text that may be empty, such as the name on an unaddressed item."""
    if not isinstance(value, str):
        raise NotAQuestion(f"field {name!r} must be a text")
    return value.strip()
