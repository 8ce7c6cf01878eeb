"""The day something counts on: the calendar day in Oslo, unless an edition has a cut-off hour."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")


def day_counted(*, at: datetime, cutoff: time | None) -> date:
    """
    Return the day that something done at a moment is counted from.

    Reading: the calendar day in Oslo, however late; with a cut-off, what comes at or after it counts as done
    the day after (A-3, decision 0010).
    """
    local = at.astimezone(OSLO)
    if cutoff is not None and local.time() >= cutoff:
        return local.date() + timedelta(days=1)
    return local.date()
