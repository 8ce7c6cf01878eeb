"""Reading a report: its texts sheet by sheet, its attachments, its pictures."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, IndirectObject, StreamObject

from budstikke.proof.evidence_file import FILE_NAME
from budstikke.proof.page import Page

# A PNG is stored in a PDF as bare dots, so its bytes are attached beside it under these names.
PICTURE_FILES = {"document": "document.png", "signature": "signature.png"}
_MOST_SHEETS = 50
_SHOWN = 40


class NotAReport(Exception):
    """The bytes are no report of ours; the message says why."""


@dataclass(frozen=True, slots=True)
class Report:
    """What lies in a report, read and not yet believed."""

    evidence_file: bytes
    sheets: tuple[str, ...]
    fingerprints: frozenset[str]


def read_report(data: bytes) -> Report:
    """
    Read a report.

    Raises: NotAReport.
    """
    with _saying_why_not():
        reader = _opened(data)
        attached = {name: list(contents) for name, contents in reader.attachments.items()}
        evidence = _only(attached.get(FILE_NAME, []))
        seen = {hashlib.sha256(each).hexdigest() for contents in attached.values() for each in contents}
        seen |= {hashlib.sha256(picture).hexdigest() for picture in _jpegs(reader)}
        sheets = tuple(page.extract_text() for page in reader.pages)
        return Report(evidence, sheets, frozenset(seen))


def evidence_of(data: bytes) -> bytes:
    """
    Return the evidence file of a report without reading what is printed, which takes more than ten times as long.

    Raises: NotAReport.
    """
    with _saying_why_not():
        return _only(list(_opened(data).attachments.get(FILE_NAME, [])))


@contextmanager
def _saying_why_not() -> Iterator[None]:
    try:
        yield
    except NotAReport:
        raise
    except RecursionError as error:
        raise NotAReport("it is nested too deeply") from error
    except PyPdfError as error:
        raise NotAReport(str(error)[:200] or type(error).__name__) from error
    except Exception as error:
        raise NotAReport(f"it is damaged ({type(error).__name__})") from error


def _opened(data: bytes) -> PdfReader:
    reader = PdfReader(BytesIO(data), strict=False)
    if reader.is_encrypted:
        raise NotAReport("it is encrypted")
    if not 1 <= len(reader.pages) <= _MOST_SHEETS:
        raise NotAReport(f"it has {len(reader.pages)} pages")
    return reader


def _only(evidence: list[bytes]) -> bytes:
    if len(evidence) != 1:
        raise NotAReport(f"{len(evidence)} files named {FILE_NAME} are attached to it, not one")
    return evidence[0]


def difference(page: Page, sheets: tuple[str, ...]) -> tuple[str, str] | None:
    """
    Return what the page should say and what it does say where they part, or None when they agree.

    Reading: a line end is where the paper broke the text, so it counts as no letter; every other letter, every
    space within a text, and their order do.
    """
    said = "\n".join(
        _without_footer(unicodedata.normalize("NFC", sheet).strip(), page.footer(number, len(sheets)))
        for number, sheet in enumerate(sheets, 1)
    )
    at = 0
    for text in page.texts():
        at = _past_space(said, at)
        for letter in text:
            if letter == " ":
                after = _past_space(said, at)
                same = after > at
                at = after
            else:
                at = _past_line_end(said, at)
                same = said[at : at + 1] == letter
                at += 1
            if not same:
                return text[:_SHOWN], said[max(0, at - 1) :][:_SHOWN].strip() or "–"
    rest = said[at:].strip()
    return ("–", rest[:_SHOWN]) if rest else None


def _past_space(said: str, at: int) -> int:
    while at < len(said) and said[at].isspace():
        at += 1
    return at


def _past_line_end(said: str, at: int) -> int:
    return _past_space(said, at) if said[at : at + 1] == "\n" else at


def _without_footer(said: str, footer: str) -> str:
    return said.removesuffix(footer) if said.endswith(footer) else said.removeprefix(footer)


def _jpegs(reader: PdfReader) -> Iterator[bytes]:
    for page in reader.pages:
        resources = page.get("/Resources")
        resources = resources.get_object() if isinstance(resources, IndirectObject) else resources
        found = resources.get("/XObject") if isinstance(resources, DictionaryObject) else None
        found = found.get_object() if isinstance(found, IndirectObject) else found
        for each in found.values() if isinstance(found, DictionaryObject) else ():
            stream = each.get_object()
            if isinstance(stream, StreamObject) and stream.get("/Filter") in ("/DCTDecode", ["/DCTDecode"]):
                yield stream._data  # the bytes as they lie in the file: pypdf has no public name for them
