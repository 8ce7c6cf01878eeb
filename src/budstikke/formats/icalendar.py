"""A calendar file with one event that lasts a day (RFC 5545): for a telephone or a desk, never an invitation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_LINE_OCTETS = 75
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True, slots=True, kw_only=True)
class DayEvent:
    """
    Something to remember on a day; `remind_days_before` how long before its calendar speaks up.

    `uid` is the same each time the event is written, so that a newer file replaces the older one; `sequence` grows.
    """

    uid: str
    on: date
    title: str
    place: str
    text: str
    address: str
    remind_days_before: int
    sequence: int = 0


def write(event: DayEvent, *, made_at: datetime) -> bytes:
    """
    Return the file.

    Source: RFC 5545: CRLF, lines of at most 75 octets folded between characters (3.1), text escaped (3.3.11), an
    event of a day by DTSTART as a date and DTEND the day after (3.6.1), an alarm before it (3.6.6).
    """
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Budstikke//Tracking//EN",
        "BEGIN:VEVENT",
        f"UID:{_text(event.uid)}",
        f"SEQUENCE:{event.sequence}",
        f"DTSTAMP:{made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{event.on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_text(event.title)}",
        f"LOCATION:{_text(event.place)}",
        f"DESCRIPTION:{_text(event.text)}",
        f"URL:{event.address}",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_text(event.title)}",
        f"TRIGGER:-P{event.remind_days_before}D",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return b"".join(_folded(line) for line in lines)


def _text(value: str) -> str:
    return value.translate(_ESCAPED)


def _folded(line: str) -> bytes:
    """Return a line as octets; one that is too long goes on after CRLF and a space, never within a character."""
    pieces, piece = [], b""
    for sign in line:
        octets = sign.encode()
        if len(piece) + len(octets) > _LINE_OCTETS:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
