"""The paper: what it prints, what it carries, and that it prints the same twice."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pypdf import PdfReader
from tests.proof.specimen import (
    SEALED_AT,
    decision,
    document_picture,
    evidence,
    happenings,
    signature_picture,
)

from budstikke.post.papers.report import NotThisPicture, report_pdf
from budstikke.post.papers.setting import CannotPrint
from budstikke.proof.evidence_file import evidence_file
from budstikke.proof.page import TEST, page_of
from budstikke.proof.pdf import difference, read_report


def _printed(**changes: Any) -> tuple[dict[str, object], bytes]:
    pictures = {"document_picture": None, "signature_picture": None} | changes
    document = evidence(**pictures)
    return document, report_pdf(
        evidence_file(document, []),
        made_at=SEALED_AT,
        document_picture=pictures["document_picture"],
        signature_picture=pictures["signature_picture"],
    )


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"document_picture": document_picture(), "signature_picture": signature_picture()},
        {"document_picture": signature_picture()},
        {"decisions": [decision("refused", cure=True)] * 12},
        {"events": happenings(20)},
        {"event": "ContentHandoverFailure", "signing": None},
        {"event": "AcceptanceRejectionExpiry", "signing": None, "report": None, "keyed": ()},
        {"test": False, "passport_only": False, "device": None, "consignment": None},
        {"place": "#pagebreak() *fet* $x$ _kursiv_ <a> @b // c"},
        {"place": " ".join(["Ŋuorggu-Čearru/Østre"] * 40)},
        {"order_reference": "fi ffi fl æøå ŠŽ Ωω Жж"},
    ],
)
def test_the_page_says_exactly_what_the_evidence_says(changes: dict[str, Any]) -> None:
    """Long, short, with and without pictures, over several sheets, with text that looks like markup."""
    document, pdf = _printed(**changes)
    assert difference(page_of(document), read_report(pdf).sheets) is None


def test_a_page_of_other_data_is_told_apart() -> None:
    """The comparison names what should stand there and what does."""
    _, pdf = _printed(place="Oslo")
    other = evidence(place="Moss", document_picture=None, signature_picture=None)
    parted = difference(page_of(other), read_report(pdf).sheets)
    assert parted is not None
    assert parted[0].startswith("Moss")


def test_a_space_more_or_less_is_told_apart() -> None:
    """Kari Anne is not Karianne."""
    _, pdf = _printed(place="Kari Anne")
    other = evidence(place="KariAnne", document_picture=None, signature_picture=None)
    assert difference(page_of(other), read_report(pdf).sheets) is not None


def test_words_on_a_page_that_the_data_lacks_are_found() -> None:
    """Agreement goes both ways."""
    document, pdf = _printed()
    sheets = read_report(pdf).sheets
    padded = (*sheets[:-1], "Also this.\n" + sheets[-1])
    assert difference(page_of(document), padded) is not None


def test_the_same_report_is_the_same_bytes(signed_file: bytes, report: bytes) -> None:
    """So a hash can stand for it, and it can be made again."""
    again = report_pdf(
        signed_file,
        made_at=SEALED_AT,
        document_picture=document_picture(),
        signature_picture=signature_picture(),
    )
    assert again == report


def test_the_report_claims_and_carries_what_its_standards_ask(report: bytes) -> None:
    """PDF/A-3b with a data attachment, PDF/UA-1 with a language and tags; typst refuses to write it otherwise."""
    with pikepdf.open(io.BytesIO(report)) as pdf:
        meta = pdf.open_metadata()
        assert meta["pdfaid:part"] == "3"
        assert meta["pdfaid:conformance"] == "B"
        assert meta["pdfuaid:part"] == "1"
        assert str(pdf.Root.Lang).startswith("nb")
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.attachments["evidence.json"].relationship) == "/Data"


def test_the_attached_evidence_is_the_file_itself(report: bytes, signed_file: bytes) -> None:
    """Byte by byte."""
    assert read_report(report).evidence_file == signed_file


def test_a_test_installation_says_so_on_the_first_line() -> None:
    """And a real one does not."""
    assert next(page_of(evidence()).texts()) == str(TEST)
    assert str(TEST) not in list(page_of(evidence(test=False)).texts())


def test_a_picture_the_evidence_does_not_name_is_refused(signed_file: bytes) -> None:
    """Another one, or none where there should be one."""
    with pytest.raises(NotThisPicture):
        report_pdf(
            signed_file,
            made_at=SEALED_AT,
            document_picture=document_picture("ANOTHER"),
            signature_picture=signature_picture(),
        )
    with pytest.raises(NotThisPicture):
        report_pdf(signed_file, made_at=SEALED_AT, document_picture=document_picture())


def test_a_letter_no_font_has_is_refused_without_naming_anybody() -> None:
    """The message names the place and the code point only."""
    with pytest.raises(CannotPrint, match=r"U\+6F22") as caught:
        _printed(place="Kari 漢")
    assert "Kari" not in str(caught.value)


def test_no_line_is_printed_over_another(report: bytes) -> None:
    """A page can say the right words and still not be readable."""
    for sheet in pypdfium2.PdfDocument(report):
        text = sheet.get_textpage()
        boxes = [text.get_rect(index) for index in range(text.count_rects())]
        for at, (left, bottom, right, top) in enumerate(boxes):
            for other_left, other_bottom, other_right, other_top in boxes[at + 1 :]:
                beside = right <= other_left or other_right <= left
                shared = min(top, other_top) - max(bottom, other_bottom)
                assert beside or shared < 0.25 * min(top - bottom, other_top - other_bottom)


def test_every_sheet_is_a4_and_has_its_number(report: bytes) -> None:
    """Sheets come apart in a file; each says which it is of how many."""
    reader = PdfReader(io.BytesIO(report))
    for number, sheet in enumerate(reader.pages, 1):
        assert (round(sheet.mediabox.width), round(sheet.mediabox.height)) == (595, 842)
        assert f"Page {number} of {len(reader.pages)}" in sheet.extract_text()
