"""
XML of the API's namespace, read with every fault and written in the order of the schema.

A shape is a table of rows, one for each child an element may have, in the order in which they must come. DTDs
are refused, so there is nothing to expand and nothing to fetch.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from lxml import etree

from budstikke.formats.digipost.vocabulary import NAMESPACE
from budstikke.formats.malformed import Fault, Malformed
from budstikke.formats.xml_root import root_of

# Takes an element's text, returns what is wrong with it, without repeating it.
Check = Callable[[str], str | None]

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Child:
    """One row of a shape; a row with neither check nor shape takes any content."""

    name: str
    least: int = 0
    most: int | None = 1
    check: Check | None = None
    shape: tuple[Child, ...] | None = None
    # A fault code of the API's own for its absence, where there is one.
    missing: str = "MISSING_ELEMENT"


def read_root(content: bytes, *, name: str, shape: tuple[Child, ...]) -> etree._Element:
    """
    Read a document whose root has a given name and shape.

    Raises: Malformed with every fault and its line; nothing of the content is repeated.
    """
    root = root_of(content)
    if root.tag != qualified(name):
        raise Malformed((Fault("root", "WRONG_ROOT", f"expected <{name}> of the namespace {NAMESPACE}"),))
    faults = judge(root, shape, where=name)
    if faults:
        raise Malformed(tuple(faults))
    return root


def judge(element: etree._Element, shape: tuple[Child, ...], *, where: str) -> list[Fault]:
    """Return every way in which an element's children differ from a shape."""
    faults: list[Fault] = []
    rows = {qualified(row.name): (place, row) for place, row in enumerate(shape)}
    counts = dict.fromkeys((row.name for row in shape), 0)
    furthest = 0
    for child in element:
        found = rows.get(str(child.tag))
        if found is None:
            faults.append(
                Fault(
                    f"{where}, line {child.sourceline}",
                    "UNEXPECTED_ELEMENT",
                    "no such element may stand here",
                )
            )
            continue
        place, row = found
        counts[row.name] += 1
        here = f"{where}/{row.name}" + (f"[{counts[row.name]}]" if row.most != 1 else "")
        if place < furthest:
            faults.append(Fault(here, "WRONG_ORDER", f"must come before <{shape[furthest].name}>"))
        furthest = max(furthest, place)
        if row.shape is not None:
            faults += judge(child, row.shape, where=here)
        elif row.check is not None and (wrong := row.check(child.text or "")):
            faults.append(Fault(here, "BAD_VALUE", wrong))
    for row in shape:
        if counts[row.name] < row.least:
            faults.append(Fault(f"{where}/{row.name}", row.missing, "is missing"))
        if row.most is not None and counts[row.name] > row.most:
            faults.append(Fault(f"{where}/{row.name}", "TOO_MANY", f"may stand {row.most} times at most"))
    return faults


def qualified(name: str) -> str:
    """Return a name in the API's namespace."""
    return f"{{{NAMESPACE}}}{name}"


def new_root(name: str) -> etree._Element:
    """Return an empty root of the API's namespace."""
    return etree.Element(qualified(name), nsmap=cast("dict[str, str]", {None: NAMESPACE}))


def add(parent: etree._Element, name: str, text: object = None) -> etree._Element:
    """Append a child with a text."""
    child = etree.SubElement(parent, qualified(name))
    if text is not None:
        child.text = text.isoformat() if isinstance(text, datetime) else str(text)
    return child


def add_known(parent: etree._Element, name: str, text: object) -> None:
    """Append a child unless its value is unknown (None)."""
    if text is not None:
        add(parent, name, text)


def written(root: etree._Element) -> bytes:
    """Return the document as UTF-8 with its declaration."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def text_of(element: etree._Element, name: str) -> str | None:
    """Return a child's text; None when there is no such child."""
    child = element.find(qualified(name))
    return None if child is None else child.text or ""


def moment_of(element: etree._Element, name: str) -> datetime | None:
    """Return a child's moment; its shape has checked it."""
    text = text_of(element, name)
    return None if text is None else datetime.fromisoformat(text)


def longest(characters: int) -> Check:
    """Return the check that a text is not longer than that."""

    def check(text: str) -> str | None:
        return None if len(text) <= characters else f"{len(text)} characters; {characters} at most"

    return check


def matches(pattern: str, wanted: str) -> Check:
    """Return the check that a whole text matches a pattern; `wanted` says in words what it wants."""
    compiled = re.compile(pattern, re.ASCII)

    def check(text: str) -> str | None:
        return None if compiled.fullmatch(text) else f"must be {wanted}"

    return check


def one_of(words: type) -> Check:
    """Return the check that a text is one of an enumeration's words."""
    known = [str(word) for word in words]  # type: ignore[attr-defined]  # an enumeration's class iterates

    def check(text: str) -> str | None:
        return None if text in known else f"must be one of {', '.join(known)}"

    return check


def is_uuid(text: str) -> str | None:
    """Check that a text is a UUID in lower case."""
    return None if _UUID.fullmatch(text) else "must be a UUID in lower case"


def is_moment(text: str) -> str | None:
    """Check that a text is a date and time with its offset from UTC."""
    try:
        aware = datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        aware = False
    return None if aware else "must be a date and time with its offset, such as 2026-11-21T10:15:00+01:00"


def filled(text: str) -> str | None:
    """Check that a text is not empty."""
    return None if text.strip() else "is empty"


def uuid_of(element: etree._Element, name: str) -> UUID:
    """Return a child's UUID; its shape has checked it."""
    return UUID(text_of(element, name))
