"""§17, §18: what a claim comes to, when it is taken, and who decides it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.terms.days import on

from budstikke.post.terms.editions.pum_present import PUM_PRESENT
from budstikke.post.terms.events import State
from budstikke.post.terms.pum.claims import Negligence
from budstikke.post.terms.pum.settling import (
    Claimant,
    ClaimFacts,
    ClaimKind,
    Ground,
    decide_claim,
    judge_claim,
    may_claim,
)

LOST = ClaimFacts(
    kind=ClaimKind.LOST,
    letter_state=State.LOST,
    damage_registered=False,
    handed_in_on=on("Mon 2 Nov 2026"),
    told_on=on("Mon 30 Nov 2026"),
    value_ore=40_000,
)


def judged(facts: ClaimFacts) -> tuple[object, list[str]]:
    """The amount and the refusals."""
    decision = judge_claim(facts, edition=PUM_PRESENT)
    return decision.answer["amount_ore"], [each.code for each in decision.refusals]


@pytest.mark.parametrize(
    ("value_ore", "amount_ore"), [(40_000, 40_000), (100_000, 100_000), (250_000, 100_000)]
)
def test_a_lost_letter_is_worth_its_contents_up_to_the_limit(value_ore: int, amount_ore: int) -> None:
    """NOK 1000; the decision cites §17 and §18."""
    decision = judge_claim(replace(LOST, value_ore=value_ore), edition=PUM_PRESENT)
    assert decision.answer["amount_ore"] == amount_ore
    assert {str(each) for each in decision.clauses} == {"PUM §17", "PUM §18"}


def test_the_limit_is_one_for_a_letter() -> None:
    """What was paid before counts against it."""
    assert judged(replace(LOST, value_ore=100_000, paid_before_ore=70_000)) == (30_000, [])
    assert judged(replace(LOST, paid_before_ore=100_000)) == (0, ["CLAIM_PAID_BEFORE"])


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"letter_state": State.READY}, "CLAIM_NOT_REGISTERED"),
        ({"kind": ClaimKind.DAMAGED}, "CLAIM_NOT_REGISTERED"),
        ({"kind": ClaimKind.WRONG_RECIPIENT, "letter_state": State.DELIVERED}, "CLAIM_NOT_REGISTERED"),
        ({"value_ore": None}, "CLAIM_VALUE_NOT_SHOWN"),
        ({"kind": ClaimKind.DELAYED, "negligence": Negligence.ORDINARY}, "DELAY_NOT_GROSS"),
        ({"told_on": on("Thu 3 Dec 2026")}, "COMPLAINT_TOO_LATE"),
        ({"kind": ClaimKind.FEE_REFUND, "letter_state": State.DELIVERED, "fee_ore": 1}, "FEE_EARNED"),
        ({"kind": ClaimKind.FEE_REFUND}, "FEE_NOT_INVOICED"),
    ],
)
def test_what_is_not_due_says_why(changed: dict, code: str) -> None:
    """And comes to nothing."""
    assert judged(replace(LOST, **changed)) == (0, [code])


def test_damage_delay_wrong_recipient_and_fee_are_due_when_they_are() -> None:
    """Delay for gross negligence only, a wrong recipient as a loss, the fee for a letter that is lost."""
    assert judged(replace(LOST, kind=ClaimKind.DAMAGED, damage_registered=True)) == (40_000, [])
    assert judged(replace(LOST, kind=ClaimKind.DELAYED, negligence=Negligence.GROSS)) == (40_000, [])
    assert judged(replace(LOST, kind=ClaimKind.WRONG_RECIPIENT)) == (40_000, [])
    assert judged(replace(LOST, kind=ClaimKind.FEE_REFUND, fee_ore=14_900)) == (14_900, [])


@pytest.mark.parametrize(
    ("day", "codes"), [("Wed 2 Dec 2026", []), ("Thu 3 Dec 2026", ["COMPLAINT_TOO_LATE"])]
)
def test_a_claim_is_taken_for_thirty_days(day: str, codes: list[str]) -> None:
    """From the day of hand-in; the last day counts."""
    decision = may_claim(
        kind=ClaimKind.LOST,
        claimant=Claimant.RECIPIENT,
        handed_in_on=LOST.handed_in_on,
        told_on=on(day),
        edition=PUM_PRESENT,
    )
    assert [each.code for each in decision.refusals] == codes


def test_a_letter_never_handed_in_is_claimed_for_by_nobody() -> None:
    """There is nothing of it here."""
    decision = may_claim(
        kind=ClaimKind.LOST,
        claimant=Claimant.SENDER,
        handed_in_on=None,
        told_on=LOST.told_on,
        edition=PUM_PRESENT,
    )
    assert [each.code for each in decision.refusals] == ["CLAIM_BEFORE_HAND_IN"]


@pytest.mark.parametrize(
    ("amount_ore", "confirmed_by", "codes"),
    [
        (50_000, "", []),
        (50_001, "", ["SECOND_PERSON_NEEDED"]),
        (50_001, "desk-1", ["SAME_PERSON"]),
        (50_001, "lead-1", []),
    ],
)
def test_more_than_the_editions_amount_takes_two(
    amount_ore: int, confirmed_by: str, codes: list[str]
) -> None:
    """The second is not the first."""
    decision = decide_claim(
        amount_ore=amount_ore,
        ground=None,
        decided_by="desk-1",
        confirmed_by=confirmed_by,
        edition=PUM_PRESENT,
    )
    assert [each.code for each in decision.refusals] == codes
    assert ("lead-1" in decision.words.en) is (confirmed_by == "lead-1")


@pytest.mark.parametrize("ground", Ground)
def test_one_person_declines_and_says_why(ground: Ground) -> None:
    """Whatever it would have come to."""
    decision = decide_claim(amount_ore=100_000, ground=ground, decided_by="desk-1", edition=PUM_PRESENT)
    assert (decision.outcome, decision.answer["amount_ore"]) == ("declined", 0)
