"""Which day counts, and how days are counted, for every clause that counts them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

from budstikke.law import calendar_day
from budstikke.law.working_days import WorkingDays
from budstikke.post.terms.pum.edition import DayUnit, PumEdition


def working_days(edition: PumEdition) -> WorkingDays:
    """
    Return the calendar the edition counts working days in.

    Reading: Saturday is not a working day; 24 and 31 December are, unless listed as closed (A-4, decision
    0011).
    """
    return _calendar(edition.closed_days)


@lru_cache(maxsize=8)
def _calendar(closed_days: tuple[date, ...]) -> WorkingDays:
    return WorkingDays(closed_days)


def day_counted(*, at: datetime, edition: PumEdition) -> date:
    """
    Return the day that something done at a moment is counted from.

    Reading: the calendar day in Oslo, however late; under an edition with a cut-off, what comes at or after
    the cut-off counts as done the day after (A-3, decision 0010).
    """
    return calendar_day.day_counted(at=at, cutoff=edition.cutoff)


def days_after(*, day: date, count: int, unit: DayUnit, edition: PumEdition) -> date:
    """Return the count-th day after a day, in calendar or working days; the day itself is day 0."""
    if unit is DayUnit.WORKING:
        return working_days(edition).add(day, count)
    return day + timedelta(days=count)
