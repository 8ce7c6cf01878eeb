"""Setting a paper: a template beside its Python, data as JSON, the shipped fonts, bytes out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typst

from budstikke.post.papers.fonts import typst_fonts
from budstikke.post.papers.glyphs import unprintable

if TYPE_CHECKING:
    from typst import PDFStandard  # in the stub only

FOLDER = Path(__file__).parent


class CannotPrint(ValueError):
    """A text that no font has or no room holds: intake should have refused it, so a paper refuses aloud."""


def refuse_unprintable(what: str, texts: Iterable[str]) -> None:
    """
    Stop before a paper shows a box where a letter should be.

    Raises: CannotPrint, naming the paper and the place; never the text, which may be a person's name.
    """
    for number, text in enumerate(texts, 1):
        for at, letter in unprintable(text):
            raise CannotPrint(f"{what}: no font has U+{ord(letter):04X} (text {number}, position {at})")


def set_pdf(template: str, data: object, *, standards: Sequence[PDFStandard] = ()) -> bytes:
    """
    Return a paper as PDF.

    The same data gives the same bytes: no template may carry a date that is not in its data. `data` is never
    markup: it reaches the template as JSON.
    Raises: CannotPrint when something has no room.
    """
    return _set(template, data, standards=standards)


def set_png(template: str, data: object, *, ppi: float) -> bytes:
    """
    Return a paper of one page as a PNG picture.

    Raises: CannotPrint when something has no room.
    """
    return _set(template, data, ppi=ppi)


def _set(
    template: str, data: object, *, standards: Sequence[PDFStandard] = (), ppi: float | None = None
) -> bytes:
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    try:
        made = typst.compile(
            str(FOLDER / template),
            root=str(FOLDER),
            font_paths=typst_fonts(),
            sys_inputs=inputs,
            format="png" if ppi else "pdf",
            ppi=ppi,
            pdf_standards=list(standards),
        )
    except typst.TypstError as error:
        # The message repeats the text that did not fit; a person's name does not belong in a log.
        kind = "no room" if "no room" in error.message else error.message
        raise CannotPrint(f"{template}: {kind}") from None
    assert isinstance(made, bytes)
    return made
