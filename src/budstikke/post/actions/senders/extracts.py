"""Lists of a sender's letters: asked for, made by the worker, and read."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from budstikke.kit.clock import local_day, midnight
from budstikke.post.actions import queue
from budstikke.post.actions.sealing import seal_for_extract, unseal_from_extract
from budstikke.post.records.models import Extract, Sender
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import BY_ID
from budstikke.post.terms.pum.delivery_time import delivery_target, is_met

# As many as may be made at once for one sender.
MOST_AT_ONCE = 20
MOST_DAYS = 366
_MOST_ROWS = 100_000

_LETTERS = """
SELECT letter.number, letter.consignment_number, letter.order_reference, letter.postcode, letter.city, letter.state,
       letter.weight_g, letter.passport_only, letter.booked_at, letter.handed_in_on, letter.ready_at,
       letter.delivered_at, letter.outlet_id, letter.edition
FROM letter WHERE letter.sender_id = %(sender)s AND {of} ORDER BY letter.booked_at, letter.id LIMIT %(most)s
"""
COLUMNS = (
    "PACKAGE_NUMBER",
    "SHIPMENT_NUMBER",
    "SENDER_REFERENCE",
    "DELIVERY_POSTAL_CODE",
    "DELIVERY_CITY",
    "STATUS",
    "WEIGHT_IN_GRAMS",
    "PASSPORT_ONLY",
    "PRE_NOTIFIED_AT",
    "RECEIVED_ON",
    "READY_FOR_PICKUP_AT",
    "DELIVERED_AT",
    "PICKUP_UNIT",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of list: its name, and which letters stand in it."""

    id: str
    name: str
    told: str
    of: str


KINDS: Mapping[str, Kind] = {
    kind.id: kind
    for kind in (
        Kind(
            id="PARCELS-PRE_NOTIFICATION_RECEIVED",
            name="Pre-notification provided",
            told="Letters ordered in the period.",
            of="letter.booked_at >= %(since)s AND letter.booked_at < %(until)s",
        ),
        Kind(
            id="PARCELS-RECEIVED_BY_BRING",
            name="Received",
            told="Letters handed in in the period.",
            of="letter.handed_in_on >= %(from_on)s AND letter.handed_in_on <= %(to_on)s",
        ),
        Kind(
            id="PARCELS-PROBABLE_DELAYS",
            name="Probable delays",
            told="Letters handed in in the period that were not at their outlet within the normal delivery time.",
            of="letter.handed_in_on >= %(from_on)s AND letter.handed_in_on <= %(to_on)s",
        ),
        Kind(
            id="PARCELS-DELIVERED",
            name="Delivered to recipient",
            told="Letters handed over in the period.",
            of="letter.delivered_at >= %(since)s AND letter.delivered_at < %(until)s",
        ),
    )
}


def ask_for(kind: str, *, sender_id: int, from_on: date, to_on: date, now: datetime) -> Extract | None:
    """Ask for a list; None when as many as may be made at once are being made."""
    with acting_as(CARRIER):
        # The sender's row stands for its lists: of two requests at once, one counts the other.
        Sender.objects.select_for_update(no_key=True).get(id=sender_id)
        if Extract.objects.filter(sender_id=sender_id, finished_at=None).count() >= MOST_AT_ONCE:
            return None
        extract = Extract.objects.create(
            id=uuid4(), sender_id=sender_id, kind=kind, from_on=from_on, to_on=to_on, asked_at=now
        )
        queue.make_extract(extract.id)
    return extract


def make(extract_id: UUID, *, now: datetime) -> None:
    """
    Make a list that was asked for; one that was made stays as it was.

    Reading: a list that would be longer than can be sent has failed, rather than leave letters out.
    """
    with acting_as(CARRIER):
        extract = Extract.objects.select_for_update().get(id=extract_id)
        if extract.finished_at is not None:
            return
        lines = _lines(extract, now=now)
        extract.finished_at = now
        extract.failed = len(lines) > _MOST_ROWS
        if not extract.failed:
            extract.rows = len(lines)
            content = zlib.compress(json.dumps(lines, ensure_ascii=False).encode())
            extract.lines_sealed = seal_for_extract(content, extract_id=extract.id)
        extract.save(update_fields=["finished_at", "failed", "rows", "lines_sealed"])


def asked_for(extract_id: UUID, *, sender_id: int) -> Extract | None:
    """Return a list of the sender's, made or not."""
    with acting_as(str(sender_id)):
        return Extract.objects.select_related("sender").filter(id=extract_id, sender_id=sender_id).first()


def lines_of(extract: Extract) -> list[dict[str, str]]:
    """Return the lines of a list that was made, column by column."""
    assert extract.lines_sealed is not None, "a list that was made has lines"
    content = zlib.decompress(unseal_from_extract(extract.lines_sealed, extract_id=extract.id))
    lines: list[list[str]] = json.loads(content)
    return [dict(zip(COLUMNS, line, strict=True)) for line in lines]


def _lines(extract: Extract, *, now: datetime) -> list[list[str]]:
    given: dict[str, Any] = {
        "sender": extract.sender_id,
        "from_on": extract.from_on,
        "to_on": extract.to_on,
        "since": midnight(extract.from_on),
        "until": midnight(extract.to_on + timedelta(days=1)),
        "most": _MOST_ROWS + 1,
    }
    with connection.cursor() as cursor:
        cursor.execute(_LETTERS.format(of=KINDS[extract.kind].of), given)
        rows = cursor.fetchall()
    if extract.kind == "PARCELS-PROBABLE_DELAYS":
        rows = [row for row in rows if _late(row, today=local_day(now))]
    return [[_text(value) for value in row[:-1]] for row in rows]


def _late(row: tuple[Any, ...], *, today: date) -> bool:
    """Say whether a letter missed its target, or has not met one that lies behind us (PUM §11)."""
    *_, handed_in_on, ready_at, delivered_at, _, edition_id = row
    edition = BY_ID[edition_id]
    target = delivery_target(handed_in_on=handed_in_on, edition=edition).answer["target_delivery_by"]
    assert isinstance(target, date)
    met = is_met(
        target_by=target,
        ready_on=ready_at and local_day(ready_at),
        handed_over_on=delivered_at and local_day(delivered_at),
        edition=edition,
    )
    return today > target if met is None else not met


def _text(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
