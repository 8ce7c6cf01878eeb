"""§1–§5: days, months and working days, as every clause counts them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import MAXYEAR, date, datetime, timedelta
from functools import lru_cache

from budstikke.law import calendar_day
from budstikke.law.working_days import WorkingDays
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.switches import PeriodEnd

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """A period of whole days, both ends in it."""

    start: date
    last_day: date

    @property
    def first_day_after(self) -> date:
        """The day the period is over."""
        return self.last_day + DAY

    def covers(self, day: date) -> bool:
        """Say whether a day lies in the period."""
        return self.start <= day <= self.last_day


def working_days(edition: ForwardingEdition, *, closed_days: Iterable[date] = ()) -> WorkingDays:
    """
    Return the calendar the edition counts working days in, less days the operator has closed besides.

    Reading: A-4, decision 0011.
    """
    return _calendar((*edition.closed_days, *closed_days))


@lru_cache(maxsize=64)
def _calendar(closed_days: tuple[date, ...]) -> WorkingDays:
    return WorkingDays(closed_days)


def day_counted(*, at: datetime, edition: ForwardingEdition) -> date:
    """
    Return the day that something done at a moment is counted from.

    Reading: A-3, decision 0010.
    """
    return calendar_day.day_counted(at=at, cutoff=edition.cutoff)


def months_after(*, start: date, months: int, edition: ForwardingEdition) -> date:
    """
    Return the same day of the month a number of months later.

    Reading: where that month lacks the day, the 1st of the month after; the switch `clamp` takes the month's
    last day (A-5, decision 0067).
    Raises:  OverflowError when the day lies too far ahead.
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > MAXYEAR:
        raise OverflowError("a day lies too far ahead")
    longest = monthrange(year, month + 1)[1]
    if start.day <= longest:
        return date(year, month + 1, start.day)
    last = date(year, month + 1, longest)
    return last if edition.period_end is PeriodEnd.CLAMP else last + DAY


def period_of(*, start: date, months: int, edition: ForwardingEdition) -> Period:
    """
    Return the period of so many months from a day.

    Terms: Forwarding §2, §3, §4.
    """
    return Period(start, months_after(start=start, months=months, edition=edition) - DAY)


def forgotten_on(last_day: date, *, edition: ForwardingEdition) -> date:
    """
    Return the day from which an order that is over is forgotten, with everything kept beside it.

    Terms: Forwarding §7 (A-58, decision 0098).
    """
    return months_after(start=last_day, months=edition.kept_months, edition=edition)
