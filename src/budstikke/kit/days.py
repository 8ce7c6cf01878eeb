"""Days and hours as people read them, in both languages; papers and pages use the same words."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

Language = Literal["no", "en"]
NORWAY = ZoneInfo("Europe/Oslo")
WEEKDAYS: dict[Language, tuple[str, ...]] = {
    "no": ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS: dict[Language, tuple[str, ...]] = {
    "no": (
        "januar",
        "februar",
        "mars",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "desember",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}


def in_short(day: date, *, language: Language) -> str:
    """
    Return a day with its weekday, without its year.

    >>> in_short(date(2026, 12, 12), language="en")
    'Saturday 12 December'
    """
    dot = "." if language == "no" else ""
    return f"{WEEKDAYS[language][day.weekday()]} {day.day}{dot} {MONTHS[language][day.month - 1]}"


def in_full(day: date, *, language: Language) -> str:
    """
    Return a day with its weekday and year.

    >>> in_full(date(2026, 12, 12), language="no")
    'lørdag 12. desember 2026'
    """
    return f"{in_short(day, language=language)} {day.year}"


def dated(day: date, *, language: Language) -> str:
    """
    Return a day with its year, without its weekday.

    >>> dated(date(2026, 12, 12), language="no"), dated(date(2026, 12, 12), language="en")
    ('12. desember 2026', '12 December 2026')
    """
    return in_full(day, language=language).partition(" ")[2]


def in_table(day: date | datetime, *, language: Language) -> str:
    """
    Return a day as short as a column wants it: the one on which a moment is in Norway.

    >>> in_table(date(2026, 12, 2), language="no"), in_table(date(2026, 12, 2), language="en")
    ('02.12.2026', '2 Dec 2026')
    """
    on = day.astimezone(NORWAY).date() if isinstance(day, datetime) else day
    if language == "no":
        return f"{on:%d.%m.%Y}"
    return f"{on.day} {MONTHS['en'][on.month - 1][:3]} {on.year}"


def with_hour(at: datetime, *, language: Language) -> str:
    """
    Return a moment as Norwegian clocks show it.

    Raises: ValueError when the moment has no time zone.

    >>> with_hour(datetime.fromisoformat("2026-12-11T13:05:00+00:00"), language="no")
    'fredag 11. desember 2026 kl. 14.05'
    """
    if at.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    here = at.astimezone(NORWAY)
    hour = f"kl. {here:%H.%M}" if language == "no" else f"at {here:%H:%M}"
    return f"{in_full(here.date(), language=language)} {hour}"
