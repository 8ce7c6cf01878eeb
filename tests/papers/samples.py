"""Labels and notices of invented people, and how a paper is looked at."""

from __future__ import annotations

import pypdfium2
import zxingcpp
from PIL import Image

from budstikke.law.words import Words
from budstikke.post.papers.label import Label, ReturnLabel

LABEL = Label(
    number="RR473124829NO",
    recipient_name="Áile Čearru-Ødegård Nordmann",
    address_lines=("Lilleveien 2 B", "Leilighet H0304"),
    postcode="5004",
    city="BERGEN",
    sender_name="Eksempel eID AS",
    return_lines=("Storgata 1", "0155 OSLO"),
    passport_only=False,
    order_reference="ORDRE-1001",
    customer_number="10009999999",
    test=False,
)
GOING_BACK = ReturnLabel(
    number="RR123456785NO",
    letter_number="RR473124829NO",
    sender_name="Eksempel eID AS",
    address_lines=("Storgata 1",),
    postcode="0155",
    city="OSLO",
    outlet_name="Eksempel Post i Butikk",
    outlet_lines=("Nygata 1", "5015 BERGEN"),
    reason=Words(no="Ikke hentet innen fristen.", en="Not collected by the deadline."),
    order_reference="ORDRE-1001",
    test=False,
)


def pictures(pdf: bytes, *, dpi: float) -> list[Image.Image]:
    """Return every page as a picture."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=dpi / 72).to_pil().convert("L") for page in document]
    finally:
        document.close()


def text(pdf: bytes) -> str:
    """Return what a reader can copy out of a PDF, in one line, without invisible break marks."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    # pdfium writes U+0002 where a line ends in a hyphen.
    whole = "\n".join(pages).replace("\u200b", "").replace("\u0002", "-")
    return " ".join(whole.split())


def symbols(picture: Image.Image) -> list[tuple[str, str]]:
    """Return what a second library reads: (kind, text) of every symbol, sorted."""
    return sorted((found.format.name, found.text) for found in zxingcpp.read_barcodes(picture))
