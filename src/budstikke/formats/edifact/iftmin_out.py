"""Bookings to IFTMIN (D.04A, BIG14): what a sender's system sends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from budstikke.formats.edifact.header import OSLO
from budstikke.formats.edifact.orders import BookedLetter, Booking, Party
from budstikke.formats.edifact.writer import Envelope, fold, message, segment, written

_IDENTIFIER = "IFTMIN:D:04A:UN:BIG14"


def write_orders(orders: Iterable[Booking], *, envelope: Envelope) -> Iterator[bytes]:
    """
    Write orders as one interchange; references and segment numbers of their old interchange play no part.

    Raises: Malformed for a name or address that has no place in the message, or a control character.
    """
    return written(map(order, orders), envelope=envelope)


def order(booking: Booking) -> str:
    """One order as a message."""
    booked_at = booking.booked_at.astimezone(OSLO)
    segments = [
        segment("BGM", "730", booking.document_number, booking.function.value),
        segment("DTM", ("137", *_moment(booked_at))),
        segment("FTX", "PRD", "", "", booking.service_code),
        *(segment("FTX", "SSR", "", "", code) for code in booking.added_codes),
        segment("CNT", ("11", str(len(booking.letters)), "PCE")),
    ]
    if booking.order_reference:
        segments.append(segment("RFF", ("CU", booking.order_reference)))
    if booking.consignment_number not in ("", booking.document_number):
        segments.append(segment("RFF", ("CMR", booking.consignment_number)))
    segments.append(segment("TDT", "20", "", "", "", ("NPB", "", "87")))
    segments.append(_party("CZ", booking.sender, identity=(booking.customer_number, "", "87")))
    national = booking.recipient_national_number
    segments.append(_party("CN", booking.recipient, identity=(national, "FNR") if national else ()))
    if booking.recipient_mobile or booking.recipient_email:
        segments.append(segment("CTA", "IC"))
        if booking.recipient_mobile:
            segments.append(segment("COM", (booking.recipient_mobile, "AL")))
        if booking.recipient_email:
            segments.append(segment("COM", (booking.recipient_email, "EM")))
    if booking.return_address:
        segments.append(_party("ZRR", booking.return_address))
    segments.append(segment("NAD", "FP", (booking.payer_number, "", "87")))
    for number, letter in enumerate(booking.letters, 1):
        segments.extend(_letter(letter, number=number))
    return message(_IDENTIFIER, reference=booking.message_reference, segments=segments)


def _moment(at: datetime) -> tuple[str, str]:
    """A time with the seconds only where there are any."""
    return (at.strftime("%Y%m%d%H%M%S"), "204") if at.second else (at.strftime("%Y%m%d%H%M"), "203")


def _party(role: str, party: Party, *, identity: tuple[str, ...] = ()) -> str:
    streets = tuple(part for street in party.streets for part in fold(street, size=35, most=4))
    return segment(
        "NAD",
        role,
        identity if identity and identity[0] else "",
        "",
        fold(party.name, size=35, most=5),
        streets,
        party.city,
        "",
        party.postcode,
        party.country_code,
    )


def _letter(letter: BookedLetter, *, number: int) -> Iterator[str]:
    yield segment("GID", str(number), ("1", letter.package_type, "", "", letter.envelope))
    if letter.weight_g is not None:
        yield segment("MEA", "WT", "G", ("GRM", str(letter.weight_g)))
    measures = (letter.length_mm, letter.width_mm, letter.thickness_mm)
    if any(measure is not None for measure in measures):
        yield segment("DIM", "2", ("MMT", *("" if measure is None else str(measure) for measure in measures)))
    if letter.number:
        yield segment("PCI", "18", letter.number)
