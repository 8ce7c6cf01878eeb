"""
The report: the page of a piece of evidence as PDF/A-3b and PDF/UA-1, the signed evidence attached.

The page says what proof.page says, no more and no less; the pictures are the ones the evidence names by their
fingerprints. A PNG is attached as well, because a PDF keeps a PNG's dots but not its bytes.
Terms: PUM §12.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import typst

from budstikke.post.papers.fonts import typst_fonts
from budstikke.post.papers.setting import CannotPrint, refuse_unprintable
from budstikke.proof.evidence import picture_facts
from budstikke.proof.evidence_file import FILE_FACTS, FILE_NAME, read_evidence_file
from budstikke.proof.page import Cell, Page, page_of
from budstikke.proof.pdf import PICTURE_FILES
from budstikke.proof.wording import Words

_TEMPLATE = Path(__file__).with_suffix(".typ")
_ENDINGS = {"image/jpeg": "jpg", "image/png": "png"}
_ALT = {
    "document": Words("Bilde av legitimasjonen som ble vist fram", "Picture of the document that was shown"),
    "signature": Words("Signaturen", "The signature"),
}


class NotThisPicture(ValueError):
    """A picture is not the one the evidence names, or one is missing or too many."""


def report_pdf(
    evidence_file: bytes,
    *,
    made_at: datetime,
    document_picture: bytes | None = None,
    signature_picture: bytes | None = None,
) -> bytes:
    """
    Return the report, not yet sealed; the same input gives the same bytes.

    Terms:  PUM §12.
    Raises: NotEvidence when the file is none; NotThisPicture; CannotPrint.
    """
    read = read_evidence_file(evidence_file)
    given = {"document": document_picture, "signature": signature_picture}
    named = read.document["pictures"]
    assert isinstance(named, Mapping)
    for name, picture in given.items():
        if picture_facts(picture) != named[name]:
            raise NotThisPicture(f"the {name} picture is not the one the evidence names")
    page = page_of(read.document, read.disclosures)
    refuse_unprintable("report", page.texts())
    files: dict[str, bytes] = {"main.typ": _TEMPLATE.read_bytes(), FILE_NAME: evidence_file}
    shown: dict[str, dict[str, str]] = {}
    attached = [{"name": FILE_NAME, "relationship": "data"} | FILE_FACTS]
    for name, picture in given.items():
        if picture is None:
            continue
        kind = named[name]["media_type"]
        file = f"{name}.{_ENDINGS[kind]}"
        if kind == "image/png":
            file = PICTURE_FILES[name]
            attached.append(
                {"name": file, "relationship": "source", "media_type": kind, "about": str(_ALT[name])}
            )
        files[file] = picture
        shown[name] = {"file": file, "alt": str(_ALT[name])}
    files["data.json"] = json.dumps(_data(page, shown, attached), ensure_ascii=False).encode()
    return _set(files, made_at=made_at)


def _set(files: dict[str, bytes], *, made_at: datetime) -> bytes:
    # typst reads pictures from a folder only, and may read nothing outside it.
    with TemporaryDirectory(prefix="report-") as name:
        folder = Path(name)
        for file, content in files.items():
            (folder / file).write_bytes(content)
        try:
            made = typst.compile(
                str(folder / "main.typ"),
                root=name,
                font_paths=typst_fonts(),
                format="pdf",
                pdf_standards=["a-3b", "ua-1"],
                timestamp=int(made_at.timestamp()),
            )
        except typst.TypstError as error:
            # The message can repeat the text that could not be set; its beginning is enough.
            kind = error.message.split(":")[0][:80]
            raise CannotPrint(f"the report cannot be set: {kind}") from None
    assert isinstance(made, bytes)
    return made


def _data(
    page: Page, shown: Mapping[str, Mapping[str, str]], attached: list[dict[str, str]]
) -> dict[str, object]:
    return {
        "document_title": f"{page.title_no} / {page.title_en} – {page.number}",
        "number": page.number,
        "test": page.test.as_json() if page.test else None,
        "issuer": page.issuer,
        "title_no": page.title_no,
        "title_en": page.title_en,
        "standing": page.standing.as_json(),
        "sections": [
            {
                "heading": section.heading.as_json(),
                "rows": [
                    {"kind": row.kind, "cells": [_cell(cell) for cell in row.cells]} for row in section.rows
                ],
            }
            for section in page.sections
        ],
        "pictures": shown,
        "attachments": attached,
    }


def _cell(cell: Cell) -> object:
    return cell.as_json() if isinstance(cell, Words) else cell
