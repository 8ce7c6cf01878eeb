"""Search the help articles: by stems, misspelt words put right, the best section of each article, and the answer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db import connection

from budstikke.issuer.actions.help_index import CONFIGURATION, vocabulary
from budstikke.issuer.terms.help_facts import Kind
from budstikke.issuer.terms.help_words import Vocabulary, folded, kinds_asked, redacted, words_of
from budstikke.law.words import Language

# What stands around a word that was asked for; no text has these characters, and no page shows them.
BEGIN, END = "\ue000", "\ue001"
_MOST = 10
_ANSWER_FROM = 3
_FORGOTTEN_AFTER = timedelta(days=90)
# A section whose facts are of the kind asked for counts that much more.
_BOOST = 2.0
_BOOST_WHOLE = 1.3
_BOOST_ALL = 1.5
_SEARCH = """
WITH query AS (
    SELECT to_tsquery(%(configuration)s::regconfig, %(any)s::text) AS any_of,
        to_tsquery(%(configuration)s::regconfig, %(all)s::text) AS all_of,
        to_tsquery(%(configuration)s::regconfig, %(among)s::text) AS among
), first AS (
    SELECT article, ts_rank('{0.1, 0.2, 0.6, 1.0}', words, query.any_of, 1)
        * CASE WHEN words @@ query.all_of THEN %(boost_all)s ELSE 1 END
        * CASE WHEN string_to_array(kinds, ' ') && %(kinds)s::text[] THEN %(boost_whole)s ELSE 1 END AS rank
    FROM help_section, query
    WHERE whole AND language = %(language)s AND words @@ query.among
    ORDER BY rank DESC, article LIMIT %(most)s
)
SELECT best.article, anchor, title, heading, answers,
    ts_headline(%(configuration)s::regconfig, text, query.any_of, %(options)s)
