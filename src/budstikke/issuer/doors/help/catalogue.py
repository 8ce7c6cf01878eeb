"""Every article that is read now: those of the files, and in their place what staff have published since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from budstikke.issuer.actions.help_editions import published
from budstikke.issuer.actions.help_index import Entry
from budstikke.issuer.terms.help_articles import Article, parse_article, sections
from budstikke.issuer.terms.help_facts import facts
from budstikke.issuer.terms.help_groups import GROUPS
from budstikke.law.words import LANGUAGES, Language

_FOLDER = Path(__file__).with_name("articles")


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """The articles of both languages, by id; one object is one state of them."""

    articles: Mapping[Language, Mapping[str, Article]]

    def of(self, language: Language) -> Mapping[str, Article]:
        """Return the articles of a language."""
        return self.articles[language]

    def in_group(self, group: str, *, language: Language) -> tuple[Article, ...]:
        """Return a topic's articles: those asked for most in front, the others by their titles."""
        popular = GROUPS[group].popular
        known = self.articles[language]
        rest = (each for each in known.values() if each.group == group and each.id not in popular)
        first = [known[each] for each in popular if each in known]
        return (*first, *sorted(rest, key=lambda each: each.title))


def catalogue() -> Catalogue:
    """Return the articles as they are read at this moment."""
    editions = published()
    return _joined(editions) if editions else of_files()


@lru_cache(maxsize=1)
def of_files() -> Catalogue:
    """Return the articles that came with the program."""
    return Catalogue(
        {
            language: {
                path.stem: parse_article(path.read_text(encoding="utf-8"), id=path.stem, language=language)
                for path in sorted((_FOLDER / language).glob("*.md"))
            }
            for language in LANGUAGES
        }
    )


@lru_cache(maxsize=4)
def _joined(editions: tuple[tuple[str, str, str], ...]) -> Catalogue:
    """Put what was published in the place of a file's article, unless the program brought a newer version since."""
    joined: dict[Language, dict[str, Article]] = {
        language: dict(of_files().of(language)) for language in LANGUAGES
    }
    for article, no, en in editions:
        for language, text in (("no", no), ("en", en)):
            read = parse_article(text, id=article, language=language)  # type: ignore[arg-type]  # one of the two
            there = joined[read.language].get(article)
            if there is None or there.version < read.version:
                joined[read.language][article] = read
    return Catalogue(joined)


def entries(read: Catalogue, *, language: Language, day: date) -> tuple[str, tuple[Entry, ...]]:
    """Return the articles of a language as the search reads them on a day, and what tells them from others."""
    return _entries(read, language, day)


@lru_cache(maxsize=8)
def _entries(read: Catalogue, language: Language, day: date) -> tuple[str, tuple[Entry, ...]]:
    known = facts(day)
    made = tuple(
        Entry(article=each.id, title=each.title, asks=each.asks, sections=sections(each, facts=known))
        for each in read.of(language).values()
    )
    return sha256(repr(made).encode()).hexdigest(), made
