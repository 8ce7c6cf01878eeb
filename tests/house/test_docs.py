"""The house reads its documentation: links lead somewhere, tables are in step, words are in the glossary."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from tests.house.tree import ROOT, SRC, name_of, parsed, python_files, tracked
from tools import docs as made

from budstikke.post.terms.events import EVENTS, Custody, State

# Help articles link to each other by their ids; tests/issuer follows them.
_ELSEWHERE = {"samples", "articles"}
PAGES = [path for path in tracked() if path.suffix == ".md" and not _ELSEWHERE & set(path.parts)]
DECISIONS = [path for path in PAGES if path.parent.name == "decisions"]
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
# The words the project settled before anything else: Norwegian and English.
SETTLED = {
    "brev": "letter",
    "avsender": "sender",
    "mottaker": "recipient",
    "poststed": "outlet",
    "hentemelding": "notice",
    "innlevering": "hand-in",
    "utlevering": "hand-over",
    "legitimasjonskontroll": "ID check",
    "utleveringsrapport": "report",
    "påholden penn": "assisted signature",
    "tilleggsdokument": "supplementary document",
    "krav til pass": "passport only",
}


def _models() -> list[str]:
    files = [
        *(SRC / "post/records/models").glob("*.py"),
        SRC / "mailbox/records/models.py",
        *(SRC / "issuer/records/models").glob("*.py"),
    ]
    return [
        node.name
        for path in files
        for node in parsed(path).body
        if isinstance(node, ast.ClassDef)
        and any(isinstance(base, ast.Attribute) and base.attr == "Model" for base in node.bases)
    ]


def _rows() -> list[list[str]]:
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in GLOSSARY.splitlines()
        if line.startswith("|")
    ]


@pytest.mark.parametrize("word", SETTLED)
def test_a_settled_word_is_in_the_glossary(word: str) -> None:
    """One word per thing, in both languages, on one row."""
    assert [
        row for row in _rows() if word in re.split(r", ", row[0]) and SETTLED[word] in re.split(r", ", row[1])
    ]


@pytest.mark.parametrize(
    "name",
    [
        *_models(),
        *(f"State.{state.name}" for state in State),
        *(f"Custody.{place.name}" for place in Custody),
        *(f"Event.{code}" for code in EVENTS),
    ],
)
def test_a_name_of_the_code_is_in_the_glossary(name: str) -> None:
    """Whoever meets a table, a state or an event in the code finds its words."""
    assert re.search(rf"`{re.escape(name)}`", GLOSSARY)


def test_a_word_has_one_row() -> None:
    """Two rows of one name in code would be two words for one thing."""
    names = [name for row in _rows() if len(row) == 3 for name in re.findall(r"`([^`]+)`", row[2])]
    assert sorted(set(names)) == sorted(names)


def test_a_name_in_the_glossary_is_in_the_code() -> None:
    """A thing that was renamed keeps no row under its old name."""
    code = {
        word
        for path in python_files(tests=False)
        for word in re.findall(r"\w+", path.read_text(encoding="utf-8"))
    }
    names = {name for row in _rows() if len(row) == 3 for name in re.findall(r"`([^`]+)`", row[2])}
    words = {word for name in names for word in re.findall(r"[A-Za-z_]{3,}", name)}
    assert words - code == set()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_link_leads_somewhere(page: Path) -> None:
    """A page that moved is missed here."""
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_file_that_is_named_exists(page: Path) -> None:
    """Paths in the text are paths of the project."""
    places = (ROOT, SRC, SRC / "post", SRC / "post" / "records", page.parent)
    for named in re.findall(
        r"`((?:tests|src|docs|tools|post|kit|records|actions|wiring|examples|proof)/[\w/.-]+)`",
        page.read_text(encoding="utf-8"),
    ):
        assert any((place / named).exists() for place in places), named


def test_a_rule_that_is_asked_for_often_is_where_the_page_says() -> None:
    """Whoever changes the code finds a rule by its question; one that moved or was renamed is missed here."""
    told = re.findall(
        r"`((?:pum|forwarding)/\w+\.py)`: `(\w+)`", (ROOT / "docs" / "develop.md").read_text("utf-8")
    )
    terms = SRC / "post" / "terms"
    missed = [
        (file, name)
        for file, name in told
        if not re.search(rf"^(?:def )?{name}\b", (terms / file).read_text("utf-8"), re.MULTILINE)
    ]
    assert len(told) > 10 and not missed


@pytest.mark.parametrize("page", made.pages(), ids=name_of)
def test_a_table_is_in_step_with_the_code(page: Path) -> None:
    """`python tools/docs.py` renews them."""
    text = page.read_text(encoding="utf-8")
    assert made.renewed(text) == text


def test_every_refusal_and_fault_is_told_to_somebody() -> None:
    """Senders and clerks find each code they may be shown."""
    told = {
        name for page in made.pages() for name in re.findall(r"<!-- table: ([a-z-]+) -->", page.read_text())
    }
    assert told == set(made.TABLES)


@pytest.mark.parametrize("page", DECISIONS, ids=name_of)
def test_a_decision_has_its_five_parts_on_one_page(page: Path) -> None:
    """What was asked, what was decided, what follows, what else was possible, what holds it."""
    text = page.read_text(encoding="utf-8")
    heads = re.findall(r"^## (.+)$", text, re.M)
    assert heads == ["Context", "Decision", "Consequences", "Alternatives", "Enforced by"]
    assert len(text.splitlines()) <= 40
    assert re.match(rf"# {int(page.name[:4])}\. ", text)


def test_decisions_are_numbered_once() -> None:
    """A number names one page for ever."""
    numbers = [page.name[:4] for page in DECISIONS]
    assert sorted(set(numbers)) == sorted(numbers)


def _settings_of_the_code() -> set[str]:
    """Names the code reads from the environment; `{SERVICE}_DATABASE_URL` stands for one of each service."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in python_files(tests=False))
    named = set(re.findall(r"\bBUDSTIKKE_[A-Z_]+\b|\bDATABASE_URL\b", code))
    return named | {"POST_DATABASE_URL", "MAILBOX_DATABASE_URL"}


def test_every_setting_is_described_for_operators() -> None:
    """A setting nobody can read about does not exist; one that is described and gone misleads."""
    page = (ROOT / "docs" / "operate.md").read_text(encoding="utf-8")
    told: set[str] = set()
    for line in page.splitlines():
        names = re.findall(r"`(_?[A-Z][A-Z_]+)", line)
        first = next((name for name in names if name.startswith("BUDSTIKKE_")), "")
        told |= {
            # `BUDSTIKKE_SMTP_HOST`, `_PORT` is short for BUDSTIKKE_SMTP_PORT.
            first.rpartition("_")[0] + name if name.startswith("_") else name
            for name in names
        }
    described = {name for name in told if name.startswith("BUDSTIKKE_") or name.endswith("DATABASE_URL")}
    assert described == _settings_of_the_code()
