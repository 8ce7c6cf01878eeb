"""The house looks at its terms: every clause answered, every refusal raised and worded, every event a row."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.house.tree import nodes

from budstikke.law.clause import Contract, Heading
from budstikke.law.refusal import RefusalReason
from budstikke.post.terms.contracts import FORWARDING, PUM
from budstikke.post.terms.editions import FORWARDING_PRESENT, PUM_PRESENT
from budstikke.post.terms.events import Event
from budstikke.post.terms.forwarding import clauses as forwarding_clauses
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.pum import clauses as pum_clauses
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.refusals import TABLE

SRC = Path(__file__).parents[2] / "src" / "budstikke"
DOCS = Path(__file__).parents[2] / "docs"
TERMS = SRC / "post" / "terms"


@dataclass(frozen=True)
class Terms:
    """One contract as the house looks at it; `excused` are clauses that no code needs to answer, and why."""

    contract: Contract
    constant: str
    folder: str
    edition: Any
    headings: Mapping[int, Heading]
    numbers: frozenset[int]
    excused: Mapping[int, str]

    @property
    def files(self) -> Path:
        """Where its rules are."""
        return TERMS / self.folder

    @property
    def page(self) -> str:
        """Its table of clauses."""
        return (DOCS / "terms" / f"{self.folder}.md").read_text(encoding="utf-8")


CONTRACTS = (
    Terms(
        contract=PUM,
        constant="PUM",
        folder="pum",
        edition=PumEdition,
        headings=pum_clauses.HEADINGS,
        numbers=frozenset(
            {
                PUM_PRESENT.max_weight_g,
                PUM_PRESENT.max_thickness_mm,
                PUM_PRESENT.collection_days,
                PUM_PRESENT.complaint_days,
                PUM_PRESENT.keyed_name_above_characters,
                PUM_PRESENT.liability_cap_ore,
            }
        ),
        excused={},
    ),
    Terms(
        contract=FORWARDING,
        constant="FORWARDING",
        folder="forwarding",
        edition=ForwardingEdition,
        headings=forwarding_clauses.HEADINGS,
        # The smaller numbers are numbers of clauses, too.
        numbers=frozenset(
            {
                FORWARDING_PRESENT.permanent_max_months,
                FORWARDING_PRESENT.signed_for_collect_days,
                FORWARDING_PRESENT.large_amount_items,
                FORWARDING_PRESENT.complaint_prompt_days,
            }
        ),
        excused={},
    ),
)
# Where rows are written down; citing or naming there is no use of them.
TABLES = {TERMS / "refusals", *(terms.files / "clauses.py" for terms in CONTRACTS)}
EVERY_CLAUSE = [
    pytest.param(terms, number, id=f"{terms.folder}-{number}")
    for terms in CONTRACTS
    for number in terms.headings
]


@cache
def _sources() -> tuple[tuple[Path, tuple[ast.AST, ...]], ...]:
    return tuple(
        (path, nodes(path)) for path in sorted(SRC.rglob("*.py")) if not TABLES & {path, *path.parents}
    )


@cache
def _cited_in_code(constant: str) -> set[int]:
    return {
        node.args[0].value
        for _, found in _sources()
        for node in found
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == constant
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, int)
    }


@pytest.mark.parametrize("terms", CONTRACTS, ids=lambda terms: terms.folder)
def test_every_clause_has_its_heading(terms: Terms) -> None:
    """A clause that is not in the table of contents is looked for in vain."""
    assert [clause.number for clause in terms.contract.clauses] == list(terms.headings)


@pytest.mark.parametrize(("terms", "number"), EVERY_CLAUSE)
def test_a_clause_is_cited_by_code_or_excused(terms: Terms, number: int) -> None:
    """A clause nobody answers is a hole in the product."""
    from_edition = {
        spec.metadata["clause"].number for spec in fields(terms.edition) if "clause" in spec.metadata
    }
    assert number in _cited_in_code(terms.constant) | from_edition or terms.excused.get(number)


@pytest.mark.parametrize(("terms", "number"), EVERY_CLAUSE)
def test_a_clause_is_answered_where_the_table_of_contents_says(terms: Terms, number: int) -> None:
    """The named files exist and speak of the clause."""
    for name in terms.headings[number].answered_in:
        text = (terms.files / f"{name}.py").read_text(encoding="utf-8")
        ranges = [range(int(a), int(b) + 1) for a, b in re.findall(r"§(\d+)–§?(\d+)", text)]
        spoken = {int(one) for one in re.findall(r"§(\d+)", text)}
        assert number in spoken or any(number in one for one in ranges), f"§{number} in {name}.py"


@pytest.mark.parametrize(
    ("terms", "path"),
    [
        pytest.param(terms, path, id=f"{terms.folder}-{path.name}")
        for terms in CONTRACTS
        for path in sorted(terms.files.glob("*.py"))
    ],
)
def test_a_file_of_the_terms_is_in_the_table_of_contents(terms: Terms, path: Path) -> None:
    """A lawyer reaches every file from the clauses."""
    listed = {name for heading in terms.headings.values() for name in heading.answered_in}
    shared = {"__init__", "clauses", "edition", "days"}
    assert path.stem in listed | shared


@cache
def _raised() -> set[str]:
    # Written as refusals.WEIGHT, or as WEIGHT where the row itself was imported; an import alone is no use.
    written = {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for _, found in _sources()
        for node in found
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
    """Event.SOMETHING that is no row fails here and not at the counter; the issuer has events of its own."""
    named = {
        node.attr
        for path, found in _sources()
        for node in found
        if SRC / "issuer" not in path.parents
        and isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "Event"
        and node.attr.isupper()
    }
    assert named <= {event.value for event in Event}


@pytest.mark.parametrize(
    "point",
    sorted(
        {
            spec.metadata["point"]
            for terms in CONTRACTS
            for spec in fields(terms.edition)
            if "point" in spec.metadata
        }
    ),
)
def test_a_choice_of_ours_has_its_decision_page(point: str) -> None:
    """What the text leaves open is decided on a page that says why."""
    named = re.compile(rf"{point}\b")
    pages = [
        path for path in (DOCS / "decisions").glob("*.md") if named.search(path.read_text(encoding="utf-8"))
    ]
    assert pages


@pytest.mark.parametrize(("terms", "number"), EVERY_CLAUSE)
def test_the_table_of_clauses_is_complete(terms: Terms, number: int) -> None:
    """docs/terms names every clause and every file that answers it."""
    (line,) = [line for line in terms.page.splitlines() if line.startswith(f"| §{number} ")]
    assert all(f"{name}.py" in line for name in terms.headings[number].answered_in), line
    assert re.findall(r"tests/[\w/]+\.py", line), line
    for test in re.findall(r"tests/[\w/]+\.py", line):
        assert (SRC.parents[1] / test).exists(), test


@pytest.mark.parametrize("row", TABLE.values(), ids=lambda row: row.code)
def test_a_refusal_stands_in_the_table_of_clauses(row: RefusalReason) -> None:
    """A reader who comes from the clause finds every way it says no."""
    pages = {terms.contract.name: terms.page.splitlines() for terms in CONTRACTS}
    lines = [
        line
        for clause in row.clauses
        for line in pages[clause.contract]
        if line.startswith(f"| §{clause.number} ")
    ]
    assert any(re.search(rf"\b{row.code}\b", line) for line in lines)


@pytest.mark.parametrize("terms", CONTRACTS, ids=lambda terms: terms.folder)
def test_numbers_of_the_contract_stand_in_the_edition_only(terms: Terms) -> None:
    """Limits written into a rule would not change with the edition."""
    # The width of one name component of an order, which is the wire's and not the contract's.
    excused = {("names.py", 35)}
    for path, within in _sources():
        if terms.files in path.parents:
            found = {
                node.value for node in within if isinstance(node, ast.Constant) and type(node.value) is int
            }
            assert not {(path.name, value) for value in found & terms.numbers} - excused
