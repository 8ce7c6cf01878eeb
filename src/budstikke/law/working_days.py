"""Working days: Monday to Friday, less the statutory Norwegian holidays and an operator's closed days."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

_SATURDAY = 5
# Beyond these the library knows of no holidays, and says so by an empty list.
FIRST_YEAR, LAST_YEAR = 1901, 2100


@lru_cache(maxsize=256)
def _open_days(year: int) -> tuple[int, ...]:
    # It loads the holidays of every country, a tenth of a second: only where a day is counted.
    from holidays.countries.norway import Norway

    # Sundays are in the law's list too; the library leaves them out unless asked, and so do we.
    closed = {day.toordinal() for day in Norway(years=year) if day.year == year}
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    # Ordinal 1 was a Monday.
    return tuple(each for each in range(first, last + 1) if (each - 1) % 7 < _SATURDAY and each not in closed)


class WorkingDays:
    """
    The calendar that deadlines in working days are counted in: a table for each year, filled when it is needed.

    Reading: Saturday is not a working day; 24 and 31 December are, unless the operator lists them as closed.
    Raises:  OverflowError outside the years whose holidays are known (FIRST_YEAR to LAST_YEAR): a table without
    holidays would be believed.

    >>> calendar = WorkingDays()
    >>> calendar.add(date(2026, 3, 30), 3).isoformat()  # Easter lies between
    '2026-04-07'
    >>> calendar.before(date(2026, 4, 7), 2).isoformat()
    '2026-03-31'
    """

    def __init__(self, closed_days: Iterable[date] = ()) -> None:
        self.closed_days = frozenset(closed_days)
        self._years: dict[int, tuple[int, ...]] = {}

    def _of(self, year: int) -> tuple[int, ...]:
        table = self._years.get(year)
        if table is None:
            if not FIRST_YEAR <= year <= LAST_YEAR:
                raise OverflowError(f"holidays are known from {FIRST_YEAR} to {LAST_YEAR}, not in {year}")
            closed = {day.toordinal() for day in self.closed_days if day.year == year}
            table = tuple(each for each in _open_days(year) if each not in closed)
            self._years[year] = table
        return table

    def is_working_day(self, day: date) -> bool:
        """Say whether mail is worked on that day."""
        table, ordinal = self._of(day.year), day.toordinal()
        place = bisect_left(table, ordinal)
        return place < len(table) and table[place] == ordinal

    def add(self, day: date, count: int) -> date:
        """
        Return the count-th working day strictly after a day; the day itself is day 0 even when it is closed.

        Unit: working days, count >= 0; add(day, 0) is the day itself.
        """
        if count <= 0:
            return day
        year, table = day.year, self._of(day.year)
        place = bisect_right(table, day.toordinal()) + count - 1
        while place >= len(table):
            place -= len(table)
            year += 1
            table = self._of(year)
        return date.fromordinal(table[place])

    def before(self, day: date, count: int) -> date:
        """
        Return the count-th working day strictly before a day; before(day, 0) is the day itself.

        Unit: working days, count >= 0.
        """
        if count <= 0:
            return day
        year, table = day.year, self._of(day.year)
        place = bisect_left(table, day.toordinal()) - count
        while place < 0:
            year -= 1
            table = self._of(year)
            place += len(table)
        return date.fromordinal(table[place])

    def count(self, day: date, *, until: date) -> int:
        """
        Return how many working days lie after a day, up to and with another; none when that is not later.

        >>> WorkingDays().count(date(2026, 3, 30), until=date(2026, 4, 7))  # Easter lies between
        3
        """
        if until <= day:
            return 0
        whole = sum(len(self._of(year)) for year in range(day.year, until.year))
        return (
            whole
            + bisect_right(self._of(until.year), until.toordinal())
            - bisect_right(self._of(day.year), day.toordinal())
        )

    def on_or_after(self, day: date) -> date:
        """Return the first working day that is not before the day."""
        return day if self.is_working_day(day) else self.add(day, 1)

    def lies_between(self, *, last_day: date, start: date) -> bool:
        """Say whether a working day lies after one day and before another."""
        return last_day < start and self.add(last_day, 1) < start
