"""Each row breaks one thing in a right order and says what must be told, and where."""

from __future__ import annotations

import pytest
from tests.formats.edi_samples import FULL, LATIN, ORDER, bookings, faults, many

from budstikke.formats.edifact.faults import KINDS, Position

Row = tuple[bytes, bytes, str, str | None, int, str]

# what stands there, what is put instead, code, message, segment, position
IN_MESSAGE: list[tuple[bytes, bytes, str, int, str]] = [
    (b"UNH+1+", b"UNH+123456789012345+", "VALUE_TOO_LONG", 1, "element 1, component 1, character 15"),
    (b"IFTMIN:D", b"INVOIC:D", "MESSAGE_TYPE", 1, "element 2, component 1"),
    (b"D:04A:UN", b"D:05B:UN", "MESSAGE_VERSION", 1, "element 2, component 3"),
    (b"BIG14", b"BIG99", "MESSAGE_VERSION", 1, "element 2, component 3"),
    (b":BIG14", b"", "MESSAGE_VERSION", 1, "element 2, component 3"),
    (b"BGM+730", b"BGM+999", "CODE_UNKNOWN", 2, "element 1, component 1"),
    (b"00128+9'", b"00128+3'", "CODE_UNKNOWN", 2, "element 3, component 1"),
    (
        b"70707074500000128+9",
        b"" + b"7" * 36 + b"+9",
        "VALUE_TOO_LONG",
        2,
        "element 2, component 1, character 36",
    ),
    (b"137:202611210915:203", b"137:202613210915:203", "DATE_INVALID", 3, "element 1, component 2"),
    (b"137:202611210915:203", b"137:202611210915:102", "DATE_INVALID", 3, "element 1, component 2"),
    (b"DTM+137:202611210915:203'", b"DTM+63:202611210915:203'", "SEGMENT_MISSING", 18, "segment"),
    (b"FTX+PRD+++2563'", b"FTX+AAA+++2563'", "SEGMENT_MISSING", 18, "segment"),
    (b"FTX+PRD+++2563'", b"FTX+PRD'", "VALUE_MISSING", 4, "element 4, component 1"),
    (b"FTX+SSR+++1239'", b"FTX+PRD+++1239'", "SEGMENT_REPEATED", 5, "element 1, component 1"),
    (b"CNT+11:1", b"CNT+11:2", "COUNT_DIFFERS", 6, "element 1, component 2"),
    (b"CNT+11:1", b"CNT+11:x", "NUMBER_INVALID", 6, "element 1, component 2"),
    (b"CNT+11:1", b"CNT+11:0", "COUNT_INVALID", 6, "element 1, component 2"),
    (b"CNT+11:1", b"CNT+7:1", "SEGMENT_MISSING", 18, "segment"),
    (b"RFF+CU", b"RFX+CU", "SEGMENT_UNKNOWN", 7, "segment"),
    (b"RFF+CU:ORDRE-1001'", b"'", "SEGMENT_EMPTY", 7, "segment"),
    (b"RFF+CU:ORDRE-1001'\nTDT+20++++NPB::87'", b"TDT+20'\nRFF+CU:1'", "SEGMENT_OUT_OF_PLACE", 8, "segment"),
    (b"TDT+20++++NPB::87'", b"RFF+SRN:1'", "SEGMENT_MISSING", 9, "segment"),
    (b"NAD+CZ+", b"NAD+CY+", "SEGMENT_MISSING", 18, "segment"),
    (b"NAD+CN+", b"NAD+CM+", "SEGMENT_MISSING", 18, "segment"),
    (b"NAD+FP+", b"NAD+FQ+", "SEGMENT_MISSING", 18, "segment"),
    (b"NAD+FP+10009999999::87", b"NAD+FP", "VALUE_MISSING", 14, "element 2, component 1"),
    (b"NAD+FP+10009999999::87", b"NAD+CZ+++Ny Avsender", "SEGMENT_REPEATED", 14, "element 1, component 1"),
    (b"++Kari Nordmann+", b"+++", "VALUE_MISSING", 10, "element 4, component 1"),
    (b"+BERGEN+", b"++", "VALUE_MISSING", 10, "element 6, component 1"),
    (b"++5004+NO'", b"+++NO'", "VALUE_MISSING", 10, "element 8, component 1"),
    (b"++5004+NO'", b"++5004'", "VALUE_MISSING", 10, "element 9, component 1"),
    (b"NAD+CN++", b"NAD+CN+12345:FNR+", "NATIONAL_NUMBER_SHAPE", 10, "element 2, component 1"),
    (b"Kari Nordmann+L", b"K" * 36 + b"+L", "VALUE_TOO_LONG", 10, "element 4, component 1, character 36"),
    (b"Lilleveien 2", b"L?:" * 12 + b"L" * 12, "VALUE_TOO_LONG", 10, "element 5, component 1, character 36"),
    (b"Kari Nordmann+L", b"a:b:c:d:e:DM:g+L", "COMPONENTS_TOO_MANY", 10, "element 4, component 7"),
    (b"5004+NO'", b"5004+NO+1+2'", "ELEMENTS_TOO_MANY", 10, "element 10"),
    (b"COM+?+47", b"COM+:", "VALUE_MISSING", 12, "element 1, component 1"),
    (b"GID+1+1:EN", b"GID+1+0:EN", "COUNT_INVALID", 15, "element 2, component 1"),
    (b"GRM:45", b"GRM:4x", "WEIGHT_INVALID", 16, "element 3, component 2"),
    (b"GRM:45", b"LBR:45", "WEIGHT_INVALID", 16, "element 3, component 2"),
    (b"MEA+WT+G+GRM:45", b"DIM+2+CMT:22.9:-1", "DIMENSION_INVALID", 16, "element 2, component 3"),
    (b"PCI+18+", b"PCI+30+", "MARK_KIND", 17, "element 1, component 1"),
    (b"RR473124829NO", b"RR473124828NO", "MARK_CHECK_DIGIT", 17, "element 2, component 1"),
    (b"RR473124829NO", b"RR47312482NO", "MARK_NOT_S10", 17, "element 2, component 1"),
    (b"UNT+18+1", b"UNT+17+1", "UNT_COUNT", 18, "element 1, component 1"),
    (b"UNT+18+1", b"UNT+18+2", "UNT_REFERENCE", 18, "element 2, component 1"),
    (b"UNT+18+1'\n", b"", "UNT_MISSING", 17, "segment"),
    (
        b"Kari Nordmann+",
        b"Kari\x07Nordmann+",
        "CHARACTER_NOT_IN_LEVEL",
        10,
        "element 4, component 1, character 5",
    ),
    (
        b"Kari Nordmann+",
        b"Kari\nNordmann+",
        "CHARACTER_NOT_IN_LEVEL",
        10,
        "element 4, component 1, character 5",
    ),
    (b"Lilleveien", b"Lille\x85veien", "CHARACTER_NOT_IN_LEVEL", 10, "element 5, component 1, character 6"),
    (b"Lilleveien", "Bjørkeveien".encode(), "UTF8_IN_LEVEL", 10, "element 5, component 1, character 3"),
    (b"Lilleveien", b"L\xbfl", "CHARACTER_NOT_PRINTABLE", 10, "element 5, component 1, character 2"),
]
IN_INTERCHANGE: list[tuple[bytes, bytes, str, int, str]] = [
    (b"UNA:+.? '", b"UNA::.? '", "UNA_INVALID", 1, "segment"),
    (b"UNA:+.? '", b"UNA:+.?", "UNA_INVALID", 1, "segment"),
    (b"UNB+", b"UNX+", "UNB_MISSING", 1, "segment"),
    (b"UNOC", b"UNOZ", "CHARSET_UNKNOWN", 1, "segment"),
    (b"UNOC:3", b"UNOC", "VALUE_MISSING", 1, "element 1, component 2"),
    (b"261121:0915", b"261321:0915", "DATE_INVALID", 1, "element 4, component 1"),
    (
        b"+PUM0000001++++",
        b"+PUM000000123456++++",
        "VALUE_TOO_LONG",
        1,
        "element 5, component 1, character 15",
    ),
    (b"UNZ+1+", b"UNZ+2+", "UNZ_COUNT", 20, "element 1, component 1"),
    (b"UNZ+1+PUM0000001", b"UNZ+1+PUM0000002", "UNZ_REFERENCE", 20, "element 2, component 1"),
    (b"UNZ+1+PUM0000001'\n", b"", "UNZ_MISSING", 19, "segment"),
    (b"UNZ+1+PUM0000001'\n", b"UNZ+1+PUM", "SEGMENT_UNTERMINATED", 20, "segment"),
    (b"UNH+1+", b"DTM+137'UNH+1+", "OUTSIDE_MESSAGE", 2, "segment"),
    (b"UNZ+1+", b"NAD+CN'UNZ+1+", "OUTSIDE_MESSAGE", 20, "segment"),
]


