"""When customer service is open: hours by weekday, closed on holidays and on days named; and by which number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")
_WEEKDAY = (time(8), time(20))
_SATURDAY = (time(10), time(18))
# However many holidays come in a row, within a fortnight there is a day that is none.
_LOOK_AHEAD_DAYS = 14


@dataclass(frozen=True, slots=True)
class Hours:
    """
    The hours of customer service; Monday is 0.

    Reading: 24 and 31 December are no holidays by law; customer service is closed then all the same.
    """

    by_weekday: Mapping[int, tuple[time, time]]
    closed_each_year: frozenset[tuple[int, int]] = frozenset({(12, 24), (12, 31)})
    closed_on: frozenset[date] = field(default_factory=frozenset)

    def of(self, day: date) -> tuple[datetime, datetime] | None:
        """Return when it opens and closes on a day, or None on a day it is closed."""
        hours = self.by_weekday.get(day.weekday())
        if hours is None or self._is_closed(day):
            return None
        opens, closes = (datetime.combine(day, each, tzinfo=OSLO) for each in hours)
        return opens, closes

    def _is_closed(self, day: date) -> bool:
        # It loads the holidays of every country, a tenth of a second: only where a day is asked for.
        from holidays.countries.norway import Norway

        named = (day.month, day.day) in self.closed_each_year or day in self.closed_on
        return named or day in Norway(years=day.year)

    def is_open(self, *, at: datetime) -> bool:
        """Say whether somebody answers at a moment; at the very moment of closing nobody does."""
        hours = self.of(at.astimezone(OSLO).date())
        return hours is not None and hours[0] <= at < hours[1]

    def closes_at(self, *, at: datetime) -> datetime | None:
        """Return when it closes, or None if it is closed."""
        hours = self.of(at.astimezone(OSLO).date())
        return hours[1] if hours and hours[0] <= at < hours[1] else None

    def opens_at(self, *, at: datetime) -> datetime | None:
        """Return when it opens next, or None if it is closed for as long as anybody looks ahead."""
        first = at.astimezone(OSLO).date()
        for ahead in range(_LOOK_AHEAD_DAYS):
            hours = self.of(first + timedelta(days=ahead))
            if hours and hours[0] > at:
                return hours[0]
        return None

    def closed_days(self, *, first: date, days: int) -> tuple[date, ...]:
        """Return the days on which it is closed although it would be open on such a weekday."""
        span = (first + timedelta(days=ahead) for ahead in range(days))
        return tuple(day for day in span if day.weekday() in self.by_weekday and self.of(day) is None)


HOURS = Hours(by_weekday={**dict.fromkeys(range(5), _WEEKDAY), 5: _SATURDAY})
# Invented: 5555 is no exchange of Norway's.
PHONE = "+47 55 55 01 37"
EMAIL = "kundeservice@eksempel-id.example"
