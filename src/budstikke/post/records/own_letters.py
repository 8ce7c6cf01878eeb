"""A sender's own letters, read a page at a time or one with all its events; one statement for each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from budstikke.post.records.models import Letter
from budstikke.post.terms.events import State

_COLUMNS = """
letter.id, letter.interchange_id, letter.number, letter.consignment_number, letter.order_reference, letter.state,
letter.recipient_name, letter.postcode, letter.city, letter.passport_only, letter.edition, letter.booked_at,
letter.handed_in_on, letter.outlet_id, letter.notified_on, letter.last_collect_day, letter.delivered_at
"""
# The newest order first; interchanges are numbered as they come. State by state, since one index then finds every
# page as fast, also of a state that few of many letters are in.
_PAGE = f"""
SELECT {_COLUMNS} FROM unnest(%(states)s::text[]) AS wanted (state), LATERAL (
    SELECT * FROM letter
    WHERE letter.sender_id = %(sender)s AND letter.state = wanted.state {{after}}
    ORDER BY interchange_id DESC, id DESC LIMIT %(most)s) AS letter
ORDER BY letter.interchange_id DESC, letter.id DESC LIMIT %(most)s
"""
_PAGE_OF_A_CONSIGNMENT = f"""
SELECT {_COLUMNS} FROM letter
WHERE sender_id = %(sender)s AND consignment_number = %(consignment)s AND state = ANY(%(states)s) {{after}}
ORDER BY interchange_id DESC, id DESC LIMIT %(most)s
"""
_BY_REFERENCE = f"""
SELECT {_COLUMNS} FROM letter
WHERE sender_id = %(sender)s AND order_reference >= %(from)s AND order_reference < %(until)s {{which}}
ORDER BY order_reference, id LIMIT %(most)s
"""
# A reference is followed by no sign that sorts behind this one.
_LAST_SIGN = chr(0x10FFFF)
_WITH_EVENTS = f"""
SELECT {_COLUMNS}, (
    SELECT json_agg(json_build_array(event.code, event.happened_at, event.at_place, event.decision -> 'reasons')
                    ORDER BY event.id)
    FROM event WHERE event.letter_id = letter.id)
FROM letter
"""
_ONE = f"{_WITH_EVENTS} WHERE letter.id = %(id)s AND sender_id = %(sender)s"
_OF_CONSIGNMENTS = f"""{_WITH_EVENTS}
WHERE sender_id = %(sender)s AND consignment_number = ANY(%(consignments)s) ORDER BY letter.id LIMIT %(most)s
"""
_EVIDENCE = """
SELECT evidence.uuid, evidence.name, evidence.made_at, evidence.sha256, log_entry.index
FROM letter LEFT JOIN evidence ON evidence.letter_id = letter.id
LEFT JOIN log_entry ON log_entry.evidence_id = evidence.id
WHERE letter.id = %(id)s AND letter.sender_id = %(sender)s ORDER BY evidence.id
"""
# Whatever runs still may commit events, so a reader goes up to the oldest transaction that runs and no further.
_NEWS = """
SELECT event.recorded_in, event.id, event.code, event.happened_at, letter.number, letter.consignment_number,
       letter.order_reference, letter.state
