"""The invoice on paper: every line cites its clauses in both languages, and the same values give the same bytes."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pikepdf
import pytest
from pypdf import PdfReader

from budstikke.law.words import Words
from budstikke.post.papers.invoice import (
    InvoicePaper,
    InvoiceParty,
    PaperLine,
    PaperRate,
    render_invoice,
)
from budstikke.post.papers.setting import CannotPrint

LINE = PaperLine(
    words=Words(no="Brev med personlig utlevering", en="Letter for personal delivery"),
    quantity=12_345,
    unit_ore=14_900,
    net_ore=183_940_500,
    vat_percent=25,
    first_on=date(2026, 11, 2),  # Monday
    last_on=date(2026, 11, 30),  # Monday
    clauses=("PUM §13", "PUM §3"),
    price_list="pum-prices-present",
    price_list_invented=True,
)
PAPER = InvoicePaper(
    kind="invoice",
    number="F000001",
    customer_number="10009999999",
    issued_on=date(2026, 12, 1),  # Tuesday
    first_on=date(2026, 11, 1),  # Sunday
    last_on=date(2026, 11, 30),  # Monday
    seller=InvoiceParty(
        name="Eksempelposten SPECIMEN",
        organisation_number="314159268",
        address_lines=("Eksempelgata 1", "0155 OSLO"),
    ),
    buyer=InvoiceParty(
        name="Eksempel eID AS SPECIMEN",
        organisation_number="991825827",
        address_lines=("Storgata 1", "0155 OSLO"),
    ),
    lines=(LINE,),
    rates=(PaperRate(vat_percent=25, net_ore=183_940_500, vat_ore=45_985_125),),
    ubl=b"<Invoice/>",
    test=True,
    due_on=date(2026, 12, 15),  # Tuesday
    account="99999900018",
    kid="10009999999000000018",
)
CREDIT_NOTE = replace(
    PAPER,
    kind="credit_note",
    number="K000001",
    due_on=None,
    account="",
    kid="",
    corrects="F000001",
    reason=Words(no="En reklamasjon er tatt til følge.", en="A complaint was upheld."),
    reason_clauses=("PUM §18", "PUM §13"),
)


def text_of(paper: InvoicePaper) -> str:
    """Every page's text, with plain spaces."""
    pages = PdfReader(io.BytesIO(render_invoice(paper))).pages
    return "\n".join(page.extract_text() for page in pages).replace("\u00a0", " ")


def test_an_invoice_says_what_is_to_be_paid_and_by_which_clause() -> None:
    """In both languages."""
    text = text_of(PAPER)
    for said in (
        "Faktura", "Invoice", "F000001", "TEST", "12 345", "149,00", "1 839 405,00", "459 851,25", "2 299 256,25",
        "PUM §13, PUM §3", "fakturert av det som ble bestilt", "invoiced from what was ordered", "prislisten",
        "9999.99.00018", "10009999999000000018", "15.12.2026", "NO 314 159 268 MVA Foretaksregisteret", "oppdiktet",
    ):  # fmt: skip
        assert said in text, said


def test_a_credit_note_says_what_it_takes_back_and_why() -> None:
    """And asks for no money."""
    text = text_of(CREDIT_NOTE)
    for said in ("Kreditnota", "Credit note", "F000001", "PUM §18, PUM §13", "En reklamasjon", "A complaint"):
        assert said in text, said
    assert "KID" not in text
    assert "Å betale" not in text


def test_a_real_bill_does_not_say_test() -> None:
    """Nor that its prices are invented where they are not."""
    text = text_of(replace(PAPER, test=False, lines=(replace(LINE, price_list_invented=False),)))
    assert "TEST" not in text
    assert "oppdiktet" not in text


@pytest.mark.parametrize("paper", [PAPER, CREDIT_NOTE], ids=["invoice", "credit_note"])
def test_the_same_values_give_the_same_bytes(paper: InvoicePaper) -> None:
    """With the EHF document attached, in PDF/A-3b and PDF/UA-1."""
    content = render_invoice(paper)
    assert content == render_invoice(paper)
    reader = PdfReader(io.BytesIO(content))
    assert reader.attachments == {f"{paper.number}.xml": [b"<Invoice/>"]}
    with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_metadata() as metadata:
        assert metadata["pdfaid:part"] == "3"
        assert metadata["pdfuaid:part"] == "1"


def test_many_lines_go_on_to_the_next_page() -> None:
    """With the table's head, and the pages counted."""
    text = text_of(replace(PAPER, lines=(LINE,) * 60))
    assert "Side 2 av" in text
    assert text.count("Antall") > 1


def test_a_letter_that_no_font_has_is_refused() -> None:
    """Aloud, and without the text."""
    with pytest.raises(CannotPrint, match=r"U\+4E00"):
        render_invoice(replace(PAPER, buyer=replace(PAPER.buyer, name="一")))
