"""The rules of letters and codes, without a database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budstikke.issuer.terms import letters
from budstikke.issuer.terms.activation import HandOver, Trying, activate, faults_of
from budstikke.issuer.terms.advice import BY_CODE, OTHER, advice_for
from budstikke.issuer.terms.channels import (
    Channel,
    SoFar,
    channel_for,
    may_switch,
    needed,
    reasons_for,
    sends_letter,
)
from budstikke.issuer.terms.clauses import EID, HEADINGS
from budstikke.issuer.terms.codes import ALPHABET, in_halves, make_code, new_letter, read_code
from budstikke.issuer.terms.conditions import conditions_of
from budstikke.issuer.terms.edition import PRESENT
from budstikke.issuer.terms.letters import EVENTS, Event, State, after
from budstikke.issuer.terms.ordering import (
    Lately,
    Particulars,
    may_order,
    number_fault,
    particulars_faults,
    tidy,
)
from budstikke.issuer.terms.refund import refund
from budstikke.issuer.terms.refusals import TABLE
from budstikke.issuer.terms.status_words import STATUS, status_of
from budstikke.law.refusal import Refusal

TODAY = date(2026, 11, 26)  # a Thursday
PLACED = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)  # a Monday
PROOF = HandOver(
    seal_holds=True,
    is_hand_over=True,
    same_sender=True,
    same_letter=True,
    passport_only=True,
    same_person=True,
    document="no_passport",
    supplement=False,
    document_expires_on=date(2030, 1, 1),  # a Tuesday
    handed_over_on=date(2026, 11, 25),  # a Wednesday
    test=True,
)
RIGHT = Trying(code_matches=True, tries_before=0, tries_lately=0, expires_on=date(2026, 12, 24))  # a Thursday


def test_codes_are_ten_characters_that_nobody_confuses() -> None:
    """Crockford's alphabet, all of it, and no two alike."""
    made = {make_code(edition=PRESENT) for _ in range(500)}
    assert len(made) == 500
    assert {len(code) for code in made} == {10}
    assert set("".join(made)) == set(ALPHABET) and not set("ILOU") & set(ALPHABET)


@given(st.text(alphabet=ALPHABET, min_size=10, max_size=10))
def test_a_code_is_read_as_it_was_made_however_it_is_typed(code: str) -> None:
    """Halves, small letters, spaces; O for 0, I and L for 1."""
    for typed in (in_halves(code), code.lower(), " ".join(code), code.replace("0", "o").replace("1", "l")):
        assert read_code(typed, edition=PRESENT) == code


@pytest.mark.parametrize("typed", ["", "1234", "7KQ2M-X9DPAA", "7KQ2M X9DPU", "7KQ2M-X9DP€", "7" * 500])
def test_what_is_no_code_is_read_as_none(typed: str) -> None:
    """Too short, too long, or with a sign no code has."""
    assert read_code(typed, edition=PRESENT) is None


def _faults(**changed: object) -> tuple[str, ...]:
    return faults_of(
        replace(PROOF, **changed),  # type: ignore[arg-type]
        placed_at=PLACED,
        edition=PRESENT,
        test_installation=True,
        today=TODAY,
    )


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({}, ()),
        ({"seal_holds": False}, ("seal",)),
        ({"is_hand_over": False}, ("event",)),
        ({"same_sender": False}, ("sender",)),
        ({"same_letter": False}, ("letter",)),
        ({"passport_only": False}, ("passport_only",)),
        ({"same_person": False}, ("person",)),
        ({"document": "no_driving_licence"}, ("document",)),
        ({"document": "emergency_passport"}, ("document",)),
        ({"document": "foreign_passport"}, ("supplement",)),
        ({"document": "foreign_passport", "supplement": True}, ()),
        ({"document_expires_on": date(2026, 11, 24)}, ("expired",)),  # a Tuesday
        ({"document_expires_on": None}, ("expired",)),
        ({"document_expires_on": date(2026, 11, 25)}, ()),  # the Wednesday it was shown
        ({"handed_over_on": date(2026, 11, 15)}, ("in_time",)),  # a Sunday, before the order
        ({"handed_over_on": date(2026, 11, 27)}, ("in_time",)),  # a Friday, tomorrow
    ],
)
def test_a_hand_over_proves_only_what_it_says(changed: dict[str, object], fault: tuple[str, ...]) -> None:
    """Every single thing that is wrong is named, and is enough."""
    assert _faults(**changed) == fault


