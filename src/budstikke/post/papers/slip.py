"""
The slip a person is given who was turned away: why, on which clause, and what would cure it.

Terms: PUM §11, §12, §14.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from budstikke.kit.days import in_full
from budstikke.law.words import Language, Words
from budstikke.post.papers.label import spaced
from budstikke.post.papers.setting import refuse_unprintable, set_pdf

_LABELS = {
    "heading": Words(no="Brevet ble ikke utlevert", en="The letter was not handed over"),
    "letter": Words(no="Brev", en="Letter"),
    "cure": Words(no="Hva du kan gjøre", en="What you can do"),
    "deadline": Words(no="Brevet ligger her til og med", en="The letter stays here until the end of"),
    "track": Words(no="Følg brevet på", en="Follow the letter at"),
    "test": Words(no="TEST – dette er en prøve", en="TEST – this is a trial"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One reason in the recipient's words, what would cure it, and the clauses it rests on."""

    words: str
    cure: str
    clauses: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """One slip in one language; it bears the letter's number and nobody's name."""

    number: str
    outlet: str
    on: date
    deadline_on: date | None
    told: tuple[Told, ...]
    tracking_address: str
    language: Language
    test: bool


def render_slip(slip: Slip) -> bytes:
    """
    Return the slip as PDF (PDF/UA-1), 80 mm wide as counter printers have it.

    Raises: CannotPrint for a letter no font has.
    """
    refuse_unprintable(
        "slip", [slip.outlet, *(one.words for one in slip.told), *(one.cure for one in slip.told)]
    )
    data = {
        "language": "en" if slip.language == "en" else "nb",
        "labels": {name: words.in_(slip.language) for name, words in _LABELS.items()},
        "number": spaced(slip.number),
        "outlet": slip.outlet,
        "on": in_full(slip.on, language=slip.language),
        "deadline": in_full(slip.deadline_on, language=slip.language) if slip.deadline_on else "",
        "told": [asdict(one) for one in slip.told],
        "track": slip.tracking_address,
        "test": slip.test,
    }
    return set_pdf("slip.typ", data, standards=["ua-1"])


def short_text(slip: Slip) -> str:
    """Return the first reason and its cure as one SMS; the rest stands on the slip."""
    first = slip.told[0]
    test = "TEST: " if slip.test else ""
    return f"{test}{spaced(slip.number)}: {first.words} {first.cure}"
