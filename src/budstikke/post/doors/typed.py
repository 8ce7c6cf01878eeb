"""What somebody types into a form and every door reads alike."""

from __future__ import annotations

import re
from datetime import date

from django.http import HttpRequest

_MONTHS = re.compile(r"0?[1-9]|[1-9][0-9]")
_AMOUNT = re.compile(r"([0-9]{1,7})(?:[.,]([0-9]{1,2}))?")


def day_of(request: HttpRequest, name: str) -> date | None:
    """
    Return the day in a field of what was posted; None for nothing.

    Raises: ValueError for what is no day.
    """
    typed = request.POST.get(name, "").strip()
    return date.fromisoformat(typed) if typed else None


def months_of(request: HttpRequest) -> int:
    """
    Return the number of months that was posted; how many there may be is for the rules.

    Raises: ValueError for what is no number of one or two digits, and for none at all.
    """
    typed = request.POST.get("months", "").strip()
    if not _MONTHS.fullmatch(typed):
        raise ValueError("no number of months")
    return int(typed)


def ore_of(typed: str) -> int | None:
    """
    Return an amount typed in kroner, in øre; None for nothing.

    Raises: ValueError for what is no amount.

    >>> ore_of("1 500,5")
    150050
    """
    text = re.sub(r"\s", "", typed)
    if not text:
        return None
    found = _AMOUNT.fullmatch(text)
    if found is None:
        raise ValueError("no amount")
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))
