"""Recorded decisions asked again: the same facts, the same answers, and other endings under other editions."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budstikke.law.decision import Decision
from budstikke.post.actions.recorded import recorded, together
from budstikke.post.terms.asked_again import QUESTIONS, ask_again, facts_of
from budstikke.post.terms.editions import PUM_EARLIER, PUM_PRESENT
from budstikke.post.terms.events import Event, State
from budstikke.post.terms.pum.accept import accept_order
from budstikke.post.terms.pum.agreement import SenderFacts
from budstikke.post.terms.pum.booking import OrderFacts
from budstikke.post.terms.pum.conclude import ToHandOver, conclude
from budstikke.post.terms.pum.deadlines import decide_collection, extend, extend_for_outage
from budstikke.post.terms.pum.edition import NamePolicy, PumEdition
from budstikke.post.terms.pum.hand_in import DispatchFacts, receive
from budstikke.post.terms.pum.handover import LetterFacts, decide
from budstikke.post.terms.pum.id_check import (
    ALL_PASSED,
    CheckFacts,
    ClerkDecision,
    DocumentFacts,
    Finding,
    Findings,
    MrzFacts,
    NameVerdict,
    Signing,
    SupplementFacts,
)
from budstikke.post.terms.pum.id_documents import DOCUMENTS
from budstikke.post.terms.pum.letter import AddressFacts, LetterToSend, Measures, measure
from budstikke.post.terms.pum.notices import ContactFacts, notice_channel
from budstikke.post.terms.pum.outlets import OutletFacts, outlet_for
from budstikke.post.terms.pum.returns import return_due
from budstikke.post.terms.replay import Ended, Ending, Happened, Letter, ending, recorded_ending

NOTICE = date(2026, 11, 24)  # Tuesday: two weeks later is 8 December, three weeks 15 December
LATER = date(2027, 2, 1)  # Monday
DOCUMENT = DocumentFacts(kind="no_passport", expires_on=date(2030, 1, 1), has_number=True, has_signature=True)
CHECK = CheckFacts(in_person=True, online=True, document=DOCUMENT, name=NameVerdict.SAME, findings=ALL_PASSED)
NAMES = dict.fromkeys(NamePolicy, NameVerdict.SAME)


# What an action writes, read back from the database.
def stored(decision: Decision, **inputs: Any) -> dict[str, Any]:
    """A decision as the table gives it back."""
    return json.loads(json.dumps(recorded(decision, **inputs)))


def day(count: int) -> date:
    """The count-th day after the notice."""
    return NOTICE + timedelta(days=count)


class Story:
    """A letter's record as the actions would write it, one entry after the other."""

    def __init__(self, *, edition: PumEdition = PUM_PRESENT) -> None:
        self.edition, self.history = edition, []
        self.last: date | None = None
        self.state, self.passed = State.BOOKED, False

    def add(
        self, code: Event | None, on: date, *decisions: dict[str, Any], becomes: State | None = None
    ) -> Story:
        """Write one entry."""
        self.history.append(Happened(code=code, on=on, decision=together(*decisions) if decisions else None))
        self.state = becomes or self.state
        return self

    def ordered(
        self, *, passport_only: bool = False, code: Event = Event.PRE_NOTIFIED, **letter: Any
    ) -> Story:
        """Order the letter, or replace its order."""
        norway = AddressFacts(country="NO")
        facts = {
            "sender": SenderFacts(aml_obliged=True, has_agreement=True, has_mailbox=True),
            "order": OrderFacts(by_edi=True, passport_only=passport_only),
            "letter": LetterToSend(
                **{"recipients": 1, "address": norway, "return_address": norway, **letter}
            ),
        }
        return self.add(code, day(-3), stored(accept_order(**facts, edition=self.edition), **facts))

    def handed_in(self, measures: Measures | None = None, **changed: Any) -> Story:
        """Hand it in, measured or not."""
        whole = {"letters": 3, "sorted_by_postcode": False, "marked": True, "separated": True, **changed}
        facts = DispatchFacts(**whole)
        decisions = [receive(facts, edition=self.edition)]
        written = [stored(decisions[0], dispatch=facts)]
        if measures:
            decisions.append(measure(measures, edition=self.edition))
            written.append(stored(decisions[1], measures=measures))
        refused = any(decision.refusals for decision in decisions)
        code = Event.HAND_IN_REFUSED if refused else Event.HANDED_IN
        return self.add(code, day(-2), *written, becomes=None if refused else State.HANDED_IN)

    def told(self, *, arrived: date | None = None) -> Story:
        """Arrive, and have the recipient told."""
        usual, others = (
            OutletFacts(id=1, has_scanner=False),
            (OutletFacts(id=2, has_scanner=True, distance_m=7),),
        )
        outlet = outlet_for(usual=usual, others=others, edition=self.edition)
        written = stored(outlet, usual=usual, others=[{"id": 2, "has_scanner": True, "distance_m": 7}])
        self.add(Event.READY_FOR_PICKUP, day(-1), written, becomes=State.READY)
        contact = ContactFacts(has_mobile=True, has_email=False)
        chosen = notice_channel(contact, failed=("sms",), edition=self.edition)
        waits = {"notified_on": NOTICE, "arrived_on": arrived, "channel": "letter"}
        decision = decide_collection(**waits, edition=self.edition)  # type: ignore[arg-type]
        self.last = decision.answer["last_collect_day"]  # type: ignore[assignment]
        return self.add(
            Event.NOTIFICATION_PRINTED,
            NOTICE,
            stored(decision, **waits),
            stored(chosen, contact=contact, failed=("sms",)),
        )

    def extended(self, on: int, until: int) -> Story:
        """Be given more time."""
        facts = {"last_collect_day": self.last, "until": day(until), "today": day(on)}
        decision = extend(**facts, edition=self.edition)
        assert not decision.refusals
        self.last = day(until)
        return self.add(Event.DEADLINE_EXTENDED, day(on), stored(decision, **facts))

    def outage(self, first: int, last: int) -> Story:
        """Be given back the days of an outage."""
        facts = {
            "notified_on": NOTICE,
            "last_collect_day": self.last,
            "outage_from": day(first),
            "outage_to": day(last),
        }
        decision = extend_for_outage(**facts, edition=self.edition)
        self.last = decision.answer["last_collect_day"]  # type: ignore[assignment]
        return self.add(Event.DEADLINE_EXTENDED, day(last + 1), stored(decision, **facts))

    def check(
        self,
        on: int,
        *,
        names: Any = NAMES,
        characters: int = 13,
        passport_only: bool = False,
        **changed: Any,
    ):
        """Show a document."""
        facts = {
            "letter": LetterFacts(
                state=self.state,
                passport_only=passport_only,
                last_collect_day=self.last or day(on),
                name_characters=characters,
            ),
            "check": replace(CHECK, name=names[self.edition.name_policy], **changed),
            "today": day(on),
        }
        decision = decide(**facts, edition=self.edition)
        self.passed = not decision.refusals
        return self.add(None, day(on), stored(decision, **facts, names=names))

    def delivered(self, on: int) -> Story:
        """Sign, and take it."""
        facts = ToHandOver(
            state=self.state,
            last_collect_day=self.last or day(on),
            check_passed=self.passed,
            checked_on=day(on),
            signed=True,
            signing="signed",
        )
        decision = conclude(facts, today=day(on), edition=self.edition)
        assert decision.outcome == "released"
        written = stored(decision, facts=facts, today=day(on))
        return self.add(Event.DELIVERED, day(on), written, becomes=State.DELIVERED)

    def returned(self, on: int) -> Story:
        """Be swept; the sweep writes the outcome and the clauses alone."""
        assert self.last
        facts = {"last_collect_day": self.last, "today": day(on)}
        whole = stored(return_due(**facts, edition=self.edition), **facts)
        assert whole["outcome"] == "returned"
        written = {name: whole[name] for name in ("question", "outcome", "edition", "clauses", "inputs")}
        return self.add(Event.RETURN, day(on), written, becomes=State.RETURNING)

    @property
    def letter(self) -> Letter:
        """The letter with this record."""
        return Letter(number="RR", edition=self.edition.id, state=self.state, history=self.history)

    def under(self, edition: PumEdition | None, *, today: date = LATER) -> Ending:
        """How it ends under an edition."""
        return ending(self.letter, edition=edition, today=today)


