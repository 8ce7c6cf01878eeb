"""A help article: Markdown with a head, facts in braces, the same in both languages."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from budstikke.formats.malformed import Fault, Malformed
from budstikke.issuer.terms.help_facts import Fact
from budstikke.issuer.terms.help_groups import GROUPS
from budstikke.law.words import Language

PLACE = re.compile(r"\{([a-z0-9_]+)\}")
_HEAD = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.S)
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# A number of a list item is Markdown's, and this one is a name.
_MAY_BE_TYPED = re.compile(r"^\s*\d+\.\s|FIDO2", re.M | re.I)
_MUST = ("title", "summary", "group", "asks", "updated", "version")
_KNOWN = {*_MUST, "related"}
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})
_MOST_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article in one language; `asks` are other words for what it answers, for the search only."""

    id: str
    language: Language
    title: str
    summary: str
    group: str
    asks: tuple[str, ...]
    updated_on: date
    version: int
    related: tuple[str, ...]
    body: str

    @property
    def places(self) -> tuple[str, ...]:
        """The facts it names, in their order."""
        return tuple(PLACE.findall(f"{self.summary}\n{self.body}"))


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading; the first has none. `answers` are sentences with a fact, by its kind."""

    anchor: str
    heading: str
    text: str
    answers: tuple[tuple[str, str], ...]


@lru_cache(maxsize=1)
def markdown() -> MarkdownIt:
    """Return what reads Markdown here: headings, lists, tables, links; no HTML and no pictures."""
    return MarkdownIt("js-default", {"html": False, "linkify": False}).disable("image")


def parse_article(text: str, *, id: str, language: Language) -> Article:  # noqa: A002  (what an article is called)
    """
    Read an article.

    Raises: Malformed with every fault of its head and its body.
    """
    faults: list[Fault] = []
    parts = _HEAD.match(text.replace("\r\n", "\n"))
    if len(text) > _MOST_CHARACTERS or not parts:
        raise Malformed(
            (Fault("head", "NO_HEAD", "begin with ---, the head, --- and a text of reasonable length"),)
        )
    head, body = _head(parts[1], faults), parts[2].strip()
    faults += [Fault("head", "MISSING", f"write {name}:") for name in _MUST if not head.get(name)]
    if not _SLUG.fullmatch(id):
        faults.append(Fault("id", "ID", "small letters, digits and hyphens"))
    if head.get("group") and head["group"] not in GROUPS:
        faults.append(Fault("group", "UNKNOWN_GROUP", f"one of {', '.join(GROUPS)}"))
    updated, version = _date(head.get("updated", ""), faults), _version(head.get("version", ""), faults)
    faults += _typed(f"{head.get('title', '')}\n{head.get('summary', '')}\n{body}")
    faults += _structure(body)
    if faults:
        raise Malformed(tuple(faults))
    return Article(
        id=id,
        language=language,
        title=head["title"],
        summary=head["summary"],
        group=head["group"],
        asks=tuple(each.strip() for each in head["asks"].split(";") if each.strip()),
        updated_on=updated,
        version=version,
        related=tuple(head.get("related", "").split()),
        body=body,
    )


def _head(text: str, faults: list[Fault]) -> dict[str, str]:
    head: dict[str, str] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        name, colon, value = line.partition(":")
        if not colon or name.strip() not in _KNOWN or name.strip() in head:
            faults.append(
                Fault(f"head, line {number}", "HEAD_LINE", f"one of {', '.join(sorted(_KNOWN))}, once")
            )
        else:
            head[name.strip()] = value.strip()
    return head


def _date(text: str, faults: list[Fault]) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        if text:
            faults.append(Fault("updated", "DATE", "a date as 2026-11-21"))
        return date.min


def _version(text: str, faults: list[Fault]) -> int:
    if text and (not text.isdecimal() or int(text) < 1):
        faults.append(Fault("version", "VERSION", "a whole number from 1"))
    return int(text) if text.isdecimal() else 0


def _typed(text: str) -> list[Fault]:
    """Find digits: deadlines, prices and hours come from the data that decides, by {name}."""
    left = _MAY_BE_TYPED.sub("", PLACE.sub("", text))
    return [
        Fault("text", "DIGIT", f"{each!r}: name a fact in braces") for each in re.findall(r"\S*\d\S*", left)
    ]


def _structure(body: str) -> list[Fault]:
    faults = []
    for token in markdown().parse(body):
        if token.type == "heading_open" and token.tag not in ("h2", "h3"):
            faults.append(Fault(_line(token), "HEADING", "headings begin with ## or ###"))
        for child in token.children or ():
            if child.type == "link_open" and not _may_link(str(child.attrGet("href") or "")):
                faults.append(
                    Fault(_line(token), "LINK", "link to another article by its id, or to /help/contact/")
                )
            if child.type == "text" and re.search(r"<\w|</", child.content):
                faults.append(Fault(_line(token), "HTML", "write Markdown, no HTML"))
    return faults


def _may_link(href: str) -> bool:
    return bool(_SLUG.fullmatch(href)) or (href.startswith("/") and not href.startswith(("//", "/\\")))


def _line(token: Token) -> str:
    return f"line {token.map[0] + 1}" if token.map else "text"


def dated(text: str, *, updated_on: date, version: int) -> str:
    """Return the text of an article with another date and version in its head."""
    head, line, body = text.replace("\r\n", "\n").partition("\n---\n")
    head = re.sub(r"^updated:.*$", f"updated: {updated_on.isoformat()}", head, count=1, flags=re.M)
    head = re.sub(r"^version:.*$", f"version: {version}", head, count=1, flags=re.M)
    return f"{head}{line}{body}"


def written(article: Article) -> str:
    """Return an article as its file is written."""
    head = (
        ("title", article.title),
        ("summary", article.summary),
        ("group", article.group),
        ("asks", "; ".join(article.asks)),
        ("updated", article.updated_on.isoformat()),
        ("version", str(article.version)),
        ("related", " ".join(article.related)),
    )
    return (
        "---\n"
        + "".join(f"{name}: {value}".rstrip() + "\n" for name, value in head)
        + f"---\n{article.body}\n"
    )


def faults_of_pair(no: Article, en: Article, *, facts: Collection[str]) -> tuple[Fault, ...]:
    """Return how the two languages of an article differ in what must be alike, and facts nobody knows."""
    alike = {
        "group": (no.group, en.group),
        "updated": (no.updated_on, en.updated_on),
        "version": (no.version, en.version),
        "related": (no.related, en.related),
        "headings": tuple(
            [t.tag for t in markdown().parse(a.body) if t.type == "heading_open"] for a in (no, en)
        ),
        "facts": (sorted(no.places), sorted(en.places)),
        "links": (sorted(links(no.body)), sorted(links(en.body))),
    }
    faults = [
        Fault(name, "NOT_IN_STEP", "the two languages differ")
        for name, (one, other) in alike.items()
        if one != other
    ]
    unknown = sorted({*no.places, *en.places} - set(facts))
    return (*faults, *(Fault("facts", "UNKNOWN_FACT", f"there is no fact {each}") for each in unknown))


def links(body: str) -> tuple[str, ...]:
    """Return where the links of a text lead."""
    found = (child for token in markdown().parse(body) for child in token.children or ())
    return tuple(str(child.attrGet("href")) for child in found if child.type == "link_open")


def filled(text: str, *, facts: Mapping[str, Fact], language: Language) -> str:
    """
    Return a text with its facts.

    Raises: KeyError when it names one that is not there (our bug: faults_of_pair says so before).
    """
    return PLACE.sub(lambda place: facts[place[1]].words.in_(language), text)


def anchor(heading: str) -> str:
    """Return what a heading is linked by."""
    return re.sub(r"[^a-z0-9]+", "-", heading.lower().translate(_LETTERS)).strip("-")


def sections(article: Article, *, facts: Mapping[str, Fact]) -> tuple[Section, ...]:
    """Return an article heading by heading, as plain text with its facts; the summary stands first."""
    pieces: list[tuple[str, list[str]]] = [("", [article.summary])]
    in_heading, cells = False, list[str]()
    for token in markdown().parse(article.body):
        if token.type in ("heading_open", "heading_close"):
            in_heading = token.type == "heading_open"
        elif token.type == "tr_open":
            pieces[-1][1].append("")
            cells = []
        elif token.type in ("td_open", "th_open"):
            cells.append("")
        elif token.type == "inline" and in_heading:
            pieces.append((_plain(token), []))
        elif token.type == "inline" and cells:
            # A row reads as a sentence: what stands first, and what is said of it.
            cells[-1] = _plain(token)
            pieces[-1][1][-1] = ": ".join(filter(None, cells))
        elif token.type == "inline":
            pieces[-1][1].append(_plain(token))
        elif token.type == "table_close":
            cells = []
    return tuple(
        _section(heading, texts, facts=facts, language=article.language) for heading, texts in pieces
    )


def _plain(token: Token) -> str:
    children = token.children or ()
    return "".join(" " if child.type in ("softbreak", "hardbreak") else child.content for child in children)


def _section(heading: str, texts: list[str], *, facts: Mapping[str, Fact], language: Language) -> Section:
    answers = [
        (facts[name].kind.value, filled(sentence, facts=facts, language=language))
        for text in texts
        for sentence in re.split(r"(?<=[.!?])\s+", text)
        for name in dict.fromkeys(PLACE.findall(sentence))
    ]
    said = filled(heading, facts=facts, language=language)
    whole = "\n".join(filled(text, facts=facts, language=language) for text in texts)
    return Section(anchor(said) if said else "", said, whole, tuple(answers))
