"""The page that publishes the rules on names: every example on it is answered as the page says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from budstikke.post.terms.pum.names import compare

PAGE = (Path(__file__).parents[2] / "docs" / "names.md").read_text(encoding="utf-8")
_EXAMPLE = re.compile(r"^\| ([^|]*?) \| ([^|]*?) ?\| ([^|]*?) ?\| (same|ask|differs) \| ([0-9, ]+) \|$", re.M)
EXAMPLES = _EXAMPLE.findall(PAGE)
RULES = re.findall(r"^\| ([0-9]+) \|", PAGE, re.M)


@pytest.mark.parametrize(("letter", "surname", "given", "answer", "rules"), EXAMPLES)
def test_an_example_is_answered_as_the_page_says(
    letter: str, surname: str, given: str, answer: str, rules: str
) -> None:
    """A line of the document that had no room for more is marked (cut)."""
    cut = given.endswith("(cut)")
    found = compare(addressee=letter, surname=surname, given=given.removesuffix("(cut)"), truncated=cut)
    assert found.verdict == answer
    assert {each.strip() for each in rules.split(",")} <= set(RULES)


def test_the_page_has_right_and_wrong_examples_of_every_answer() -> None:
    """An example that is not read here would be a promise nobody keeps."""
    assert len(EXAMPLES) == sum(
        line.startswith("| ") and line.endswith(" |") and line.count("|") == 6
        for line in PAGE.splitlines()
        if "on the letter" not in line
    )
    assert {answer for *_, answer, _ in EXAMPLES} == {"same", "ask", "differs"}


def test_every_rule_has_an_example() -> None:
    """A rule without one is a rule nobody can try."""
    assert {each.strip() for *_, rules in EXAMPLES for each in rules.split(",")} == set(RULES)
