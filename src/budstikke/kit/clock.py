"""
The clock. Read only by doors and the command line; everybody else is told the time.

On a test installation the clock takes an offset from one file that every process reads: that is how a demo
walks three weeks in a second. HTTP dates, one-time links and the queue's own schedule use `real_now`.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from budstikke.kit.installation import data_folder, is_test, write_whole

OSLO = ZoneInfo("Europe/Oslo")


class ClockCannotMove(Exception):
    """A production installation keeps real time."""


def real_now() -> datetime:
    """Return the time of the machine, aware, in UTC."""
    return datetime.now(UTC)


def now() -> datetime:
    """Return the installation's time, aware, in UTC: the machine's, moved by the offset of a test installation."""
    return real_now() + _offset()


def today() -> date:
    """Return the installation's calendar day in Oslo; every deadline of the terms is a day there."""
    return local_day(now())


def local_day(at: datetime) -> date:
    """Return the calendar day in Oslo at a moment."""
    return at.astimezone(OSLO).date()


def midnight(day: date) -> datetime:
    """Return the moment at which a calendar day begins in Oslo."""
    return datetime.combine(day, time.min, tzinfo=OSLO)


def move_to(at: datetime) -> None:
    """
    Set the clock of a test installation for all of its processes.

    Raises: ClockCannotMove on a production installation.
    """
    if not is_test():
        raise ClockCannotMove("this is a production installation; its clock cannot be moved")
    write_whole(_file(), f"{(at - real_now()).total_seconds():.6f}\n".encode())


def _offset() -> timedelta:
    if not is_test():
        return timedelta(0)
    try:
        return timedelta(seconds=float(_file().read_text()))
    except FileNotFoundError:
        return timedelta(0)


def _file() -> Path:
    return data_folder() / "clock-offset-seconds"
