"""PUM §3, §5, §12, §13, §17, §18: redirection, report, invoice, compensation, complaints."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.terms.days import on

from budstikke.post.terms.contracts import PUM
from budstikke.post.terms.editions import PUM_PRESENT
from budstikke.post.terms.editions.pum_prices import PRICES
from budstikke.post.terms.pum.billing import OrderedLetter, billing_lines, total
from budstikke.post.terms.pum.claims import Cause, Negligence, compensation, complain, complaint_slack
from budstikke.post.terms.pum.deadlines import collection
from budstikke.post.terms.pum.edition import DayUnit, Redirection
from budstikke.post.terms.pum.letter import AddressFacts
from budstikke.post.terms.pum.redirection import redirect
from budstikke.post.terms.pum.report import FIELDS, Needed, decide, missing


@pytest.mark.parametrize(
    ("kind", "country", "codes"),
    [
        ("private", "NO", []),
        ("business", "NO", ["PUM_NOT_TO_BUSINESS"]),
        ("private", "SE", ["PUM_NOT_ABROAD"]),
        ("business", "SE", ["PUM_NOT_TO_BUSINESS", "PUM_NOT_ABROAD"]),
    ],
)
def test_a_letter_is_sent_on_to_a_private_address_in_norway_only(
    kind: str, country: str, codes: list[str]
) -> None:
    """§5, A-40."""
    decision = redirect(AddressFacts(country=country, kind=kind), edition=PUM_PRESENT)
    assert [refusal.code for refusal in decision.refusals] == codes
    assert decision.outcome == ("return_to_sender" if codes else "redirect")


def test_an_edition_may_forbid_every_redirection() -> None:
    """A-40, the other reading."""
    never = replace(PUM_PRESENT, redirection=Redirection.NEVER)
    decision = redirect(AddressFacts(country="NO"), edition=never)
    assert [refusal.code for refusal in decision.refusals] == ["PUM_NEVER_REDIRECTED"]


@pytest.mark.parametrize(
    ("cause", "value_ore", "negligence", "paid_ore"),
    [
        (Cause.LOST, 99_999, Negligence.NONE, 99_999),
        (Cause.LOST, 100_000, Negligence.NONE, 100_000),
        (Cause.LOST, 100_001, Negligence.GROSS, 100_000),
        (Cause.DAMAGED, 40_000, Negligence.NONE, 40_000),
        (Cause.DAMAGED, 0, Negligence.ORDINARY, 0),
        (Cause.WRONG_RECIPIENT, 500_000, Negligence.NONE, 100_000),
        (Cause.DELAYED, 40_000, Negligence.NONE, 0),
        (Cause.DELAYED, 40_000, Negligence.ORDINARY, 0),
        (Cause.DELAYED, 40_000, Negligence.GROSS, 40_000),
        (Cause.DELAYED, 400_000, Negligence.GROSS, 100_000),
    ],
)
def test_compensation_follows_the_value_up_to_the_cap(
    cause: Cause, value_ore: int, negligence: Negligence, paid_ore: int
) -> None:
    """§17: delay needs gross negligence, the rest needs none."""
    decision = compensation(cause=cause, value_ore=value_ore, negligence=negligence, edition=PUM_PRESENT)
    assert decision.answer == {"compensation_ore": paid_ore}


def test_the_wrong_recipient_counts_as_loss() -> None:
    """§17 says so, and so does the answer."""
    decision = compensation(
        cause=Cause.WRONG_RECIPIENT, value_ore=1, negligence=Negligence.NONE, edition=PUM_PRESENT
    )
    assert [reason.rule for reason in decision.reasons] == ["counts_as_lost", "compensation"]


@pytest.mark.parametrize(
    ("complained", "in_time"), [("Mon 2 Mar 2026", True), ("Wed 1 Apr 2026", True), ("Thu 2 Apr 2026", False)]
)
def test_a_complaint_is_in_time_for_thirty_days(complained: str, in_time: bool) -> None:
    """§18, A-45: handed in on Monday 2 March; day 30 counts."""
    decision = complain(handed_in_on=on("Mon 2 Mar 2026"), complained_on=on(complained), edition=PUM_PRESENT)
    assert decision.answer == {"in_time": in_time, "last_day": on("Wed 1 Apr 2026")}


def test_a_complaint_may_count_working_days() -> None:
    """A-45, the other unit: thirty working days from Monday 2 March, over Easter."""
    working = replace(PUM_PRESENT, complaint_unit=DayUnit.WORKING)
    decision = complain(
        handed_in_on=on("Mon 2 Mar 2026"), complained_on=on("Wed 15 Apr 2026"), edition=working
    )
    assert decision.answer == {"in_time": True, "last_day": on("Thu 16 Apr 2026")}


@pytest.mark.parametrize(
    ("notified", "left", "outcome"),
    [("Thu 5 Mar 2026", 5, "open"), ("Tue 10 Mar 2026", 0, "open"), ("Thu 12 Mar 2026", -2, "closed")],
)
def test_the_sender_sees_how_long_a_complaint_stays_open_after_the_return(
    notified: str, left: int, outcome: str
) -> None:
    """§18 against §14: a late notice may leave nothing."""
    days = collection(notified_on=on(notified), edition=PUM_PRESENT)
    decision = complaint_slack(handed_in_on=on("Mon 2 Mar 2026"), days=days, edition=PUM_PRESENT)
    assert decision.answer["days_left"] == left
    assert decision.outcome == outcome


@pytest.mark.parametrize(
    ("passport_only", "cancelled", "items"),
    [
        (False, False, [("letter", 14_900)]),
        (True, False, [("letter", 14_900), ("passport_only", 2_500)]),
        (True, True, []),
    ],
)
def test_a_letter_costs_what_was_ordered(
    passport_only: bool, cancelled: bool, items: list[tuple[str, int]]
) -> None:
    """§13: the order's data decide."""
    lines = billing_lines(OrderedLetter(passport_only=passport_only, cancelled=cancelled), prices=PRICES)
    assert [(line.item, line.net_ore) for line in lines] == items
    assert all(line.clauses == (PUM(13), PUM(3)) and line.vat_percent == 25 for line in lines)


