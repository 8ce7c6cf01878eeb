"""Book the orders of a file: every good one, once, and for every other one the reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import BinaryIO

from django.db import connection

from budstikke.formats.edifact.faults import Fault, Position
from budstikke.formats.edifact.header import Header
from budstikke.formats.edifact.iftmin import Rejected, Verdict, read_interchange
from budstikke.formats.edifact.orders import Booking
from budstikke.law.refusal import Refusal, RefusalReason
from budstikke.post.actions.issue_numbers import NoNumbersLeft, issue_numbers
from budstikke.post.actions.order_rows import OrderRows
from budstikke.post.records.incoming import Incoming, Row
from budstikke.post.records.models import Interchange, Sender
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import pum_on
from budstikke.post.terms.refusals.booking import (
    NO_NUMBERS_LEFT,
    ORDER_UNKNOWN,
    POSTCODE_UNKNOWN,
    UNKNOWN_CUSTOMER,
)
from budstikke.post.terms.refusals.sending import NUMBER_IN_USE, ORDER_CLOSED

_Item = Header | Booking | Rejected | Verdict


@dataclass(slots=True, kw_only=True)
class Booked:
    """
    What became of one interchange.

    `rejected` holds, per message reference, the place of its UNH and all that is wrong with it; `verdict` what
    is wrong with the whole, when nothing of it was booked. `repeated`: it was taken before; nothing was written.
    """

    header: Header | None = None
    booked: int = 0
    changed: int = 0
    rejected: list[RejectedOrder] = field(default_factory=list)
    faults: tuple[Fault, ...] = ()
    repeated: bool = False

    @property
    def all_well(self) -> bool:
        """Whether there is nothing for the sender to put right."""
        return not (self.rejected or self.faults or self.repeated)


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedOrder:
    """One message that was not booked: where it stands, and every fault or refusal."""

    reference: str
    segment_number: int
    identifier: tuple[str, ...]
    faults: tuple[Fault, ...]


class _Undo(Exception):  # noqa: N818  (carries nothing; it only rolls back)
    pass


def book_orders(
    stream: BinaryIO, *, printable: frozenset[str], sha256: str, today: date, now: datetime
) -> Iterator[Booked]:
    """
    Book a file's interchanges, each in a transaction of its own: all of its good orders or, where the
    interchange itself is broken or was taken before, none.

    Terms:   PUM §1 to §7. A repetition books nothing twice; a number in use is refused.
    Returns: what became of each interchange, in the order of the file.
    """
    items = read_interchange(stream, printable=printable)
    for item in items:
        if isinstance(item, Header):
            yield _one(item, items, sha256=sha256, today=today, now=now)
        elif isinstance(item, Verdict):
            yield Booked(faults=item.faults)


def _one(header: Header, items: Iterator[_Item], *, sha256: str, today: date, now: datetime) -> Booked:
    result = Booked(header=header)
    try:
        with acting_as(CARRIER):
            sender = Sender.objects.filter(edi_id=header.sender).first()
            taken = sender and _take(sender, header, sha256, now)
            if sender is None or taken is None:
                _read_past(items, result)
                result.repeated = sender is not None
                if sender is None:
                    result.faults = (*result.faults, _refused(Refusal(UNKNOWN_CUSTOMER), None, 1))
                raise _Undo
            _write(sender, taken, _Reading(items, result), today=today, now=now)
            if result.faults:
                raise _Undo
            Interchange.objects.filter(id=taken).update(booked=result.booked, rejected=len(result.rejected))
    except _Undo:
        result.booked = result.changed = 0
    return result


def _take(sender: Sender, header: Header, sha256: str, now: datetime) -> int | None:
    """Write the interchange down; None when one with the same references stands there already."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO interchange (sender_id, sender_edi_id, recipient_edi_id, reference, received_at, sha256,"
            " booked, rejected) VALUES (%s, %s, %s, %s, %s, %s, 0, 0) ON CONFLICT DO NOTHING RETURNING id",
            [sender.id, header.sender, header.recipient, header.reference, now, sha256],
        )
        row = cursor.fetchone()
    return int(row[0]) if row else None


def _read_past(items: Iterator[_Item], result: Booked) -> None:
    for item in items:
        if isinstance(item, Verdict):
            result.faults = item.faults
            return


class _Reading:
    """The messages of one interchange on their way into the table; keeps what the rejected ones lacked."""

    def __init__(self, items: Iterator[_Item], result: Booked) -> None:
        self._items, self._result = items, result

    def rows(self, orders: OrderRows) -> Iterator[Row]:
        """Yield the rows of good orders; stops at the interchange's end."""
        message = 0
        for item in self._items:
            if isinstance(item, Booking):
                refusals = orders.refusals(item)
                if refusals:
                    self.reject(item.message_reference, item.segment_number, refusals)
                    continue
                message += 1
                yield from orders.rows(item, message=message)
            elif isinstance(item, Rejected):
                self._result.rejected.append(
                    RejectedOrder(
                        reference=item.message_reference,
                        segment_number=item.segment_number,
                        identifier=item.identifier,
                        faults=item.faults,
                    )
                )
            elif isinstance(item, Verdict):
                self._result.faults = item.faults
                return

    def refuse(self, incoming: Incoming, messages: list[int], reason: RefusalReason) -> list[int]:
        """Reject messages that were copied in already."""
        for reference, segment_number in incoming.places(messages) if messages else ():
            self.reject(reference, segment_number, (Refusal(reason),))
        return messages

    def reject(self, reference: str, segment_number: int, refusals: tuple[Refusal, ...]) -> None:
        """Reject one message for what the terms say of it."""
        self._result.rejected.append(
            RejectedOrder(
                reference=reference,
                segment_number=segment_number,
                identifier=("IFTMIN", "D", "04A", "UN", "BIG14"),
                faults=tuple(_refused(refusal, reference, 1) for refusal in refusals),
            )
        )

    def count(self, booked: int, changed: int) -> None:
        """Take down what was written."""
        self._result.booked, self._result.changed = booked, changed
        self._result.rejected.sort(key=lambda order: order.segment_number)


def _write(sender: Sender, interchange_id: int, reading: _Reading, *, today: date, now: datetime) -> None:
    edition = pum_on(today)
    incoming = Incoming(sender_id=sender.id)
    incoming.copy(reading.rows(OrderRows(sender, edition)))
    incoming.drop(reading.refuse(incoming, incoming.messages_to_nowhere(), POSTCODE_UNKNOWN))
    incoming.drop(reading.refuse(incoming, incoming.messages_in_use(), NUMBER_IN_USE))
    unknown, late = incoming.messages_without_order()
    incoming.drop_changes(reading.refuse(incoming, unknown, ORDER_UNKNOWN) + reading.refuse(incoming, late, ORDER_CLOSED))
    try:
        issue_numbers(sender, incoming)
    except NoNumbersLeft:
        incoming.drop(reading.refuse(incoming, incoming.messages_unnumbered(), NO_NUMBERS_LEFT))
    reading.count(*incoming.write(interchange_id=interchange_id, edition=edition.id, now=now))


def _refused(refusal: Refusal, reference: str | None, segment: int) -> Fault:
    """Put a refusal of the terms into the words of a fault, so that the sender reads one list."""
    clauses = ", ".join(str(clause) for clause in refusal.clauses)
    return Fault(
        reference,
        segment,
        Position(),
        refusal.code,
        f"{refusal.staff.en} {refusal.cure.en} ({clauses})",
    )
