"""A letter's record as the actions write it, told in a line."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import Any

from budstikke.law.decision import Decision
from budstikke.post.actions.recorded import recorded, together
from budstikke.post.terms.editions import PUM_PRESENT
from budstikke.post.terms.events import Event, ReturnReason, State
from budstikke.post.terms.pum.accept import accept_order
from budstikke.post.terms.pum.agreement import SenderFacts
from budstikke.post.terms.pum.asked_by_recipient import WaitFacts, choose_outlet, extend_by_recipient
from budstikke.post.terms.pum.at_the_desk import Help, Why, decide_help, move_by_desk, return_early
from budstikke.post.terms.pum.booking import OrderFacts
from budstikke.post.terms.pum.conclude import ToHandOver, conclude
from budstikke.post.terms.pum.correcting import CorrectionFacts, correct_address
from budstikke.post.terms.pum.days_given_back import extend_for_case, extend_for_outage
from budstikke.post.terms.pum.deadlines import decide_collection, extend
from budstikke.post.terms.pum.edition import NamePolicy, PumEdition
from budstikke.post.terms.pum.hand_in import DispatchFacts, receive
from budstikke.post.terms.pum.handover import LetterFacts, decide
from budstikke.post.terms.pum.id_check import (
    ALL_PASSED,
    CheckFacts,
    DocumentFacts,
    NameVerdict,
)
from budstikke.post.terms.pum.letter import AddressFacts, LetterToSend, Measures, measure
from budstikke.post.terms.pum.notices import ContactFacts, notice_channel
from budstikke.post.terms.pum.outlets import OutletFacts, outlet_for, outlet_meanwhile
from budstikke.post.terms.pum.returns import return_due
from budstikke.post.terms.pum.settling import (
    Claimant,
    ClaimFacts,
    ClaimKind,
    decide_claim,
    judge_claim,
    may_claim,
)
from budstikke.post.terms.replay import Ending, Happened, Letter, ending

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

    def extended_once(self, on: int) -> Story:
        """Ask for more time by rule."""
        assert self.last is not None
        facts = {"wait": WaitFacts(last_collect_day=self.last), "today": day(on)}
        decision = extend_by_recipient(**facts, edition=self.edition)  # type: ignore[arg-type]
        assert not decision.refusals
        self.last = decision.answer["last_collect_day"]  # type: ignore[assignment]
        return self.add(Event.DEADLINE_EXTENDED, day(on), stored(decision, **facts))

    def chose(self, on: int, arrived: int) -> Story:
        """Choose another outlet, and have the letter arrive there."""
        assert self.last is not None
        facts = {
            "here": OutletFacts(id=1, has_scanner=True),
            "wanted": OutletFacts(id=2, has_scanner=True, distance_m=900),
            "wait": WaitFacts(last_collect_day=self.last),
            "today": day(on),
        }
        decision = choose_outlet(**facts, edition=self.edition)  # type: ignore[arg-type]
        assert not decision.refusals
        self.add(Event.DELIVERY_CHANGED, day(on), stored(decision, **facts), becomes=State.IN_TRANSIT)
        return self.add(Event.READY_FOR_PICKUP, day(arrived), becomes=State.READY)

    def helped(self, code: Event, on: int, what: Help, becomes: State, **asked: Any) -> Story:
        """Be sent on or back by the desk, which asks what may happen and whether one person may do it."""
        rule = {Help.MOVE: move_by_desk, Help.RETURN: return_early}[what]
        desk = {"what": what, "why": Why.SENDER_ASKED, "asked_by": "desk-1", "confirmed_by": "lead-1"}
        decisions = [
            stored(rule(**asked, edition=self.edition), **asked),
            stored(decide_help(**desk, edition=self.edition), **desk),
        ]
        return self.add(code, day(on), *decisions, becomes=becomes)

    def corrected(self) -> Story:
        """Have its address put right on the way."""
        facts = CorrectionFacts(
            state=self.state, told=False, street_given=True, postcode_known=True, changes=True, moves=True
        )
        decision = correct_address(facts, why=Why.SENDER_ASKED, edition=self.edition)
        assert not decision.refusals
        written = stored(decision, facts=facts, why=Why.SENDER_ASKED)
        return self.add(Event.ADDRESS_CORRECTED, day(-2), written)

    def claimed(self, on: int) -> Story:
        """Be lost, and paid for."""
        told = {
            "kind": ClaimKind.LOST,
            "claimant": Claimant.SENDER,
            "handed_in_on": day(-2),
            "told_on": day(on),
        }
        self.add(Event.LOST, day(on), becomes=State.LOST)
        self.add(Event.CLAIM_OPENED, day(on), stored(may_claim(**told, edition=self.edition), **told))
        facts = ClaimFacts(
            kind=ClaimKind.LOST,
            handed_in_on=day(-2),
            told_on=day(on),
            letter_state=State.LOST,
            damage_registered=False,
            value_ore=40_000,
        )
        judged = judge_claim(facts, edition=self.edition)
        by = {"amount_ore": 40_000, "ground": None, "decided_by": "desk-1", "confirmed_by": ""}
        decided = decide_claim(**by, edition=self.edition)
        return self.add(Event.CLAIM_DECIDED, day(on), stored(judged, facts=facts), stored(decided, **by))

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
        self.add(Event.DEADLINE_EXTENDED, day(last + 1), stored(decision, **facts))
        outlets = {
            "here": OutletFacts(id=2, has_scanner=True, scanner_works=False),
            "others": (OutletFacts(id=3, has_scanner=True, distance_m=9),),
        }
        named = outlet_meanwhile(**outlets, edition=self.edition)
        chosen = notice_channel(
            contact := ContactFacts(has_mobile=False, has_email=True), failed=(), edition=self.edition
        )
        return self.add(
            Event.REMINDER_SENT,
            day(last + 1),
            stored(named, here=outlets["here"], others=[asdict(each) for each in outlets["others"]]),
            stored(chosen, contact=contact, failed=()),
        )

    def support_case(self, opened: int, closed: int) -> Story:
        """Be given back the days of a support case."""
        facts = {
            "notified_on": NOTICE,
            "last_collect_day": self.last,
            "opened_on": day(opened),
            "open_to": day(closed),
        }
        decision = extend_for_case(**facts, edition=self.edition)
        self.last = decision.answer["last_collect_day"]  # type: ignore[assignment]
        return self.add(Event.DEADLINE_EXTENDED, day(closed), stored(decision, **facts))

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
    "a week more": lambda: waiting().extended_once(20).check(25).delivered(25),
    "another outlet": lambda: waiting().chose(3, 5).check(6).delivered(6),
    "sent on by the desk": lambda: (
        waiting()
        .helped(
            Event.DELIVERY_CHANGED,
            3,
            Help.MOVE,
            State.IN_TRANSIT,
            here=1,
            wanted=OutletFacts(id=2, has_scanner=True),
            being_served=False,
        )
        .add(Event.READY_FOR_PICKUP, day(5), becomes=State.READY)
        .check(6)
        .delivered(6)
    ),
    "stopped by two": lambda: waiting().helped(
        Event.RETURN,
        3,
        Help.RETURN,
        State.RETURNING,
        reason=ReturnReason.WITHDRAWN,
        last_collect_day=day(21),
        being_served=False,
    ),
    "address put right": lambda: Story().ordered().handed_in().corrected().told(),
    "lost and paid for": lambda: waiting().claimed(4),
    "outage": lambda: waiting().outage(5, 8).check(24).delivered(24),
    "held by a support case": lambda: waiting().support_case(5, 8).check(24).delivered(24),
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
