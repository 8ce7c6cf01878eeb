"""A sender's letters as tracking shows them, with their events: one statement, whatever was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from budstikke.formats import s10

# One consignment of a sender may hold a whole dispatch; an answer holds so many letters of it.
MOST_LETTERS = 200

_LETTERS = """
SELECT letter.number, letter.consignment_number, letter.order_reference, letter.state, letter.weight_g,
       letter.passport_only, letter.recipient_name, letter.postcode, letter.city, letter.last_collect_day,
       letter.delivered_at, sender.name, sender.customer_number,
       (SELECT json_agg(json_build_array(event.code, event.happened_at, event.at_place, outlet.postcode, outlet.city)
                        ORDER BY event.id DESC)
        FROM event LEFT JOIN outlet
            ON outlet.id = CASE WHEN event.at_place ~ '^[0-9]{{1,9}}$' THEN event.at_place::integer END
        WHERE event.letter_id = letter.id)
FROM letter JOIN sender ON sender.id = letter.sender_id
WHERE {which}
ORDER BY letter.consignment_number, letter.id LIMIT %(most)s
"""
_BY_NUMBER = _LETTERS.format(which="letter.id = %(id)s")
# Each by its own index: of the two together the planner may think that walking the sender's letters is cheaper.
_BY_WORD = _LETTERS.format(
    which="letter.id = ANY(ARRAY("
    "SELECT id FROM letter WHERE sender_id = %(sender)s AND consignment_number = %(word)s"
    " UNION SELECT id FROM letter WHERE sender_id = %(sender)s AND order_reference = %(word)s))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedEvent:
    """One event; `outlet` is its unit number where it happened at one."""

    code: str
    happened_at: datetime
    outlet: int | None
    postcode: str
    city: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracked:
    """One letter with its events, the newest first."""

    number: str
    consignment_number: str
    order_reference: str
    state: str
    weight_g: int | None
    passport_only: bool
    recipient_name: str
    postcode: str
    city: str
    last_collect_day: date | None
    delivered_at: datetime | None
    sender_name: str
    customer_number: str
    events: tuple[TrackedEvent, ...]


def tracked(word: str, *, sender_id: int) -> list[Tracked]:
    """
    Return the sender's letters with this number, in this consignment or of this order reference.

    The caller acts as that sender, so a letter of another is as unknown as one nobody booked.
    """
    number = s10.canonical(word)
    given: dict[str, Any] = {"sender": sender_id, "word": word, "most": MOST_LETTERS}
    with connection.cursor() as cursor:
        if s10.is_valid(number):
            cursor.execute(_BY_NUMBER, {**given, "id": s10.letter_id(number)})
        else:
            cursor.execute(_BY_WORD, given)
        return [_tracked(row) for row in cursor.fetchall()]


def _tracked(row: tuple[Any, ...]) -> Tracked:
    *columns, events = row
    names = Tracked.__slots__[:-1]
    return Tracked(
        **dict(zip(names, columns, strict=True)), events=tuple(_event(*each) for each in events or ())
    )


def _event(
    code: str, happened_at: str, at_place: str, postcode: str | None, city: str | None
) -> TrackedEvent:
    return TrackedEvent(
        code=code,
        happened_at=datetime.fromisoformat(happened_at),
        outlet=int(at_place) if postcode is not None else None,
        postcode=postcode or "",
        city=city or "",
    )
