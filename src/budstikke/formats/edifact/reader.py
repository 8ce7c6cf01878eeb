"""
An interchange read as a stream: its header, each message with its envelope checked, its trailer.

Memory holds one block of the file and one message, however long the file is. Whatever the bytes, the answer
is values and faults, never an exception.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from budstikke.formats.edifact.canonical import MARKS
from budstikke.formats.edifact.characters import Fonts, character_faults, marked_as_wrong
from budstikke.formats.edifact.faults import Fault, Position, fault
from budstikke.formats.edifact.header import Header, read_header
from budstikke.formats.edifact.segments import TABLE, taken_apart
from budstikke.formats.edifact.source import SEGMENT_LIMIT_BYTES, Source

MESSAGE_LIMIT = 1 << 20  # characters; an order of 999 packages needs a tenth of it
INTERCHANGE_FAULTS = 1000  # so that a file of nothing but stray segments stays in bounds


@dataclass(frozen=True, slots=True)
class Message:
    """
    One message as it stands in the interchange.

    `segments` is canonical text, UNH to UNT; `number` is UNH's place in the interchange, UNB being 1.
    `suspect` says that a character in it may not stand there.
    """

    reference: str
    number: int
    segments: list[str]
    faults: tuple[Fault, ...]
    suspect: bool


@dataclass(frozen=True, slots=True)
class Trailer:
    """The end of an interchange: what was counted, and what is wrong with the interchange as a whole."""

    reference: str
    messages: int
    segments: int
    faults: tuple[Fault, ...]


def read_messages(stream: BinaryIO, *, fonts: Fonts | None = None) -> Iterator[Header | Message | Trailer]:
    """
    Read every interchange of a binary stream: a Header, its Messages, a Trailer, and so on.

    `fonts` marks characters that cannot be printed, as the level of UNB marks those it does not hold. A
    Trailer without a Header before it tells of bytes that begin no interchange; nothing is read after it.
    """
    source = Source(stream)
    if not source.more_to_read():
        yield Trailer("", 0, 0, (fault("EMPTY_FILE", message=None, segment=1),))
    while source.more_to_read():
        trouble = source.begin()
        if trouble:
            # Without UNA, UNB and a known character set there is no telling where anything ends.
            source.drop()
            yield Trailer("", 0, 0, (fault(trouble, message=None, segment=1),))
            return
        yield from _Interchange(fonts).read(source)


class _References:
    """The message references seen, kept small: rising numbers, as most senders write, are kept as one run."""

    def __init__(self) -> None:
        self._first, self._last = 0, -1
        self._others: set[str] = set()

    def repeated(self, reference: str) -> bool:
        """Take a reference in; says whether it was there before."""
        if reference.isascii() and reference.isdigit() and reference[0] != "0" and len(reference) < 15:
            number = int(reference)
            if number == self._last + 1 or self._last < 0:
                self._first = number if self._last < 0 else self._first
                self._last = number
                return reference in self._others
            if self._first <= number <= self._last:
                return True
        if reference in self._others:
            return True
        self._others.add(reference)
        return False


class _Interchange:
    """The reading of one interchange: segments are counted, messages cut out, strays named."""

    def __init__(self, fonts: Fonts | None) -> None:
        self._fonts = fonts
        self._references = _References()
        self._header: Header | None = None
        self._faults: list[Fault] = []
        self._segments = 0
        self._messages = 0
        self._carry = ""  # the message that is not complete yet
        self._suspect = False  # whether a block it stands in is suspect
        self._skipping = False  # inside a message that was given up for its length

    def read(self, source: Source) -> Iterator[Header | Message | Trailer]:
        """Yield the parts of the interchange."""
        for piece in source.blocks():
            text = self._fonts.marked(piece.text) if self._fonts else piece.text
            yield from self._parts(text, suspect=piece.suspect or text is not piece.text, last=piece.last)
        yield self._trailer(piece.trouble)

    def _parts(self, text: str, *, suspect: bool, last: bool) -> Iterator[Header | Message]:
        """Cut at each UNH; the last part waits for the next block."""
        either = self._suspect or suspect
        first, *parts = (self._carry + text).split("'UNH+")
        yield from self._between(first)
        self._carry = ""
        if parts:
            self._skipping = False
            self._suspect = suspect if len(parts) > 1 else either
            if not last:
                self._carry = "'UNH+" + parts.pop()
        for part in parts:
            yield self._message(part, suspect=either)
        if len(self._carry) > MESSAGE_LIMIT:
            yield self._given_up()

    def _between(self, text: str) -> Iterator[Header]:
        """Take what stands before the first UNH: UNB, and nothing else."""
        strays = text.split("'")[1:]
        if self._header is None and strays:
            unb = strays.pop(0)
            self._segments = 1
            self._header = read_header(unb)
            self._fault_all(self._header.faults)
            self._fault_all(character_faults(unb, message=None, number=1))
            yield self._header
        self._strays(strays)

    def _strays(self, segments: list[str]) -> None:
        """Name segments that stand outside any message; UNZ at the very end is none of them."""
        for segment in segments:
            self._segments += 1
            if segment.startswith("UNZ+"):
                self._unz = segment
            elif self._skipping:
                continue
            elif not segment:
                self._fault("SEGMENT_EMPTY")
            else:
                self._fault("OUTSIDE_MESSAGE", tag=shown_tag(segment))

    _unz: str | None = None

    def _message(self, part: str, *, suspect: bool) -> Message:
        """One message from the text after `UNH+`, with what follows its UNT named as strays."""
        segments = ("UNH+" + part).split("'")
        number = self._segments + 1
        reference = part[: part.find("+")] if "+" in part else part
        strays: list[str] = []
        faults: tuple[Fault, ...] = ()
        if segments[-1] != f"UNT+{len(segments)}+{reference}":
            strays = _after_unt(segments)
            faults = tuple(_envelope_faults(segments, reference=reference))
        shown = shown_reference(reference)
        self._segments += len(segments)
        self._messages += 1
        if self._references.repeated(reference):
            again = fault("UNH_REFERENCE_REPEATED", message=shown, segment=1, at=Position(1, 1))
            faults = (*faults, again)
        self._strays(strays)
        return Message(shown, number, segments, faults, suspect and marked_as_wrong(part))

    def _given_up(self) -> Message:
        """The message that is longer than anything we would read to its end."""
        part, self._carry = self._carry, ""
        self._skipping = True
        segments = part.split("'")[1:]
        reference = shown_reference(segments[0].split("+")[1])
        number = self._segments + 1
        self._segments += len(segments)
        self._messages += 1
        too_long = fault("MESSAGE_TOO_LONG", message=reference, segment=len(segments), limit=MESSAGE_LIMIT)
        return Message(reference, number, segments[:1], (too_long,), False)

    def _trailer(self, trouble: str | None) -> Trailer:
        reference = self._header.reference if self._header else ""
        if trouble == "SEGMENT_TOO_LONG":
            self._segments += 1
            self._fault("SEGMENT_TOO_LONG", limit=SEGMENT_LIMIT_BYTES)
        elif trouble == "SEGMENT_UNTERMINATED":
            self._segments += 1
            self._fault("SEGMENT_UNTERMINATED")
        if self._unz is None:
            self._fault("UNZ_MISSING")
        else:
            values, faults = taken_apart(self._unz, message=None, number=self._segments)
            self._fault_all(faults)
            said = _count(values[0])
            if said not in (None, self._messages):
                self._fault("UNZ_COUNT", Position(1, 1), said=str(said), found=self._messages)
            if values[1] and values[1] != reference:
                self._fault("UNZ_REFERENCE", Position(2, 1))
            if not self._messages:
                self._fault("INTERCHANGE_EMPTY")
        return Trailer(reference, self._messages, self._segments, tuple(self._faults))

    def _fault(self, code: str, at: Position = Position(), **said: str | int) -> None:  # noqa: B008
        if len(self._faults) < INTERCHANGE_FAULTS:
            self._faults.append(fault(code, message=None, segment=max(self._segments, 1), at=at, **said))

    def _fault_all(self, faults: tuple[Fault, ...] | list[Fault]) -> None:
        self._faults.extend(faults[: INTERCHANGE_FAULTS - len(self._faults)])


def shown_reference(reference: str) -> str:
    """A message reference as faults show it; one that is too long is cut."""
    return reference[:14].translate(MARKS)


def shown_tag(segment: str) -> str:
    """The tag if it is a known one; else a sign for it, since anything may stand where a tag should."""
    return segment[:3] if segment[:3] in TABLE else "(unknown)"


def _count(value: str) -> int | None:
    """A count as a number; None if it is none (which its own fault tells)."""
    return int(value[:12]) if value.isascii() and value.isdigit() else None


def _after_unt(segments: list[str]) -> list[str]:
    """Cut off, and return, what stands after the last UNT; UNZ at the end always."""
    for at in range(len(segments) - 1, 0, -1):
        if segments[at][:4] in ("UNT+", "UNT"):
            strays = segments[at + 1 :]
            del segments[at + 1 :]
            return strays
    return [segments.pop()] if segments[-1].startswith("UNZ+") else []


def _envelope_faults(segments: list[str], *, reference: str) -> Iterator[Fault]:
    """What is wrong with UNT, or its absence."""
    last, shown = len(segments), shown_reference(reference)
    if last < 2 or segments[-1][:3] != "UNT":
        yield fault("UNT_MISSING", message=shown, segment=last)
        return
    values, faults = taken_apart(segments[-1], message=shown, number=last)
    yield from faults
    said, named = _count(values[0]), values[1]
    if said not in (None, last):
        at = Position(1, 1)
        yield fault("UNT_COUNT", message=shown, segment=last, at=at, said=str(said), found=last)
    if named and named != reference.translate(MARKS):
        yield fault("UNT_REFERENCE", message=shown, segment=last, at=Position(2, 1))
