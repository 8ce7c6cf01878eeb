"""Receipts: in both languages, VAT by rate, and a refund is its payment turned round."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from budstikke.law.words import Words
from budstikke.post.papers.receipt import Receipt, ReceiptLine, render_receipt, vat_sums

ORDER = ReceiptLine(
    words=Words(no="Bestilling", en="Order"), amount_ore=42_400, vat_percent=25, clause="Forwarding §6"
)
WEEKS = replace(ORDER, words=Words(no="Uker", en="Weeks"), amount_ore=7_201)
PAID = Receipt(
    number="F-12345678-ab",
    order="F-12345678",
    paid_on=date(2026, 11, 23),  # a Monday
    means="card",
    seller="Eksempelposten SPECIMEN",
    organisation_number="314159268",
    lines=(ORDER, WEEKS),
    vat_included=True,
    test=True,
)


def _text(receipt: Receipt) -> str:
    reader = PdfReader(BytesIO(render_receipt(receipt)))
    assert len(reader.pages) == 1
    return " ".join(reader.pages[0].extract_text().replace("\xa0", " ").split())


def test_a_receipt_says_what_was_paid_in_both_languages_and_by_which_clause() -> None:
    """Seller, order, day, VAT and sum."""
    text = _text(PAID)
    for said in (
        "Kvittering nr. F-12345678-ab",
        "mandag 23. november 2026",
        "Monday 23 November 2026",
        "Eksempelposten SPECIMEN, 314159268 MVA",
        "Forwarding §6",
        "Mva. 25 % 99,20",
        "Sum med mva., NOK 496,01",
        "Total with VAT, NOK 496.01",
        "TEST",
    ):
        assert said in text, said


def test_a_refund_is_called_one_and_is_below_zero() -> None:
    """Nobody takes it for a payment."""
    text = _text(replace(PAID, lines=(replace(ORDER, amount_ore=-42_400),)))
    assert "Kvittering for tilbakebetaling" in text
    assert "-424,00" in text
    assert "Receipt for a refund" in text


def test_a_business_sees_prices_without_vat_and_pays_it_on_top() -> None:
    """And the receipt says which they are."""
    text = _text(replace(PAID, lines=(ORDER,), vat_included=False))
    assert "Beløpene er uten mva." in text
    assert "Sum med mva., NOK 530,00" in text


@given(
    st.lists(st.tuples(st.integers(-(10**7), 10**7), st.sampled_from([0, 15, 25])), max_size=6), st.booleans()
)
def test_what_is_paid_back_is_what_was_paid(lines: list[tuple[int, int]], vat_included: bool) -> None:
    """To the øre, whatever the lines; and prices with VAT add up to themselves."""
    made = [replace(ORDER, amount_ore=ore, vat_percent=rate) for ore, rate in lines]
    back = [replace(line, amount_ore=-line.amount_ore) for line in made]
    sums = vat_sums(made, vat_included=vat_included)
    turned = vat_sums(back, vat_included=vat_included)
    assert [(-each.net_ore, -each.vat_ore) for each in turned] == [
        (each.net_ore, each.vat_ore) for each in sums
    ]
    if vat_included:
        assert sum(each.net_ore + each.vat_ore for each in sums) == sum(ore for ore, _ in lines)