def _told(data: bytes) -> list[tuple[str | None, str, int, str]]:
    printable = LATIN - {"\xbf"}
    return [(one.message, one.code, one.segment, str(one.position)) for one in faults(data, printable)]


@pytest.mark.parametrize(("there", "instead", "code", "segment", "position"), IN_MESSAGE)
def test_a_spoilt_message_is_rejected_with_the_place(
    there: bytes, instead: bytes, code: str, segment: int, position: str
) -> None:
    """The fault is named at its segment and position, and nothing is booked."""
    assert ORDER.count(there) == 1
    spoilt = ORDER.replace(there, instead)
    told = [one[1:] for one in _told(spoilt) if one[0] is not None]
    assert (code, segment, position) in told
    assert bookings(spoilt, LATIN - {"\xbf"}) == []


@pytest.mark.parametrize(("there", "instead", "code", "segment", "position"), IN_INTERCHANGE)
def test_a_spoilt_interchange_does_not_hold(
    there: bytes, instead: bytes, code: str, segment: int, position: str
) -> None:
    """The fault is the interchange's, so no message is named."""
    assert ORDER.count(there) == 1
    assert (None, code, segment, position) in _told(ORDER.replace(there, instead))


def test_an_empty_file_is_told() -> None:
    """Line breaks are nothing."""
    assert [one.code for one in faults(b"\r\n \r\n")] == ["EMPTY_FILE"]


