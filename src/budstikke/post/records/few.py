"""
A few orders at once, as an API brings them: what there is to know in one statement, everything written in another.

An order file of any length goes by records.arriving, which is for many; the columns are the same.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from budstikke.post.records.incoming import COLUMNS, ORDERED, Row
from budstikke.post.records.models import Sender

_LOOK = """
SELECT sender.*, before.sha256 AS before_sha256, told.content AS before_told,
       ARRAY(SELECT code FROM postcode WHERE code = ANY(%(postcodes)s::text[])) AS known_postcodes,
       EXISTS (SELECT 1 FROM postcode) AS has_register
FROM sender
LEFT JOIN interchange AS before ON before.sender_edi_id = sender.edi_id
    AND before.recipient_edi_id = %(by)s AND before.reference = %(reference)s
    AND NOT before.refused
LEFT JOIN told ON told.interchange_id = before.id AND told.kind = 'answer' AND told.nth = 0
WHERE sender.id = %(sender)s
"""
_TAKE_NUMBERS = """
UPDATE number_range SET next_serial = next_serial + %(many)s
WHERE id = (SELECT id FROM number_range
            WHERE sender_id = %(sender)s AND next_serial + %(many)s <= last_serial + 1 ORDER BY id LIMIT 1 FOR UPDATE)
RETURNING prefix, next_serial - %(many)s
"""
_GIVEN = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
_WRITE = f"""
WITH given AS (SELECT * FROM json_to_recordset(%(rows)s::json) AS ({_GIVEN})),
come AS (
    INSERT INTO interchange (sender_id, sender_edi_id, recipient_edi_id, reference, received_at, sha256, booked,
                             rejected, refused)
    VALUES (%(sender)s, %(edi_id)s, %(by)s, %(reference)s, %(now)s, %(sha256)s, %(booked)s, 0, false)
    RETURNING id
), answered AS (
    INSERT INTO told (interchange_id, sender_id, kind, nth, content)
    SELECT id, %(sender)s, 'answer', 0, %(told)s FROM come
), letters AS (
    INSERT INTO letter (id, sender_id, interchange_id, edition, booked_at, later_reminders, reminders_made,
                        notice_channel, {", ".join(ORDERED)})
    SELECT letter_id, %(sender)s, come.id, %(edition)s, %(now)s, '{{}}', 0, '', {", ".join(ORDERED)} FROM given, come
)
INSERT INTO event (letter_id, sender_id, code, happened_at, recorded_at, at_place, actor, to_place, decision)
SELECT letter_id, %(sender)s, 'PRE_NOTIFIED', ordered_at, %(now)s, '', 'api', 'at_sender', decision::jsonb FROM given
"""
# Whom an API's orders are addressed to, where a file names its recipient.
BY_API = "API"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What there is to know before a few orders are judged; `before` is how the same request was answered before."""

    sender: Sender
    postcodes: frozenset[str]
    has_register: bool
    before_sha256: str | None
    before: bytes | None


def look(*, sender_id: int, reference: str, postcodes: Sequence[str]) -> Known:
    """Return what there is to know, in one statement."""
    given = {"sender": sender_id, "by": BY_API, "reference": reference, "postcodes": list(postcodes)}
    (row,) = Sender.objects.raw(_LOOK, given)
    found: Any = row
    return Known(
        sender=row,
        postcodes=frozenset(found.known_postcodes),
        has_register=found.has_register,
        before_sha256=found.before_sha256,
        before=None if found.before_told is None else bytes(found.before_told),
    )


def take_numbers(many: int, *, sender_id: int) -> tuple[str, int] | None:
    """Return prefix and first of so many serials in a row, which are nobody else's now; None when none are left."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_NUMBERS, {"many": many, "sender": sender_id})
        row = cursor.fetchone()
    return None if row is None else (row[0], row[1])


def write(
    rows: Sequence[Row],
    *,
    sender: Sender,
    reference: str,
    sha256: str,
    told: bytes,
    edition: str,
    now: datetime,
) -> None:
    """
    Write the letters of a few orders with their first events, in one statement.

    Raises: django.db.IntegrityError for a number that is in use, and for a reference that was taken meanwhile.
    """
    listed = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    given: dict[str, Any] = {
        "rows": json.dumps(listed, ensure_ascii=False, default=_written),
        "sender": sender.id,
        "edi_id": sender.edi_id,
        "by": BY_API,
        "reference": reference,
        "now": now,
        "sha256": sha256,
        "booked": len(rows),
        "told": told,
        "edition": edition,
    }
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, given)


def _written(value: object) -> str:
    # json_to_recordset reads bytes as PostgreSQL writes them.
    return f"\\x{value.hex()}" if isinstance(value, bytes) else value.isoformat()  # type: ignore[attr-defined]
