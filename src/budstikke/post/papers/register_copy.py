"""
What the address register holds of a person, on paper: every kind of information, where it comes from, who saw it.

The same is given as JSON; this is for reading. It is the person's own copy and goes to nobody else.
Terms: Forwarding §7.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from budstikke.kit.days import in_full
from budstikke.law.words import Language, Words
from budstikke.post.papers.notice_words import LABELS
from budstikke.post.papers.setting import refuse_unprintable, set_pdf

_TITLE = Words(no="Innsyn i adresseregisteret", en="What the address register holds")
_MADE = Words(no="Laget {day}", en="Made on {day}")
_SOURCE = Words(no="Kilde: {source}", en="Source: {source}")
_NOTHING = Words(no="Ingenting registrert.", en="Nothing is registered.")
_RIGHTS = Words(
    no="Du kan skriftlig kreve feil rettet og reservere deg mot at adressen brukes til å oppdatere andres registre.",
    en="You may in writing have errors corrected, and opt out of your address being used to update others' registers.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One kind of information; each row is its cells, under the heads."""

    words: Words
    source: Words
    heads: tuple[Words, ...] = ()
    rows: tuple[tuple[Words, ...], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterCopy:
    """The whole copy."""

    reference: str
    made_at: datetime
    basis: Words
    sections: Sequence[Section]
    test: bool


def render_register_copy(copy: RegisterCopy, *, language: Language) -> bytes:
    """
    Return the copy as PDF (PDF/UA-1).

    Raises: CannotPrint when a text has no letters.
    """
    day = in_full(copy.made_at.date(), language=language)
    data = {
        "lang": "nb" if language == "no" else "en",
        "title": _TITLE.in_(language),
        "reference": copy.reference,
        "made": _MADE.filled({"day": day}).in_(language),
        "basis": copy.basis.in_(language),
        "rights": _RIGHTS.in_(language),
        "nothing": _NOTHING.in_(language),
        "sections": [_section(each, language) for each in copy.sections],
        "test": copy.test,
        "test_words": LABELS["test"].in_(language),
    }
    refuse_unprintable(f"register copy {copy.reference}", _texts(data["sections"]))
    return set_pdf("register_copy.typ", data, standards=["ua-1"])


def _section(section: Section, language: Language) -> dict[str, object]:
    words = section.words.in_(language)
    return {
        "title": words[:1].upper() + words[1:],
        "source": _SOURCE.filled({"source": section.source.in_(language)}).in_(language),
        "heads": [head.in_(language) for head in section.heads],
        "rows": [[cell.in_(language) for cell in row] for row in section.rows],
    }


def _texts(sections: object) -> Iterator[str]:
    assert isinstance(sections, list)
    for section in sections:
        for row in section["rows"]:
            yield from row
