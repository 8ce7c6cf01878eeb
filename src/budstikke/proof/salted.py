"""
Salted hashes: what says something of a person stands in the signed document as a hash only.

Beside the document travel disclosures, one for each such value: a path (RFC 6901), a salt of its own, the value.
Whoever holds one can show that value and no other, and the signature holds all the same. Without its salt a hash
gives nothing away, however few values were possible.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

from budstikke.proof.canonical import canonical_form
from budstikke.proof.shape import Fault, NotEvidence

MEMBER = "salted"
SALT_BYTES = 16
JsonObject = dict[str, object]


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One value that may be shown: where it stands in the document, its salt (base64url), the value."""

    path: str
    salt: str = field(repr=False)
    value: object = field(repr=False)

    @property
    def digest(self) -> str:
        """The hash that stands in the document in its place: SHA-256 of the canonical [salt, path, value]."""
        parts = [canonical_form(part) for part in (self.salt, self.path, self.value)]
        return hashlib.sha256(b"[%b,%b,%b]" % tuple(parts)).hexdigest()

    def as_json(self) -> JsonObject:
        """Return {"path", "salt", "value"}."""
        return {"path": self.path, "salt": self.salt, "value": self.value}


def is_hidden(value: object) -> bool:
    """Say whether a value is a salted hash that stands for another."""
    return isinstance(value, dict) and len(value) == 1 and MEMBER in value


def hide(
    document: Mapping[str, object], *, paths: Iterable[str], salts: Iterator[str]
) -> tuple[JsonObject, tuple[Disclosure, ...]]:
    """Return the document with hashes at these paths, and what discloses them; what is not there stays away."""
    hidden, disclosures = dict(document), []
    for path in paths:
        value = _at(hidden, path)
        if value is None:
            continue
        disclosure = Disclosure(path, next(salts), value)
        hidden = cast(JsonObject, _with(hidden, _steps(path), {MEMBER: disclosure.digest}))
        disclosures.append(disclosure)
    return hidden, tuple(disclosures)


def show(document: Mapping[str, object], disclosures: Iterable[Disclosure]) -> JsonObject:
    """
    Return the document with the disclosed values in their places.

    Raises: NotEvidence naming every disclosure that does not belong there.
    """
    shown, faults = dict(document), []
    for disclosure in disclosures:
        if _at(shown, disclosure.path) == {MEMBER: disclosure.digest}:
            shown = cast(JsonObject, _with(shown, _steps(disclosure.path), disclosure.value))
        else:
            faults.append(
                Fault(disclosure.path, "is disclosed, but what is disclosed is not what was signed")
            )
    if faults:
        raise NotEvidence(faults)
    return shown


def withheld(shown: object, path: str = "") -> Iterator[str]:
    """Yield the paths of what is still hidden in a document."""
    if is_hidden(shown):
        yield path
    elif isinstance(shown, dict):
        for name, value in shown.items():
            yield from withheld(value, f"{path}/{_escaped(name)}")
    elif isinstance(shown, list):
        for place, value in enumerate(shown):
            yield from withheld(value, f"{path}/{place}")


def _at(document: object, path: str) -> object:
    value = document
    for step in _steps(path):
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isascii() and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def _with(value: object, steps: list[str], new: object) -> object:
    if not steps:
        return new
    if isinstance(value, dict):
        return value | {steps[0]: _with(value[steps[0]], steps[1:], new)}
    assert isinstance(value, list), "the path was walked before"
    place = int(steps[0])
    return [*value[:place], _with(value[place], steps[1:], new), *value[place + 1 :]]


def _steps(path: str) -> list[str]:
    return [step.replace("~1", "/").replace("~0", "~") for step in path.split("/")[1:]]


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
