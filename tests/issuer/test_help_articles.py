"""The help articles: both languages in step, facts from the data that decides, nothing smuggled in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from budstikke.formats.malformed import Malformed
from budstikke.issuer.terms import help_facts
from budstikke.issuer.terms.help_articles import faults_of_pair, filled, links, parse_article, sections
from budstikke.issuer.terms.help_groups import GROUPS, MOVED
from budstikke.law.words import Language

FOLDER = Path(help_facts.__file__).parents[1] / "doors" / "help" / "articles"
IDS = sorted(path.stem for path in (FOLDER / "no").glob("*.md"))
TODAY = date(2026, 11, 21)  # Saturday
FACTS = help_facts.facts(TODAY)


def _text(name: str, language: Language) -> str:
    return (FOLDER / language / f"{name}.md").read_text(encoding="utf-8")


def test_every_article_is_there_in_both_languages() -> None:
    """A page that one language lacks is missed here."""
    assert sorted(path.stem for path in (FOLDER / "en").glob("*.md")) == IDS
    assert len(IDS) >= 30


@pytest.mark.parametrize("name", IDS)
def test_the_two_languages_say_the_same(name: str) -> None:
    """Same headings, same facts, same links, same date and version."""
    no, en = (parse_article(_text(name, language), id=name, language=language) for language in ("no", "en"))  # type: ignore[arg-type]
    assert faults_of_pair(no, en, facts=FACTS) == ()
    for to in (*links(no.body), *no.related):
        assert to in IDS or to in ("/help/contact/", "/maintenance/"), to


def test_what_is_popular_or_has_moved_leads_to_an_article() -> None:
    """A question on the front page that leads nowhere is worse than none."""
    assert {name for group in GROUPS.values() for name in group.popular} <= set(IDS)
    assert {moved.to for moved in MOVED.values()} <= set(IDS)
    assert not set(MOVED) & set(IDS)


def test_every_fact_is_told_somewhere() -> None:
    """A fact that no article names is not kept."""
    named = {name for each in IDS for name in parse_article(_text(each, "no"), id=each, language="no").places}
    assert set(FACTS) - named == {"email"}


def test_a_fact_is_the_datas_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another number in the agreement is another number in the article."""
    from dataclasses import replace

    from budstikke.issuer.terms import help_agreement

    other = replace(help_agreement.EDITIONS[0], collection_days=14)
    monkeypatch.setattr(help_agreement, "EDITIONS", (other,))
    article = parse_article(_text("letter-id-check", "en"), id="letter-id-check", language="en")
    text = filled(article.body, facts=help_facts.facts(TODAY), language="en")
    assert "for 14 days" in text
    assert "21" not in text


_HEAD = "---\ntitle: T\nsummary: S\ngroup: eid\nasks: a\nupdated: 2026-11-21\nversion: 1\n---\n"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("no head", "NO_HEAD"),
        (_HEAD + "It waits 21 days.", "DIGIT"),
        (_HEAD + "# Too large", "HEADING"),
        (_HEAD + "[away](https://elsewhere.example/)", "LINK"),
        (_HEAD + "[away](//elsewhere.example/)", "LINK"),
        (_HEAD + "<script>alert()</script>", "HTML"),
        (_HEAD.replace("group: eid", "group: none") + "x", "UNKNOWN_GROUP"),
        (_HEAD.replace("version: 1", "version: one") + "x", "VERSION"),
        (_HEAD.replace("2026-11-21", "yesterday") + "x", "DATE"),
        (_HEAD.replace("asks: a\n", "") + "x", "MISSING"),
        (_HEAD.replace("asks: a\n", "asks: a\nasks: b\n") + "x", "HEAD_LINE"),
    ],
)
def test_an_article_that_breaks_a_rule_is_not_read(text: str, code: str) -> None:
    """What staff write is judged as strictly as what comes with the program."""
    with pytest.raises(Malformed) as raised:
        parse_article(text, id="x", language="en")
    assert code in {fault.code for fault in raised.value.faults}


def test_what_differs_between_the_languages_is_named() -> None:
    """A writer is told what to put right."""
    no = parse_article(_HEAD + "## A\n\n{code_days} {nothing}", id="x", language="no")
    en = parse_article(_HEAD.replace("version: 1", "version: 2") + "[A](order)", id="x", language="en")
    found = {(fault.where, fault.code) for fault in faults_of_pair(no, en, facts=FACTS)}
    assert found == {
        ("version", "NOT_IN_STEP"),
        ("headings", "NOT_IN_STEP"),
        ("facts", "NOT_IN_STEP"),
        ("links", "NOT_IN_STEP"),
        ("facts", "UNKNOWN_FACT"),
    }


def test_an_article_is_taken_apart_by_its_headings() -> None:
    """The search finds a section, and the sentence in it that holds the fact asked for."""
    article = parse_article(_text("letter-id-check", "en"), id="letter-id-check", language="en")
    by_heading = {section.heading: section for section in sections(article, facts=FACTS)}
    waits = by_heading["How long does the letter wait?"]
    assert waits.anchor == "how-long-does-the-letter-wait"
    assert (
        "duration",
        "The letter lies at the outlet for 21 days from when you get the collection notice.",
    ) in waits.answers
