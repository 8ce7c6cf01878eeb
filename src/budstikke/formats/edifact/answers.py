"""
What comes back to a sender's program, read: acknowledgements (CONTRL) and status messages (IFTSTA).

It is the carrier's answer to us, so what cannot be read is left out and not explained.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from budstikke.formats.edifact.contrl import Action
from budstikke.formats.edifact.header import moment
from budstikke.formats.edifact.reader import Message, read_messages
from budstikke.formats.edifact.segments import released


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged:
    """
    What became of an interchange: its own reference, whether it stands, and its messages that do not.

    `judged` is False where the carrier only says that it has received it; what becomes of it is told later.
    """

    interchange: str
    judged: bool
    stands: bool
    rejected: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One status of one letter; what it does not say is ""."""

    consignment_number: str
    letter_number: str
    order_reference: str
    event_code: str
    event_text: str
    happened_at: datetime | None


def read_acknowledgements(stream: BinaryIO) -> Iterator[Acknowledged]:
    """Yield what a file of CONTRL says."""
    for message in _messages(stream, "CONTRL"):
        interchange, action, rejected = "", "", list[str]()
        for tag, *elements in map(_elements, message.segments):
            if tag == ["UCI"]:
                interchange, action = _at(elements, 0), _at(elements, 3)
            elif tag == ["UCM"] and _at(elements, 2) == Action.REJECTED:
                rejected.append(_at(elements, 0))
        yield Acknowledged(
            interchange=interchange,
            judged=action != Action.RECEIVED,
            stands=action in (Action.ACKNOWLEDGED, Action.RECEIVED),
            rejected=tuple(rejected),
        )


def read_statuses(stream: BinaryIO) -> Iterator[Heard]:
    """Yield what a file of IFTSTA says, status by status."""
    for message in _messages(stream, "IFTSTA"):
        said: dict[str, str] = {}
        for tag, *elements in map(_elements, message.segments):
            name = tag[0]
            if name in ("CNI", "UNT"):
                if said.get("event"):
                    yield _heard(said)
                said = {"consignment": _at(elements, 1)}
            elif name == "STS":
                said |= {"event": _at(elements, 1), "text": _at(elements, 1, 3)}
            elif name == "RFF" and _at(elements, 0) == "CU":
                said["reference"] = _at(elements, 0, 1)
            elif name == "DTM" and _at(elements, 0) == "78":
                said |= {"at": _at(elements, 0, 1), "shape": _at(elements, 0, 2)}
            elif name == "PCI":
                said["letter"] = _at(elements, 1)


def _heard(said: dict[str, str]) -> Heard:
    return Heard(
        consignment_number=said.get("consignment", ""),
        letter_number=said.get("letter", ""),
        order_reference=said.get("reference", ""),
        event_code=said["event"],
        event_text=said.get("text", ""),
        happened_at=moment(said.get("at", ""), said.get("shape", "")),
    )


def _messages(stream: BinaryIO, kind: str) -> Iterator[Message]:
    for part in read_messages(stream):
        if isinstance(part, Message) and _at(_elements(part.segments[0])[1:], 1) == kind:
            yield part


def _elements(segment: str) -> list[list[str]]:
    return [list(released(tuple(element.split(":")))) for element in segment.split("+")]


def _at(elements: list[list[str]], element: int, component: int = 0) -> str:
    found = elements[element] if element < len(elements) else []
    return found[component] if component < len(found) else ""
