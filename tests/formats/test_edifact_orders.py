"""Order files in, bookings out."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from tests.formats.edi_samples import FULL, LATIN, OLDER, ORDER, bookings, faults, many, parts

from budstikke.formats.edifact.header import Header
from budstikke.formats.edifact.iftmin import Rejected, Verdict
from budstikke.formats.edifact.orders import BookedLetter, Booking, Function, Party

OSLO = ZoneInfo("Europe/Oslo")


def test_an_order_becomes_a_booking() -> None:
    """Every field of the sample is where it belongs."""
    header, booking, verdict = parts(ORDER, LATIN)
    assert isinstance(header, Header)
    assert (header.reference, header.sender, header.recipient) == ("PUM0000001", "991825827", "7080003248381")
    assert header.acknowledge
    assert header.test
    # Saturday
    assert header.prepared_at == datetime(2026, 11, 21, 9, 15, tzinfo=OSLO)
    assert booking == Booking(
        interchange_reference="PUM0000001",
        message_reference="1",
        segment_number=2,
        document_number="70707074500000128",
        function=Function.NEW,
        booked_at=datetime(2026, 11, 21, 9, 15, tzinfo=OSLO),  # Saturday
        service_code="2563",
        added_codes=("1239",),
        passport_only=True,
        order_reference="ORDRE-1001",
        consignment_number="70707074500000128",
        customer_number="10009999999",
        payer_number="10009999999",
        sender=Party("Eksempel eID AS", ("Storgata 1",), "0155", "OSLO", "NO"),
        recipient=Party("Kari Nordmann", ("Lilleveien 2",), "5004", "BERGEN", "NO"),
        return_address=None,
        recipient_mobile="+4791234567",
        recipient_email="kari@example.no",
        recipient_national_number="",
        letters=(BookedLetter("RR473124829NO", 45, None, None, None, "EN", ""),),
    )
    assert verdict == Verdict("PUM0000001", 1, 0, ())
    assert verdict.holds


def test_the_older_spelling_says_the_same() -> None:
    """
    TSR with ZD3 and ZY2 is the service and passport only; a comma is a decimal mark; TE stands in for AL.
    """
    (booking,) = bookings(OLDER, LATIN)
    assert booking.service_code == "2563"
    assert booking.added_codes == ("1239",)
    assert booking.passport_only
    assert booking.document_number == "ORDRE-7"
    assert booking.consignment_number == "70707074500000128"
    assert booking.recipient.name == "Åse Bjørnøy"
    assert booking.recipient.city == "TROMSØ"
    assert booking.recipient_mobile == "22000000"
    assert booking.letters[0].weight_g == 46, "45.1 g is more than 45"
    assert booking.booked_at == datetime(2026, 11, 21, 9, 15, tzinfo=OSLO)  # Saturday


def test_all_that_an_order_can_say_is_read() -> None:
    """
    Long names, released characters, return address, national number, measures, letters without a number.
    """
    (booking,) = bookings(FULL, LATIN)
    assert booking.function is Function.REPLACE
    assert booking.recipient.name == "Maximiliana Alexandrine Wilhelmina Nordmann-Fjellstueveien"
    assert booking.sender.name == "Eksempel eID AS Avdeling Č"
    assert booking.sender.streets == ("Storgata 1", "3. etasje")
    assert booking.order_reference == "ORDRE-'+:?"
    assert booking.added_codes == ("1239", "2084")
    assert booking.return_address == Party("Eksempel eID AS, retur", ("Postboks 11",), "0101", "OSLO", "NO")
    assert booking.recipient_national_number == "01815000022"
    assert booking.recipient_mobile == "+4791234567"
    assert booking.letters == (
        BookedLetter("RR473124829NO", 46, 5, 229, 162, "EN", "C5"),
        BookedLetter("RR287043775NO", 46, None, None, None, "EN", ""),
        BookedLetter(None, 46, None, None, None, "EN", ""),
    )


def test_a_national_number_shows_nowhere() -> None:
    """Neither in what a log would print nor in the JSON of a booking."""
    (booking,) = bookings(FULL)
    assert "01815000022" not in repr(booking)
    assert "01815000022" not in str(booking.as_json())
    assert booking.as_json()["recipient_national_number"] == "*" * 11


@pytest.mark.parametrize("code", ["2563", "3023"])
def test_each_spelling_of_the_service_is_one(code: str) -> None:
    """The older service code is the same service."""
    (booking,) = bookings(ORDER.replace(b"+++2563", b"+++" + code.encode()))
    assert booking.service_code == "2563"


def test_an_unknown_service_stays_visible() -> None:
    """Refusing it is the terms' affair."""
    (booking,) = bookings(ORDER.replace(b"+++2563", b"+++3584"))
    assert booking.service_code == "3584"


