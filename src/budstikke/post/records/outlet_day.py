"""An outlet's day: what comes, what lies there, what goes back, what was tried and done, and whether it adds up."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from budstikke.kit.clock import midnight

# A page shows so many rows of a list; the number over it counts them all.
MOST_SHOWN = 200

_SHELF = """
SELECT number, recipient_name, last_collect_day, passport_only, count(*) OVER () AS of_all,
       count(*) FILTER (WHERE last_collect_day = %(today)s) OVER () AS last_day,
       count(*) FILTER (WHERE last_collect_day < %(today)s) OVER () AS past
FROM letter WHERE state = 'ready' AND outlet_id = %(outlet)s
ORDER BY last_collect_day NULLS LAST, id LIMIT %(most)s
"""
_ARRIVING = """
SELECT number, recipient_name, last_collect_day, passport_only, count(*) OVER () AS of_all
FROM letter WHERE state IN ('handed_in', 'in_transit') AND outlet_id = %(outlet)s
ORDER BY id LIMIT %(most)s
"""
_PAST = """
SELECT number, recipient_name, last_collect_day, passport_only, count(*) OVER () AS of_all
FROM letter WHERE state = 'ready' AND outlet_id = %(outlet)s AND last_collect_day < %(today)s
ORDER BY id LIMIT %(most)s
"""
_REFUSED = """
SELECT id_check.id, letter.number, id_check.checked_at, id_check.clerk, id_check.decision,
       count(*) OVER () AS of_all
FROM id_check JOIN letter ON letter.id = id_check.letter_id
WHERE id_check.outlet_id = %(outlet)s AND NOT passed
  AND checked_at >= %(since)s AND checked_at < %(until)s
ORDER BY checked_at DESC, id_check.id DESC LIMIT %(most)s
"""
# The LIKE, sign by sign as in the index, lets the planner use the one that holds outlets only.
_MOVES = """
WITH moves AS MATERIALIZED (
    SELECT id, letter_id, code, 1 AS came, 0 AS went, from_place, recorded_at, actor FROM event
    WHERE to_place = %(place)s AND to_place LIKE 'at\\_outlet:%%'
      AND recorded_at >= %(since)s AND recorded_at < %(until)s
    UNION ALL
    SELECT id, letter_id, code, 0, 1, from_place, recorded_at, actor FROM event
    WHERE from_place = %(place)s AND from_place LIKE 'at\\_outlet:%%'
      AND recorded_at >= %(since)s AND recorded_at < %(until)s
)
"""
# All are counted, and of each list only so many are looked up and brought over: at noon an outlet has had thousands.
_GONE = (
    _MOVES
    + """
SELECT letter.number, letter.recipient_name, listed.code, listed.recorded_at, listed.actor, listed.list, listed.of_all
FROM (
    SELECT *, count(*) OVER (PARTITION BY list) AS of_all,
           row_number() OVER (PARTITION BY list ORDER BY recorded_at DESC, letter_id DESC) AS nth
    FROM (
        SELECT *, CASE WHEN came = 1 THEN 'arrived' WHEN code = 'DELIVERED' THEN 'handed_over'
                       WHEN code = 'RETURN' THEN 'returned' ELSE 'moved' END AS list
        FROM moves
    ) AS parted
) AS listed JOIN letter ON letter.id = listed.letter_id
WHERE nth <= %(most)s ORDER BY listed.recorded_at DESC, letter.id DESC
"""
)
# Where a letter was in the morning is where its first move of today took it from; where it did not move, where its
# events have put it, which is what the database itself keeps as its place. Against that stands what the letter's
# row says: that it waits, and at which outlet.
_BALANCE = (
    _MOVES
    + """
, today AS (
    SELECT letter_id, sum(came) AS came, sum(went) AS went,
           (array_agg(coalesce(from_place, '') = %(place)s ORDER BY id))[1] AS was_here
    FROM moves GROUP BY letter_id
), concerned AS (
    SELECT id FROM letter WHERE state = 'ready' AND outlet_id = %(outlet)s
    UNION
    SELECT id FROM letter WHERE state = 'ready' AND place = %(place)s
    UNION
    SELECT letter_id FROM today
), seen AS (
    SELECT letter.number, coalesce(today.was_here, letter.place = %(place)s)::int AS opening,
           (letter.state = 'ready' AND letter.outlet_id IS NOT DISTINCT FROM %(outlet)s)::int AS on_shelf,
           coalesce(today.came, 0) - coalesce(today.went, 0) AS moved
    FROM concerned JOIN letter ON letter.id = concerned.id LEFT JOIN today ON today.letter_id = concerned.id
)
SELECT coalesce(sum(opening), 0)::int AS opening, coalesce(sum(on_shelf), 0)::int AS on_shelf,
       coalesce(array_agg(number ORDER BY number) FILTER (WHERE opening + moved <> on_shelf), '{}') AS astray
