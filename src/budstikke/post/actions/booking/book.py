"""Book the orders of a file: every good one, once, and for every other one the reasons."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import BinaryIO

from django.db import connection

from budstikke.formats.edifact.contrl import Answer
from budstikke.formats.edifact.faults import Fault, Position
from budstikke.formats.edifact.header import Header
from budstikke.formats.edifact.iftmin import Rejected, Verdict, read_interchange
from budstikke.formats.edifact.orders import Booking
from budstikke.kit.installation import is_test
from budstikke.kit.spool import Kept, Spool
from budstikke.law.refusal import Refusal, RefusalReason
from budstikke.post.actions.booking.issue_numbers import issue_numbers
from budstikke.post.actions.booking.order_rows import OrderRows
from budstikke.post.actions.booking.rejections import Rejections, as_lines
from budstikke.post.records.arriving import Arriving, Batch, Refused
from budstikke.post.records.incoming import Incoming, Row
from budstikke.post.records.models import Interchange, Sender
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.records.told import PIECE_BYTES as TOLD_PIECE_BYTES
from budstikke.post.records.told import tell, told
from budstikke.post.terms.editions import pum_on
from budstikke.post.terms.refusals.booking import (
    INTERCHANGE_REPEATED,
    NO_NUMBERS_LEFT,
    ORDER_UNKNOWN,
    POSTCODE_UNKNOWN,
    TEST_NOT_BOOKED,
    UNKNOWN_CUSTOMER,
)
from budstikke.post.terms.refusals.sending import NUMBER_IN_USE, ORDER_CLOSED

# Letters; enough for the database to work in sets, few enough for two batches to lie in memory.
_BATCH = 4_000
_Item = Header | Booking | Rejected | Verdict


@dataclass(slots=True, kw_only=True)
class Booked:
    """
    What became of one interchange.

    `rejected` counts the messages that were not booked; `faults` is what is wrong with the whole, and then nothing
    of it was booked. `repeated`: it was taken before, nothing was written, and `answer` is the one it got then.
    `reference` is the answer's own. `told` is every fault, the rejected messages' too, a line of JSON each.
    """

    header: Header | None = None
    booked: int = 0
    changed: int = 0
    rejected: int = 0
    faults: tuple[Fault, ...] = ()
    repeated: bool = False
    answer: Kept
    reference: str = ""
    told: Kept

    @property
    def all_well(self) -> bool:
        """Whether there is nothing for the sender to put right."""
        return not self.told

    @property
    def all_faults(self) -> Iterator[dict[str, str | int | None]]:
        """Every fault told."""
        return map(json.loads, self.told.lines())


class _Undo(Exception):
    pass


def book_orders(
    stream: BinaryIO,
    *,
    printable: frozenset[str],
    sha256: str,
    only_from: str | None = None,
    today: date,
    now: datetime,
) -> Iterator[Booked]:
    """
    Book a file's interchanges, each in a transaction of its own: all of its good orders or, where the
    interchange itself is broken or was taken before, none.

    `only_from` is the customer number of the sender by whose own door the file came; another's orders are refused.

    Terms:   PUM §1 to §7. A repetition books nothing twice; a number in use is refused.
    Returns: what became of each interchange, in the order of the file.
    """
    items = read_interchange(stream, printable=printable)
    spool = Spool()
    digest = sha256
    for item in items:
        if isinstance(item, Header):
            with Rejections() as rejections:
                result = Booked(header=item, answer=spool.keep(()), told=spool.keep(()))
                telling = _Telling(result, rejections, spool)
                _one(items, telling, sha256=digest, only_from=only_from, today=today, now=now)
            yield result
        elif isinstance(item, Verdict):
            yield Booked(faults=item.faults, answer=spool.keep(()), told=spool.keep(as_lines(item.faults)))
        # An interchange is told from another of the same references by its file and its place in it.
        digest = hashlib.sha256(digest.encode()).hexdigest()


def _one(
    items: Iterator[_Item],
    telling: _Telling,
    *,
    sha256: str,
    only_from: str | None,
    today: date,
    now: datetime,
) -> None:
    result, header, sender = telling.result, telling.header, None
    try:
        with acting_as(CARRIER):
            sender = Sender.objects.filter(edi_id=header.sender).first()
            if sender is not None and only_from not in (None, sender.customer_number):
                sender = None
            if sender is None or (header.test and not (is_test() or sender.is_canary)):
                reason = UNKNOWN_CUSTOMER if sender is None else TEST_NOT_BOOKED
                _read_past(items, result)
                result.faults = (*result.faults, _refused(Refusal(reason), None, 1))
                raise _Undo
            _one_at_a_time(sender)
            taken = _take(sender, header, sha256=sha256, now=now)
            if taken is None:
                _read_past(items, result)
                telling.repeat(sha256)
                raise _Undo
            _write(sender, taken, _Reading(items, telling), today=today, now=now)
            if result.faults:
                raise _Undo
            telling.answer(reference=f"C{taken}", now=now)
            Interchange.objects.filter(id=taken).update(booked=result.booked, rejected=result.rejected)
            telling.write_down(taken, sender_id=sender.id)
    except _Undo:
        result.booked = result.changed = 0
        if not result.repeated:
            # It may come again, so its answer is named after its bytes: the same again at every try.
            telling.answer(reference=f"R{sha256[:12].upper()}", now=now)
            if sender is not None:
                _keep_refused(sender, telling, sha256=sha256, now=now)


def _one_at_a_time(sender: Sender) -> None:
    """Wait for the sender's other interchange: what is in use is looked up, and then taken."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('interchanges'), %s)", [sender.id])


