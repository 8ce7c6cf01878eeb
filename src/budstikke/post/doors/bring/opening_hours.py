"""Opening hours as clients want them: per day, and as a line in five languages, read from an outlet's sign."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
_NORWEGIAN = ("man", "tir", "ons", "tor", "fre", "lør", "søn")
_SHORT: Mapping[str, tuple[str, ...]] = {
    "Norwegian": ("Man", "Tir", "Ons", "Tor", "Fre", "Lør", "Søn"),
    "English": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "Finnish": ("Maa", "Tii", "Kes", "Tor", "Per", "Lau", "Sun"),
    "Danish": ("Man", "Tir", "Ons", "Tor", "Fre", "Lør", "Søn"),
    "Swedish": ("Mån", "Tis", "Ons", "Tor", "Fre", "Lör", "Sön"),
}
# "man–fre 09–18", "lør 10.00–15.30".
_DAY, _HOUR = "|".join(_NORWEGIAN), r"(\d{2})[.:]?(\d{2})?"
_PART = re.compile(rf"\b({_DAY})\w*(?:\s*[–-]\s*({_DAY})\w*)?:?\s+{_HOUR}\s*[–-]\s*{_HOUR}", re.I)


@dataclass(frozen=True, slots=True)
class Hours:
    """One day's hours; `day` counts from Monday as 0, the hours are HHmm."""

    day: int
    opening: str
    closing: str


def read(text: str) -> tuple[Hours, ...]:
    """Return the hours of each day an outlet is open, in the order of the week; what cannot be read is left out."""
    days: dict[int, Hours] = {}
    for part in _PART.finditer(text):
        first, last, *clock = part.groups()
        start = _NORWEGIAN.index(first.lower())
        end = _NORWEGIAN.index(last.lower()) if last else start
        opening, closing = f"{clock[0]}{clock[1] or '00'}", f"{clock[2]}{clock[3] or '00'}"
        for day in range(start, end + 1):
            days[day] = Hours(day, opening, closing)
    return tuple(days[day] for day in sorted(days))


def lines(hours: tuple[Hours, ...]) -> dict[str, str]:
    """Return the hours as one line for each language, such as “Man - Fre: 0900-1800, Lør: 1000-1500”."""
    return {f"openingHours{language}": ", ".join(_line(hours, names)) for language, names in _SHORT.items()}


def _line(hours: tuple[Hours, ...], names: tuple[str, ...]) -> Iterator[str]:
    # Days that follow one another and have the same hours stand together.
    numbered = enumerate(hours)
    for _, together in groupby(
        numbered, key=lambda item: (item[1].day - item[0], item[1].opening, item[1].closing)
    ):
        run = [item[1] for item in together]
        first, last = names[run[0].day], names[run[-1].day]
        span = first if first == last else f"{first} - {last}"
        yield f"{span}: {run[0].opening}-{run[0].closing}"


def open_when(hours: tuple[Hours, ...], *, day: str, on_or_before: str = "", on_or_after: str = "") -> bool:
    """
    Say whether an outlet is open on a day, or on all working days, early and late enough.

    Reading: “on or before 0800” asks that it has opened by then, “on or after 2000” that it has not closed then.
    """
    by_day = {each.day: each for each in hours}
    wanted = (
        [DAYS.index(day)] if day in DAYS else list(range(5)) if day or on_or_before or on_or_after else []
    )
    return all(
        number in by_day
        and (not on_or_before or by_day[number].opening <= on_or_before)
        and (not on_or_after or by_day[number].closing >= on_or_after)
        for number in wanted
    )
