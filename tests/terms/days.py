"""Days written with their weekday, so that a reader sees the week-end and the machine sees a slip."""

from __future__ import annotations

from datetime import date, datetime


def on(text: str) -> date:
    """Return the day written as "Mon 2 Mar 2026", after checking that it was a Monday."""
    day = datetime.strptime(text, "%a %d %b %Y").date()  # noqa: DTZ007  (a calendar day)
    assert day.strftime("%a") == text[:3], f"{text} was a {day:%a}"
    return day
