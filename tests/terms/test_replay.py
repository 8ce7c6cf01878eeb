"""Letters walked through their records again: the same ending under their own edition, others under others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.terms.story import DOCUMENT, NOTICE, STORIES, Story, day, waiting

from budstikke.post.terms.asked_again import OF_LETTERS
from budstikke.post.terms.editions import PUM_EARLIER, PUM_PRESENT
from budstikke.post.terms.events import Event, State
from budstikke.post.terms.pum.edition import NamePolicy, PumEdition
from budstikke.post.terms.pum.id_check import (
    ALL_PASSED,
    Finding,
    NameVerdict,
)
from budstikke.post.terms.pum.letter import Measures
from budstikke.post.terms.replay import Ended, recorded_ending


@pytest.mark.parametrize("name", STORIES)
@pytest.mark.parametrize("own", [False, True], ids=["each under its own", "all under the letter's"])
def test_under_its_own_edition_a_letter_ends_as_it_did(name: str, own: bool) -> None:
    """Nothing differs on the way, whatever happened."""
    story = STORIES[name]()
    found = story.under(story.edition if own else None, today=day(10))
    assert found.ended is recorded_ending(story.letter)[0]
    assert found.differs == ()
    assert found.not_known is None


def test_the_stories_ask_every_question() -> None:
    """A question that no story asks would be held by no test above."""
    asked = {
        decision["question"]
        for make in STORIES.values()
        for entry in make().letter.history
        for decision in entry.decisions
    }
    # What is forgotten is recorded in its receipt alone.
    assert asked == set(OF_LETTERS) - {"keeping"}


@given(
    own=st.sampled_from([PUM_PRESENT, PUM_EARLIER, replace(PUM_PRESENT, deadline_rolls=True)]),
    extensions=st.lists(st.tuples(st.integers(1, 14), st.integers(22, 60)), max_size=2),
    outage=st.none() | st.integers(1, 10),
    attempts=st.lists(st.integers(1, 14), max_size=3),
    end=st.sampled_from(["collected", "returned", "waits"]),
)
def test_any_course_of_a_wait_replays_as_it_went(
    own: PumEdition, extensions: list[tuple[int, int]], outage: int | None, attempts: list[int], end: str
) -> None:
    """Deadlines are computed anew from the notice, through every extension, to the recorded day."""
    story = Story(edition=own).ordered().handed_in().told()
    if outage:
        story.outage(outage, outage + 2)
    for on, until in extensions:
        if story.last and day(until) > story.last:
            story.extended(on, until)
    for on in sorted(attempts):
        story.check(on, findings=replace(ALL_PASSED, photo=Finding.FAILED))
    assert story.last
    last = (story.last - NOTICE).days
    if end == "collected":
        story.check(last).delivered(last)
    elif end == "returned":
        story.returned(last + 1)
    found = story.under(None, today=day(0))
    assert (found.ended, found.differs) == (recorded_ending(story.letter)[0], ())


def test_a_letter_collected_on_day_18_would_have_gone_back_after_two_weeks() -> None:
    """It says since when, and both answers at the counter."""
    found = waiting().check(18).delivered(18).under(PUM_EARLIER)
    assert (found.ended, found.on) == (Ended.RETURNED, day(15))
    assert found.decision and [str(clause) for clause in found.decision.clauses] == ["PUM §14", "PUM §15"]
    at_counter = found.differs[-1]
    assert (at_counter.recorded["question"], at_counter.recorded["outcome"]) == ("hand_over", "released")
    assert [refusal.code for refusal in at_counter.replayed.refusals] == ["DEADLINE_PASSED"]


@pytest.mark.parametrize(("on", "ended"), [(14, Ended.DELIVERED), (15, Ended.RETURNED)])
def test_the_last_day_of_the_other_edition_counts(on: int, ended: Ended) -> None:
    """8 December is a Tuesday and still in time; the Wednesday after it is not."""
    assert waiting().check(on).delivered(on).under(PUM_EARLIER).ended is ended


def test_an_uncollected_letter_ends_as_it_did_whichever_the_wait() -> None:
    """Sooner or later, it goes back; of the days it would have lain longer nothing is known."""
    assert waiting().returned(22).under(PUM_EARLIER).ended is Ended.RETURNED
    longer = Story(edition=PUM_EARLIER).ordered().handed_in().told().returned(15).under(PUM_PRESENT)
    assert (longer.ended, longer.on) == (Ended.RETURNED, day(22))
    assert longer.not_known


def test_a_letter_sent_back_may_still_be_waiting_today() -> None:
    """Under three weeks, on day 16, after it was sent back on day 15."""
    story = Story(edition=PUM_EARLIER).ordered().handed_in().told().returned(15)
    assert story.under(PUM_PRESENT, today=day(16)).ended is Ended.WAITING


def test_a_letter_that_waits_may_have_gone_back() -> None:
    """On day 16 of three weeks, after two."""
    assert waiting().under(PUM_EARLIER, today=day(14)).ended is Ended.WAITING
    assert waiting().under(PUM_EARLIER, today=day(15)).ended is Ended.RETURNED


def test_who_came_after_the_return_would_have_found_the_letter() -> None:
    """The visit is on record, with everything in order but the letter gone."""
    story = Story(edition=PUM_EARLIER).ordered().handed_in().told().returned(15).check(18)
    found = story.under(PUM_PRESENT)
    assert (found.ended, found.on) == (Ended.DELIVERED, day(18))
    assert story.under(replace(PUM_PRESENT, collection_days=17)).ended is Ended.RETURNED


def test_who_came_a_day_late_would_have_been_in_time() -> None:
    """Turned away on day 15, before the sweep came."""
    story = Story(edition=PUM_EARLIER).ordered().handed_in().told().check(15).returned(16)
    assert story.under(PUM_PRESENT).ended is Ended.DELIVERED


def test_extensions_are_replayed_from_the_other_deadline() -> None:
    """Asked for on day 10, to day 40: two weeks or three, it holds; asked for on day 16, two weeks are over."""
    assert waiting().extended(10, 40).check(35).delivered(35).under(PUM_EARLIER).ended is Ended.DELIVERED
    found = waiting().extended(16, 40).check(35).delivered(35).under(PUM_EARLIER)
    assert (found.ended, found.on) == (Ended.RETURNED, day(15))
    assert found.differs[-1].replayed.refusals[0].code == "EXTENSION_TOO_LATE"


def test_an_extension_that_another_edition_need_not_give_changes_nothing() -> None:
    """To day 40, where eight weeks are given anyway: the longer wait stands."""
    story = waiting().extended(10, 40).returned(41)
    found = story.under(replace(PUM_PRESENT, collection_days=56))
    assert (found.ended, found.on) == (Ended.RETURNED, day(57))


def test_an_outage_gives_back_nothing_where_it_does_not_extend() -> None:
    """Four days given back, collected on day 24 of 21."""
    story = waiting().outage(5, 8).check(24).delivered(24)
    assert story.under(replace(PUM_PRESENT, outage_extends=False)).ended is Ended.RETURNED
    assert story.under(replace(PUM_PRESENT, collection_days=20)).ended is Ended.DELIVERED


def test_a_support_case_holds_nothing_where_it_does_not_count() -> None:
    """The same four days, given back for another cause."""
    story = waiting().support_case(5, 8).check(24).delivered(24)
    assert story.under(replace(PUM_PRESENT, support_case_holds=False)).ended is Ended.RETURNED


def test_a_deadline_is_counted_from_the_recorded_arrival() -> None:
    """Arrived five days before the notice: day 18 is too late."""
    story = Story().ordered().handed_in().told(arrived=day(-5)).check(18).delivered(18)
    from_arrival = type(PUM_PRESENT.collection_counts_from)("arrival")
    assert story.under(replace(PUM_PRESENT, collection_counts_from=from_arrival)).ended is Ended.RETURNED


def test_an_order_too_heavy_for_another_edition_is_not_booked() -> None:
    """45 g, where 40 g is the limit; what the sender would have done is not known."""
    story = Story().ordered(weight_g=45).handed_in().told().check(3).delivered(3)
    found = story.under(replace(PUM_PRESENT, max_weight_g=40))
    assert found.ended is Ended.NOT_BOOKED
    assert found.decision and found.decision.refusals[0].code == "WEIGHT"
    assert found.not_known


def test_a_replacement_that_is_refused_leaves_the_order_as_it_was() -> None:
    """It would have demanded a passport; an identity card does then."""
    kind = replace(DOCUMENT, kind="no_driving_licence", issued_on=date(2020, 1, 1))
    story = Story().ordered().ordered(code=Event.ORDER_CHANGED, passport_only=True, weight_g=50)
    story.handed_in().told().check(3, passport_only=True, document=kind).returned(22)
    assert story.under(PUM_PRESENT).ended is Ended.RETURNED
    assert story.under(replace(PUM_PRESENT, max_weight_g=40)).ended is Ended.DELIVERED


def test_a_letter_too_heavy_on_the_scales_of_another_edition_is_not_taken_in() -> None:
    """It passed at 45 g, and that it was weighed is on record."""
    story = Story().ordered().handed_in(Measures(weight_g=45)).told().check(3).delivered(3)
    assert story.under(replace(PUM_PRESENT, max_weight_g=40)).ended is Ended.NOT_TAKEN_IN


def test_a_letter_refused_at_hand_in_would_have_been_taken_in() -> None:
    """201 g, where 500 g is the limit; the dispatch was in order."""
    story = Story().ordered().handed_in(Measures(weight_g=201))
    found = story.under(replace(PUM_PRESENT, max_weight_g=500))
    assert (found.ended, found.on) == (Ended.UNDER_WAY, day(-2))
    assert found.not_known
    unmarked = Story().ordered().handed_in(Measures(weight_g=201), marked=False)
    assert unmarked.under(replace(PUM_PRESENT, max_weight_g=500)).ended is Ended.BOOKED


def test_a_letter_that_came_again_goes_the_way_it_went() -> None:
    """Refused unsorted, then taken in: under a higher limit it is taken in at once, and collected as it was."""
    story = Story().ordered().handed_in(letters=150).handed_in().told().check(3).delivered(3)
    assert story.under(replace(PUM_PRESENT, sorted_above_letters=200)).ended is Ended.DELIVERED


def test_a_document_that_is_not_approved_leaves_the_letter_where_it_lies() -> None:
    """The check says why, not the hand-over."""
    story = waiting().check(3).delivered(3)
    others = tuple(kind for kind in PUM_PRESENT.approved_documents if kind != "no_passport")
    found = story.under(replace(PUM_PRESENT, approved_documents=others))
    assert found.ended is Ended.NOT_HANDED_OVER
    assert found.decision and found.decision.refusals[0].code == "DOC_NOT_APPROVED"
    assert found.not_known


def test_a_check_that_did_not_lead_to_the_hand_over_decides_nothing() -> None:
    """First with a document of no use elsewhere, not signed; then with another, and taken."""
    story = waiting().check(3).check(4, document=replace(DOCUMENT, kind="foreign_passport")).delivered(4)
    others = tuple(kind for kind in PUM_PRESENT.approved_documents if kind != "no_passport")
    assert story.under(replace(PUM_PRESENT, approved_documents=others)).ended is Ended.DELIVERED


def test_a_document_that_another_edition_approves_gets_the_letter() -> None:
    """On the day it was shown."""
    others = tuple(kind for kind in PUM_PRESENT.approved_documents if kind != "no_passport")
    story = waiting(approved_documents=others).check(3).returned(22)
    found = story.under(PUM_PRESENT)
    assert (found.ended, found.on) == (Ended.DELIVERED, day(3))


def test_names_are_judged_by_the_policy_of_the_edition() -> None:
    """The same name by the rules, another word for word; the names themselves are not on record."""
    names = {NamePolicy.RULES: NameVerdict.SAME, NamePolicy.EXACT: NameVerdict.DIFFERS}
    story = waiting().check(3, names=names).delivered(3)
    found = story.under(replace(PUM_PRESENT, name_policy=NamePolicy.EXACT))
    assert found.ended is Ended.NOT_HANDED_OVER
    assert found.decision and found.decision.refusals[0].code == "NAME_MISMATCH"


def test_a_name_the_clerk_need_not_key_then_is_keyed_when_asked() -> None:
    """13 characters, where 12 are the limit: nobody is turned away for that."""
    story = waiting().check(3).delivered(3)
    assert story.under(replace(PUM_PRESENT, keyed_name_above_characters=12)).ended is Ended.DELIVERED


def test_a_letter_lost_after_the_other_deadline_was_on_its_way_back() -> None:
    """Lost at the outlet on day 16; after two weeks it lay there no more."""
    story = waiting().add(Event.LOST, day(16), becomes=State.LOST)
    assert story.under(PUM_EARLIER).ended is Ended.RETURNED
    assert story.under(replace(PUM_PRESENT, collection_days=28)).ended is Ended.LOST


def test_a_letter_lost_while_the_sweep_was_late_was_on_its_way_back() -> None:
    """Lost at the outlet on day 23 of 21; after two weeks it lay there no more."""
    assert STORIES["lost before a late sweep"]().under(PUM_EARLIER).ended is Ended.RETURNED


@pytest.mark.parametrize("name", ["lost on the way back", "scanned after it was collected"])
def test_going_back_earlier_is_no_other_ending(name: str) -> None:
    """What became of it after that stands."""
    story = STORIES[name]()
    assert story.under(PUM_EARLIER).ended is recorded_ending(story.letter)[0]


def test_a_letter_lost_inside_both_deadlines_is_lost() -> None:
    """On day 10; that two weeks have passed since does not send it back."""
    assert waiting().add(Event.LOST, day(10), becomes=State.LOST).under(PUM_EARLIER).ended is Ended.LOST


def test_a_letter_found_again_waits_on() -> None:
    """Its deadline runs on: collected on day 18, after two weeks it would have gone back."""
    story = (
        waiting()
        .add(Event.LOST, day(3), becomes=State.LOST)
        .add(Event.FOUND, day(4), becomes=State.IN_TRANSIT)
    )
    story.add(Event.READY_FOR_PICKUP, day(5), becomes=State.READY).check(18).delivered(18)
    assert story.under(PUM_EARLIER).ended is Ended.RETURNED


def test_a_letter_that_was_sent_on_waits_on() -> None:
    """Scans on the way to another outlet end nothing."""
    story = waiting().add(Event.DELIVERY_CHANGED, day(4), becomes=State.IN_TRANSIT)
    story.add(Event.TERMINAL, day(5)).add(Event.READY_FOR_PICKUP, day(6), becomes=State.READY).check(
        18
    ).delivered(18)
    assert story.under(PUM_EARLIER).ended is Ended.RETURNED


def test_a_letter_kept_waits_out_its_days_although_its_sender_had_it_back() -> None:
    """Back at its sender on day 17; under three weeks it lay at the outlet until day 21."""
    story = Story(edition=PUM_EARLIER).ordered().handed_in().told().returned(15)
    story.add(Event.DELIVERED_SENDER, day(17), becomes=State.RETURNED)
    found = story.under(PUM_PRESENT)
    assert (found.ended, found.on) == (Ended.RETURNED, day(22))
    assert story.under(PUM_PRESENT, today=day(20)).ended is Ended.WAITING


def test_a_letter_taken_in_at_once_is_not_handed_in_again() -> None:
    """Refused unsorted and weighed at its second coming, where there would have been none."""
    story = (
        Story().ordered().handed_in(letters=150).handed_in(Measures(weight_g=45)).told().check(3).delivered(3)
    )
    assert (
        story.under(replace(PUM_PRESENT, sorted_above_letters=200, max_weight_g=40)).ended is Ended.DELIVERED
    )


def test_the_day_of_the_return_is_the_other_editions() -> None:
    """Nobody came: after two weeks on day 15, and swept on day 22 by its own."""
    story = waiting().returned(22)
    assert [story.under(edition).on for edition in (PUM_EARLIER, PUM_PRESENT)] == [day(15), day(22)]


def test_what_ended_before_stays_ended() -> None:
    """Collected on day 2, found out on day 16 to have gone to the wrong person: no deadline matters then."""
    story = waiting().check(2).delivered(2).add(Event.MISDELIVERED, day(16), becomes=State.LOST)
    assert story.under(PUM_EARLIER).ended is Ended.LOST
