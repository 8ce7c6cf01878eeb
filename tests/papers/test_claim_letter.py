"""The answer to a claim on paper, in either language."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from budstikke.law.words import Language, Words
from budstikke.post.papers.claim_letter import ClaimLetter, ClaimReason, render_claim_letter
from budstikke.post.papers.setting import CannotPrint

GRANTED = ClaimLetter(
    claim=7,
    number="RR473124829NO",
    kind=Words(no="Brevet er kommet bort", en="The letter is lost"),
    told_on=date(2026, 11, 23),  # Monday
    settled_on=date(2026, 11, 25),  # Wednesday
    grants=True,
    amount_ore=100_000,
    reasons=(
        ClaimReason(words=Words(no="Verdien erstattes.", en="The value is compensated."), clauses="PUM §17"),
    ),
    carrier="Budstikke Post SPECIMEN",
    test=True,
    paid_how=Words(no="Beløpet trekkes fra.", en="The amount is set off."),
    address_lines=("Eksempel eID AS SPECIMEN", "Storgata 1", "0155 OSLO"),
)


def words_of(letter: ClaimLetter, language: Language) -> str:
    """What stands on its one page."""
    (page,) = PdfReader(BytesIO(render_claim_letter(letter, languages=[language]))).pages
    return " ".join(page.extract_text().split())


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("no", ("Kravet er innvilget", "23. november 2026", "1 000,00", "PUM §17", "Beløpet trekkes fra.")),
        ("en", ("The claim is granted", "23 November 2026", "PUM §17", "The amount is set off.")),
    ],
)
def test_the_letter_says_what_was_decided_and_why(language: Language, said: tuple[str, ...]) -> None:
    """On one page, with the address for the window."""
    words = words_of(GRANTED, language)
    for each in (*said, "Storgata 1"):
        assert each.replace("\u00a0", " ") in words.replace("\u00a0", " "), words


def test_a_claim_that_is_declined_names_no_amount() -> None:
    """The reason stands there all the same."""
    words = words_of(replace(GRANTED, grants=False, amount_ore=0, paid_how=None), "en")
    assert "The claim is declined" in words and "NOK" not in words and "PUM §17" in words


def test_what_no_font_has_is_refused() -> None:
    """Without the text in the message."""
    with pytest.raises(CannotPrint, match=r"claim 7.*U\+13000"):
        render_claim_letter(replace(GRANTED, address_lines=("\U00013000",)), languages=["no"])
