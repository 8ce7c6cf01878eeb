"""Contracts, refusals and decisions: cited as data, said in words."""

from __future__ import annotations

from datetime import date

import pytest

from budstikke.law.clause import Clause, Contract
from budstikke.law.decision import Decision, Reason
from budstikke.law.refusal import Refusal, RefusalReason
from budstikke.law.words import Words

RULES = Contract("RULES", last=3)
TOO_LATE = RefusalReason(
    code="TOO_LATE",
    clauses=(RULES(2),),
    staff=Words(no="Fristen var {day:%d.%m.%Y}.", en="The deadline was {day:%d %b %Y}."),
    person=Words(no="For sent.", en="Too late."),
    cure=Words(no="Prøv igjen.", en="Try again."),
)
REFUSAL = Refusal(TOO_LATE, {"day": date(2026, 4, 22)})  # a Wednesday
IN_FAVOUR = Reason.stating("rule", RULES(1), words=Words(no="Ja, {n}.", en="Yes, {n}."), facts={"n": 3})


def test_a_contract_is_called_to_cite_a_clause() -> None:
    """A citation reads like the contract's own."""
    assert RULES(2) == Clause("RULES", 2) == Clause.parse("RULES §2")
    assert [str(clause) for clause in RULES.clauses] == ["RULES §1", "RULES §2", "RULES §3"]


@pytest.mark.parametrize("number", [0, 4])
def test_a_clause_the_contract_lacks_cannot_be_cited(number: int) -> None:
    """Outside both ends."""
    with pytest.raises(ValueError, match="1 to 3"):
        RULES(number)


def test_a_refusal_speaks_to_staff_and_to_the_person() -> None:
    """Each in both languages, with the facts filled in."""
    assert REFUSAL.staff == Words(no="Fristen var 22.04.2026.", en="The deadline was 22 Apr 2026.")
    assert REFUSAL.person.en == "Too late."
    assert REFUSAL.cure.no == "Prøv igjen."


@pytest.mark.parametrize(
    ("refusals", "outcome", "clauses", "words"),
    [((), "yes", ["RULES §1"], "Yes, 3."), ((REFUSAL,), "no", ["RULES §2"], "The deadline was 22 Apr 2026.")],
)
def test_a_decision_says_what_spoke(
    refusals: tuple[Refusal, ...], outcome: str, clauses: list[str], words: str
) -> None:
    """The refusals where there are any, else the reasons in favour; never both."""
    decision = Decision.judged(
        question="q", edition="e", refusals=refusals, passed="yes", refused="no", reasons=(IN_FAVOUR,)
    )
    assert decision.outcome == outcome
    assert [str(clause) for clause in decision.clauses] == clauses
    assert decision.words.en == words
    assert decision.as_json()["clauses"] == clauses
