"""Bank files: camt.053, camt.054 and OCR giro become payments, and every fault has its place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.formats.bank_files import CAMT_054, camt, entry, ocr, transaction

from budstikke.formats.bank.reading import read_bank_file
from budstikke.formats.malformed import Malformed

SAMPLES = Path(__file__).parents[1] / "samples" / "bank"
DAY = date(2026, 12, 10)  # Thursday


def told(content: bytes) -> list[tuple[str, str, int]]:
    """Reference, KID and amount of each payment."""
    return [(each.reference, each.kid, each.amount_ore) for each in read_bank_file(content).payments]


def faults(content: bytes) -> list[tuple[str, str]]:
    """Place and code of each fault."""
    with pytest.raises(Malformed) as found:
        read_bank_file(content)
    return [(each.where, each.code) for each in found.value.faults]


def test_a_notification_of_version_2_has_its_payments() -> None:
    """A batch with two payments, one with two KIDs; what went out and what is not booked is counted only."""
    found = read_bank_file((SAMPLES / "camt.054.001.02.xml").read_bytes())
    assert (found.kind, found.passed_over) == ("camt.054", 2)
    assert [(each.reference, each.kid, each.amount_ore) for each in found.payments] == [
        ("SPECIMEN-1", "10009999999000000015", 37_250),
        ("SPECIMEN-2/1", "10009999999000000015", 10_000),
        ("SPECIMEN-2/2", "10009999999000000023", 5_050),
    ]
    assert {each.paid_on for each in found.payments} == {DAY}


def test_a_statement_of_version_8_tells_the_same_payment_alike() -> None:
    """So that reading both files enters it once."""
    found = read_bank_file((SAMPLES / "camt.053.001.08.xml").read_bytes())
    assert found.kind == "camt.053" and found.passed_over == 0
    ((paid),) = found.payments
    notified = read_bank_file((SAMPLES / "camt.054.001.02.xml").read_bytes()).payments[0]
    assert (paid.reference, paid.kid, paid.amount_ore, paid.paid_on) == (
        notified.reference,
        notified.kid,
        notified.amount_ore,
        notified.paid_on,
    )


def test_an_ocr_giro_file_has_its_payments() -> None:
    """Two, of which one was taken back."""
    found = read_bank_file((SAMPLES / "ocr-giro.txt").read_bytes())
    assert found.kind == "ocr-giro"
    assert [(each.kid, each.amount_ore, each.taken_back) for each in found.payments] == [
        ("10009999999000000015", 37_250, False),
        ("10009999999000000023", 18_625, True),
    ]
    assert found.payments[0].reference == "OCR-15060012347-20261210-0000007-0000001"
    assert len({each.reference for each in found.payments}) == 2


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        (entry("1.00", transaction("1.00", reference="")), ("entry 1, transaction 1", "MISSING_REFERENCE")),
        (entry("1.00", transaction("2.00")), ("entry 1", "WRONG_SUM")),
        (entry("1.005", transaction("1.005")), ("entry 1", "MALFORMED_AMOUNT")),
        (entry("1.00", transaction("1.00"), currency="EUR"), ("entry 1", "OTHER_CURRENCY")),
        (entry("1.00", transaction("1.00"), day="2026-13-01"), ("entry 1", "MALFORMED_DATE")),
    ],
)
def test_a_fault_of_an_entry_is_told_with_its_place(changed: str, found: tuple[str, str]) -> None:
    """And nothing of the file is used."""
    assert found in faults(camt(changed))


def test_a_payment_that_was_taken_back_says_so() -> None:
    """The bank tells it as money that went out, with the mark of a reversal."""
    content = camt(entry("1.00", transaction("1.00"), direction="DBIT", reversal="true"))
    ((back),) = read_bank_file(content).payments
    assert back.taken_back


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>',
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        b"<a",
        b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"/>',
        f'<Document xmlns="{CAMT_054}"/>'.encode(),
        b"MT940",
        b"",
    ],
)
def test_what_is_no_bank_file_is_malformed_and_fetches_nothing(content: bytes) -> None:
    """A document type is refused before anything of it is followed."""
    assert faults(content)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"amount": 1}, "WRONG_SUM"),
        ({"payments": 3}, "WRONG_COUNT"),
        ({"cut": 2}, "BROKEN_OFF"),
        ({"day": "311126"}, "MALFORMED_DATE"),
        ({"after": "NY09"}, "AFTER_THE_END"),
    ],
)
def test_a_giro_file_that_does_not_add_up_is_refused_whole(changed: dict[str, object], code: str) -> None:
    """Counts, sums, its end, its days."""
    assert code in {found for _, found in faults(ocr(**changed))}  # type: ignore[arg-type]


def test_a_giro_file_that_adds_up_is_read() -> None:
    """The same as above with nothing changed, or the test above would say nothing."""
    assert told(ocr()) == [("OCR-15060012347-20261210-0000007-0000001", "1234566", 100)]


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_malformed(content: bytes) -> None:
    """Nothing else ever comes out."""
    for start in (b"", b"NY000010", b"<Document>"):
        try:
            read_bank_file(start + content)
        except Malformed as found:
            assert found.faults
