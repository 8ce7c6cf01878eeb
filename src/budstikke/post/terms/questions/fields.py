"""The fields of a question: what may be in them, and what is said when it is not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MISSING = object()


class NotAQuestion(ValueError):
    """The question cannot be read; the message names the field and the cure."""


Reader = Callable[[str, object], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """
    One field of an operation.

    A field with `default` may be absent; the answer then says what was assumed. One without is required.
    """

    name: str
    read: Reader
    default: object = _MISSING

    @property
    def required(self) -> bool:
        """Whether the field must be given."""
        return self.default is _MISSING


@dataclass(frozen=True, slots=True)
class Given:
    """The fields of one question as values, and those that were not given but assumed."""

    values: Mapping[str, object]
    assumed: Mapping[str, object]

    def __getitem__(self, name: str) -> object:
        return self.values[name]

    def day(self, name: str) -> date:
        """Return a field that holds a day."""
        value = self.values[name]
        assert isinstance(value, date)
        return value

    def flag(self, name: str) -> bool:
        """Return a field that holds true or false."""
        return self.values[name] is True

    def word(self, name: str) -> str:
        """Return a field that holds text."""
        value = self.values[name]
        assert isinstance(value, str)
        return value

    def word_or_none(self, name: str) -> str | None:
        """Return a field that holds text, or nothing."""
        return None if self.values[name] is None else self.word(name)

    def number_or_none(self, name: str) -> int | float | None:
        """Return a field that holds a number, or nothing."""
        return None if self.values[name] is None else self.number(name)

    def number(self, name: str) -> int | float:
        """Return a field that holds a number."""
        value = self.values[name]
        assert isinstance(value, int | float)
        return value


def read_fields(given: Mapping[str, object], *, op: str, fields: tuple[Field, ...]) -> Given:
    """
    Read the fields of one operation.

    Raises: NotAQuestion naming every fault at once: unknown, missing and malformed fields.
    """
    known = {spec.name: spec for spec in fields}
    faults = [
        f"unknown field {name!r}; {op} takes: {', '.join(known) or 'no fields'}"
        for name in given
        if name != "op" and name not in known
    ]
    values: dict[str, object] = {}
    assumed: dict[str, object] = {}
    for spec in fields:
        if spec.name not in given:
            if spec.required:
                faults.append(f"field {spec.name!r} is missing; {op} needs it")
            else:
                values[spec.name] = assumed[spec.name] = spec.default
            continue
        try:
            values[spec.name] = spec.read(spec.name, given[spec.name])
        except NotAQuestion as fault:
            faults.append(str(fault))
    if faults:
        raise NotAQuestion("; ".join(faults))
    return Given(values, assumed)


def _wrong(name: str, wanted: str) -> NotAQuestion:
    # The value itself is not repeated: it may be a name or a number of a person.
    return NotAQuestion(f"field {name!r} must be {wanted}")


def day(name: str, value: object) -> date:
    """Read a day written as 2026-04-01."""
    wanted = "a day written as YYYY-MM-DD"
    if not isinstance(value, str) or not _ISO_DAY.fullmatch(value):
        raise _wrong(name, wanted)
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise _wrong(name, f"{wanted} that exists") from None


def flag(name: str, value: object) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise _wrong(name, "true or false")
    return value


def whole(name: str, value: object) -> int:
    """Read a whole number that is not negative."""
    # JSON's true is an int to Python.
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise _wrong(name, "a whole number, 0 or more")
    return value


def amount(name: str, value: object) -> int | float:
    """Read a number that is not negative, with or without a fraction."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 10**15:
        raise _wrong(name, "a number, 0 or more")
    return value


def text(name: str, value: object) -> str:
    """Read a text that is not empty."""
    if not isinstance(value, str) or not value.strip():
        raise _wrong(name, "a text that is not empty")
    return value


def country(name: str, value: object) -> str:
    """Read a country as two letters; lower case is taken too."""
    if not isinstance(value, str) or not re.fullmatch("[A-Za-z]{2}", value):
        raise _wrong(name, "a country of two letters, such as NO")
    return value.upper()


def one_of(*words: str) -> Reader:
    """Return a reader of one of the words given."""

    def read(name: str, value: object) -> str:
        if not isinstance(value, str) or value not in words:
            raise _wrong(name, f"one of: {', '.join(words)}")
        return value

    return read


def or_null(reader: Reader) -> Reader:
    """Return a reader that also takes null, for what is known to be absent."""

    def read(name: str, value: object) -> object:
        return None if value is None else reader(name, value)

    return read


def contact(name: str, value: object) -> bool:
    """Read a mobile number or an address, or null; only whether there is one matters."""
    if value is not None and not isinstance(value, str):
        raise _wrong(name, "a text, or null")
    return bool(value and value.strip())


def period(name: str, value: object) -> bool:
    """Read a period of storage: [start, end], {"start", "end"}, true, false or null."""
    wanted = 'a period such as ["2026-06-15", "2026-09-14"], or null'
    if value is None or isinstance(value, bool):
        return bool(value)
    if isinstance(value, Mapping):
        value = [value.get("start", value.get("from")), value.get("end", value.get("to"))]
    if not isinstance(value, list) or len(value) != 2:
        raise _wrong(name, wanted)
    start, end = (day(name, part) for part in value)
    if end < start:
        raise _wrong(name, "a period whose end is not before its start")
    return True


def switches(**known: Reader) -> Reader:
    """Return a reader of `policy`: switches of the edition under their asked names."""

    def read(name: str, value: object) -> Mapping[str, object]:
        if not isinstance(value, Mapping):
            raise _wrong(name, f"an object with: {', '.join(known)}")
        unknown = [key for key in value if key not in known]
        if unknown:
            raise NotAQuestion(f"unknown {name} {unknown[0]!r}; known: {', '.join(known)}")
        return {key: known[key](f"{name}.{key}", item) for key, item in value.items()}

    return read