FROM seen
"""
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLetter:
    """A letter in one of the day's lists."""

    number: str
    addressee: str = field(repr=False)
    last_collect_day: date | None
    passport_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A letter that came or left today; `code` is that of its event."""

    number: str
    addressee: str = field(repr=False)
    code: str
    at: datetime
    clerk: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedToday:
    """A check that was not passed; `decision` says why."""

    check_id: int
    number: str
    at: datetime
    clerk: str
    decision: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class EndOfDay:
    """
    The balance: opening + arrived - handed over - returned - moved = on shelf.

    `astray` are the numbers of letters for which that is not so, one by one, whether or not the sums agree.
    """

    opening: int
    arrived: int
    handed_over: int
    returned: int
    moved: int
    on_shelf: int
    astray: tuple[str, ...]

    @property
    def difference(self) -> int:
        """What ought to lie here less what does; anything but 0 is for the outlet to find."""
        return self.opening + self.arrived - self.handed_over - self.returned - self.moved - self.on_shelf

    @property
    def holds(self) -> bool:
        """Whether every letter is accounted for."""
        return self.difference == 0 and not self.astray


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletDay:
    """
    An outlet's day. Lists are cut at MOST_SHOWN, `counts` are complete.

    `to_return`: past their last day and still on the shelf; `returned`: sent back today.
    """

    day: date
    arriving: tuple[DayLetter, ...]
    shelf: tuple[DayLetter, ...]
    to_return: tuple[DayLetter, ...]
    refused: tuple[RefusedToday, ...]
    arrived: tuple[Move, ...]
    handed_over: tuple[Move, ...]
    returned: tuple[Move, ...]
    moved: tuple[Move, ...]
    counts: dict[str, int]
    balance: EndOfDay


def outlet_day(outlet_id: int, *, today: date, most: int = MOST_SHOWN) -> OutletDay:
    """
    Read an outlet's day, in a constant number of statements; sees what the caller's tenant sees.

    Unit: `most` is the number of rows of each list.
    """
    asked: dict[str, Any] = {
        "outlet": outlet_id,
        "place": f"at_outlet:{outlet_id}",
        "today": today,
        "since": midnight(today),
        "until": midnight(today + timedelta(days=1)),
        "most": most,
    }
    shelf, arriving, past, refused = (_rows(sql, asked) for sql in (_SHELF, _ARRIVING, _PAST, _REFUSED))
    moves, moved = _moves(_rows(_GONE, asked))
    arrived = moved.pop("arrived")
    return OutletDay(
        day=today,
        arriving=tuple(_letter(row) for row in arriving),
        shelf=tuple(_letter(row) for row in shelf),
        to_return=tuple(_letter(row) for row in past),
        refused=tuple(_refused(row) for row in refused),
        arrived=tuple(moves["arrived"]),
        handed_over=tuple(moves["handed_over"]),
        returned=tuple(moves["returned"]),
        moved=tuple(moves["moved"]),
        counts={
            "arriving": _of_all(arriving),
            "shelf": _of_all(shelf),
            "last_day": shelf[0]["last_day"] if shelf else 0,
            "to_return": _of_all(past),
            "refused": _of_all(refused),
            "arrived": arrived,
            **moved,
        },
        balance=_balance(_rows(_BALANCE, asked), arrived=arrived, left=moved),
    )


def _moves(rows: list[dict[str, Any]]) -> tuple[dict[str, list[Move]], dict[str, int]]:
    """Part what came and what went, and that by how it went; and how many there are of each."""
    moves: dict[str, list[Move]] = {"arrived": [], "handed_over": [], "returned": [], "moved": []}
    counts = dict.fromkeys(moves, 0)
    for row in rows:
        moves[row["list"]].append(
            Move(
                number=row["number"],
                addressee=row["recipient_name"],
                code=row["code"],
                at=row["recorded_at"],
                clerk=row["actor"],
            )
        )
        counts[row["list"]] = row["of_all"]
    return moves, counts


def _refused(row: dict[str, Any]) -> RefusedToday:
    return RefusedToday(
        check_id=row["id"],
        number=row["number"],
        at=row["checked_at"],
        clerk=row["clerk"],
        decision=row["decision"],
    )


def _balance(rows: list[dict[str, Any]], *, arrived: int, left: dict[str, int]) -> EndOfDay:
    (row,) = rows
    return EndOfDay(
        opening=row["opening"],
        on_shelf=row["on_shelf"],
        arrived=arrived,
        astray=tuple(row["astray"]),
        **left,
    )


def _rows(sql: str, asked: dict[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _letter(row: dict[str, Any]) -> DayLetter:
    return DayLetter(
        number=row["number"],
        addressee=row["recipient_name"],
        last_collect_day=row["last_collect_day"],
        passport_only=row["passport_only"],
    )


def _of_all(rows: list[dict[str, Any]]) -> int:
    return int(rows[0]["of_all"]) if rows else 0
