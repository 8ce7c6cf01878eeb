"""Make what the search reads from the articles: sections with their stems, and the words people may misspell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from budstikke.issuer.records.models import HelpIndex, HelpSection
from budstikke.issuer.terms.help_articles import Section
from budstikke.issuer.terms.help_words import Vocabulary, vocabulary_of
from budstikke.law.words import Language

CONFIGURATION: dict[Language, str] = {"no": "norwegian", "en": "english"}
# Two processes that find the index old make it one after the other.
_LOCK = 0x68656C70
_WORDS = """
INSERT INTO help_section (language, article, anchor, title, heading, text, kinds, answers, words)
VALUES (%(language)s, %(article)s, %(anchor)s, %(title)s::text, %(heading)s::text, %(text)s::text, %(kinds)s,
    %(answers)s,
    setweight(to_tsvector(%(configuration)s::regconfig, %(title)s::text || ' ; ' || %(asks)s::text), 'A')
    || setweight(to_tsvector(%(configuration)s::regconfig, %(heading)s::text), 'B')
    || setweight(to_tsvector(%(configuration)s::regconfig, %(text)s::text), 'C')
    || setweight(to_tsvector(%(configuration)s::regconfig, %(parts)s::text), 'D'))
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
        known = Vocabulary(words, frozenset())
        HelpSection.objects.filter(language=language).delete()
        cursor.executemany(_WORDS, [row for each in entries for row in _rows(each, known, language=language)])
        cursor.execute(
            "SELECT coalesce(string_agg(word, ' '), '') FROM ts_stat(%s)",
            [f"SELECT words FROM help_section WHERE language = '{language}'"],
        )
        (lexemes,) = cursor.fetchone()
    HelpIndex.objects.update_or_create(
        language=language,
        defaults={"digest": digest, "words": " ".join(sorted(words)), "lexemes": lexemes},
    )


@lru_cache(maxsize=4)
def vocabulary(language: Language, digest: str) -> Vocabulary:
    """Return the words of an index; kept by the process until there is another."""
    row = HelpIndex.objects.get(language=language, digest=digest)
    return Vocabulary(frozenset(row.words.split()), frozenset(row.lexemes.split()))


def _texts(entries: Sequence[Entry]) -> list[str]:
    return [
        text
        for each in entries
        for text in (each.title, *each.asks, *(f"{part.heading} {part.text}" for part in each.sections))
    ]


def _rows(entry: Entry, known: Vocabulary, *, language: Language) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for section in entry.sections:
        said = vocabulary_of([entry.title, *entry.asks, section.heading, section.text])
        parts = (part for word in sorted(said) for part in known.parts(word) or ())
        rows.append(
            {
                "language": language,
                "configuration": CONFIGURATION[language],
                "article": entry.article,
                "anchor": section.anchor,
                "title": entry.title,
                "heading": section.heading,
                "asks": "; ".join(entry.asks),
                "text": section.text,
                "kinds": " ".join(sorted({kind for kind, _ in section.answers})),
                "answers": Jsonb([list(each) for each in section.answers]),
                "parts": " ".join(parts),
            }
        )
    return rows