FROM event JOIN letter ON letter.id = event.letter_id
WHERE event.sender_id = %(sender)s AND event.recorded_in >= %(in)s
AND (event.recorded_in, event.id) > (%(in)s, %(id)s)
AND event.recorded_in < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
AND event.code = ANY(%(codes)s)
ORDER BY event.recorded_in, event.id LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLetter:
    """One letter as its sender may see it."""

    id: int
    interchange_id: int
    number: str
    consignment_number: str
    order_reference: str
    state: str
    recipient_name: str
    postcode: str
    city: str
    passport_only: bool
    edition: str
    booked_at: datetime
    handed_in_on: date | None
    outlet_id: int | None
    notified_on: date | None
    last_collect_day: date | None
    delivered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnEvent:
    """One event of a letter; `reasons` are those of the decision it rests on, if it rests on one."""

    code: str
    happened_at: datetime
    at_place: str
    reasons: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnEvidence:
    """One piece of evidence of a letter; `index` is its place in the log, once it is there."""

    uuid: str
    name: str
    made_at: datetime
    sha256: str
    index: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One event among those of all letters; the first two are its place."""

    recorded_in: int
    id: int
    code: str
    happened_at: datetime
    number: str
    consignment_number: str
    order_reference: str
    state: str


def letters_of(
    sender_id: int,
    *,
    after: tuple[int, int] | None,
    most: int,
    state: str | None = None,
    consignment_number: str | None = None,
) -> list[OwnLetter]:
    """Return letters of a sender, the newest order first, from a place on (interchange and letter id)."""
    interchange, letter = after or (None, None)
    given: dict[str, Any] = {
        "sender": sender_id,
        "most": most,
        "states": [state] if state else list(State),
        "consignment": consignment_number,
        "interchange": interchange,
        "id": letter,
    }
    page = _PAGE if consignment_number is None else _PAGE_OF_A_CONSIGNMENT
    further = "AND (letter.interchange_id, letter.id) < (%(interchange)s, %(id)s)" if after else ""
    with connection.cursor() as cursor:
        cursor.execute(page.format(after=further), given)
        return [_letter(row) for row in cursor.fetchall()]


def letters_by_reference(sender_id: int, *, begins: str, after: int | None, most: int) -> list[OwnLetter]:
    """Return letters whose own reference begins so, in the order of references, behind a letter of that list."""
    given: dict[str, Any] = {
        "sender": sender_id,
        "from": begins,
        "until": begins + _LAST_SIGN,
        "after": after,
        "most": most,
    }
    which = ""
    if after is not None:
        which = """AND (order_reference, id) > (
            SELECT last.order_reference, last.id FROM letter AS last
            WHERE last.id = %(after)s AND last.sender_id = %(sender)s)"""
    with connection.cursor() as cursor:
        cursor.execute(_BY_REFERENCE.format(which=which), given)
        return [_letter(row) for row in cursor.fetchall()]


def is_there(letter_id: int, *, sender_id: int) -> bool:
    """Say whether a sender has this letter."""
    return Letter.objects.filter(id=letter_id, sender_id=sender_id).exists()


def letter_of(letter_id: int, *, sender_id: int) -> tuple[OwnLetter, list[OwnEvent]] | None:
    """Return a letter with its events in their order; None for a letter of somebody else as for none."""
    with connection.cursor() as cursor:
        cursor.execute(_ONE, {"id": letter_id, "sender": sender_id})
        row = cursor.fetchone()
    return None if row is None else _with_events(row)


def letters_of_consignments(
    consignments: Sequence[str], *, sender_id: int, most: int
) -> list[tuple[OwnLetter, list[OwnEvent]]]:
    """Return the letters of consignments, each with its events in their order; of somebody else's as of none."""
    given: dict[str, Any] = {"sender": sender_id, "consignments": list(consignments), "most": most}
    with connection.cursor() as cursor:
        cursor.execute(_OF_CONSIGNMENTS, given)
        return [_with_events(row) for row in cursor.fetchall()]


def evidence_of(letter_id: int, *, sender_id: int) -> list[OwnEvidence] | None:
    """Return what there is of evidence for a letter; None for a letter of somebody else as for none."""
    with connection.cursor() as cursor:
        cursor.execute(_EVIDENCE, {"id": letter_id, "sender": sender_id})
        rows = cursor.fetchall()
    if not rows:
        return None
    return [
        OwnEvidence(uuid=str(uuid), name=name, made_at=made_at, sha256=sha256, index=index)
        for uuid, name, made_at, sha256, index in rows
        if uuid is not None
    ]


def news_of(sender_id: int, *, after: tuple[int, int], codes: Iterable[str], most: int) -> list[News]:
    """Return events of all letters of a sender after a place, as they were written; none is ever left out."""
    given: dict[str, Any] = {
        "sender": sender_id,
        "in": after[0],
        "id": after[1],
        "codes": list(codes),
        "most": most,
    }
    with connection.cursor() as cursor:
        cursor.execute(_NEWS, given)
        return [
            News(
                recorded_in=row[0],
                id=row[1],
                code=row[2],
                happened_at=row[3],
                number=row[4],
                consignment_number=row[5],
                order_reference=row[6],
                state=row[7],
            )
            for row in cursor.fetchall()
        ]


def place_now() -> tuple[int, int]:
    """Return the place before which everything is written down: whoever begins to read news begins there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0]), 0


def _with_events(row: tuple[Any, ...]) -> tuple[OwnLetter, list[OwnEvent]]:
    events = [
        OwnEvent(
            code=code,
            happened_at=datetime.fromisoformat(happened_at),
            at_place=at_place,
            reasons=tuple(reasons or ()),
        )
        for code, happened_at, at_place, reasons in row[-1] or ()
    ]
    return _letter(row[:-1]), events


def _letter(row: tuple[Any, ...]) -> OwnLetter:
    names = OwnLetter.__dataclass_fields__
    return OwnLetter(**dict(zip(names, row, strict=True)))
