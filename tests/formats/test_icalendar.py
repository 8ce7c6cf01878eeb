"""Calendar files: escaped, folded and read back as they were meant (RFC 5545)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from budstikke.formats.icalendar import DayEvent, write

EVENT = DayEvent(
    uid="RR000000014NO@example.test",
    on=date(2026, 12, 31),  # a Thursday
    title="Siste dag: hent brevet",
    place="Bergen postkontor SPECIMEN, Torget 1",
    text="Ta med: pass; eller\nnasjonalt ID-kort",
    address="https://example.test/track/?number=RR000000014NO",
    remind_days_before=2,
)
AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)  # Monday


def unfolded(content: bytes) -> dict[str, str]:
    """The properties of the event as a reader has them."""
    lines = content.decode().replace("\r\n ", "").split("\r\n")
    event = lines[lines.index("BEGIN:VEVENT") : lines.index("BEGIN:VALARM")]
    return dict(line.split(":", 1) for line in event)


def plain(text: str) -> str:
    """A text value with its escapes taken back, one sign at a time."""
    signs, read = iter(text), []
    for sign in signs:
        after = next(signs) if sign == "\\" else ""
        read.append({"n": "\n"}.get(after, after) if after else sign)
    return "".join(read)


def test_an_event_of_a_day_ends_the_day_after() -> None:
    """The end is not part of it; the year turns with it."""
    told = unfolded(write(EVENT, made_at=AT))
    assert (told["DTSTART;VALUE=DATE"], told["DTEND;VALUE=DATE"]) == ("20261231", "20270101")
    assert told["DTSTAMP"] == "20261123T080000Z"


def test_commas_semicolons_and_line_breaks_are_escaped() -> None:
    """As 3.3.11 says."""
    told = unfolded(write(EVENT, made_at=AT))
    assert told["DESCRIPTION"] == "Ta med: pass\\; eller\\nnasjonalt ID-kort"
    assert told["LOCATION"] == "Bergen postkontor SPECIMEN\\, Torget 1"


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")) | st.just("\n"), max_size=300))
def test_any_text_is_read_back_and_no_line_is_too_long(text: str) -> None:
    """75 octets, CRLF at each end, no character cut in two."""
    content = write(replace(EVENT, text=text), made_at=AT)
    assert all(len(line) <= 75 and line.decode() is not None for line in content.split(b"\r\n"))
    assert plain(unfolded(content)["DESCRIPTION"]) == text