def test_a_trial_proves_nothing_in_production() -> None:
    """Specimen documents count on test installations only."""
    found = faults_of(PROOF, placed_at=PLACED, edition=PRESENT, test_installation=False, today=TODAY)
    assert found == ("installation",)


@pytest.mark.parametrize(
    ("trying", "report", "code"),
    [
        (RIGHT, (), None),
        (RIGHT, None, "NOT_HANDED_OVER"),
        (RIGHT, ("person",), "HAND_OVER_DOUBTED"),
        (replace(RIGHT, code_matches=False), (), "CODE_DOES_NOT_MATCH"),
        (replace(RIGHT, code_matches=False), None, "CODE_DOES_NOT_MATCH"),
        (replace(RIGHT, code_matches=False, tries_before=9), (), "CODE_LOCKED"),
        (replace(RIGHT, tries_before=10), (), "CODE_LOCKED"),
        (replace(RIGHT, tries_lately=5, tries_before=5), (), "TRY_LATER"),
        (replace(RIGHT, expires_on=date(2026, 11, 25)), (), "CODE_EXPIRED"),  # a Wednesday
        (replace(RIGHT, expires_on=TODAY), (), None),
    ],
)
def test_a_try_is_decided_in_one_order(
    trying: Trying, report: tuple[str, ...] | None, code: str | None
) -> None:
    """A wrong code hears nothing of the letter; a right one hears what is missing."""
    decision = activate(trying, report=report, edition=PRESENT, today=TODAY)
    assert [each.code for each in decision.refusals] == ([code] if code else [])
    assert decision.clauses


def _walks() -> Iterator[tuple[State, Event]]:
    return ((state, event) for state in State for event in Event if event is not Event.ORDERED)


@pytest.mark.parametrize(("state", "event"), list(_walks()))
def test_an_event_moves_a_letter_only_from_where_its_row_says(state: State, event: Event) -> None:
    """Every pair of state and event."""
    row = EVENTS[event]
    expected = row.becomes if row.becomes and state in row.moves_from else state
    assert after(state, event) is expected


@given(st.lists(st.sampled_from([event for event in Event if event is not Event.ORDERED]), max_size=12))
def test_no_history_activates_without_proof(history: list[Event]) -> None:
    """Whatever comes in whatever order, a letter is activated only out of being proven."""
    states = [letters.replay([Event.ORDERED, *history[:nth]]) for nth in range(len(history) + 1)]
    assert all(
        before in (State.PROVEN, State.ACTIVATED)
        for before, now in pairwise(states)
        if now is State.ACTIVATED
    )


def test_every_state_event_and_no_is_worded_in_both_languages() -> None:
    """Nobody reads a code where words belong."""
    assert set(STATUS) == set(State) and set(EVENTS) == set(Event)
    worded = [each for row in STATUS.values() for each in (row.headline, row.next_step)]
    worded += [row.words for row in EVENTS.values()]
    worded += [each for row in TABLE.values() for each in (row.staff, row.person, row.cure)]
    worded += [each for row in BY_CODE.values() for each in (row.cause, row.cure)]
    assert all(words.no and words.en and words.no != words.en for words in worded)
    assert set(HEADINGS) == {clause.number for clause in EID.clauses}
    assert {clause for row in TABLE.values() for clause in row.clauses} <= set(EID.clauses)


