"""
IFTMIN (D.04A, association code BIG14, and its older spellings) to bookings, as a stream.

A caller reads `read_interchange` to its end: a Header, then a Booking or a Rejected for each message, then
the Verdict on the interchange as a whole. What was yielded before a Verdict that does not hold must not be
booked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from budstikke.formats.edifact.characters import Fonts, character_faults
from budstikke.formats.edifact.draft import PASSPORT_ONLY, READERS, Draft, Item, Reader
from budstikke.formats.edifact.faults import Fault, Position
from budstikke.formats.edifact.header import Header
from budstikke.formats.edifact.orders import BookedLetter, Booking, Function
from budstikke.formats.edifact.reader import Message, read_messages
from budstikke.formats.edifact.segments import ROWS, Columns, released, taken_apart
from budstikke.formats.edifact.structure import Misplaced, misplaced

# (version, release, agency) -> the association codes; None where any will do. The older ones are frozen.
_VERSIONS: dict[tuple[str, str, str], frozenset[str] | None] = {
    ("D", "04A", "UN"): frozenset({"BIG14"}),
    ("D", "97A", "UN"): None,
    ("D", "96A", "UN"): None,
    ("S", "93A", "UN"): None,
}
_FAULTS_NAMED = 1000  # in a message; a file of nothing but faults must stay in bounds too
_REMEMBERED = 1024  # segments and orders of segments; many repeat from message to message


def _unread(draft: Draft, number: int, values: Columns) -> None:
    """A segment that is right where it stands and says nothing to us."""


_TAGS = {tag: (row.pattern.fullmatch, READERS.get(tag, _unread)) for tag, row in ROWS.items()}
_UNKNOWN = (re.compile("(?!)").fullmatch, _unread)
# What repeats from message to message; the others differ in each and would only push these out.
_REPEATING = frozenset(
    {READERS[tag] for tag in ("DTM", "TSR", "FTX", "CNT", "NAD", "GID", "MEA", "DIM")} | {_unread}
)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A message that is no good order, with every fault found in it."""

    interchange_reference: str
    message_reference: str
    segment_number: int
    identifier: tuple[str, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """
    The end of an interchange: how many messages were read and rejected, and what is wrong with the whole.
    """

    reference: str
    messages: int
    rejected: int
    faults: tuple[Fault, ...]

    @property
    def holds(self) -> bool:
        """Whether the good messages of the interchange may be booked."""
        return not self.faults


def read_interchange(
    stream: BinaryIO, *, printable: Callable[[str], bool] | frozenset[str] | None = None
) -> Iterator[Header | Booking | Rejected | Verdict]:
    """
    Read orders from a binary stream; several interchanges in one file follow each other.

    `printable` tells which characters the fonts have, as a set or a question; None asks nothing.
    Returns: for each interchange Header, Booking or Rejected for each message, Verdict. Where no interchange
    begins there is a Verdict alone, and nothing more is read.
    """
    fonts = Fonts(printable) if printable is not None else None
    reader = _Orders()
    rejected = 0
    for part in read_messages(stream, fonts=fonts):
        if isinstance(part, Message):
            order = reader.order(part)
            if isinstance(order, Rejected):
                rejected += 1
            yield order
        elif isinstance(part, Header):
            reader.interchange, rejected = part.reference, 0
            yield part
        else:
            yield Verdict(part.reference, part.messages, rejected, part.faults)


class _Orders:
    """Reads message after message; remembers the segments that repeat, so that they are read once."""

    def __init__(self) -> None:
        self._segments: dict[str, tuple[Reader, Columns]] = {}
        self._orders: dict[tuple[str, ...], tuple[Misplaced, ...]] = {}
        self._identifiers: set[str] = set()
        self.interchange = ""

    def order(self, message: Message) -> Booking | Rejected:
        """One message as a booking, or as what is wrong with it."""
        draft = Draft(message.reference)
        segments = message.segments
        if message.faults:
            draft.faults.extend(message.faults)
            if len(segments) == 1:
                # There is nothing in it, or it was given up for its length.
                return self._rejected(message, draft)
        if segments[0].split("+", 2)[-1] not in self._identifiers and not self._identified(
            segments[0], draft
        ):
            return self._rejected(message, draft)
        if message.suspect:
            for number, segment in enumerate(segments, 1):
                draft.faults.extend(character_faults(segment, message=draft.message, number=number))
        self._check_order(segments, draft)
        self._read(segments, draft)
        booking = None if draft.faults else _booking(draft, message, interchange=self.interchange)
        return self._rejected(message, draft) if booking is None else booking

    def _read(self, segments: list[str], draft: Draft) -> None:
        remembered = self._segments
        # UNH has been read, and so has UNT.
        for number, segment in enumerate(segments[1 : -1 if segments[-1][:3] == "UNT" else None], 2):
            known = remembered.get(segment)
            if known is None:
                fullmatch, reader = _TAGS.get(segment[:3], _UNKNOWN)
                match = fullmatch(segment)
                if match:
                    values = match.groups("")
                    if not segment.isprintable():
                        values = released(values)
                    if reader in _REPEATING:
                        if len(remembered) >= _REMEMBERED:
                            remembered.clear()
                        remembered[segment] = reader, values
                elif reader is _unread and segment[:3] not in _TAGS:
                    continue  # the order of segments tells
                else:
                    values, faults = taken_apart(segment, message=draft.message, number=number)
                    draft.faults.extend(faults)
                    if len(draft.faults) > _FAULTS_NAMED:
                        break
            else:
                reader, values = known
            reader(draft, number, values)
        _check_whole(draft, last=len(segments))

    def _identified(self, head: str, draft: Draft) -> bool:
        """Read UNH; says whether it names a message that is read here."""
        values, faults = taken_apart(head, message=draft.message, number=1)
        draft.faults.extend(faults)
        if faults:
            return False
        kind, *version, association = values[1:6]
        if kind != "IFTMIN":
            draft.fault("MESSAGE_TYPE", 1, Position(2, 1))
            return False
        key = (version[0], version[1], version[2])
        if key not in _VERSIONS or association not in (_VERSIONS[key] or (association,)):
            draft.fault("MESSAGE_VERSION", 1, Position(2, 3))
            return False
        if len(self._identifiers) < _REMEMBERED:
            self._identifiers.add(head.split("+", 2)[-1])
        return True

    def _check_order(self, segments: list[str], draft: Draft) -> None:
        tags = tuple([segment[:3] for segment in segments])
        wrong = self._orders.get(tags)
        if wrong is None:
            if len(self._orders) >= _REMEMBERED:
                self._orders.clear()
            wrong = self._orders[tags] = misplaced(tags)
        for one in wrong:
            draft.fault(one.code, one.at + 1, tag=one.tag, limit=one.limit)

    def _rejected(self, message: Message, draft: Draft) -> Rejected:
        identifier = tuple(taken_apart(message.segments[0], message=None, number=1)[0][1:6])
        faults = tuple(sorted(draft.faults, key=lambda one: one.segment))
        return Rejected(self.interchange, message.reference, message.number, identifier, faults)


def _check_whole(draft: Draft, *, last: int) -> None:
    """What BIG14 requires of the whole: named segments that must be there, and counts that must agree."""
    parties = draft.parties
    required = {
        "DTM+137": draft.booked_at,
        "FTX+PRD": draft.service,
        "CNT+11": draft.counted_at,
        "NAD+CZ": parties.get("CZ"),
        "NAD+CN": parties.get("CN"),
        "NAD+FP": draft.payer,
    }
    if not all(required.values()):
        for tag, there in required.items():
            if not there:
                draft.fault("SEGMENT_MISSING", last, tag=tag)
    total = 0
    for item in draft.items:
        total += item.count
        if item.count and len(item.marks) not in (0, item.count):
            draft.fault("MARKS_DIFFER", item.segment, Position(2, 1), said=item.count, found=len(item.marks))
    if draft.counted and draft.items and total != draft.counted:
        at = Position(1, 2)
        draft.fault("COUNT_DIFFERS", draft.counted_at, at, said=draft.counted, found=total)
    if draft.function not in (None, Function.NEW) and not (draft.document or draft.order_reference):
        # Nothing would say which order is meant.
        draft.fault("VALUE_MISSING", 2, Position(2, 1), element="1004")


def _booking(draft: Draft, message: Message, *, interchange: str) -> Booking:
    booked_at, function = draft.booked_at, draft.function
    assert booked_at is not None and function is not None, "required segments were checked"
    parties, added = draft.parties, draft.added
    return Booking(
        interchange,
        message.reference,
        message.number,
        draft.document,
        function,
        booked_at,
        draft.service,
        tuple(added),
        PASSPORT_ONLY in added,
        draft.order_reference,
        draft.consignment or draft.document,
        draft.customer or draft.payer,
        draft.payer,
        parties["CZ"],
        parties["CN"],
        parties.get("ZRR"),
        draft.mobiles or draft.phones,
        draft.mails,
        draft.national_number,
        # By name: CPython 3.11 keeps used argument tuples of exactly twenty, two thousand of them.
        letters=_letters(draft.items),
    )


def _letters(items: list[Item]) -> tuple[BookedLetter, ...]:
    letters: list[BookedLetter] = []
    for item in items:
        get = item.measures.get
        weight_g = get("weight_g")
        if weight_g is not None and item.count > 1:
            weight_g = -(-weight_g // item.count)
        letters += [
            BookedLetter(
                mark or None,
                weight_g,
                get("thickness_mm"),
                get("length_mm"),
                get("width_mm"),
                item.type,
                item.envelope,
            )
            for mark in item.marks or [""] * item.count
        ]
    return tuple(letters)
