"""PUM §10: every event from every state, walked."""

from __future__ import annotations

import pytest

from budstikke.post.terms.events import (
    EVENTS,
    STEPS,
    Custody,
    Event,
    NotAllowed,
    Outcome,
    State,
    custody_moved,
    may_follow,
    next_events,
    replay,
    step,
)

# One line per event, one column per state: the state it makes, = where it stays, . where it may not come.
# "late" marks an event that is only noted. The columns: none booked handed transit ready delivered returning
# returned cancelled lost.
WALK = """
PRE_NOTIFIED         booked .          .          .          .          .    .        .    .          .
ORDER_CHANGED        .      =          .          .          .          .    .        .    .          .
CANCELLED            .      cancelled  .          .          .          .    .        .    .          .
HAND_IN_REFUSED      .      =          late       late       late       late late     late =          late
HANDED_IN            .      handed_in  late       late       late       late late     late handed_in  late
TERMINAL             .      in_transit in_transit in_transit late       late late     late in_transit late
IN_TRANSIT           .      in_transit in_transit in_transit late       late late     late in_transit late
DELIVERY_CHANGED     .      in_transit in_transit in_transit in_transit late late     late in_transit late
READY_FOR_PICKUP     .      ready      ready      ready      late       late late     late ready      late
NOTIFICATION_SENT    .      .          .          late       =          late late     late .          late
NOTIFICATION_PRINTED .      .          .          late       =          late late     late .          late
NOTIFICATION_FAILED  .      .          .          late       =          late late     late .          late
REMINDER_SENT        .      .          .          late       =          late late     late .          late
RECIPIENT_TOLD       .      .          .          late       =          late late     late .          late
DEADLINE_EXTENDED    .      .          .          .          =          .    .        .    .          .
ATTEMPTED_DELIVERY   .      .          .          late       =          late late     late .          late
DELIVERED            .      .          .          .          delivered  .    .        .    .          .
REPORT_SENT          .      .          late       late       late       =    late     late .          late
REPORT_FAILED        .      .          late       late       late       =    late     late .          late
RETURN               .      .          returning  returning  returning  .    .        late .          late
DELIVERED_SENDER     .      .          returned   returned   returned   .    returned .    .          .
DEVIATION            .      =          =          =          =          late =        late late       late
DAMAGED              .      .          =          =          =          late =        late .          late
LOST                 .      .          lost       lost       lost       .    lost     .    .          .
MISDELIVERED         .      .          .          .          .          lost .        .    .          .
FOUND                .      .          .          .          .          .    .        .    .          in_transit
ADDRESS_CORRECTED    .      .          =          =          .          .    .        .    .          .
CLAIM_OPENED         .      .          =          =          =          =    =        =    .          =
CLAIM_DECIDED        .      .          =          =          =          =    =        =    .          =
"""
COLUMNS: tuple[State | None, ...] = (
    None,
    State.BOOKED,
    State.HANDED_IN,
    State.IN_TRANSIT,
    State.READY,
    State.DELIVERED,
    State.RETURNING,
    State.RETURNED,
    State.CANCELLED,
    State.LOST,
)
PAIRS = [
    (before, Event(code), said)
    for code, *cells in (line.split() for line in WALK.strip().splitlines())
    for before, said in zip(COLUMNS, cells, strict=True)
]


def test_the_walk_has_every_event_and_every_state() -> None:
    """A new event or state needs its line or column."""
    assert {code for _, code, _ in PAIRS} == set(Event) == set(EVENTS)
    assert set(COLUMNS) == {None, *State}


@pytest.mark.parametrize("code", Event)
def test_an_event_leads_where_the_walk_says(code: Event) -> None:
    """Each from/to pair of the table; one test a line keeps the folder fast."""
    for before, said in ((before, said) for before, one, said in PAIRS if one is code):
        assert may_follow(before, code) is (said != "."), before
        assert (before in EVENTS[code].noted_in) is (said == "late"), before
        if said == ".":
            with pytest.raises(NotAllowed):
                step(before, code)
        else:
            assert step(before, code) == (before if said in {"=", "late"} else said), before


