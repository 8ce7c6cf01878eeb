"""The house looks at its terms: every clause answered, every refusal raised and worded, every event a row."""

from __future__ import annotations

import ast
import re
import string
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest

from budstikke.law.refusal import RefusalReason
from budstikke.post.terms.contracts import PUM
from budstikke.post.terms.editions import PUM_PRESENT
from budstikke.post.terms.events import Event
from budstikke.post.terms.pum.clauses import HEADINGS
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.refusals import TABLE

SRC = Path(__file__).parents[2] / "src" / "budstikke"
DOCS = Path(__file__).parents[2] / "docs"
PUM_FOLDER = SRC / "post" / "terms" / "pum"
# Where rows are written down; citing or naming there is no use of them.
TABLES = {SRC / "post" / "terms" / "refusals", PUM_FOLDER / "clauses.py"}

# Clauses that no code needs to answer, with the reason.
EXCUSED: dict[int, str] = {}


@cache
def _sources() -> tuple[tuple[Path, ast.Module], ...]:
    return tuple(
        (path, ast.parse(path.read_text(encoding="utf-8")))
        for path in sorted(SRC.rglob("*.py"))
        if not TABLES & {path, *path.parents}
    )


@cache
def _cited_in_code() -> set[int]:
    return {
        node.args[0].value
        for _, tree in _sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "PUM"
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, int)
    }


@pytest.mark.parametrize("number", [clause.number for clause in PUM.clauses])
def test_a_clause_is_cited_by_code_or_excused(number: int) -> None:
    """A clause nobody answers is a hole in the product."""
    from_edition = {
        spec.metadata["clause"].number for spec in fields(PumEdition) if "clause" in spec.metadata
    }
    assert number in _cited_in_code() | from_edition or EXCUSED.get(number)


@pytest.mark.parametrize("number", HEADINGS)
def test_a_clause_is_answered_where_the_table_of_contents_says(number: int) -> None:
    """The named files exist and speak of the clause."""
    for name in HEADINGS[number].answered_in:
        text = (PUM_FOLDER / f"{name}.py").read_text(encoding="utf-8")
        ranges = [range(int(a), int(b) + 1) for a, b in re.findall(r"§(\d+)–§?(\d+)", text)]
        spoken = {int(one) for one in re.findall(r"§(\d+)", text)}
        assert number in spoken or any(number in one for one in ranges), f"§{number} in {name}.py"


@pytest.mark.parametrize("path", sorted(PUM_FOLDER.glob("*.py")), ids=lambda path: path.name)
def test_a_file_of_the_terms_is_in_the_table_of_contents(path: Path) -> None:
    """A lawyer reaches every file from the clauses."""
    listed = {name for heading in HEADINGS.values() for name in heading.answered_in}
    shared = {"__init__", "clauses", "edition", "days"}
    assert path.stem in listed | shared


@cache
def _raised() -> set[str]:
    # Written as refusals.WEIGHT, or as WEIGHT where the row itself was imported; an import alone is no use.
    written = {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for _, tree in _sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute | ast.Name)
    }
    return written & set(TABLE)


@pytest.mark.parametrize("code", TABLE)
def test_a_refusal_is_raised_somewhere(code: str) -> None:
    """A row nobody raises is dead, or a rule is missing."""
    assert code in _raised()


@pytest.mark.parametrize("row", TABLE.values(), ids=lambda row: row.code)
def test_a_refusal_is_worded_in_both_languages(row: RefusalReason) -> None:
    """For staff, for the person, and with a cure; the same facts in both languages."""
    assert row.code == row.code.upper()
    assert row.clauses
    for words in (row.staff, row.person, row.cure):
        assert words.no.strip()
        assert words.en.strip()
        assert words.no != words.en
        assert _facts(words.no) == _facts(words.en)


def _facts(text: str) -> set[str]:
    # {document_no} and {document_en} are one fact in two languages.
    return {
        re.sub(r"_(no|en)$", "", name) for _, name, _, _ in string.Formatter().parse(text) if name is not None
    }


def test_refusal_codes_are_rows_only_once() -> None:
    """Two rows of one code would hide one of them."""
    text = "".join(path.read_text() for path in (SRC / "post" / "terms" / "refusals").glob("*.py"))
    written = re.findall(r'code="(\w+)"', text)
    assert sorted(written) == sorted(TABLE)


def test_every_event_code_in_the_code_is_a_row() -> None:
    """Event.SOMETHING that is no row fails here and not at the counter."""
    named = {
        node.attr
        for _, tree in _sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "Event"
        and node.attr.isupper()
    }
    assert named <= {event.value for event in Event}


@pytest.mark.parametrize(
    "point", sorted({spec.metadata["point"] for spec in fields(PumEdition) if "point" in spec.metadata})
)
def test_a_choice_of_ours_has_its_decision_page(point: str) -> None:
    """What the text leaves open is decided on a page that says why."""
    pages = [path for path in (DOCS / "decisions").glob("*.md") if point in path.read_text(encoding="utf-8")]
    assert pages


def test_the_table_of_clauses_is_complete() -> None:
    """docs/terms names every clause and every file that answers it."""
    table = (DOCS / "terms" / "pum.md").read_text(encoding="utf-8")
    for number, heading in HEADINGS.items():
        (line,) = [line for line in table.splitlines() if line.startswith(f"| §{number} ")]
        assert all(f"{name}.py" in line for name in heading.answered_in), line
        assert re.findall(r"tests/[\w/]+\.py", line), line
        for test in re.findall(r"tests/[\w/]+\.py", line):
            assert (SRC.parents[1] / test).exists(), test


@pytest.mark.parametrize("row", TABLE.values(), ids=lambda row: row.code)
def test_a_refusal_stands_in_the_table_of_clauses(row: RefusalReason) -> None:
    """A reader who comes from the clause finds every way it says no."""
    table = (DOCS / "terms" / "pum.md").read_text(encoding="utf-8").splitlines()
    lines = [line for clause in row.clauses for line in table if line.startswith(f"| §{clause.number} ")]
    assert any(re.search(rf"\b{row.code}\b", line) for line in lines)


def test_numbers_of_the_contract_stand_in_the_edition_only() -> None:
    """Limits written into a rule would not change with the edition."""
    limits = {
        PUM_PRESENT.max_weight_g,
        PUM_PRESENT.max_thickness_mm,
        PUM_PRESENT.collection_days,
        PUM_PRESENT.complaint_days,
        PUM_PRESENT.keyed_name_above_characters,
        PUM_PRESENT.liability_cap_ore,
    }
    # The width of one name component of an order, which is the wire's and not the contract's.
    excused = {("names.py", 35)}
    for path, tree in _sources():
        if PUM_FOLDER in path.parents:
            found = {
                node.value
                for node in ast.walk(tree)
                if isinstance(node, ast.Constant) and type(node.value) is int
            }
            assert not {(path.name, value) for value in found & limits} - excused
