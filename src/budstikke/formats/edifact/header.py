"""UNB and UNZ as values: who sends to whom, when, under which reference."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from budstikke.formats.edifact.faults import Fault, fault
from budstikke.formats.edifact.segments import column, position, taken_apart

OSLO = ZoneInfo("Europe/Oslo")

# 2379 -> the shape of 2380. 101 and 201, of the older directories, have two digits of year.
_DATES = {"102": "%Y%m%d", "203": "%Y%m%d%H%M", "204": "%Y%m%d%H%M%S", "101": "%y%m%d", "201": "%y%m%d%H%M"}
_DIGITS = {"102": 8, "203": 12, "204": 14, "101": 6, "201": 10}


@dataclass(frozen=True, slots=True)
class Header:
    """The interchange header (UNB) with the faults found in it."""

    reference: str
    sender: str
    sender_qualifier: str
    recipient: str
    recipient_qualifier: str
    prepared_at: datetime | None
    charset: str
    syntax_version: str
    application: str
    acknowledge: bool
    test: bool
    faults: tuple[Fault, ...] = ()


@lru_cache(maxsize=1024)
def moment(value: str, shape: str) -> datetime | None:
    """
    Read a date or time of DTM by its format code; None if it does not fit.

    Reading: EDIFACT times carry no zone here; senders and carrier are Norwegian, so it is Norwegian time.
    """
    written = _DATES.get(shape)
    if written is None or len(value) != _DIGITS[shape] or not (value.isascii() and value.isdigit()):
        return None
    try:
        return datetime.strptime(value, written).replace(tzinfo=OSLO)
    except ValueError:
        return None


def read_header(segment: str) -> Header:
    """Read UNB; what is wrong with it stands in `faults`."""
    values, faults = taken_apart(segment, message=None, number=1)

    def value(element: str, nth: int = 0) -> str:
        return values[column("UNB", element, nth)]

    day, time = value("0017"), value("0019")
    prepared_at = moment(day + time, "203" if len(day) == 8 else "201")
    if prepared_at is None and day and time:
        at = position("UNB", column("UNB", "0017"))
        faults.append(fault("DATE_INVALID", message=None, segment=1, at=at))
    return Header(
        reference=value("0020"),
        sender=value("0004"),
        sender_qualifier=value("0007"),
        recipient=value("0004", 1),
        recipient_qualifier=value("0007", 1),
        prepared_at=prepared_at,
        charset=value("0001"),
        syntax_version=value("0002"),
        application=value("0026"),
        acknowledge=value("0031") == "1",
        test=value("0035") == "1",
        faults=tuple(faults),
    )
