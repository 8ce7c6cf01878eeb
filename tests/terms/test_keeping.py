"""How long is kept what is known of a recipient: by the edition's own numbers, counted from the right day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from budstikke.post.terms.editions import PUM_EARLIER, PUM_PRESENT
from budstikke.post.terms.events import State
from budstikke.post.terms.pum.edition import KeepingEnds, KeepingFrom
from budstikke.post.terms.pum.keeping import (
    CATEGORIES,
    HeldFor,
    KeptFacts,
    Moment,
    decide_keeping,
    relationship_ended,
    years_after,
)

HANDED_OVER = date(2026, 11, 23)  # Monday
IN_MAILBOX = date(2026, 11, 24)  # Tuesday
ENDED = date(2029, 11, 23)  # Friday
DELIVERED = KeptFacts(
    state=State.DELIVERED, over_on=IN_MAILBOX, handed_over_on=HANDED_OVER, report_in_mailbox_on=IN_MAILBOX
)
RETURNED = KeptFacts(state=State.RETURNED, over_on=IN_MAILBOX)
TOLD = replace(DELIVERED, relationship_ended_on=ENDED)


def first_day(facts: KeptFacts, moment: Moment, *, edition=PUM_PRESENT) -> date | None:
    """The first day on which it is erased, found by asking for days on both sides."""
    told = decide_keeping(facts, moment=moment, today=date(2090, 1, 1), edition=edition)  # a Sunday
    if told.outcome != "erase":
        return None
    day = told.answer["erase_from"]
    assert isinstance(day, date)
    eve = decide_keeping(facts, moment=moment, today=day - timedelta(days=1), edition=edition)
    assert (eve.outcome, eve.reasons[0].rule) == ("keep", "kept_until")
    assert decide_keeping(facts, moment=moment, today=day, edition=edition).outcome == "erase"
    return day


@pytest.mark.parametrize(
    ("facts", "particulars", "rest"),
    [
        (DELIVERED, date(2026, 12, 25), date(2036, 11, 24)),  # Friday; Monday
        (TOLD, date(2026, 12, 25), date(2034, 11, 24)),  # Friday; Friday
        (RETURNED, date(2027, 2, 23), date(2029, 11, 25)),  # Tuesday; Sunday
        (replace(RETURNED, state=State.CANCELLED), date(2027, 2, 23), date(2029, 11, 25)),  # the same days
        # Handed to the wrong person: it counts as lost, and the report proves nothing to keep years for.
        (replace(DELIVERED, state=State.LOST), date(2027, 2, 23), date(2029, 11, 25)),  # the same days
    ],
)
def test_each_moment_has_its_day(facts: KeptFacts, particulars: date, rest: date) -> None:
    """The last day of a period is kept still."""
    assert (first_day(facts, Moment.PARTICULARS), first_day(facts, Moment.REST)) == (particulars, rest)


@pytest.mark.parametrize(
    "state", [each for each in State if each not in ("delivered", "returned", "cancelled", "lost")]
)
@pytest.mark.parametrize("moment", Moment)
def test_nothing_is_erased_of_a_letter_under_way(state: State, moment: Moment) -> None:
    """However long it has been."""
    assert first_day(replace(RETURNED, state=state), moment) is None


def test_nothing_is_erased_before_the_mailbox_has_the_report() -> None:
    """It may have to be made and sent again."""
    waiting = replace(DELIVERED, report_in_mailbox_on=None)
    decision = decide_keeping(
        waiting, moment=Moment.PARTICULARS, today=date(2090, 1, 1), edition=PUM_PRESENT
    )  # Sunday
    assert (decision.outcome, decision.reasons[0].rule) == ("keep", "not_confirmed")


@pytest.mark.parametrize("held_for", HeldFor)
@pytest.mark.parametrize("moment", Moment)
def test_a_hold_keeps_everything(held_for: HeldFor, moment: Moment) -> None:
    """And the reason is named by its code."""
    held = replace(TOLD, held_for=(held_for,))
    decision = decide_keeping(held, moment=moment, today=date(2090, 1, 1), edition=PUM_PRESENT)  # a Sunday
    assert (decision.outcome, decision.reasons[0].facts) == ("keep", {"held_for": str(held_for)})


@pytest.mark.parametrize(
    ("changed", "rest"),
    [
        ({"keeping_counts_from": KeepingFrom.HAND_OVER}, date(2031, 11, 24)),  # Monday
        ({"keeping_ends_at": KeepingEnds.CEILING}, date(2039, 11, 24)),  # Thursday
        ({"keeping_floor_years": 6}, date(2035, 11, 24)),  # Saturday
        ({"keeping_ceiling_years": 6}, date(2034, 11, 24)),  # Friday: the end was told
    ],
)
def test_the_switches_are_the_editions(changed: dict[str, object], rest: date) -> None:
    """What the text is silent on is set in one place."""
    assert first_day(TOLD, Moment.REST, edition=replace(PUM_PRESENT, **changed)) == rest  # type: ignore[arg-type]


def test_a_letter_keeps_the_periods_it_was_booked_under() -> None:
    """A longer safety period now does not touch older letters."""
    longer = replace(PUM_EARLIER, report_safety_days=60)
    assert first_day(DELIVERED, Moment.PARTICULARS, edition=longer) == date(2027, 1, 24)  # Sunday


@pytest.mark.parametrize(
    ("ended_on", "handed_over_on", "erased", "codes"),
    [
        (ENDED, HANDED_OVER, False, []),
        (HANDED_OVER, HANDED_OVER, False, []),
        (HANDED_OVER - timedelta(days=1), HANDED_OVER, False, ["RELATIONSHIP_ENDED_EARLIER"]),
        (ENDED + timedelta(days=1), HANDED_OVER, False, ["RELATIONSHIP_ENDS_AHEAD"]),
        (ENDED, None, False, ["RELATIONSHIP_NOT_BEGUN"]),
        (ENDED, HANDED_OVER, True, ["RECORD_ERASED"]),
    ],
)
def test_the_end_of_a_relationship_is_a_day_that_can_be(
    ended_on: date, handed_over_on: date | None, erased: bool, codes: list[str]
) -> None:
    """Not before the hand-over, not ahead, not of a letter never handed over, not of one forgotten."""
    decision = relationship_ended(
        ended_on=ended_on, handed_over_on=handed_over_on, erased=erased, today=ENDED, edition=PUM_PRESENT
    )
    assert [refusal.code for refusal in decision.refusals] == codes
    assert decision.outcome == ("refused" if codes else "told")


def test_the_29th_of_february_keeps_a_day_more() -> None:
    """Never a day less."""
    assert years_after(date(2028, 2, 29), years=5) == date(2033, 3, 1)  # a Tuesday; a Tuesday
    assert years_after(date(2028, 2, 29), years=4) == date(2032, 2, 29)  # a Sunday


def test_every_category_belongs_to_a_moment_once() -> None:
    """What is not in the table is never erased."""
    codes = [category.code for category in CATEGORIES]
    assert len(codes) == len(set(codes)) and {category.moment for category in CATEGORIES} == set(Moment)
