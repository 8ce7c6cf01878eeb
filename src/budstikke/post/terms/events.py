"""
What can happen to a letter: one row per event, and the state that follows from a history of them.

Reading: scans are missed and scans come late. A missed one leaves a gap, so the first scan may be any scan.
A late one is recorded and changes nothing: each row lists the states in which it is only *noted*.
(Decision 0018.)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from budstikke.post.terms.event_row import Audience, Event, EventRow, Wire
from budstikke.post.terms.event_rows import ROWS
from budstikke.post.terms.places import Custody, Outcome, State

__all__ = [
    "EVENTS",
    "RETURN_TEXTS",
    "STEPS",
    "Audience",
    "Custody",
    "Event",
    "EventRow",
    "NotAllowed",
    "Outcome",
    "ReturnReason",
    "State",
    "Wire",
    "custody_moved",
    "may_follow",
    "next_events",
    "replay",
    "step",
]


class NotAllowed(ValueError):
    """An event that cannot follow: the caller looked at the wrong state, or history is damaged."""


class ReturnReason(StrEnum):
    """Why a letter goes back; the value is the reason code of the status message."""

    UNCLAIMED = "49"
    WITHDRAWN = "37"
    REFUSED = "13"
    MOVED = "02"
    INCOMPLETE_ADDRESS = "10"
    DAMAGED = "18"
    DECEASED = "999"


# What stands beside the code in a status message.
RETURN_TEXTS: Mapping[ReturnReason, str] = {
    ReturnReason.UNCLAIMED: "Unclaimed",
    ReturnReason.WITHDRAWN: "Withdrawn by sender",
    ReturnReason.REFUSED: "Refused",
    ReturnReason.MOVED: "Moved",
    ReturnReason.INCOMPLETE_ADDRESS: "Incomplete address",
    ReturnReason.DAMAGED: "Damaged",
    ReturnReason.DECEASED: "Deceased",
}


EVENTS: Mapping[Event, EventRow] = {row.code: row for row in ROWS}

# Every allowed pair and where it leads; None stands for "nothing has happened yet".
STEPS: Mapping[tuple[State | None, Event], State] = {
    **{(state, row.code): state for row in ROWS for state in row.noted_in},
    **{
        (state, row.code): became
        for row in ROWS
        for state in row.allowed_from
        if (became := row.becomes or state) is not None
    },
}


def may_follow(state: State | None, code: Event | str) -> bool:
    """Say whether an event may be recorded on a letter in that state."""
    return (state, code) in STEPS


def step(state: State | None, code: Event | str) -> State:
    """
    Return the state after one more event.

    Raises: NotAllowed when the event cannot follow.
    """
    try:
        return STEPS[state, code]  # type: ignore[index]  # an Event is its text
    except KeyError:
        raise NotAllowed(f"{code} cannot follow when the letter is {state or 'not booked'}") from None


def replay(codes: Iterable[Event | str]) -> State:
    """
    Return the state a history leads to, in the order in which it was recorded.

    Raises: NotAllowed for an event that cannot follow, and for an empty history.
    """
    state: State | None = None
    for code in codes:
        state = step(state, code)
    if state is None:
        raise NotAllowed("a letter without events has no state")
    return state


def custody_moved(state: State | None, code: Event | str) -> Custody | None:
    """Return the place an event puts the letter, or None when it moves nothing (also when only noted)."""
    row = EVENTS[Event(code)]
    return row.custody if state in row.allowed_from else None


def next_events(state: State | None) -> tuple[Event, ...]:
    """Return the events that may follow a state, in the order of the table."""
    return tuple(row.code for row in ROWS if (state, row.code) in STEPS)
