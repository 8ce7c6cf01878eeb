"""The house looks at what is written down: every question an action records can be asked again."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import get_type_hints

import pytest

from budstikke.law.decision import Decision
from budstikke.post.terms.asked_again import QUESTIONS

POST = Path(__file__).parents[2] / "src" / "budstikke" / "post"
# What is decided of the register is evidenced as it is, and no order ends by it.
_CONTRACTS = ("budstikke.post.terms.pum.", "budstikke.post.terms.forwarding.")
_WRITING = sorted([*(POST / "actions").rglob("*.py"), *(POST / "records").rglob("*.py")])


@cache
def _rules_asked(path: Path) -> tuple[Callable[..., object], ...]:
    """Every function of the terms that a file imports and that answers with a decision."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = [
        getattr(importlib.import_module(node.module), alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(_CONTRACTS)
        for alias in node.names
    ]
    functions = [one for one in imported if callable(one) and not isinstance(one, type)]
    return tuple(one for one in functions if get_type_hints(one).get("return") is Decision)


def _writes_decisions(path: Path) -> bool:
    return "actions.recorded import" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "path", [path for path in _WRITING if _writes_decisions(path)], ids=lambda path: path.name
)
def test_a_rule_that_an_action_writes_down_has_a_row(path: Path) -> None:
    """What is recorded and not in the table could never be asked again."""
    known = {question.rule for question in QUESTIONS.values()}
    assert set(_rules_asked(path)) <= known


def test_a_question_written_by_sql_has_a_row() -> None:
    """The sweep writes its decision in the database."""
    written = {
        name
        for path in _WRITING
        for name in re.findall(r"'question', '(\w+)'", path.read_text(encoding="utf-8"))
    }
    assert written == {"return_due"}
    assert written <= set(QUESTIONS)


def test_every_row_is_written_by_somebody() -> None:
    """A row that no action writes is dead."""
    written = {rule for path in _WRITING if _writes_decisions(path) for rule in _rules_asked(path)}
    assert {row.name for row in QUESTIONS.values() if row.rule not in written} == {"return_due"}