def _keep_refused(sender: Sender, telling: _Telling, *, sha256: str, now: datetime) -> None:
    """Write down that an interchange was refused and what its sender was told: it will be evidenced."""
    with acting_as(CARRIER):
        kept = _take(
            sender, telling.header, sha256=sha256, now=now, rejected=telling.result.rejected, refused=True
        )
        if kept is not None:
            telling.write_down(kept, sender_id=sender.id)


def _take(
    sender: Sender, header: Header, *, sha256: str, now: datetime, rejected: int = 0, refused: bool = False
) -> int | None:
    """Write the interchange down; None when it stands there already: by its references, or refused by its bytes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO interchange (sender_id, sender_edi_id, recipient_edi_id, reference, received_at, sha256,"
            " booked, rejected, refused) VALUES (%s, %s, %s, %s, %s, %s, 0, %s, %s)"
            " ON CONFLICT DO NOTHING RETURNING id",
            [sender.id, header.sender, header.recipient, header.reference, now, sha256, rejected, refused],
        )
        row = cursor.fetchone()
    return int(row[0]) if row else None


def _read_past(items: Iterator[_Item], result: Booked) -> None:
    for item in items:
        if isinstance(item, Verdict):
            result.faults = item.faults
            return


class _Telling:
    """What the sender of one interchange is told, gathered and written down."""

    def __init__(self, result: Booked, rejections: Rejections, spool: Spool) -> None:
        assert result.header is not None
        self.result, self.header = result, result.header
        self._rejections, self._spool = rejections, spool

    def reject(self, rejected: Rejected) -> None:
        """Take in a message that is not booked."""
        self._rejections.add(rejected)
        self.result.rejected += 1

    def answer(self, *, reference: str, now: datetime) -> None:
        """Answer the interchange, naming every fault."""
        result, answer = self.result, Answer(self.header)
        for rejected in self._rejections:
            answer.reject(rejected)
        result.reference = reference
        result.answer = self._spool.keep(answer.written(faults=result.faults, reference=reference, now=now))
        listed = (fault for rejected in self._rejections for fault in rejected.faults)
        result.told = self._spool.keep(as_lines(chain(result.faults, listed)))

    def repeat(self, sha256: str) -> None:
        """Answer a repetition as the first time; other content under the same references is a fault."""
        header, result = self.header, self.result
        before = Interchange.objects.get(
            sender_edi_id=header.sender,
            recipient_edi_id=header.recipient,
            reference=header.reference,
            refused=False,
        )
        if before.sha256 == sha256:
            result.repeated = True
            result.reference = f"C{before.id}"
            result.answer = self._spool.keep(told(before.id, kind="answer"))
            result.told = self._spool.keep(told(before.id, kind="faults"))
        else:
            result.faults = (_refused(Refusal(INTERCHANGE_REPEATED), None, 1),)

    def write_down(self, interchange_id: int, *, sender_id: int) -> None:
        """Keep what was told, so that a repetition is told the same."""
        for kind, kept in (("answer", self.result.answer), ("faults", self.result.told)):
            tell(interchange_id, sender_id=sender_id, kind=kind, pieces=kept.pieces(most=TOLD_PIECE_BYTES))


class _Reading:
    """The messages of one interchange on their way into the table; keeps what the rejected ones lacked."""

    def __init__(self, items: Iterator[_Item], telling: _Telling) -> None:
        self._items, self._telling, self._result = items, telling, telling.result

    def batches(self, orders: OrderRows) -> Iterator[Batch]:
        """Yield the rows of good orders, a batch of whole messages at a time; stops at the interchange's end."""
        rows: list[Row] = []
        message = waiting = 0
        for item in self._items:
            if isinstance(item, Booking):
                refusals, decisions = orders.asked(item)
                if refusals:
                    self.reject(item.message_reference, item.segment_number, refusals)
                    continue
                message += 1
                added = orders.rows(item, message=message, decisions=decisions)
                rows += added
                waiting += added[0][-1] is True
                if len(rows) >= _BATCH:
                    yield Batch(rows=rows, waiting=waiting, decisions=orders.fresh_decisions())
                    rows, waiting = [], 0
            elif isinstance(item, Rejected):
                self._telling.reject(item)
            elif isinstance(item, Verdict):
                self._result.faults = item.faults
                break
        if rows:
            yield Batch(rows=rows, waiting=waiting, decisions=orders.fresh_decisions())

    def settle(self, booked: int, refused: list[Refused]) -> None:
        """Take down what became of a batch."""
        self._result.booked += booked
        for one in refused:
            reason = POSTCODE_UNKNOWN if one.to_nowhere else NUMBER_IN_USE
            self.reject(one.message_reference, one.segment_number, (Refusal(reason),))

    def refuse(self, incoming: Incoming, messages: list[int], reason: RefusalReason) -> list[int]:
        """Reject messages that were copied in already."""
        for reference, segment_number in incoming.places(messages) if messages else ():
            self.reject(reference, segment_number, (Refusal(reason),))
        return messages

    def reject(self, reference: str, segment_number: int, refusals: tuple[Refusal, ...]) -> None:
        """Reject one message for what the terms say of it."""
        self._telling.reject(
            Rejected(
                self._telling.header.reference,
                reference,
                segment_number,
                ("IFTMIN", "D", "04A", "UN", "BIG14"),
                tuple(_refused(refusal, reference, 1) for refusal in refusals),
            )
        )

    def count(self, booked: int, changed: int) -> None:
        """Take down what was written."""
        self._result.booked += booked
        self._result.changed = changed