def test_an_interchange_without_messages_is_told() -> None:
    """UNB and UNZ alone carry nothing."""
    data = ORDER[: ORDER.index(b"UNH+")] + b"UNZ+0+PUM0000001'"
    assert [one.code for one in faults(data)] == ["INTERCHANGE_EMPTY"]


def test_a_repeated_message_reference_is_told() -> None:
    """The second of them is rejected."""
    data = many(3).replace(b"UNH+3+", b"UNH+2+").replace(b"UNT+18+3", b"UNT+18+2")
    assert _told(data) == [("2", "UNH_REFERENCE_REPEATED", 1, "element 1, component 1")]


def test_the_same_letter_number_twice_in_an_order_is_told() -> None:
    """Two letters cannot be one."""
    told = _told(FULL.replace(b"PCI+18'", b"PCI+18+RR473124829NO'"))
    assert told == [("A1", "MARK_REPEATED", 27, "element 2, component 1")]


def test_marks_for_some_letters_only_are_told() -> None:
    """One PCI for each letter of a GID, or none."""
    told = _told(FULL.replace(b"PCI+18'\n", b"").replace(b"UNT+28", b"UNT+27"))
    assert told == [("A1", "MARKS_DIFFER", 24, "element 2, component 1")]


def test_a_segment_that_never_ends_is_told() -> None:
    """Reading stops there: nothing after it can be trusted."""
    data = ORDER.replace(b"Kari Nordmann+", b"K" * 200_000 + b"+")
    assert (None, "SEGMENT_TOO_LONG") in [(one[0], one[1]) for one in _told(data)]


def test_a_message_that_never_ends_is_told_and_the_next_one_read() -> None:
    """The long one is given up; memory stays flat and the next one is booked."""
    start, end = ORDER.index(b"UNH+"), ORDER.index(b"UNZ+")
    long = ORDER[start:end].replace(b"RFF+CU:ORDRE-1001'\n", b"RFF+CU:ORDRE-1001'\n" * 100_000)
    second = ORDER[start:end].replace(b"UNH+1+", b"UNH+2+").replace(b"UNT+18+1", b"UNT+18+2")
    data = ORDER[:start] + long + second + b"UNZ+2+PUM0000001'"
    assert [one[:2] for one in _told(data)] == [("1", "MESSAGE_TOO_LONG")]
    assert [booking.message_reference for booking in bookings(data)] == ["2"]


def test_every_fault_is_told_not_only_the_first() -> None:
    """Three things wrong with one message are three faults, in its order."""
    data = ORDER.replace(b"+BERGEN+", b"++").replace(b"GRM:45", b"GRM:x").replace(b"829NO", b"828NO")
    assert [one[1] for one in _told(data)] == ["VALUE_MISSING", "WEIGHT_INVALID", "MARK_CHECK_DIGIT"]


def test_a_cancellation_must_say_what_it_cancels() -> None:
    """Without number and reference nobody knows which order is meant."""
    data = ORDER.replace(b"70707074500000128+9", b"+1").replace(b"RFF+CU", b"RFF+SRN")
    assert _told(data) == [("1", "VALUE_MISSING", 2, "element 2, component 1")]


def test_the_letters_of_an_order_have_a_limit() -> None:
    """A count cannot be made a weapon."""
    data = ORDER.replace(b"CNT+11:1", b"CNT+11:99999999").replace(b"GID+1+1", b"GID+1+99999999")
    assert [one[1] for one in _told(data)] == ["COUNT_INVALID", "COUNT_INVALID"]


def test_bytes_that_are_no_utf_8_are_told() -> None:
    """They are outside the set, whatever the fonts have."""
    told = _told(FULL.replace(b"Lilleveien", b"Lille\x80veien"))
    assert told == [("A1", "CHARACTER_NOT_IN_LEVEL", 14, "element 5, component 1, character 6")]


def test_no_fault_repeats_what_stands_in_the_file() -> None:
    """Names and addresses stay out, wherever the break falls."""
    for at in range(len(ORDER)):
        for one in faults(ORDER[:at] + b"'" + ORDER[at + 1 :]):
            assert not any(word in one.text for word in ("Kari", "Nordmann", "Lille", "BERGEN", "9123"))


def test_every_kind_of_fault_is_provoked_here() -> None:
    """A kind nobody can provoke is dead."""
    told = {row[2] for row in (*IN_MESSAGE, *IN_INTERCHANGE)} | {
        "EMPTY_FILE",
        "INTERCHANGE_EMPTY",
        "UNH_REFERENCE_REPEATED",
        "MARK_REPEATED",
        "MARKS_DIFFER",
        "SEGMENT_TOO_LONG",
        "MESSAGE_TOO_LONG",
    }
    assert set(KINDS) == told


def test_a_position_reads_as_words() -> None:
    """As far as it is known."""
    assert str(Position()) == "segment"
    assert str(Position(2)) == "element 2"
    assert str(Position(2, 1, 14)) == "element 2, component 1, character 14"
