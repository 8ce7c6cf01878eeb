"""Statuses to IFTSTA (D.04A, BIG07): what has happened to letters, told to their sender's system."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from budstikke.formats.edifact.header import OSLO
from budstikke.formats.edifact.writer import Envelope, fold, message, segment, written

_IDENTIFIER = "IFTSTA:D:04A:UN:BIG07"
STATUSES_A_MESSAGE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """
    One event of one letter with its codes in the carrier's list (event, reason, action) and their words.

    What is not known is "". `accepting_party` is the name of the person who received the letter.
    """

    consignment_number: str
    letter_number: str
    event_code: str
    event_text: str
    happened_at: datetime
    customer_number: str
    reason_code: str = ""
    reason_text: str = ""
    action_code: str = ""
    action_text: str = ""
    order_reference: str = ""
    postcode: str = ""
    city: str = ""
    accepting_party: str = ""


def write_statuses(statuses: Iterable[Status], *, envelope: Envelope) -> Iterator[bytes]:
    """
    Write statuses as one interchange: a new message for each run of one customer's, and after every thousand.

    Raises: Malformed for a control character, or a name that has no place in the message.
    """
    return written(_messages(statuses, envelope=envelope), envelope=envelope)


def _messages(statuses: Iterable[Status], *, envelope: Envelope) -> Iterator[str]:
    customer, run, number = "", list[Status](), 0
    for status in statuses:
        if run and (status.customer_number != customer or len(run) == STATUSES_A_MESSAGE):
            number += 1
            yield _message(run, number=number, envelope=envelope)
            run = []
        customer = status.customer_number
        run.append(status)
    if run:
        yield _message(run, number=number + 1, envelope=envelope)


def _message(run: list[Status], *, number: int, envelope: Envelope) -> str:
    prepared_at = envelope.prepared_at.astimezone(OSLO)
    segments = [
        segment("BGM", "77", f"{envelope.reference}-{number}", "9"),
        segment("DTM", ("137", prepared_at.strftime("%Y%m%d%H%M"), "203")),
        segment("NAD", "MS"),
        segment("NAD", "CZ", (run[0].customer_number, "", "87")),
    ]
    for nth, status in enumerate(run, 1):
        segments.extend(_status(status, number=nth))
    return message(_IDENTIFIER, reference=str(number), segments=segments)


def _status(status: Status, *, number: int) -> Iterator[str]:
    happened_at = status.happened_at.astimezone(OSLO)
    yield segment("CNI", str(number), status.consignment_number)
    yield segment(
        "STS",
        "1",
        (status.event_code, "", "87", status.event_text),
        _coded(status.reason_code, status.reason_text),
        _coded(status.action_code, status.action_text),
    )
    if status.order_reference:
        yield segment("RFF", ("CU", status.order_reference))
    yield segment("DTM", ("78", happened_at.strftime("%Y%m%d%H%M%S"), "204"))
    if status.accepting_party:
        yield segment("NAD", "AP", "", "", fold(status.accepting_party, size=35, most=5))
    if status.postcode or status.city:
        yield segment("LOC", "14", (status.postcode, "16", "", status.city), ("NO", "162"))
    if status.letter_number:
        yield segment("GID", "1", "1")
        yield segment("PCI", "18", status.letter_number)


def _coded(code: str, words: str) -> str | tuple[str, ...]:
    return (code, "", "87", words) if code else ""
