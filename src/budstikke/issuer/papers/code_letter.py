"""The letters with the codes: set in memory, many in one file, returned as bytes, written nowhere."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import typst

from budstikke.law.words import Language, Words

_FOLDER = Path(__file__).parent
# typst keeps what it has laid out; a hundred letters a call keep a long-lived worker small.
LETTERS_PER_RUN = 96
_TITLE = Words(no="Din aktiveringskode", en="Your activation code")
_BEFORE = (
    Words(
        no="Her er koden som aktiverer din eID på nivå høyt. Brevet er utlevert til deg personlig, mot legitimasjon.",
        en="Here is the code that activates your eID at level high. The letter was handed to you in person, against"
        " an identity document.",
    ),
    Words(
        no="Koden virker når posten har meldt oss, med forseglet rapport, at du har hentet brevet.",
        en="The code works once the post has told us, in a sealed report, that you have collected the letter.",
    ),
)
_AFTER = (
    Words(
        no="Gå til {url} og skriv inn ordrenummeret og koden. Koden gjelder til og med {until}.",
        en="Go to {url} and type the order number and the code. The code is good until and including {until}.",
    ),
    Words(
        no="Gi aldri koden til noen, heller ikke til oss. Ingen hos oss kan lese den.",
        en="Never give the code to anybody, not to us either. Nobody here can read it.",
    ),
)
_ORDER, _CODE = Words(no="Ordrenummer", en="Order number"), Words(no="Aktiveringskode", en="Activation code")


class CannotPrint(ValueError):
    """The letter could not be set; the message repeats nothing of what stands in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeLetter:
    """What stands in the letter of one customer."""

    name: str = field(repr=False)
    address: tuple[str, ...] = field(repr=False)
    code: str = field(repr=False)
    order_number: str
    letter_number: str
    consignment: str
    day: str
    until: str
    url: str
    language: Language
    test: bool


def render(letters: Sequence[CodeLetter]) -> bytes:
    """
    Return letters as one PDF, a page each, in the order given.

    Raises: ValueError when there is none, or more than a run; CannotPrint.
    """
    if not 0 < len(letters) <= LETTERS_PER_RUN:
        raise ValueError(f"{len(letters)} letters in one run")
    data = {"title": f"{_TITLE.no} · {_TITLE.en}", "letters": [_page(each) for each in letters]}
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    try:
        made = typst.compile(
            str(_FOLDER / "code_letter.typ"), root=str(_FOLDER), sys_inputs=inputs, format="pdf"
        )
    except typst.TypstError as error:
        # Its message may quote what it could not set.
        raise CannotPrint(type(error).__name__) from None
    assert isinstance(made, bytes)
    return made


def _page(letter: CodeLetter) -> dict[str, object]:
    facts = {"url": letter.url, "until": letter.until}
    return {
        "title": _TITLE.in_(letter.language),
        "language": "nb" if letter.language == "no" else "en",
        "test": letter.test,
        "name": letter.name,
        "address": letter.address,
        "day": letter.day,
        "paragraphs": [words.in_(letter.language) for words in _BEFORE],
        "after": [words.filled(facts).in_(letter.language) for words in _AFTER],
        "order_label": _ORDER.in_(letter.language),
        "order": letter.order_number,
        "code_label": _CODE.in_(letter.language),
        "code": letter.code,
        "number": letter.letter_number,
        "consignment": letter.consignment,
    }