def test_a_late_event_moves_nothing() -> None:
    """What is only noted changes neither the state nor the hands the letter is in."""
    for before, code, said in PAIRS:
        if said == "late":
            assert step(before, code) is before, code
            assert custody_moved(before, code) is None, code


@pytest.mark.parametrize("code", Event)
def test_no_event_is_both_effective_and_late_in_a_state(code: Event) -> None:
    """A row that says both would be read two ways."""
    assert not EVENTS[code].noted_in & EVENTS[code].allowed_from


@pytest.mark.parametrize(
    ("history", "state"),
    [
        ("PRE_NOTIFIED", State.BOOKED),
        ("PRE_NOTIFIED CANCELLED", State.CANCELLED),
        ("PRE_NOTIFIED CANCELLED TERMINAL", State.IN_TRANSIT),
        ("PRE_NOTIFIED HANDED_IN READY_FOR_PICKUP NOTIFICATION_SENT DELIVERED REPORT_SENT", State.DELIVERED),
        ("PRE_NOTIFIED READY_FOR_PICKUP DELIVERED TERMINAL HANDED_IN", State.DELIVERED),
        ("PRE_NOTIFIED HANDED_IN READY_FOR_PICKUP ATTEMPTED_DELIVERY", State.READY),
        ("PRE_NOTIFIED HANDED_IN READY_FOR_PICKUP DELIVERY_CHANGED READY_FOR_PICKUP", State.READY),
        ("PRE_NOTIFIED HANDED_IN READY_FOR_PICKUP RETURN DELIVERED_SENDER", State.RETURNED),
        ("PRE_NOTIFIED READY_FOR_PICKUP DELIVERED MISDELIVERED", State.LOST),
        ("PRE_NOTIFIED HANDED_IN LOST FOUND READY_FOR_PICKUP DELIVERED", State.DELIVERED),
    ],
)
def test_a_history_replays_to_its_state(history: str, state: State) -> None:
    """Whole lives, with scans missed and scans late."""
    assert replay(history.split()) is state


@pytest.mark.parametrize(
    "history", ["", "HANDED_IN", "PRE_NOTIFIED DELIVERED", "PRE_NOTIFIED PRE_NOTIFIED", "PRE_NOTIFIED FLOWN"]
)
def test_an_impossible_history_has_no_state(history: str) -> None:
    """Damage is named, never smoothed over."""
    with pytest.raises(NotAllowed):
        replay(history.split())


@pytest.mark.parametrize("row", EVENTS.values(), ids=lambda row: row.code)
def test_an_event_is_worded_in_both_languages(row: object) -> None:
    """Tracking shows the words of the table."""
    words = row.words  # type: ignore[attr-defined]
    assert words.no
    assert words.en
    assert words.no != words.en


@pytest.mark.parametrize("state", State)
def test_where_custody_ends_the_state_says_so_too(state: State) -> None:
    """Delivered, returned, lost and cancelled count in the balance's column of the same name."""
    ended = {
        State.DELIVERED: Outcome.DELIVERED,
        State.RETURNED: Outcome.RETURNED,
        State.LOST: Outcome.LOST,
        State.CANCELLED: Outcome.CANCELLED,
    }
    places = {custody_moved(before, code) for (before, code), after in STEPS.items() if after is state}
    outcomes = {place.outcome for place in places if place is not None}
    assert outcomes == {ended.get(state, Outcome.HELD)}


def test_each_change_of_state_into_another_hand_moves_custody() -> None:
    """No letter changes its state without being put somewhere, so the balance can be counted."""
    for (before, code), after in STEPS.items():
        if before is not after:
            assert isinstance(custody_moved(before, code), Custody), code


def test_what_may_follow_is_listed() -> None:
    """A booked letter may be changed, cancelled, refused, scanned."""
    assert Event.CANCELLED in next_events(State.BOOKED)
    assert Event.DELIVERED not in next_events(State.BOOKED)
    assert next_events(None) == (Event.PRE_NOTIFIED,)
