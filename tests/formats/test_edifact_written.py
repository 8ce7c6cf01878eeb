"""What is written is read back, by us and by other EDIFACT software."""

from __future__ import annotations

import io
import warnings
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.formats.edi_samples import FULL, OLDER, ORDER, bookings, faults, many, parts

from budstikke.formats.edifact.contrl import Answer, acknowledge
from budstikke.formats.edifact.header import Header
from budstikke.formats.edifact.iftmin import Rejected
from budstikke.formats.edifact.iftmin_out import write_orders
from budstikke.formats.edifact.iftsta import Status, write_statuses
from budstikke.formats.edifact.orders import Booking, Party
from budstikke.formats.edifact.reader import Message, read_messages
from budstikke.formats.edifact.writer import Envelope, fold, segment, text
from budstikke.formats.malformed import Malformed

SATURDAY = datetime(2026, 11, 21, 8, 16, 5, tzinfo=UTC)  # Saturday
ENVELOPE = Envelope(
    reference="S1",
    sender="7080003248381",
    sender_qualifier="14",
    recipient="991825827",
    recipient_qualifier="30",
    prepared_at=SATURDAY,
)


def _elsewhere(data: bytes) -> list[tuple[str, list[object]]]:
    """The segments as pydifact reads them."""
    from pydifact.segmentcollection import Interchange

    codec = "utf-8" if b"UNOY" in data[:40] else "iso8859-1"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        interchange = Interchange.from_str(data.decode(codec))
        list(interchange.get_messages())
        return [(segment.tag, list(segment.elements)) for segment in interchange.segments]


def _again(booking: Booking) -> list[Booking]:
    data = b"".join(
        write_orders([booking], envelope=replace(ENVELOPE, reference=booking.interchange_reference))
    )
    _elsewhere(data)
    assert faults(data) == []
    return bookings(data)


@pytest.mark.parametrize("data", [ORDER, OLDER, FULL])
def test_an_order_written_is_the_order_read(data: bytes) -> None:
    """Each sample comes back as it was."""
    (booking,) = bookings(data)
    (again,) = _again(booking)
    assert again == replace(booking, segment_number=2)


_words = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters="\ufffd"),
    min_size=1,
    max_size=30,
)


@settings(max_examples=100, deadline=None)
@given(st.lists(_words, min_size=1, max_size=4), _words)
def test_any_name_comes_back(names: list[str], street: str) -> None:
    """Service characters, letters outside 8859-1 and long names change nothing."""
    (booking,) = bookings(ORDER)
    party = Party(" ".join(names), (street,), "5004", "BERGEN", "NO")
    told = replace(booking, recipient=party)
    data = b"".join(write_orders([told], envelope=replace(ENVELOPE, reference="PUM0000001")))
    read = [part for part in parts(data) if isinstance(part, Booking)]
    if read:
        assert read == [told]
    else:
        # A name that is what UTF-8 read as 8859-1 looks like is refused, rather than printed wrong.
        assert {one.code for one in faults(data)} == {"UTF8_IN_LEVEL"}


def test_a_letter_outside_8859_1_makes_it_utf_8() -> None:
    """The whole interchange, also what was written before."""
    (booking,) = bookings(ORDER)
    other = replace(booking, message_reference="2", recipient=replace(booking.recipient, name="Áŋa Sámi"))
    first = replace(booking, recipient=replace(booking.recipient, name="Bjørn Ås"))
    data = b"".join(write_orders([first, other], envelope=ENVELOPE))
    assert data.startswith(b"UNA:+.? '\nUNB+UNOY:4+")
    assert [one.recipient.name for one in bookings(data)] == ["Bjørn Ås", "Áŋa Sámi"]
    plain = b"".join(write_orders([first], envelope=ENVELOPE))
    assert plain.startswith(b"UNA:+.? '\nUNB+UNOC:3+")
    assert "Bjørn Ås".encode("iso8859-1") in plain


def test_service_characters_are_released() -> None:
    """Each by one release character; empty ends are left out."""
    assert text("a+b:c'd?e") == "a?+b?:c?'d??e"
    assert segment("NAD", "CN", ("", "x", ""), "", "a+b", "") == "NAD+CN+:x++a?+b'\n"


def test_a_control_character_is_not_sent() -> None:
    """No character set of EDIFACT holds one."""
    with pytest.raises(Malformed):
        text("Kari\x07")


def test_a_long_name_parts_at_blanks() -> None:
    """And is refused where it cannot."""
    name = "Maximiliana Alexandrine Wilhelmina Nordmann"
    assert " ".join(fold(name, size=35, most=5)) == name
    assert all(len(part) <= 35 for part in fold(name, size=35, most=5))
    with pytest.raises(Malformed):
        fold("K" * 36, size=35, most=5)


def _answer(data: bytes) -> bytes:
    return b"".join(acknowledge(iter(parts(data)), reference="C0000001", now=SATURDAY))


def test_a_good_interchange_is_acknowledged() -> None:
    """UCI with 7 says it for every message."""
    assert _answer(ORDER).decode().splitlines() == [
        "UNA:+.? '",
        "UNB+UNOC:3+7080003248381:14+991825827:30+261121:0916+C0000001++++++1'",
        "UNH+1+CONTRL:D:3:UN'",
        "UCI+PUM0000001+991825827:30+7080003248381:14+7'",
        "UNT+3+1'",
        "UNZ+1+C0000001'",
    ]