def test_vat_is_taken_of_the_sum_and_rounded_once() -> None:
    """Three lines of 33 øre: 25 % of 99 is 24.75, not three times 8."""
    (line,) = billing_lines(OrderedLetter(passport_only=False), prices=replace(PRICES, letter_ore=33))
    summed = total([line] * 3)
    assert (summed.net_ore, summed.vat_ore, summed.gross_ore) == (99, 25, 124)


ALL = {spec.name for spec in FIELDS}


@pytest.mark.parametrize("spec", FIELDS, ids=lambda spec: spec.name)
def test_a_report_without_a_field_is_held_back(spec: object) -> None:
    """§12: every field, save that one of the two numbers will do."""
    name, needed = spec.name, spec.needed  # type: ignore[attr-defined]
    lacking = missing(ALL - {name}, dated=True, supplemented=True, signed=True)
    assert [one.name for one in lacking] == ([] if needed is Needed.ONE_NUMBER else [name])


def test_a_report_needs_one_number_and_what_the_hand_over_had() -> None:
    """Fields of things that were not there stay empty."""
    bare = ALL - {"gyldigtil", "tilleggsdok", "signatur"}
    assert missing(bare, dated=False, supplemented=False, signed=False) == ()
    lacking = missing(bare - {"fnr", "dnr"}, dated=False, supplemented=False, signed=False)
    assert [one.name for one in lacking] == ["fnr", "dnr"]


def test_a_report_goes_to_the_mailbox() -> None:
    """§12, §1."""
    decision = decide(ALL, dated=True, supplemented=True, signed=True, edition=PUM_PRESENT)
    assert decision.outcome == "complete"
    assert decision.answer == {"channel": "mailbox"}
    assert (
        decide(set(), dated=True, supplemented=True, signed=True, edition=PUM_PRESENT).outcome == "incomplete"
    )