def test_another_letter_is_sent_only_after_the_last_has_ended() -> None:
    """One on its way finishes; too many, too soon and too old are no."""
    placed = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)  # a Monday
    now = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)  # a Thursday

    def why(state: State, *, sent: list[int], at: datetime = now) -> str | None:
        refusal = new_letter(
            state=state,
            placed_at=placed,
            sent_at=[now - timedelta(days=days) for days in sent],
            edition=PRESENT,
            now=at,
        )
        return str(refusal.facts["why"]) if refusal else None

    assert why(State.RETURNED, sent=[20]) is None
    assert why(State.READY, sent=[20]) == "on_its_way"
    assert why(State.RETURNED, sent=[0]) == "too_soon"
    assert why(State.CODE_DEAD, sent=[20, 15, 10, 5]) == "too_many"
    assert why(State.LOST, sent=[24], at=now + timedelta(days=100)) == "too_old"


def test_money_goes_back_when_the_check_could_not_be_made() -> None:
    """Returned, lost, or turned away at the counter; never after a hand-over, never twice, never too late."""
    now = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)  # a Thursday

    def decided(state: State, **given: object) -> str:
        facts: dict[str, object] = {"turned_away": 0, "paid_ore": 49_900, "ended_at": None, "refunded": False}
        decision = refund(state=state, edition=PRESENT, now=now, **{**facts, **given})  # type: ignore[arg-type]
        return decision.refusals[0].code if decision.refusals else str(decision.answer["amount_ore"])

    assert decided(State.RETURNED) == decided(State.LOST) == decided(State.READY, turned_away=1) == "49900"
    assert decided(State.READY) == decided(State.PROVEN) == decided(State.ACTIVATED) == "REFUND_NOT_DUE"
    assert decided(State.RETURNED, refunded=True) == "REFUNDED_BEFORE"
    assert decided(State.RETURNED, ended_at=now - timedelta(days=91)) == "REFUND_TOO_LATE"


def test_a_channel_that_is_closed_gives_way_to_the_other() -> None:
    """A letter under way is never sent twice, and an order that has ended is not switched."""
    assert channel_for(Channel.LETTER, edition=PRESENT) is Channel.LETTER
    assert channel_for(Channel.READER, closed=[Channel.READER], edition=PRESENT) is Channel.LETTER
    assert isinstance(channel_for(Channel.LETTER, closed=list(Channel), edition=PRESENT), Refusal)
    assert may_switch(ended=False, to=Channel.READER, edition=PRESENT) is None
    assert may_switch(ended=True, to=Channel.READER, edition=PRESENT) is not None
    assert not sends_letter(to=Channel.LETTER, letters=[State.READY])
    assert sends_letter(to=Channel.LETTER, letters=[State.RETURNED])


def test_particulars_are_judged_field_by_field() -> None:
    """What cannot be printed, folded or sent is named; nothing of it is repeated."""
    good = {
        "given_names": " Kári  Åse ", "surname": "Đorđević", "street": "Lilleveien 2", "postcode": "5004",
        "city": "BERGEN", "mobile": "+47 99 99 99 99", "email": "",
    }  # fmt: skip
    assert particulars_faults(tidy(good)) == {}
    assert tidy(good).name == "Kári Åse Đorđević"
    for field, value in {
        "given_names": "花子", "surname": "", "street": "x" * 36, "postcode": "50O4", "mobile": "12", "email": "a@b",
        "city": "BERGEN\x07",
    }.items():  # fmt: skip
        assert set(particulars_faults(tidy({**good, field: value}))) == {field}
    assert "Kari" not in repr(Particulars(**{**good, "given_names": "Kari"}))


def test_numbers_that_are_synthetic_count_on_trials_only() -> None:
    """A test installation takes no real person's number for granted, production no invented one."""
    assert number_fault("20914695016", synthetic=True) is None
    assert number_fault("20914695016", synthetic=False) is not None


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, None),
        ({"consents": False}, "NO_CONSENT"),
        ({"conditions": "eid-2019"}, "CONDITIONS_NEWER"),
        ({"paused_until": PLACED}, "ORDERING_PAUSED"),
        ({"lately": Lately(by_customer=3, from_there_seldom=True)}, "TOO_MANY_ORDERS"),
        ({"lately": Lately(by_customer=0, from_there_seldom=False)}, "TOO_OFTEN"),
    ],
)
def test_who_may_order(changed: dict[str, object], code: str | None) -> None:
    """Consent to the conditions of today, no pause, not too often."""
    facts = {
        "consents": True,
        "conditions": PRESENT.id,
        "paused_until": None,
        "until": "x",
        "lately": Lately(by_customer=0, from_there_seldom=True),
    }
    refusal = may_order(**{**facts, **changed}, edition=PRESENT)  # type: ignore[arg-type]
    assert (refusal.code if refusal else None) == code


