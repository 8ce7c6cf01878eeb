"""Dates of two-digit years, with unknown parts: which days they may be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_SHAPE = re.compile(r"([0-9]{2}|<<)([0-9]{2}|<<)([0-9]{2}|<<)")
_UNKNOWN = "<<"


@dataclass(frozen=True, slots=True)
class ZoneDate:
    """What a printed date may be: the days, likeliest first, and in ISO 8601 as much as is known."""

    days: tuple[date, ...]
    known: str | None
    is_whole: bool

    @property
    def day(self) -> date | None:
        """The likeliest day, None where a part is unknown."""
        return self.days[0] if self.days and self.is_whole else None


def expiry(printed: str) -> ZoneDate | None:
    """
    Read a date of expiry; None when there is no such day.

    Reading: always 20YY; the standard gives no rule.
    """
    return _read(printed, centuries=(2000,), not_after=date.max)


def birth(printed: str, *, today: date, before: date | None) -> ZoneDate | None:
    """
    Read a date of birth; None when there is no such day.

    Reading: the latest century that is not after today and not after the expiry; the standard gives no rule.
    Both centuries are returned where both are possible.
    """
    return _read(printed, centuries=(2000, 1900), not_after=min(today, before) if before else today)


def _read(printed: str, *, centuries: tuple[int, ...], not_after: date) -> ZoneDate | None:
    shape = _SHAPE.fullmatch(printed)
    if shape is None:
        return None
    year, month, day = shape.groups()
    if year == _UNKNOWN:
        # A leap year stands in, so that 29 February is possible.
        possible = _day(2000, month, day) is not None
        return ZoneDate((), None, is_whole=False) if possible else None
    days = tuple(
        found
        for century in centuries
        if (found := _day(century + int(year), month, day)) is not None and found <= not_after
    )
    if not days:
        return None
    known = days[0].isoformat()
    if month == _UNKNOWN:
        known = known[:4]
    elif day == _UNKNOWN:
        known = known[:7]
    return ZoneDate(days, known, is_whole=_UNKNOWN not in (month, day))


def _day(year: int, month: str, day: str) -> date | None:
    try:
        if month == _UNKNOWN:
            return date(year, 1, 1 if day == _UNKNOWN else int(day))
        return date(year, int(month), 1 if day == _UNKNOWN else int(day))
    except ValueError:
        return None
