"""Labels and notices of invented people, and how a paper is looked at."""

from __future__ import annotations

from datetime import date

import pypdfium2
import zxingcpp
from PIL import Image

from budstikke.law.words import Words
from budstikke.post.papers.label import Label, ReturnLabel
from budstikke.post.papers.notice import Notice, NoticeOutlet

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


NOTICE = Notice(
    number="RR473124829NO",
    recipient_name="Áile Čearru-Ødegård Nordmann",
    address_lines=("Lilleveien 2 B", "Leilighet H0304"),
    postcode="5004",
    city="BERGEN",
    sender_name="Eksempel eID AS",
    outlet=NoticeOutlet(
        name="Eksempel Post i Butikk, Møhlenpris",
        address_lines=("Nygata 1", "5015 BERGEN"),
        opening_hours=(
            Words(no="Mandag–fredag 8–22", en="Monday–Friday 8 am–10 pm"),
            Words(no="Lørdag 9–20", en="Saturday 9 am–8 pm"),
            Words(no="Søndag stengt", en="Sunday closed"),
        ),
    ),
    deadline_on=date(2026, 12, 11),  # a Friday
    documents=(
        Words(no="Norsk pass", en="Norwegian passport"),
        Words(no="Utenlandsk pass", en="Foreign passport"),
        Words(no="Norsk nasjonalt ID-kort", en="Norwegian national ID card"),
        Words(no="Norsk utlendingspass", en="Norwegian immigrant’s passport"),
        Words(no="Reisebevis", en="Travel document for refugees"),
        Words(
            no="Norsk førerkort utstedt fra 1.1.1998", en="Norwegian driving licence issued from 1 Jan 1998"
        ),
        Words(no="Norsk bankkort med legitimasjonsdel", en="Norwegian bank card with ID part"),
        Words(no="Identitetskort fra EU/EØS", en="Identity card from the EU/EEA"),
    ),
    passport_only=False,
    reminder=False,
    tracking_address="post.example.no/spor/RR473124829NO",
    test=False,
)