def test_advice_names_what_is_known_and_else_speaks_in_general() -> None:
    """One piece of advice for a cause, however often the carrier gives it."""
    advised = advice_for(["SCAN_FAILED", "UNHEARD_OF", "SCAN_FAILED"], edition=PRESENT)
    assert [each.code for each in advised] == ["SCAN_FAILED"]
    assert [each.code for each in advice_for(["UNHEARD_OF"], edition=PRESENT)] == [OTHER.code]


def test_words_name_the_very_documents_that_count() -> None:
    """An edition that takes one document less says so everywhere, and no sentence knows a document by itself."""
    fewer = replace(PRESENT, documents=("no_passport", "foreign_passport"))
    for edition, names_cards in ((PRESENT, True), (fewer, False)):
        said = [
            needed(Channel.LETTER, edition=edition),
            needed(Channel.READER, edition=edition),
            advice_for(["DOC_EXPIRED"], edition=edition)[0].cure,
            status_of(State.READY, edition=edition).next_step,
            *(
                words
                for each in conditions_of(edition, on=PLACED.date())
                for words in each.said
                if each.clause == EID(2)
            ),
        ]
        told = [words for words in said if "Norwegian passport" in words.en]
        assert len(told) == 6 and all(("ID card" in words.en) is names_cards for words in told)
    assert "foreign" not in needed(Channel.READER, edition=PRESENT).en, "it needs a paper no phone can see"


def test_every_clause_has_its_conditions_in_both_languages() -> None:
    """Each figure is filled in from what decides; an edition with another says another."""
    read = conditions_of(PRESENT, on=PLACED.date())
    assert [each.clause for each in read] == list(EID.clauses)
    assert all(
        words.no and words.en and "{" not in words.no + words.en for each in read for words in each.said
    )
    other = conditions_of(replace(PRESENT, code_days=33), on=PLACED.date())
    assert "33 days" in other[3].said[0].en and "30 days" in read[3].said[0].en


@pytest.mark.parametrize(
    ("to", "so_far", "first"),
    [
        (Channel.READER, SoFar(letter=State.READY, turned_away=True, reading=""), "scanner_fails"),
        (Channel.READER, SoFar(letter=State.RETURNED, turned_away=False, reading=""), "letter_returned"),
        (Channel.READER, SoFar(letter=State.READY, turned_away=False, reading="refused"), "asked"),
        (Channel.LETTER, SoFar(letter=None, turned_away=False, reading="refused"), "reader_refused"),
        (Channel.LETTER, SoFar(letter=None, turned_away=False, reading="unreachable"), "channel_down"),
        (Channel.LETTER, SoFar(letter=State.READY, turned_away=True, reading="proven"), "asked"),
    ],
)
def test_only_reasons_that_can_be_true_are_offered(to: Channel, so_far: SoFar, first: str) -> None:
    """What happened stands first; a wish needs no reason, so it is always offered."""
    offered = reasons_for(to, so_far=so_far)
    assert offered[0] == first and offered[-1] == "asked" and len(offered) == len(set(offered))


def test_what_is_over_is_said_as_the_past() -> None:
    """A refunded order was ended, whatever became of its letter; a letter that was overtaken still says so."""
    assert (
        status_of(State.CODE_DEAD, ended_as="refunded", edition=PRESENT).headline.en
        == "The money is paid back"
    )
    assert "another way" in status_of(State.OVERTAKEN, ended_as="activated", edition=PRESENT).headline.en
    assert status_of(None, ended_as="activated", edition=PRESENT).headline.en == "Your eID is activated"
    assert "by phone" in status_of(None, edition=PRESENT).headline.en