FROM first, query, LATERAL (
    SELECT * FROM help_section AS section
    WHERE section.language = %(language)s AND section.article = first.article AND NOT section.whole
    ORDER BY (0.01 + ts_rank('{0, 0.6, 1.0, 0}', section.words, query.any_of))
        * CASE WHEN string_to_array(section.kinds, ' ') && %(kinds)s::text[] THEN %(boost)s ELSE 1 END DESC, section.id
    LIMIT 1
) AS best ORDER BY rank DESC, best.article
"""
_OF_KIND = """
SELECT article, anchor, title, heading, answers, text FROM help_section
WHERE NOT whole AND language = %(language)s AND string_to_array(kinds, ' ') && %(kinds)s::text[]
ORDER BY article, id LIMIT %(most)s
"""
_STEMS = """
SELECT tsvector_to_array(to_tsvector(%s::regconfig, word)) FROM unnest(%s::text[]) WITH ORDINALITY AS asked (word, nth)
ORDER BY nth
"""
_OPTIONS = f"StartSel={BEGIN}, StopSel={END}, MaxWords=32, MinWords=12, MaxFragments=1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One article that was found, and the section of it that fits best; `text` has marks around what was asked for."""

    article: str
    anchor: str
    title: str
    heading: str
    text: str
    answers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search found: the answer, if a fact was asked for, the articles, and what was put right."""

    hits: tuple[Hit, ...]
    answer: str = ""
    answered_by: Hit | None = None
    read_as: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Term:
    """One word of the question as the database is asked: a choice of stems; empty for a word that says nothing."""

    query: str
    read_as: tuple[str, str] | None = None
    common: bool = False


def search_help(asked: str, *, language: Language, digest: str) -> Found:
    """Return what a question finds in the articles of an index."""
    words, kinds = words_of(asked), kinds_asked(asked, language=language)
    terms = _terms(words, vocabulary(language, digest), language=language)
    hits = _ask([term for term in terms if term.query], kinds=kinds, language=language)
    if not hits and kinds:
        hits = _rows(_OF_KIND, {"language": language, "kinds": [kind.value for kind in kinds], "most": _MOST})
    read_as = tuple(term.read_as for term in terms if term.read_as)
    return _answered(Found(hits=hits, read_as=read_as), words=words, kinds=kinds)


def _terms(words: Sequence[str], known: Vocabulary, *, language: Language) -> list[_Term]:
    if not words:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_STEMS, [CONFIGURATION[language], list(words)])
        stems = [row[0] for row in cursor.fetchall()]
    return [_term(word, stem, known) for word, stem in zip(words, stems, strict=True)]


def _term(word: str, stems: Sequence[str], known: Vocabulary) -> _Term:
    if not stems:
        return _Term("")
    if set(stems) <= known.lexemes:
        return _Term(f"'{word}'", common=set(stems) <= known.common)
    choice = [f"'{each}'" for each in known.corrections(word)]
    near = choice[0].strip("'") if choice else ""
    if parts := known.parts(word):
        choice.append(f"('{parts[0]}' & '{parts[1]}')")
    if not choice:
        return _Term("")
    # Another form of the same word was not misread.
    misread = bool(near) and not parts and not word.startswith(near) and not near.startswith(word)
    return _Term(f"({' | '.join(choice)})", (word, near) if misread else None)


def _ask(terms: Sequence[_Term], *, kinds: Sequence[Kind], language: Language) -> tuple[Hit, ...]:
    """Ask for articles that have any of the words; those that have all of them stand in front of their like."""
    if not terms:
        return ()
    # What most articles have tells none apart, and costs most: it is looked for in those that have the rarer words.
    rarer = [term.query for term in terms if not term.common]
    every = [term.query for term in terms]
    given = {
        "any": " | ".join(every),
        "all": " & ".join(every),
        "among": " | ".join(rarer) or " & ".join(every),
        "configuration": CONFIGURATION[language],
        "language": language,
        "kinds": [kind.value for kind in kinds],
        "boost": _BOOST,
        "boost_all": _BOOST_ALL,
        "boost_whole": _BOOST_WHOLE,
        "most": _MOST,
        "options": _OPTIONS,
    }
    return _rows(_SEARCH, given)


def _rows(statement: str, given: dict[str, Any]) -> tuple[Hit, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        rows = cursor.fetchall()
    return tuple(
        Hit(
            article=article,
            anchor=anchor,
            title=title,
            heading=heading,
            text=text,
            answers=tuple(
                (kind, sentence)
                for kind, sentence in (json.loads(answers) if isinstance(answers, str) else answers)
            ),
        )
        for article, anchor, title, heading, answers, text in rows
    )


def _answered(found: Found, *, words: Sequence[str], kinds: Sequence[Kind]) -> Found:
    """Choose, among the sentences that hold a fact of the kind asked for, the one nearest to the question."""
    asked = {folded(word)[:5] for word in words if len(word) > 3}

    def near(sentence: str) -> int:
        return len(asked & {folded(word)[:5] for word in _telling(sentence)})

    choice = [
        (kinds.index(Kind(kind)), nth, -near(sentence), sentence, hit)
        for nth, hit in enumerate(found.hits[:_ANSWER_FROM])
        for kind, sentence in hit.answers
        if kind in kinds
    ]
    if not choice:
        return found
    *_, sentence, hit = min(choice, key=lambda each: each[:3])
    return replace(found, answer=sentence, answered_by=hit)


def _telling(sentence: str) -> tuple[str, ...]:
    return tuple(
        word for word in folded(sentence).replace(".", " ").replace(",", " ").split() if len(word) > 3
    )


def write_miss(asked: str, *, language: Language, today: date) -> None:
    """Count that a question found nothing; forget what is older than three months."""
    kept = redacted(asked)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM help_miss WHERE day < %s", [today - _FORGOTTEN_AFTER])
        if kept:
            cursor.execute(
                """
                INSERT INTO help_miss AS held (day, language, asked, count) VALUES (%s, %s, %s, 1)
                ON CONFLICT (day, language, asked) DO UPDATE SET count = held.count + 1
                """,
                [today, language, kept],
            )