def waiting(**edition: Any) -> Story:
    """A letter whose recipient was told."""
    story = Story(edition=replace(PUM_PRESENT, **edition)) if edition else Story()
    return story.ordered().handed_in().told()


STORIES = {
    "ordered": lambda: Story().ordered(),
    "replaced": lambda: (
        Story().ordered().ordered(code=Event.ORDER_CHANGED, passport_only=True).handed_in().told()
    ),
    "cancelled": lambda: Story().ordered().add(Event.CANCELLED, day(-2), becomes=State.CANCELLED),
    "refused at hand-in": lambda: Story().ordered().handed_in(Measures(weight_g=201)),
    "refused whole, then taken in": lambda: (
        Story().ordered().handed_in(marked=False).handed_in(Measures(weight_g=9))
    ),
    "refused at hand-in, and turned up": lambda: (
        Story().ordered().handed_in(separated=False).told().returned(22)
    ),
    "waiting": waiting,
    "collected": lambda: waiting().check(18).delivered(18),
    "turned away, then collected": lambda: (
        waiting().check(3, document=replace(DOCUMENT, kind="bankid_app")).check(5).delivered(5)
    ),
    "never collected": lambda: (
        waiting().returned(22).add(Event.DELIVERED_SENDER, day(25), becomes=State.RETURNED)
    ),
    "came too late": lambda: waiting().check(22).returned(23).check(24),
    "extended": lambda: waiting().extended(10, 40).check(35).delivered(35),
    "outage": lambda: waiting().outage(5, 8).check(24).delivered(24),
    "lost before a late sweep": lambda: waiting().add(Event.LOST, day(23), becomes=State.LOST),
    "lost on the way back": lambda: waiting().returned(22).add(Event.LOST, day(24), becomes=State.LOST),
    "sent on, scanned, back again": lambda: (
        waiting()
        .add(Event.DELIVERY_CHANGED, day(4), becomes=State.IN_TRANSIT)
        .add(Event.TERMINAL, day(5), becomes=State.IN_TRANSIT)
        .add(Event.READY_FOR_PICKUP, day(6), becomes=State.READY)
        .returned(22)
    ),
    "scanned after it was collected": lambda: waiting().check(2).delivered(2).add(Event.TERMINAL, day(18)),
    "lost": lambda: waiting().add(Event.LOST, day(16), becomes=State.LOST),
    "wrong person": lambda: (
        waiting().check(2).delivered(2).add(Event.MISDELIVERED, day(30), becomes=State.LOST)
    ),
    "called back": lambda: waiting().add(Event.RETURN, day(2), becomes=State.RETURNING),
}


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
    assert asked == set(QUESTIONS)


