"""What became of a sender's letters in a period, counted: one statement for each figure, however many letters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from budstikke.kit.clock import midnight

_OF_PERIOD = "letter.sender_id = %(sender)s AND letter.handed_in_on BETWEEN %(from)s AND %(to)s"
_STATES = f"SELECT state, count(*) FROM letter WHERE {_OF_PERIOD} GROUP BY state"
# Two counts in one reading: by the day the letter was ready, and by the day it was handed over.
_DAYS = f"""
SELECT edition, handed_in_on, ready_on, delivered_on, count(*) FROM (
    SELECT edition, handed_in_on, (ready_at AT TIME ZONE 'Europe/Oslo')::date AS ready_on,
           (delivered_at AT TIME ZONE 'Europe/Oslo')::date AS delivered_on
    FROM letter WHERE {_OF_PERIOD}) AS each
GROUP BY GROUPING SETS ((edition, handed_in_on, ready_on), (edition, handed_in_on, delivered_on))
HAVING coalesce(ready_on, delivered_on) IS NOT NULL
"""
_OUTLETS = f"""
SELECT outlet.id, outlet.name, outlet.city, counted.* FROM (
    SELECT outlet_id, count(*) FILTER (WHERE state = 'delivered') AS delivered,
           count(*) FILTER (WHERE state IN ('returning', 'returned')) AS returned,
           count(*) FILTER (WHERE state = 'ready') AS waiting, count(*) AS all_of_them
    FROM letter WHERE {_OF_PERIOD} AND outlet_id IS NOT NULL GROUP BY outlet_id) AS counted
JOIN outlet ON outlet.id = counted.outlet_id ORDER BY counted.all_of_them DESC, outlet.id
"""
# What a clerk had still to do is a reason of its own only where it was the only one (terms.refusals.checking).
_REFUSED = """
SELECT rule, count(DISTINCT id) FROM (
    SELECT id_check.id, reason.rule,
           bool_or(NOT reason.rule = ANY(%(lesser)s)) OVER (PARTITION BY id_check.id) AS had_more
    FROM id_check CROSS JOIN LATERAL (
        SELECT each ->> 'rule' AS rule FROM jsonb_array_elements(id_check.decision -> 'reasons') AS each
    ) AS reason
    WHERE id_check.sender_id = %(sender)s AND NOT id_check.passed
    AND id_check.checked_at >= %(begins)s AND id_check.checked_at < %(ends)s
    AND reason.rule = ANY(%(rules)s)
) AS refused
WHERE NOT (had_more AND rule = ANY(%(lesser)s))
GROUP BY GROUPING SETS ((rule), ())
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From a day to a day, both among them."""

    from_on: date
    to_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """So many letters of an edition, handed in one day and ready, or handed over, another."""

    edition: str
    handed_in_on: date
    ready_on: date | None
    delivered_on: date | None
    letters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AtOutlet:
    """What became of the letters that went to one outlet."""

    outlet: int
    name: str
    city: str
    delivered: int
    returned: int
    waiting: int
    letters: int


def states(period: Period, *, sender_id: int) -> dict[str, int]:
    """Return in which state the letters of a period are, by the day they were handed in."""
    return dict(_rows(_STATES, period, sender_id))


def days_taken(period: Period, *, sender_id: int) -> list[Taken]:
    """Return how many letters of a period took from which day to which; those ready and those handed over."""
    return [
        Taken(edition=row[0], handed_in_on=row[1], ready_on=row[2], delivered_on=row[3], letters=row[4])
        for row in _rows(_DAYS, period, sender_id)
    ]


def at_outlets(period: Period, *, sender_id: int) -> list[AtOutlet]:
    """Return what became of a period's letters at each outlet, those with most letters first."""
    return [
        AtOutlet(
            outlet=row[0],
            name=row[1],
            city=row[2],
            delivered=row[4],
            returned=row[5],
            waiting=row[6],
            letters=row[7],
        )
        for row in _rows(_OUTLETS, period, sender_id)
    ]


def refused(
    period: Period, *, sender_id: int, rules: Iterable[str], lesser: Iterable[str]
) -> tuple[dict[str, int], int]:
    """
    Return how many checks of a period ended in a no for which reason, and how many did at all.

    `lesser`: reasons that count only where a check had no other.
    """
    found = dict(
        _rows(
            _REFUSED,
            period,
            sender_id,
            rules=list(rules),
            lesser=list(lesser),
            begins=midnight(period.from_on),
            ends=midnight(date.fromordinal(period.to_on.toordinal() + 1)),
        )
    )
    return {rule: many for rule, many in found.items() if rule is not None}, found.get(None, 0)


def _rows(statement: str, period: Period, sender_id: int, **given: Any) -> list[tuple[Any, ...]]:
    said = {"sender": sender_id, "from": period.from_on, "to": period.to_on, **given}
    with connection.cursor() as cursor:
        cursor.execute(statement, said)
        return list(cursor.fetchall())
