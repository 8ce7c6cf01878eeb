"""Recorded decisions asked again: the same facts, and so the same answers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.terms.forwarding_facts import FORWARDING_FACTS, as_recorded
from tests.terms.story import stored

from budstikke.post.terms.asked_again import OF_FORWARDING, QUESTIONS, ask_again, facts_of
from budstikke.post.terms.editions import FORWARDING_PRESENT, PUM_PRESENT
from budstikke.post.terms.events import ReturnReason, State
from budstikke.post.terms.pum.agreement import SenderFacts
from budstikke.post.terms.pum.asked_by_recipient import WaitFacts
from budstikke.post.terms.pum.at_the_desk import Help, Why
from budstikke.post.terms.pum.booking import OrderFacts
from budstikke.post.terms.pum.claims import Negligence
from budstikke.post.terms.pum.conclude import ToHandOver
from budstikke.post.terms.pum.correcting import CorrectionFacts
from budstikke.post.terms.pum.edition import NamePolicy
from budstikke.post.terms.pum.hand_in import DispatchFacts
from budstikke.post.terms.pum.handover import LetterFacts
from budstikke.post.terms.pum.id_check import (
    CheckFacts,
    ChipFacts,
    ChipVerdict,
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
from budstikke.post.terms.pum.keeping import HeldFor, KeptFacts, Moment
from budstikke.post.terms.pum.letter import AddressFacts, LetterToSend, Measures
from budstikke.post.terms.pum.notices import ContactFacts
from budstikke.post.terms.pum.outlets import OutletFacts, outlet_for
from budstikke.post.terms.pum.readings import Contradiction, Particular, Source
from budstikke.post.terms.pum.settling import Claimant, ClaimFacts, ClaimKind, Ground

days = st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 12, 31))
numbers = st.none() | st.integers(0, 900) | st.floats(0, 900, allow_nan=False)
words = st.sampled_from(["", "C5", "NO", "SE", "given"])
outlets = st.builds(OutletFacts, scanner_works=st.booleans(), distance_m=st.integers(0, 9**6))
waits = st.builds(WaitFacts, last_collect_day=days, extended=st.integers(0, 2), moved=st.integers(0, 2))
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
    chip=st.builds(ChipFacts, verdict=st.sampled_from(ChipVerdict), code=words),
    contradictions=st.lists(
        st.builds(
            Contradiction,
            particular=st.sampled_from(Particular),
            first=st.sampled_from(Source),
            second=st.sampled_from(Source),
        ),
        max_size=3,
    ).map(tuple),
    contradiction_decision=decisions,
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
    "outlet_meanwhile": {"here": outlets, "others": st.just(())},
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
    "extend_by_recipient": {"wait": waits, "today": days},
    "choose_outlet": {"here": outlets, "wanted": outlets, "wait": waits, "today": days},
    "help_at_desk": {
        "what": st.sampled_from(Help),
        "why": st.sampled_from(Why),
        "days": st.integers(-5, 60),
        "extended_before": st.booleans(),
        "asked_by": st.sampled_from(["desk-1", "lead-1"]),
        "confirmed_by": st.sampled_from(["", "lead-1"]),
    },
    "move_by_desk": {
        "here": st.none() | st.integers(1, 3),
        "wanted": outlets,
        "being_served": st.booleans(),
    },
    "return_early": {
        "reason": st.sampled_from(ReturnReason),
        "last_collect_day": st.none() | days,
        "being_served": st.booleans(),
    },
    "correct_address": {
        "facts": st.builds(
            CorrectionFacts,
            state=st.sampled_from(State),
            told=st.booleans(),
            street_given=st.booleans(),
            postcode_known=st.booleans(),
            changes=st.booleans(),
            moves=st.booleans(),
        ),
        "why": st.sampled_from(Why),
    },
    "claim_opened": {
        "kind": st.sampled_from(ClaimKind),
        "claimant": st.sampled_from(Claimant),
        "handed_in_on": st.none() | days,
        "told_on": days,
    },
    "claim_judged": {
        "facts": st.builds(
            ClaimFacts,
            kind=st.sampled_from(ClaimKind),
            letter_state=st.sampled_from(State),
            damage_registered=st.booleans(),
            handed_in_on=days,
            told_on=days,
            negligence=st.sampled_from(Negligence),
            value_ore=st.none() | st.integers(0, 300_000),
            fee_ore=st.integers(0, 20_000),
            paid_before_ore=st.integers(0, 100_000),
        )
    },
    "claim_decided": {
        "amount_ore": st.integers(0, 100_000),
        "ground": st.none() | st.sampled_from(Ground),
        "decided_by": st.sampled_from(["desk-1", "lead-1"]),
        "confirmed_by": st.sampled_from(["", "lead-1"]),
    },
    "outage": {"notified_on": days, "last_collect_day": days, "outage_from": days, "outage_to": days},
    "support_case": {"notified_on": days, "last_collect_day": days, "opened_on": days, "open_to": days},
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
    "keeping": {
        "facts": st.builds(
            KeptFacts,
            state=st.sampled_from(State),
            over_on=days,
            handed_over_on=st.none() | days,
            report_in_mailbox_on=st.none() | days,
            relationship_ended_on=st.none() | days,
            held_for=st.lists(st.sampled_from(HeldFor), unique=True).map(tuple),
        ),
        "moment": st.sampled_from(Moment),
        "today": days,
    },
}


FACTS |= {**FORWARDING_FACTS, "identified_in_person": {"check": checks, "today": days}}


def test_every_question_is_tried_with_any_facts() -> None:
    """The table below is the table of the product."""
    assert set(FACTS) == set(QUESTIONS)


@pytest.mark.parametrize("name", QUESTIONS)
@settings(deadline=None)
@given(data=st.data())
def test_facts_come_back_from_their_record_as_they_were(name: str, data: st.DataObject) -> None:
    """Any facts: the same values, and so the same decision, word for word."""
    facts = {key: data.draw(strategy) for key, strategy in FACTS[name].items()}
    edition = FORWARDING_PRESENT if name in OF_FORWARDING else PUM_PRESENT
    decision = QUESTIONS[name].ask(**facts, edition=edition)
    assert decision.question == name
    kept = stored(decision, **as_recorded(facts))
    assert facts_of(kept) == facts
    assert ask_again(kept, edition=edition) == decision


def test_other_outlets_come_back_from_their_record() -> None:
    """They are recorded as a list of values."""
    other = OutletFacts(id=2, has_scanner=True, distance_m=7)
    decision = outlet_for(usual=OutletFacts(id=1, has_scanner=False), others=(other,), edition=PUM_PRESENT)
    listed = [{"id": 2, "has_scanner": True, "scanner_works": True, "distance_m": 7}]
    kept = stored(decision, usual=OutletFacts(id=1, has_scanner=False), others=listed)
    assert facts_of(kept)["others"] == (other,)