def test_a_rejected_message_is_named_with_its_places() -> None:
    """UCM for the message, UCS for the segment, UCD for the element; in CONTRL the tag is element 1."""
    data = (
        many(3).replace(b"UNH+2+", b"UNH+2X+").replace(b"+BERGEN+", b"++", 1).replace(b"GRM:45", b"GRM:x", 1)
    )
    segments = [line for line in _answer(data).decode().splitlines() if line.startswith("UC")]
    assert segments == [
        "UCI+PUM0000001+991825827:30+7080003248381:14+7'",
        "UCM+1+IFTMIN:D:04A:UN:BIG14+4'",
        "UCS+10'",
        "UCD+13+7:1'",
        "UCS+16'",
        "UCD+12+4:2'",
        "UCM+2X+IFTMIN:D:04A:UN:BIG14+4+28+UNT+3:1'",
    ]


def test_a_bad_interchange_is_rejected_as_a_whole() -> None:
    """UCI with 4, the code and the service segment."""
    segments = _answer(ORDER.replace(b"UNZ+1", b"UNZ+2")).decode().splitlines()
    assert segments[3] == "UCI+PUM0000001+991825827:30+7080003248381:14+4+29+UNZ+2:1'"


def test_each_interchange_of_a_file_has_its_answer() -> None:
    """With references of their own."""
    answer = _answer(ORDER + FULL)
    assert answer.count(b"UCI+") == 2
    assert b"UNZ+1+C0000001'" in answer
    assert b"UNZ+1+C0000001-2'" in answer


def test_receipt_alone_can_be_confirmed() -> None:
    """Action 8, and an accepted message can be named."""
    header = parts(ORDER)[0]
    assert isinstance(header, Header)
    answer = Answer(header)
    answer.accept(message_reference="1", identifier=("IFTMIN", "D", "04A", "UN", "BIG14"))
    data = b"".join(answer.written(faults=(), reference="C1", now=SATURDAY, received=True))
    assert b"7080003248381:14+8'" in data
    assert b"UCM+1+IFTMIN:D:04A:UN:BIG14+7'" in data


def test_other_software_reads_an_acknowledgement() -> None:
    """The places included."""
    read = _elsewhere(_answer(ORDER.replace(b"+BERGEN+", b"++")))
    assert ("UCD", ["13", ["7", "1"]]) in read


def _status(number: int = 1, **other: str) -> Status:
    return Status(
        consignment_number="70707074500000128",
        letter_number="RR473124829NO",
        event_code="I",
        event_text="DELIVERED",
        reason_code="09",
        reason_text="Proof of identity approved",
        happened_at=SATURDAY,
        order_reference=f"ORDRE-{number}",
        customer_number=other.pop("customer_number", "10009999999"),
        postcode="5004",
        city="BERGEN",
        accepting_party="Kari Nordmann",
        **other,
    )


def test_a_status_is_written_as_big07_has_it() -> None:
    """Each field in its segment, in Norwegian time."""
    data = b"".join(write_statuses([_status()], envelope=ENVELOPE)).decode().splitlines()
    assert data == [
        "UNA:+.? '",
        "UNB+UNOC:3+7080003248381:14+991825827:30+261121:0916+S1'",
        "UNH+1+IFTSTA:D:04A:UN:BIG07'",
        "BGM+77+S1-1+9'",
        "DTM+137:202611210916:203'",
        "NAD+MS'",
        "NAD+CZ+10009999999::87'",
        "CNI+1+70707074500000128'",
        "STS+1+I::87:DELIVERED+09::87:Proof of identity approved'",
        "RFF+CU:ORDRE-1'",
        "DTM+78:20261121091605:204'",
        "NAD+AP+++Kari Nordmann'",
        "LOC+14+5004:16::BERGEN+NO:162'",
        "GID+1+1'",
        "PCI+18+RR473124829NO'",
        "UNT+14+1'",
        "UNZ+1+S1'",
    ]


def test_statuses_of_two_customers_are_two_messages() -> None:
    """BIG07 names the customer once a message; other software reads them all."""
    statuses = [
        _status(1),
        _status(2),
        _status(3, customer_number="10008888888", action_code="E", action_text="x"),
    ]
    data = b"".join(write_statuses(statuses, envelope=ENVELOPE))
    read = _elsewhere(data)
    assert [elements[1] for tag, elements in read if tag == "BGM"] == ["S1-1", "S1-2"]
    assert [elements[0] for tag, elements in read if tag == "CNI"] == ["1", "2", "1"]
    assert sum(tag == "STS" for tag, _ in read) == 3


def test_many_statuses_are_many_messages() -> None:
    """A thousand in each; the envelope is right by our own reader."""
    data = b"".join(write_statuses((_status(n) for n in range(2_500)), envelope=ENVELOPE))
    read = list(read_messages(io.BytesIO(data)))
    assert [len(part.segments) for part in read if isinstance(part, Message)] == [8_006, 8_006, 4_006]
    assert all(not part.faults for part in read)


def test_a_rejection_by_the_carrier_has_a_code() -> None:
    """Refusals are no faults of the file; CONTRL says them as unspecified."""
    (booking,) = bookings(ORDER)
    fault = replace(faults(ORDER.replace(b"GRM:45", b"GRM:x"))[0], code="UNKNOWN_CUSTOMER")
    header = parts(ORDER)[0]
    assert isinstance(header, Header)
    answer = Answer(header)
    answer.reject(Rejected("PUM0000001", booking.message_reference, 2, ("IFTMIN",), (fault,)))
    assert b"UCD+18+4:2'" in b"".join(answer.written(faults=(), reference="C1", now=SATURDAY))
