"""What a recipient is told of a refusal or an outage, as SMS."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from budstikke.law.words import Language, Words
from budstikke.post.papers.notice import NoticeOutlet
from budstikke.post.papers.notice_text import sms_parts
from budstikke.post.papers.slip import (
    NOT_HANDED_OVER,
    OUT_OF_ORDER,
    Slip,
    SlipReason,
    render_slip,
    render_slip_letter,
    slip_sms,
)

REFUSED = Slip(
    number="RR473124829NO",
    heading=NOT_HANDED_OVER,
    reasons=(
        SlipReason(words=Words(no="Passet er gått ut.", en="The passport has expired."), clauses="PUM §11"),
    ),
    deadline_on=date(2026, 12, 11),  # a Friday
    outlet=NoticeOutlet(name="Bergen postkontor", address_lines=("Nygata 1",), opening_hours=()),
    test=True,
)
OTHER = NoticeOutlet(name="Sotra Post i Butikk", address_lines=("Sartor 1",), opening_hours=())


@pytest.mark.parametrize("language", ["no", "en"])
def test_an_outage_names_the_outlet_that_fails_and_the_one_that_works(language: Language) -> None:
    """Who reads it is at home: "here" says nothing to them."""
    told = slip_sms(replace(REFUSED, heading=OUT_OF_ORDER, elsewhere=OTHER), language=language)
    assert "Bergen postkontor" in told and "Sotra Post i Butikk" in told and "11" in told
    assert sms_parts(told) <= 2
    alone = slip_sms(replace(REFUSED, heading=OUT_OF_ORDER), language=language)
    assert "Bergen postkontor" in alone and "outlet that works" not in alone


def test_a_refusal_fits_one_sms_where_it_can() -> None:
    """With its reason and its deadline."""
    told = slip_sms(REFUSED, language="no")
    assert sms_parts(told) == 1 and "Passet er gått ut." in told and "11. desember" in told


def test_the_letter_of_an_outage_is_in_both_languages_on_one_page() -> None:
    """Nobody told us which its recipient reads; the slip over the counter is in the one that was asked for."""
    told = replace(
        REFUSED, heading=OUT_OF_ORDER, elsewhere=OTHER, address_lines=("Kari Nordmann", "5004 BERGEN")
    )
    (page,) = PdfReader(BytesIO(render_slip_letter(told))).pages
    words = " ".join(page.extract_text().split())
    for both in (OUT_OF_ORDER, REFUSED.reasons[0].words):
        assert both.no in words and both.en in words
    assert words.index("Kari Nordmann") < words.index(OUT_OF_ORDER.no) < words.index(OUT_OF_ORDER.en)
    (slip,) = PdfReader(BytesIO(render_slip(REFUSED, language="en"))).pages
    words = " ".join(slip.extract_text().split())
    assert NOT_HANDED_OVER.en in words and NOT_HANDED_OVER.no not in words
