"""Make what the search reads from the articles: sections with their stems, and the words people may misspell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from budstikke.issuer.records.models import HelpIndex, HelpSection
from budstikke.issuer.terms.help_articles import Section
from budstikke.issuer.terms.help_words import Vocabulary, vocabulary_of
from budstikke.law.words import Language

CONFIGURATION: dict[Language, str] = {"no": "norwegian", "en": "english"}
# Two processes that find the index old make it one after the other.
_LOCK = 0x68656C70
# A stem in more articles than this, and in more than a tenth of them, tells none apart.
_FEW_ARTICLES = 50
_INSERT = """
INSERT INTO help_section (language, article, whole, anchor, title, heading, text, kinds, answers, words)
VALUES (%(language)s, %(article)s, %(whole)s, %(anchor)s, %(title)s, %(heading)s, %(text)s, %(kinds)s, %(answers)s,
    setweight(to_tsvector(%(configuration)s::regconfig, %(words_a)s::text), 'A')
    || setweight(to_tsvector(%(configuration)s::regconfig, %(words_b)s::text), 'B')
    || setweight(to_tsvector(%(configuration)s::regconfig, %(words_c)s::text), 'C')
    || setweight(to_tsvector(%(configuration)s::regconfig, %(words_d)s::text), 'D'))
"""
_STEMS = """
SELECT coalesce(string_agg(word, ' '), ''),
    coalesce(string_agg(word, ' ') FILTER (WHERE ndoc > greatest(%s, %s)), '') FROM ts_stat(%s)
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One article as the search reads it."""

    article: str
    title: str
    asks: tuple[str, ...]
    sections: tuple[Section, ...]


def is_indexed(digest: str, *, language: Language) -> bool:
    """Say whether what the search reads is of these articles."""
    return HelpIndex.objects.filter(language=language, digest=digest).exists()


@transaction.atomic
def index_help(entries: Sequence[Entry], *, language: Language, digest: str) -> None:
    """Put articles in the place of those that the search reads in a language; done before, it is done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        if is_indexed(digest, language=language):
            return
        words = vocabulary_of(_texts(entries))
        known = Vocabulary(words)
        HelpSection.objects.filter(language=language).delete()
        cursor.executemany(
            _INSERT, [row for each in entries for row in _rows(each, known, language=language)]
        )
        whole = f"SELECT words FROM help_section WHERE whole AND language = '{language}'"
        cursor.execute(_STEMS, [_FEW_ARTICLES, len(entries) // 10, whole])
        lexemes, common = cursor.fetchone()
    HelpIndex.objects.update_or_create(
        language=language,
        defaults={"digest": digest, "words": " ".join(sorted(words)), "lexemes": lexemes, "common": common},
    )


@lru_cache(maxsize=4)
def vocabulary(language: Language, digest: str) -> Vocabulary:
    """Return the words of an index; kept by the process until there is another."""
    row = HelpIndex.objects.get(language=language, digest=digest)
    return Vocabulary(
        frozenset(row.words.split()), frozenset(row.lexemes.split()), frozenset(row.common.split())
    )


def _texts(entries: Sequence[Entry]) -> list[str]:
    return [
        text
        for each in entries
        for text in (each.title, *each.asks, *(f"{part.heading} {part.text}" for part in each.sections))
    ]


def _rows(entry: Entry, known: Vocabulary, *, language: Language) -> list[dict[str, Any]]:
    """Return the row of the whole article, then one for each section."""
    asks, headings = "; ".join(entry.asks), " ; ".join(part.heading for part in entry.sections)
    text = "\n".join(part.text for part in entry.sections)
    parts = [
        part
        for word in sorted(vocabulary_of([entry.title, *entry.asks, headings, text]))
        for part in known.parts(word) or ()
    ]
    shared: dict[str, Any] = {
        "language": language,
        "configuration": CONFIGURATION[language],
        "article": entry.article,
        "title": entry.title,
    }
    whole = {
        **shared,
        "whole": True,
        "anchor": "",
        "heading": "",
        "text": "",
        "kinds": _kinds(*entry.sections),
        "answers": Jsonb([]),
        "words_a": f"{entry.title} ; {asks}",
        "words_b": headings,
        "words_c": text,
        "words_d": " ".join(parts),
    }
    return [whole, *(_section(part, shared) for part in entry.sections)]


def _section(section: Section, shared: dict[str, Any]) -> dict[str, Any]:
    return {
        **shared,
        "whole": False,
        "anchor": section.anchor,
        "heading": section.heading,
        "text": section.text,
        "kinds": _kinds(section),
        "answers": Jsonb([list(each) for each in section.answers]),
        "words_a": "",
        "words_b": section.heading,
        "words_c": section.text,
        "words_d": "",
    }


def _kinds(*sections: Section) -> str:
    return " ".join(sorted({kind for section in sections for kind, _ in section.answers}))
