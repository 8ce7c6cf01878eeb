"""Orders made in the portal: looked through as a whole before anything is booked, and booked once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from budstikke.formats.edifact.orders import Booking, Party
from budstikke.kit.vault import vault_for
from budstikke.law.words import Words
from budstikke.post.actions.booking.book_few import book_few
from budstikke.post.actions.booking.order_table import Row, RowFault, faults_of, order_of
from budstikke.post.actions.booking.refused_order import refused_order
from budstikke.post.records.agreed import agreed_with
from budstikke.post.records.models import Sender, Upload
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import pum_on
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.refusals.booking import NO_NUMBERS_LEFT

# One booking holds its locks for so many letters.
_AT_ONCE = 1000
# What is about one column of a row; everything else is about the order as a whole.
_COLUMN_OF = {
    "POSTCODE_UNKNOWN": "postcode",
    "CONTACT_INVALID": "mobile",
    "NATIONAL_NUMBER_INVALID": "national_number",
    "ENVELOPE": "envelope",
    "WEIGHT": "weight_g",
    "ADDRESS_INCOMPLETE": "street",
    "LABEL_INCOMPLETE": "name",
}
_NUMBERED_HERE = Words(
    no="brevene nummereres her; ta bort nummeret", en="letters are numbered here; leave the number out"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedUpload:
    """What became of an upload: how many letters are booked, and of the others why not."""

    booked: int
    faults: tuple[RowFault, ...]


def look_through(rows: Sequence[Row], *, sender_id: int, today: date, now: datetime) -> list[RowFault]:
    """
    Ask every rule about every row and book nothing.

    Terms:   PUM §1 to §7, by the same functions as an order file.
    Returns: every fault with its row and column; row 0 is the order as a whole.
    """
    edition = pum_on(today)
    faults = [
        *faults_of(rows, edition=edition),
        *(
            RowFault(row=row.row, column="number", words=_NUMBERED_HERE)
            for row in rows
            if row.values["number"]
        ),
    ]
    if faults:
        return sorted(faults, key=lambda fault: fault.row)
    sender, left = _agreed(sender_id)
    for some in _pieces(rows):
        outcomes = book_few(
            _orders(some, sender, now=now),
            sender_id=sender_id,
            sha256="",
            try_only=True,
            today=today,
            now=now,
        )
        for row, outcome in zip(some, outcomes, strict=True):
            faults += _worded(row, outcome.refused, edition=edition)
    if not faults and left < len(rows):
        faults += _worded(rows[0], (NO_NUMBERS_LEFT.code,), edition=edition)
    return list(dict.fromkeys(faults))


def keep_upload(upload_id: UUID, rows: Sequence[Row], *, sender_id: int, now: datetime) -> bool:
    """Keep rows in which no fault was found until somebody books them; False when they are kept already."""
    content = json.dumps([[row.row, dict(row.values)] for row in rows], ensure_ascii=False).encode()
    with acting_as(CARRIER):
        _, made = Upload.objects.get_or_create(
            id=upload_id,
            defaults={
                "sender_id": sender_id,
                "made_at": now,
                "rows": len(rows),
                "rows_sealed": vault_for("post").seal(content, context=_context(upload_id)),
            },
        )
    return made


def rows_kept(upload_id: UUID, *, sender_id: int) -> list[Row] | None:
    """Return the rows of an upload that waits to be booked; None when there is none of this sender's."""
    with acting_as(str(sender_id)):
        upload = Upload.objects.filter(id=upload_id, sender_id=sender_id).first()
    if upload is None or upload.rows_sealed is None:
        return None
    content = vault_for("post").open(bytes(upload.rows_sealed), context=_context(upload_id))
    return [Row(row=row, values=values) for row, values in json.loads(content)]


def book_upload(upload_id: UUID, *, sender_id: int, today: date, now: datetime) -> BookedUpload | None:
    """
    Book what was looked through; None when nothing of this sender's waits.

    Reading: each thousand rows are one request with a name of its own, so that asking again after a breakdown goes on
    where it broke off and books nothing twice (decision 0060).
    """
    rows = rows_kept(upload_id, sender_id=sender_id)
    if rows is None:
        return None
    edition = pum_on(today)
    sender, _ = _agreed(sender_id)
    booked = 0
    faults: list[RowFault] = []
    for nth, some in enumerate(_pieces(rows)):
        content = json.dumps([dict(row.values) for row in some], sort_keys=True).encode()
        outcomes = book_few(
            _orders(some, sender, now=now),
            sender_id=sender_id,
            key=_key(upload_id, nth),
            sha256=hashlib.sha256(content).hexdigest(),
            today=today,
            now=now,
        )
        for row, outcome in zip(some, outcomes, strict=True):
            booked += len(outcome.numbers)
            faults += _worded(row, outcome.refused, edition=edition)
    if booked:
        with acting_as(CARRIER):
            Upload.objects.filter(id=upload_id, booked_at=None).update(booked_at=now, rows_sealed=None)
    return BookedUpload(booked=booked, faults=tuple(dict.fromkeys(faults)))


def references_of(upload: Upload) -> list[str]:
    """Return under which references the interchanges of an upload were booked."""
    pieces = range(-(-upload.rows // _AT_ONCE))
    return [f"K{_key(upload.id, nth)}" for nth in pieces]


def drop_uploads(*, made_before: datetime) -> int:
    """Drop what was looked through long ago and never booked; return how many were."""
    with acting_as(CARRIER):
        dropped, _ = Upload.objects.filter(booked_at=None, made_at__lt=made_before).delete()
    return dropped


def _agreed(sender_id: int) -> tuple[Sender, int]:
    with acting_as(CARRIER):
        return agreed_with(sender_id)


def _orders(rows: Sequence[Row], sender: Sender, *, now: datetime) -> list[Booking]:
    own = Party(sender.name, (sender.street,), sender.postcode, sender.city, "NO")
    return [
        order_of(
            row,
            sender=own,
            customer_number=sender.customer_number,
            document_number="",
            reference=row.values["reference"],
            number="",
            now=now,
        )
        for row in rows
    ]


def _worded(row: Row, codes: Sequence[str], *, edition: PumEdition) -> Iterator[RowFault]:
    weight = row.values["weight_g"]
    for code in codes:
        told = refused_order(
            code, weight_g=int(weight) if weight else None, thickness_mm=None, edition=edition
        )
        clauses = f" ({', '.join(told.clauses)})" if told.clauses else ""
        words = Words(
            no=f"{told.words.no} {told.cure.no}{clauses}", en=f"{told.words.en} {told.cure.en}{clauses}"
        )
        column = _COLUMN_OF.get(code)
        yield RowFault(row=row.row if column else 0, column=column or "", words=words)


def _pieces(rows: Sequence[Row]) -> list[Sequence[Row]]:
    return [rows[first : first + _AT_ONCE] for first in range(0, len(rows), _AT_ONCE)]


def _key(upload_id: UUID, nth: int) -> str:
    return f"portal-{upload_id}-{nth}"


def _context(upload_id: UUID) -> bytes:
    return f"upload:{upload_id}".encode()
