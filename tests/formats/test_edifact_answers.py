"""Acknowledgements and statuses as a sender's program reads them: what we write comes back."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from tests.formats.edi_samples import many

from budstikke.formats.edifact.answers import read_acknowledgements, read_statuses
from budstikke.formats.edifact.contrl import acknowledge
from budstikke.formats.edifact.iftmin import read_interchange
from budstikke.formats.edifact.iftsta import Status, write_statuses
from budstikke.formats.edifact.writer import Envelope
from budstikke.post.papers.glyphs import PRINTABLE

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)  # Monday


def _answered(content: bytes) -> io.BytesIO:
    parts = read_interchange(io.BytesIO(content), printable=PRINTABLE)
    return io.BytesIO(b"".join(acknowledge(parts, reference="C1", now=NOW)))


def test_an_acknowledgement_names_what_was_rejected() -> None:
    """By the message's reference, in an interchange that stands."""
    (answer,) = read_acknowledgements(_answered(many(3).replace(b"GRM:45", b"GRM:x", 1)))
    assert (answer.stands, answer.rejected) == (True, ("1",))


def test_an_interchange_that_does_not_stand_is_read_so() -> None:
    """The count in UNZ is wrong."""
    (answer,) = read_acknowledgements(_answered(many(2).replace(b"UNZ+2", b"UNZ+3")))
    assert not answer.stands


@pytest.mark.parametrize(
    ("action", "judged", "stands"), [("4", True, False), ("7", True, True), ("8", False, True)]
)
def test_a_mere_receipt_is_no_judgement(action: str, judged: bool, stands: bool) -> None:
    """What was received may still be rejected."""
    text = (
        f"UNB+UNOC:3+a:14+b:30+261121:0900+1'UNH+1+CONTRL:D:3:UN'UCI+R1+b:30+a:14+{action}'UNT+3+1'UNZ+1+1'"
    )
    (answer,) = read_acknowledgements(io.BytesIO(text.encode()))
    assert (answer.judged, answer.stands, answer.interchange) == (judged, stands, "R1")


def test_statuses_come_back_as_they_were_written() -> None:
    """Each with its letter, reference and moment, whatever signs they have."""
    statuses = [
        Status(
            consignment_number=f"7070'{nth}",
            letter_number="RR473124829NO",
            event_code="Q",
            event_text="Can be collected + more",
            happened_at=NOW,
            customer_number="10009999999",
            order_reference=f"A:{nth}",
        )
        for nth in range(2)
    ]
    envelope = Envelope(
        reference="S1",
        sender="a",
        sender_qualifier="14",
        recipient="b",
        recipient_qualifier="30",
        prepared_at=NOW,
    )
    heard = list(read_statuses(io.BytesIO(b"".join(write_statuses(statuses, envelope=envelope)))))
    assert [(each.consignment_number, each.order_reference, each.event_text) for each in heard] == [
        (f"7070'{nth}", f"A:{nth}", "Can be collected + more") for nth in range(2)
    ]
    assert {(each.letter_number, each.event_code, each.happened_at) for each in heard} == {
        ("RR473124829NO", "Q", NOW)
    }


@pytest.mark.parametrize("content", [b"", b"Hei", b"\x00\xff" * 200, b"UNB+UNOC:3+a"])
def test_rubbish_says_nothing(content: bytes) -> None:
    """No answer, no fault."""
    assert list(read_acknowledgements(io.BytesIO(content))) == []
    assert list(read_statuses(io.BytesIO(content))) == []
