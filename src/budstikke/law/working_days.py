"""Working days: Monday to Friday, less the statutory Norwegian holidays and an operator's closed days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from holidays.countries.norway import Norway

_DAY = timedelta(days=1)
_SATURDAY = 5


@lru_cache(maxsize=64)
def _holidays(year: int) -> frozenset[date]:
    # Sundays are in the law's list too; the library leaves them out unless asked, and so do we.
    return frozenset(day for day in Norway(years=year) if day.year == year)


class WorkingDays:
    """
    The calendar that deadlines in working days are counted in.

    Reading: Saturday is not a working day; 24 and 31 December are, unless the operator lists them as closed.

    >>> calendar = WorkingDays()
    >>> calendar.add(date(2026, 3, 30), 3).isoformat()  # Easter lies between
    '2026-04-07'
    """

    def __init__(self, closed_days: Iterable[date] = ()) -> None:
        self.closed_days = frozenset(closed_days)

    def is_working_day(self, day: date) -> bool:
        """Say whether mail is worked on that day."""
        return day.weekday() < _SATURDAY and day not in _holidays(day.year) and day not in self.closed_days

    def add(self, day: date, count: int) -> date:
        """
        Return the count-th working day strictly after a day; the day itself is day 0 even when it is closed.

        Unit: working days, count >= 0; add(day, 0) is the day itself.
        """
        for _ in range(count):
            day += _DAY
            while not self.is_working_day(day):
                day += _DAY
        return day

    def on_or_after(self, day: date) -> date:
        """Return the first working day that is not before the day."""
        return day if self.is_working_day(day) else self.add(day, 1)