def _write(sender: Sender, interchange_id: int, reading: _Reading, *, today: date, now: datetime) -> None:
    edition = pum_on(today)
    incoming = Incoming(sender_id=sender.id, interchange_id=interchange_id)
    arriving = Arriving(sender_id=sender.id, interchange_id=interchange_id, edition=edition.id, now=now)
    _book_while_reading(arriving, reading, OrderRows(sender, edition))
    unknown, late = incoming.messages_without_order()
    incoming.drop_changes(
        reading.refuse(incoming, unknown, ORDER_UNKNOWN) + reading.refuse(incoming, late, ORDER_CLOSED)
    )
    numbers = issue_numbers(sender, incoming)
    incoming.drop(
        reading.refuse(incoming, incoming.messages_unnumbered(beyond=len(numbers)), NO_NUMBERS_LEFT)
    )
    numbers.give()
    reading.count(*incoming.write(edition=edition.id, now=now))


def _book_while_reading(arriving: Arriving, reading: _Reading, orders: OrderRows) -> None:
    """Have the database book one batch while the next is read: it waits in another thread, and there alone."""
    with ThreadPoolExecutor(max_workers=1) as waiting:
        under_way: Future[tuple[int, list[Refused]]] | None = None
        for batch in reading.batches(orders):
            if under_way:
                reading.settle(*under_way.result())
            arriving.copy(batch)
            under_way = waiting.submit(arriving.book)
        if under_way:
            reading.settle(*under_way.result())
    arriving.close()


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
