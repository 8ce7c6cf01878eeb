"""
CONTRL (D:3:UN): the answer to an interchange, with the place and the code of every fault.

Reading: acknowledging is our choice. The interchange is acknowledged (7: and every message not named is,
too), rejected as a whole (4), or only confirmed as received (8).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum
from itertools import chain, groupby
from tempfile import SpooledTemporaryFile

from budstikke.formats.edifact.faults import KINDS, Fault
from budstikke.formats.edifact.header import Header
from budstikke.formats.edifact.iftmin import Rejected, Verdict
from budstikke.formats.edifact.orders import Booking
from budstikke.formats.edifact.writer import Envelope, long_message, segment, written

_IDENTIFIER = "CONTRL:D:3:UN"
_MEMORY_CHARACTERS = 1 << 20  # an answer longer than this waits in a temporary file


class Action(StrEnum):
    """What becomes of the interchange or message (data element 0083)."""

    REJECTED = "4"
    ACKNOWLEDGED = "7"
    RECEIVED = "8"


class Answer:
    """The answer to one interchange, gathered while it is read."""

    def __init__(self, header: Header) -> None:
        self._reference = _clean(header.reference)
        self._sender = (_clean(header.sender), _clean(header.sender_qualifier))
        self._recipient = (_clean(header.recipient), _clean(header.recipient_qualifier))
        self._test = header.test
        # Every message of a long interchange may be rejected.
        self._messages = SpooledTemporaryFile(_MEMORY_CHARACTERS, "w+", encoding="utf-8")  # noqa: SIM115  (see written)
        self._count = 0

    def reject(self, rejected: Rejected) -> None:
        """Name a message that was rejected, with its faults."""
        self._name(_message(rejected))

    def accept(self, *, message_reference: str, identifier: tuple[str, ...]) -> None:
        """Name a message that was accepted; those not named are, too."""
        self._name((segment("UCM", message_reference, identifier, Action.ACKNOWLEDGED.value),))

    def _name(self, segments: Iterable[str]) -> None:
        for one in segments:
            self._messages.write(one)
            self._count += 1

    def written(
        self, *, faults: tuple[Fault, ...], reference: str, now: datetime, received: bool = False
    ) -> Iterator[bytes]:
        """
        The interchange that carries the answer, piece by piece, once.

        `faults` are those of the interchange as a whole (any of them rejects it); `received` confirms only
        that it came.
        """
        head = (self._reference, self._sender, self._recipient)
        if faults:
            # Nothing in it counts, so no message is named.
            first, count = segment("UCI", *head, Action.REJECTED.value, *_service_place(faults[0])), 1
        else:
            action = Action.RECEIVED if received else Action.ACKNOWLEDGED
            first, count = segment("UCI", *head, action.value), 1 + self._count
        envelope = Envelope(
            reference=reference,
            sender=self._recipient[0],
            sender_qualifier=self._recipient[1],
            recipient=self._sender[0],
            recipient_qualifier=self._sender[1],
            prepared_at=now,
            test=self._test,
        )
        with self._messages as messages:
            messages.seek(0)
            segments = chain((first,), messages) if count > 1 else (first,)
            answer = long_message(_IDENTIFIER, reference="1", segments=segments, count=count)
            yield from written([answer], envelope=envelope)


def acknowledge(
    parts: Iterable[Header | Booking | Rejected | Verdict], *, reference: str, now: datetime
) -> Iterator[bytes]:
    """
    Answer each interchange of what `iftmin.read_interchange` yields with one of its own, piece by piece.

    The first answer has the reference given, further ones have -2, -3 … after it. Where no interchange begins
    there is nobody to answer.
    """
    answer: Answer | None = None
    number = 0
    for part in parts:
        if isinstance(part, Header):
            answer = Answer(part)
        elif isinstance(part, Rejected) and answer:
            answer.reject(part)
        elif isinstance(part, Verdict) and answer:
            number += 1
            own = reference if number == 1 else f"{reference}-{number}"
            yield from answer.written(faults=part.faults, reference=own, now=now)
            answer = None


def _message(rejected: Rejected) -> Iterator[str]:
    """UCM, then UCS for each segment with a fault, then UCD for each fault in a data element of it."""
    last = max((fault.segment for fault in rejected.faults), default=0)
    envelope = [fault for fault in rejected.faults if _service_tag(fault, last=last)]
    first = envelope[:1]
    named = (*_error(first[0]), _service_tag(first[0], last=last), _place(first[0])) if first else ()
    identifier = tuple(map(_clean, rejected.identifier))
    yield segment("UCM", _clean(rejected.message_reference), identifier, Action.REJECTED.value, *named)
    others = [fault for fault in rejected.faults if fault not in envelope]
    for number, faults in groupby(others, key=lambda fault: fault.segment):
        whole, inside = list[Fault](), list[Fault]()
        for fault in faults:
            (inside if fault.position.element else whole).append(fault)
        yield segment("UCS", str(number), *(_error(whole[0]) if whole else ()))
        for fault in inside:
            yield segment("UCD", *_error(fault), _place(fault))


def _clean(value: str) -> str:
    """What was received may hold anything; what is sent may not."""
    return "".join(filter(str.isprintable, value))


_REFUSED = 18  # "unspecified": what the carrier refuses for its own reasons has no code in the list


def _error(fault: Fault) -> tuple[str]:
    kind = KINDS.get(fault.code)
    return (str(kind.error_code if kind else _REFUSED),)


def _service_tag(fault: Fault, *, last: int) -> str:
    if fault.code.startswith("UNT_"):
        return "UNT"
    return "UNH" if fault.segment == 1 and last else ""


def _service_place(fault: Fault) -> tuple[str | tuple[str, ...], ...]:
    """The code, the service segment and the place of a fault of the interchange."""
    tag = "UNB" if fault.segment == 1 else "UNZ"
    return (*_error(fault), tag, _place(fault))


def _place(fault: Fault) -> tuple[str, ...]:
    """S011: in CONTRL the tag counts as the first element."""
    at = fault.position
    if not at.element:
        return ("",)
    return (str(at.element + 1), str(at.component) if at.component else "")