# --- facts there and back -------------------------------------------------------------------------------------

days = st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 12, 31))
numbers = st.none() | st.integers(0, 900) | st.floats(0, 900, allow_nan=False)
words = st.sampled_from(["", "C5", "NO", "SE", "given"])
outlets = st.builds(OutletFacts, scanner_works=st.booleans(), distance_m=st.integers(0, 9**6))
addresses = st.builds(AddressFacts, country=words, kind=words, complete=st.booleans())
decisions = st.none() | st.builds(ClerkDecision, accepted=st.booleans(), reason=words)
documents = st.builds(
    DocumentFacts,
    kind=st.sampled_from(sorted(DOCUMENTS)),
    expires_on=st.none() | days,
    issued_on=st.none() | days,
    not_able_to_sign=st.booleans(),
    mrz=st.none()
    | st.builds(MrzFacts, layout=st.just("TD3"), document_code=st.just("P"), consistent=st.booleans()),
)
findings = st.builds(
    Findings, *(), **{name: st.sampled_from(Finding) for name in Findings.__dataclass_fields__}
)
checks = st.builds(
    CheckFacts,
    document=documents,
    name=st.sampled_from(NameVerdict),
    signing=st.sampled_from(Signing),
    supplement=st.none()
    | st.builds(SupplementFacts, by_public_body=st.booleans(), shows_number=st.booleans()),
    findings=findings,
    name_keyed=st.booleans(),
    number_matches=st.none() | st.booleans(),
    birth_date_matches=st.none() | st.booleans(),
    document_decision=decisions,
    name_decision=decisions,
    birth_date_decision=decisions,
)
measured = {"envelope": st.none() | words, "weight_g": numbers, "thickness_mm": numbers}
FACTS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "accept_order": {
        "sender": st.builds(SenderFacts),
        "order": st.builds(OrderFacts, passport_only=st.booleans()),
        "letter": st.builds(LetterToSend, address=addresses, return_address=addresses, **measured),
    },
    "hand_in": {"dispatch": st.builds(DispatchFacts, at_agreed_place=st.booleans())},
    "measure": {"measures": st.builds(Measures, **measured)},
    "outlet": {"usual": outlets, "others": st.just(())},
    "notice_channel": {
        "contact": st.builds(ContactFacts),
        "failed": st.lists(st.sampled_from(["sms", "email"]), unique=True).map(tuple),
    },
    "collection": {
        "notified_on": days,
        "arrived_on": st.none() | days,
        "channel": st.sampled_from(["sms", "email", "letter"]),
    },
    "extend_deadline": {"last_collect_day": days, "until": days, "today": days},
    "outage": {"notified_on": days, "last_collect_day": days, "outage_from": days, "outage_to": days},
    "hand_over": {
        "letter": st.builds(LetterFacts, state=st.sampled_from(State), last_collect_day=days),
        "check": checks,
        "names": st.fixed_dictionaries({policy: st.sampled_from(NameVerdict) for policy in NamePolicy}),
        "today": days,
    },
    "conclude": {
        "facts": st.builds(
            ToHandOver,
            state=st.sampled_from(State),
            last_collect_day=days,
            checked_on=days,
            signing=st.sampled_from(["signed", "assisted", "not_able_to_sign"]),
            handed_over_on_this_check=st.booleans(),
        ),
        "today": days,
    },
    "return_due": {"last_collect_day": days, "today": days},
}


