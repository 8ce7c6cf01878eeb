"""Webhooks and what they are told, many rows at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from budstikke.post.records.models import Webhook

_STAND = """
INSERT INTO webhook (id, sender_id, api_key_id, tracking_id, letter_id, event_groups, url, content_type, header_names,
                     headers_sealed, created_at, expires_at)
SELECT * FROM unnest(%(ids)s::uuid[], %(senders)s::int[], %(keys)s::int[], %(tracking)s::text[], %(letters)s::bigint[],
                     %(groups)s::text[], %(urls)s::text[], %(types)s::text[], %(names)s::text[], %(sealed)s::bytea[],
                     %(created)s::timestamptz[], %(expires)s::timestamptz[])
ON CONFLICT DO NOTHING RETURNING id
"""
# What a webhook follows is a letter, or a consignment of its sender; what has happened is told in public words.
_CAST = """
INSERT INTO webhook_delivery (webhook_id, sender_id, event_id, status, shipment, package, happened_at, due_at,
                              tries_left)
SELECT webhook.id, event.sender_id, event.id, word.public, letter.consignment_number, letter.number,
       event.happened_at, %(now)s, %(tries)s
FROM (SELECT * FROM event WHERE recorded_in >= %(since)s AND recorded_in < %(horizon)s
      AND EXISTS (SELECT 1 FROM webhook WHERE webhook.sender_id = event.sender_id AND ended_at IS NULL)
      OFFSET 0) AS event
JOIN unnest(%(codes)s::text[], %(publics)s::text[]) AS word (code, public) ON word.code = event.code
JOIN LATERAL (SELECT * FROM letter WHERE id = event.letter_id OFFSET 0) AS letter ON true
JOIN webhook ON webhook.sender_id = event.sender_id
    AND webhook.tracking_id IN (letter.number, letter.consignment_number)
    AND webhook.ended_at IS NULL AND webhook.expires_at > %(now)s AND webhook.created_at <= event.recorded_at
    AND word.public = ANY(string_to_array(webhook.event_groups, ','))
ORDER BY event.id
ON CONFLICT DO NOTHING
"""
_END = """
WITH ended AS (
    UPDATE webhook SET ended_at = %(now)s WHERE ended_at IS NULL AND expires_at <= %(now)s RETURNING *
)
INSERT INTO webhook_delivery (webhook_id, sender_id, status, shipment, package, happened_at, due_at, tries_left)
SELECT id, sender_id, 'EXPIRED', '', tracking_id, expires_at, %(now)s, %(tries)s FROM ended
"""
_LOOK_FOR = """
WITH looked AS (
    UPDATE webhook SET looked_for_at = %(now)s
    WHERE ended_at IS NULL AND looked_for_at IS NULL AND created_at <= %(before)s RETURNING *
)
INSERT INTO webhook_delivery (webhook_id, sender_id, status, shipment, package, happened_at, due_at, tries_left)
SELECT id, sender_id, 'NOT_REGISTERED', '', tracking_id, %(now)s, %(now)s, %(tries)s FROM looked
WHERE NOT EXISTS (SELECT 1 FROM letter WHERE letter.sender_id = looked.sender_id AND letter.id = looked.letter_id)
AND NOT EXISTS (SELECT 1 FROM letter WHERE letter.sender_id = looked.sender_id
                AND letter.consignment_number = looked.tracking_id)
"""
_CLAIM = """
WITH due AS (
    UPDATE webhook_delivery SET due_at = %(until)s
    WHERE id IN (SELECT id FROM webhook_delivery WHERE due_at <= %(now)s ORDER BY due_at, id LIMIT %(most)s
                 FOR UPDATE SKIP LOCKED)
    RETURNING *
)
SELECT due.id, due.sender_id, due.status, due.shipment, due.package, due.happened_at, due.tries_left, due.event_id,
       webhook.id, webhook.url, webhook.headers_sealed
FROM due JOIN webhook ON webhook.id = due.webhook_id ORDER BY due.id
"""
_SETTLE = """
WITH tried AS (
    SELECT * FROM unnest(%(ids)s::bigint[], %(senders)s::int[], %(answers)s::text[], %(told)s::bool[],
                         %(dues)s::timestamptz[], %(left)s::int[])
        AS tried (id, sender_id, answer, told, due_at, tries_left)
), logged AS (
    INSERT INTO webhook_attempt (delivery_id, sender_id, at, answer)
    SELECT id, sender_id, %(now)s, answer FROM tried
)
UPDATE webhook_delivery SET due_at = tried.due_at, tries_left = tried.tries_left,
    told_at = CASE WHEN tried.told THEN %(now)s::timestamptz END
FROM tried WHERE webhook_delivery.id = tried.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What is to be told now, and to whom."""

    id: int
    sender_id: int
    status: str
    shipment: str
    package: str
    happened_at: datetime
    tries_left: int
    event_id: int | None
    webhook: UUID
    url: str
    headers_sealed: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """How telling went: the answer, and when to try again, if at all."""

    id: int
    sender_id: int
    answer: str
    told: bool
    due_at: datetime | None
    tries_left: int


def stand(webhooks: Sequence[Webhook]) -> set[UUID]:
    """Enter subscriptions; return those that stood not yet."""
    given: dict[str, Any] = {
        "ids": [each.id for each in webhooks],
        "senders": [each.sender_id for each in webhooks],
        "keys": [each.api_key_id for each in webhooks],
        "tracking": [each.tracking_id for each in webhooks],
        "letters": [each.letter_id for each in webhooks],
        "groups": [each.event_groups for each in webhooks],
        "urls": [each.url for each in webhooks],
        "types": [each.content_type for each in webhooks],
        "names": [each.header_names for each in webhooks],
        "sealed": [bytes(each.headers_sealed) for each in webhooks],
        "created": [each.created_at for each in webhooks],
        "expires": [each.expires_at for each in webhooks],
    }
    with connection.cursor() as cursor:
        cursor.execute(_STAND, given)
        return {row[0] for row in cursor.fetchall()}


def cast(words: Iterable[tuple[str, str]], *, since: int, horizon: int, tries: int, now: datetime) -> int:
    """Write down what is to be told of the events of some transactions; return how many."""
    codes, publics = zip(*words, strict=True)
    return _run(
        _CAST,
        codes=list(codes),
        publics=list(publics),
        since=since,
        horizon=horizon,
        tries=tries,
        now=now,
    )


def end(*, tries: int, now: datetime) -> int:
    """End the subscriptions whose time is over, and write down that it is to be told."""
    return _run(_END, tries=tries, now=now)


def look_for(*, after: timedelta, tries: int, now: datetime) -> int:
    """Write down, for subscriptions of some age, that nobody has handed in what they follow."""
    return _run(_LOOK_FOR, before=now - after, tries=tries, now=now)


def claim(*, most: int, until: datetime, now: datetime) -> list[Due]:
    """Return what is due, and keep it from others until a moment; after a crash it is due again then."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"most": most, "until": until, "now": now})
        rows = cursor.fetchall()
    return [Due(**dict(zip(Due.__slots__, (*row[:-1], bytes(row[-1])), strict=True))) for row in rows]


def settle(tried: Sequence[Tried], *, now: datetime) -> None:
    """Write down how telling went, and when what failed is due again."""
    _run(
        _SETTLE,
        ids=[each.id for each in tried],
        senders=[each.sender_id for each in tried],
        answers=[each.answer for each in tried],
        told=[each.told for each in tried],
        dues=[each.due_at for each in tried],
        left=[each.tries_left for each in tried],
        now=now,
    )


def _run(statement: str, **given: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return int(cursor.rowcount)
