"""Address labels and return labels: every word and both barcodes, on every form."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pytest
from tests.papers.samples import GOING_BACK, LABEL, pictures, symbols, text

from budstikke.post.papers.label import LABELS_PER_CALL, Artwork, Label, render_pdf
from budstikke.post.papers.label_forms import FORMS, SHEET, SINGLE, Form
from budstikke.post.papers.setting import CannotPrint

EVERY_FORM = [pytest.param(form, id=form.name) for form in FORMS.values()]
LONG_NAME = ("Wilhelmina-Mathilde Sørensdatter " * 4)[:105].strip().ljust(105, "x")
UNBROKEN_NAME = "Wolfeschlegelsteinhausen" * 4 + "bergerdor"
LONGEST = replace(
    LABEL,
    recipient_name=LONG_NAME,
    address_lines=("Øvre Fjellstueveien på Storfjell 99", "c/o Familien Andersen-Wergeland-Ås1"),
    city="Kristiansund-Nordmøre-Averøy-Smøla1",
    sender_name="Det norske eksempelselskapet for ID",
    return_lines=("Postboks 12345 Økern Sentrum Øst 99", "Etasje 4, inngang C fra bakgården1", "0155 OSLO"),
    order_reference="ORDRE-0000000000000000000000001-2026",
    passport_only=True,
    test=True,
)


@pytest.mark.parametrize("form", EVERY_FORM)
@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize("label", [LABEL, LONGEST], ids=["short", "longest"])
def test_a_second_library_reads_the_number_from_both_barcodes(form: Form, dpi: int, label: Label) -> None:
    """Code 39 and Data Matrix say the number at a label printer's resolution and an office one's."""
    found = symbols(pictures(render_pdf([label], form=form), dpi=dpi)[0])
    assert found == [("Code39", label.number), ("DataMatrix", label.number)]


@pytest.mark.parametrize("form", EVERY_FORM)
def test_the_quiet_zones_of_both_barcodes_are_empty(form: Form) -> None:
    """Ten modules beside Code 39 and two around the Data Matrix are white, however full the label is."""
    dpi = 300
    page = pictures(render_pdf([LONGEST], form=form), dpi=dpi)[0]
    at = dpi / 25.4

    def dots(left: float, top: float, right: float, bottom: float) -> tuple[int, int]:
        part = page.crop(
            (
                round((form.left_mm + left) * at),
                round((form.top_mm + top) * at),
                round((form.left_mm + right) * at),
                round((form.top_mm + bottom) * at),
            )
        )
        return part.getextrema()  # type: ignore[return-value]  # one band: (darkest, lightest)

    left, top, width, height = form.linear
    quiet = 10 * form.module_mm
    for beside in (left - quiet, left + width + 0.2):
        assert dots(beside, top, beside + quiet - 0.2, top + height) == (255, 255)
    left, top, width, height = form.square
    quiet = 2 * width / 16
    assert dots(left - quiet, top - quiet, left - 0.2, top + height + quiet) == (255, 255)
    assert dots(left + width + 0.2, top - quiet, left + width + quiet, top + height + quiet) == (255, 255)
    assert dots(left, top - quiet, left + width, top - 0.2) == (255, 255)
    assert dots(left, top + height + 0.2, left + width, top + height + quiet) == (255, 255)


@pytest.mark.parametrize("form", EVERY_FORM)
@pytest.mark.parametrize(
    "name", [LONG_NAME, UNBROKEN_NAME, "Ng Ó", " ".join(["Ånund"] * 29)], ids=["105", "unbroken", "4", "173"]
)
def test_a_long_name_stands_whole_on_the_label(form: Form, name: str) -> None:
    """A name of 105 letters shrinks and wraps; every letter can be copied out, and none leaves its box."""
    label = replace(LONGEST, recipient_name=name)
    pdf = render_pdf([label], form=form)
    joined = text(pdf).replace(" ", "")
    for line in (name, *label.address_lines, f"{label.postcode} {label.city}", *label.return_lines):
        assert line.replace(" ", "") in joined
    _assert_nothing_leaves_the_label(pdf, form=form)


def _assert_nothing_leaves_the_label(pdf: bytes, *, form: Form) -> None:
    page = pictures(pdf, dpi=150)[0]
    at = 150 / 25.4
    ink = page.point(lambda light: 255 - light).getbbox()
    assert ink is not None
    margin_mm = 1.5
    assert ink[0] >= (form.left_mm + margin_mm) * at
    assert ink[1] >= (form.top_mm + margin_mm) * at
    assert ink[2] <= (form.left_mm + form.width_mm - margin_mm) * at
    assert ink[3] <= (form.top_mm + form.height_mm - margin_mm) * at


def test_the_label_carries_what_the_terms_ask_for() -> None:
    """Address, PUM mark, franking mark, full return address, number and order (PUM §5, §6)."""
    words = text(render_pdf([LABEL], form=SINGLE))
    for expected in (
        "PUM",
        "PORTO BETALT",
        "Kunde 10009999999",
        "Avsender / retur: Eksempel eID AS · Storgata 1 · 0155 OSLO",
        "Áile Čearru-Ødegård Nordmann",
        "Lilleveien 2 B",
        "Leilighet H0304",
        "5004 BERGEN",
        "RR 473 124 829 NO",
        "ORDRE-1001",
    ):
        assert expected in words


@pytest.mark.parametrize("form", EVERY_FORM)
def test_only_a_letter_with_the_passport_demand_says_so(form: Form) -> None:
    """PUM §7: the words stand on the letters ordered so, in both languages, and on no other."""
    plain = text(render_pdf([LABEL], form=form))
    strict = text(render_pdf([replace(LABEL, passport_only=True)], form=form))
    assert "Kun mot pass" in strict
    assert "Passport only" in strict
    assert "pass:" not in plain
    assert "Passport" not in plain


@pytest.mark.parametrize("form", EVERY_FORM)
def test_a_label_of_a_test_installation_says_test(form: Form) -> None:
    """TEST stands on it, and not on a real one."""
    assert "TEST" in text(render_pdf([replace(LABEL, test=True)], form=form))
    assert "TEST" not in text(render_pdf([LABEL], form=form))


def test_a_sheet_holds_eight_labels_in_the_order_given() -> None:
    """Nine labels are two sheets, the ninth alone on the second, all decoded."""
    labels = [replace(LABEL, number=number) for number in NUMBERS[:9]]
    sheets = pictures(render_pdf(labels, form=SHEET), dpi=300)
    assert len(sheets) == 2
    assert {value for _, value in symbols(sheets[0])} == set(NUMBERS[:8])
    assert {value for _, value in symbols(sheets[1])} == {NUMBERS[8]}


def test_more_labels_than_one_call_takes_come_out_in_order() -> None:
    """The parts are merged without losing, doubling or swapping a label."""
    count = LABELS_PER_CALL + 2
    pdf = render_pdf([replace(LABEL, order_reference=f"O-{at:04}") for at in range(count)], form=SINGLE)
    with pikepdf.open(io.BytesIO(pdf)) as whole:
        assert len(whole.pages) == count
    words = text(pdf)
    places = [words.index(f"O-{at:04}") for at in range(count)]
    assert places == sorted(places)


def test_the_same_labels_are_the_same_bytes() -> None:
    """Nothing in the file depends on the hour or the machine."""
    labels = [LABEL] * (LABELS_PER_CALL + 1)
    assert render_pdf(labels, form=SINGLE) == render_pdf(labels, form=SINGLE)


def test_what_looks_like_markup_is_printed_as_it_stands() -> None:
    """A name is data, never a program."""
    name = "#pagebreak() *fet* $x$ [a] \\ <b>"
    assert name in text(render_pdf([replace(LABEL, recipient_name=name)], form=SINGLE))


def test_a_letter_no_font_has_stops_the_label_without_naming_the_person() -> None:
    """A box instead of a letter would be another name; the message carries no name."""
    with pytest.raises(CannotPrint, match=r"RR473124829NO: no font has U\+6F22 .*position 5") as stopped:
        render_pdf([replace(LABEL, recipient_name="Kari 漢 Nordmann")], form=SINGLE)
    assert "Kari" not in str(stopped.value)


def test_a_name_that_no_size_holds_stops_the_label_without_naming_the_person() -> None:
    """Nothing is cut in silence."""
    with pytest.raises(CannotPrint, match="no room") as stopped:
        render_pdf([replace(LABEL, recipient_name="Kari " * 2000)], form=SHEET)
    assert "Kari" not in str(stopped.value)


def test_no_labels_are_refused() -> None:
    """An empty PDF would be no PDF."""
    with pytest.raises(ValueError, match="no labels"):
        render_pdf([], form=SINGLE)


def test_an_operator_puts_its_own_marks_on_the_label() -> None:
    """Given artwork takes the place of ours."""
    square = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" width="10" height="10">'
        '<path d="M0 0h10v10H0z"/></svg>'
    )
    words = text(
        render_pdf([LABEL], form=SINGLE, artwork=Artwork(pum_mark_svg=square, franking_mark_svg=square))
    )
    assert "Personlig utlevering" not in words
    assert "PORTO BETALT" not in words


@pytest.mark.parametrize("form", EVERY_FORM)
def test_a_letter_goes_back_as_a_registered_letter_with_the_reason(form: Form) -> None:
    """PUM §15: to the sender's address, under a number of its own, with the letter's first number beside."""
    pdf = render_pdf([GOING_BACK], form=form)
    words = text(pdf)
    for expected in (
        "RETUR",
        "Rekommandert",
        "Registered",
        "Eksempel eID AS",
        "0155 OSLO",
        "Ikke hentet innen fristen.",
        "Not collected by the deadline.",
        "RR 473 124 829 NO",
        "RR 123 456 785 NO",
    ):
        assert expected in words
    assert {value for _, value in symbols(pictures(pdf, dpi=300)[0])} == {GOING_BACK.number}


NUMBERS = [
    "RR473124829NO",
    "RR123456785NO",
    "RR287043775NO",
    "RR000000005NO",
    "RR111111111NO",
    "RR222222222NO",
    "RR333333333NO",
    "RR444444444NO",
    "RR555555555NO",
]
"""Nine different texts of thirteen characters; the check digit is not this paper's business."""