def test_an_order_can_be_cancelled() -> None:
    """Function 1."""
    (booking,) = bookings(ORDER.replace(b"00128+9'", b"00128+1'"))
    assert booking.function is Function.CANCEL


@pytest.mark.parametrize(
    "spoken",
    [
        pytest.param(lambda data: data.replace(b"\n", b"\r\n"), id="CR and LF"),
        pytest.param(lambda data: data.replace(b"\n", b""), id="no line breaks"),
        pytest.param(lambda data: data.replace(b"'\n", b"'  \r\n\r\n"), id="blanks and empty lines"),
        pytest.param(lambda data: b"\r\n" + data + b"\r\n\x1a", id="padding around"),
        pytest.param(lambda data: data.removeprefix(b"UNA:+.? '\n"), id="no UNA"),
        pytest.param(lambda data: data.replace(b":+.? '", b":+,? '"), id="decimal comma"),
        pytest.param(lambda data: b"\xef\xbb\xbf" + data.replace(b"UNOC:3", b"UNOY:4"), id="byte order mark"),
        pytest.param(lambda data: data.replace(b"UNOC:3", b"UNOW:4"), id="UNOW"),
        pytest.param(lambda data: data.replace(b"Kari", b"?K?ari"), id="needless release"),
        pytest.param(
            lambda data: (
                data.replace(b"?+47", b"\x07")
                .translate(bytes.maketrans(b":+'", b"|*~"))
                .replace(b"? ~", b"! ~", 1)
                .replace(b"\x07", b"+47")
            ),
            id="other service characters",
        ),
    ],
)
def test_however_it_is_written_it_says_the_same(spoken) -> None:  # type: ignore[no-untyped-def]
    """Syntax that does not matter does not matter."""
    assert bookings(spoken(ORDER), LATIN) == bookings(ORDER)
    assert faults(spoken(ORDER), LATIN) == []


@pytest.mark.parametrize(
    ("code", "codec", "name"),
    [
        ("UNOC", "iso8859-1", "Bjørn Åsgård ÿ"),
        ("UNOD", "iso8859-2", "Łukasz Żółć"),
        ("UNOE", "iso8859-5", "Мария"),
        ("UNOF", "iso8859-7", "Ελένη"),
        ("UNOY", "utf-8", "Áŋa Łukasz Мария Ελένη"),
    ],
)
def test_each_character_set_is_read(code: str, codec: str, name: str) -> None:
    """The syntax identifier of UNB decides."""
    data = ORDER.decode().replace("UNOC", code).replace("Kari Nordmann", name).encode(codec)
    assert [booking.recipient.name for booking in bookings(data)] == [name]


def test_a_good_message_survives_a_bad_one() -> None:
    """The bad one is rejected with its reference; the interchange holds."""
    data = many(3).replace(b"BERGEN++5004", b"BERGEN++", 2).replace(b"BERGEN++", b"BERGEN++5004", 1)
    read = parts(data)
    assert [part.message_reference for part in read if isinstance(part, Booking)] == ["1", "3"]
    (rejected,) = [part for part in read if isinstance(part, Rejected)]
    assert (rejected.message_reference, rejected.segment_number) == ("2", 20)
    assert read[-1] == Verdict("PUM0000001", 3, 1, ())


def test_two_interchanges_in_a_file_are_two() -> None:
    """Each with its own header, references and verdict."""
    read = parts(ORDER + FULL)
    assert [type(part) for part in read] == [Header, Booking, Verdict] * 2
    assert [part.reference for part in read if isinstance(part, Verdict)] == ["PUM0000001", "PUM0000003"]


def test_a_released_terminator_before_unz_ends_nothing() -> None:
    """A name may hold what looks like the end of the interchange."""
    (booking,) = bookings(ORDER.replace(b"Kari Nordmann+", b"Kari?'UNZ?+1+"))
    assert booking.recipient.name == "Kari'UNZ+1"