def test_every_question_is_tried_with_any_facts() -> None:
    """The table below is the table of the product."""
    assert set(FACTS) == set(QUESTIONS)


@pytest.mark.parametrize("name", QUESTIONS)
@given(data=st.data())
def test_facts_come_back_from_their_record_as_they_were(name: str, data: st.DataObject) -> None:
    """Any facts: the same values, and so the same decision, word for word."""
    facts = {key: data.draw(strategy) for key, strategy in FACTS[name].items()}
    decision = QUESTIONS[name].ask(**facts, edition=PUM_PRESENT)
    kept = stored(decision, **facts)
    assert facts_of(kept) == facts
    assert ask_again(kept, edition=PUM_PRESENT) == decision


def test_other_outlets_come_back_from_their_record() -> None:
    """They are recorded as a list of values."""
    other = OutletFacts(id=2, has_scanner=True, distance_m=7)
    decision = outlet_for(usual=OutletFacts(id=1, has_scanner=False), others=(other,), edition=PUM_PRESENT)
    listed = [{"id": 2, "has_scanner": True, "scanner_works": True, "distance_m": 7}]
    kept = stored(decision, usual=OutletFacts(id=1, has_scanner=False), others=listed)
    assert facts_of(kept)["others"] == (other,)


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


# --- other endings --------------------------------------------------------------------------------------------


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
