"""
What may become of an electronic ID: its states, and the events that move it from one to another.

A state is never set by itself: it is what the last event that moves made of the one before, and the database holds
that an eID that is closed or has expired stays so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from budstikke.law.words import Words


class State(StrEnum):
    """Where an eID stands."""

    ISSUED = "issued"
    ACTIVE = "active"
    BLOCKED = "blocked"
    CLOSED = "closed"
    EXPIRED = "expired"


class Happening(StrEnum):
    """What may happen to an eID, or to whoever holds it."""

    ISSUED = "ISSUED"
    ACTIVATED = "ACTIVATED"
    BLOCKED = "BLOCKED"
    UNBLOCKED = "UNBLOCKED"
    CLOSED = "CLOSED"
    EXPIRED = "EXPIRED"
    RENEWED = "RENEWED"
    MEANS_RESET = "MEANS_RESET"
    PIN_CHANGED = "PIN_CHANGED"
    PIN_WRONG = "PIN_WRONG"
    PIN_BLOCKED = "PIN_BLOCKED"
    PUK_USED = "PUK_USED"
    PUK_WRONG = "PUK_WRONG"
    PUK_BLOCKED = "PUK_BLOCKED"
    CODE_SENT = "CODE_SENT"
    CODE_WRONG = "CODE_WRONG"
    SIGNED_IN = "SIGNED_IN"
    SIGN_IN_REFUSED = "SIGN_IN_REFUSED"
    SIGN_IN_ASKED = "SIGN_IN_ASKED"
    SIGN_IN_DENIED = "SIGN_IN_DENIED"
    SIGNED_OUT = "SIGNED_OUT"
    CONTACT_CHANGED = "CONTACT_CHANGED"
    LOOKED_UP = "LOOKED_UP"
    ASKED_FOR_TWO = "ASKED_FOR_TWO"
    TWO_DECLINED = "TWO_DECLINED"
    PACK_EXPORTED = "PACK_EXPORTED"
    HOLD_PLACED = "HOLD_PLACED"
    HOLD_LIFTED = "HOLD_LIFTED"


WORDS: dict[State, Words] = {
    State.ISSUED: Words("Utstedt, ikke tatt i bruk", "Issued, not in use yet"),
    State.ACTIVE: Words("I bruk", "In use"),
    State.BLOCKED: Words("Sperret", "Blocked"),
    State.CLOSED: Words("Avsluttet", "Closed"),
    State.EXPIRED: Words("Utløpt", "Expired"),
}
# Nothing leads out of these.
FINAL = frozenset({State.CLOSED, State.EXPIRED})
_OPEN = frozenset(State) - FINAL
_ANY = frozenset(State)


@dataclass(frozen=True, slots=True)
class Row:
    """
    One event: in which states it may happen, and which state it makes; `becomes` None leaves the state as it is.

    `begins`: it is the first event of an eID. `of_person`: it may stand without an eID.
    """

    words: Words
    within: frozenset[State]
    becomes: State | None = None
    begins: bool = False
    of_person: bool = False


_S, _H = State, Happening
EVENTS: dict[Happening, Row] = {
    _H.ISSUED: Row(Words("Utstedt", "Issued"), frozenset(), _S.ISSUED, begins=True),
    _H.ACTIVATED: Row(Words("Tatt i bruk", "Put into use"), frozenset({_S.ISSUED}), _S.ACTIVE),
    _H.BLOCKED: Row(Words("Sperret", "Blocked"), frozenset({_S.ACTIVE}), _S.BLOCKED),
    _H.UNBLOCKED: Row(Words("Åpnet igjen", "Unblocked"), frozenset({_S.BLOCKED}), _S.ACTIVE),
    _H.CLOSED: Row(Words("Avsluttet", "Closed"), _OPEN, _S.CLOSED),
    _H.EXPIRED: Row(Words("Utløpt", "Expired"), _OPEN, _S.EXPIRED),
    _H.RENEWED: Row(Words("Fornyet med en ny", "Renewed by a new one"), frozenset({_S.ACTIVE})),
    _H.MEANS_RESET: Row(Words("Nullstilt", "Reset"), frozenset({_S.ACTIVE, _S.BLOCKED})),
    _H.PIN_CHANGED: Row(Words("PIN-kode endret", "PIN changed"), frozenset({_S.ACTIVE, _S.BLOCKED})),
    _H.PIN_WRONG: Row(Words("Feil PIN-kode", "Wrong PIN"), _OPEN),
    _H.PIN_BLOCKED: Row(Words("PIN-koden ble sperret", "The PIN was blocked"), _OPEN),
    _H.PUK_USED: Row(
        Words("PIN-koden åpnet med PUK", "PIN unblocked by PUK"), frozenset({_S.ACTIVE, _S.BLOCKED})
    ),
    _H.PUK_WRONG: Row(Words("Feil PUK-kode", "Wrong PUK"), _OPEN),
    _H.PUK_BLOCKED: Row(Words("PUK-koden ble sperret", "The PUK was blocked"), _OPEN),
    _H.CODE_SENT: Row(Words("Aktiveringskode sendt på SMS", "Activation code sent by SMS"), _OPEN),
    _H.CODE_WRONG: Row(Words("Feil aktiveringskode", "Wrong activation code"), _OPEN),
    _H.SIGNED_IN: Row(Words("Logget inn", "Signed in"), frozenset({_S.ACTIVE})),
    _H.SIGN_IN_REFUSED: Row(Words("Innlogging avvist", "Sign-in refused"), _ANY),
    _H.SIGN_IN_ASKED: Row(
        Words("Bedt om å godkjenne innlogging, uten svar", "Asked to approve a sign-in, no answer"), _ANY
    ),
    _H.SIGN_IN_DENIED: Row(Words("Innlogging nektet i appen", "Sign-in denied in the app"), _ANY),
    _H.SIGNED_OUT: Row(Words("Logget ut", "Signed out"), _ANY),
    _H.CONTACT_CHANGED: Row(
        Words("Kontaktopplysninger endret", "Contact details changed"), _ANY, of_person=True
    ),
    _H.LOOKED_UP: Row(
        Words("Kundeservice slo deg opp", "Customer service looked you up"), _ANY, of_person=True
    ),
    _H.ASKED_FOR_TWO: Row(
        Words("Kundeservice ba om noe som krever to", "Customer service asked for what takes two"),
        _ANY,
        of_person=True,
    ),
    _H.TWO_DECLINED: Row(
        Words("Den andre i kundeservice sa nei", "The second of customer service declined"),
        _ANY,
        of_person=True,
    ),
    _H.PACK_EXPORTED: Row(
        Words("Revisjonspakken ble hentet ut", "The audit pack was exported"), _ANY, of_person=True
    ),
    _H.HOLD_PLACED: Row(Words("Sletting er holdt tilbake", "Erasing is held back"), _ANY, of_person=True),
    _H.HOLD_LIFTED: Row(
        Words("Sletting er ikke lenger holdt tilbake", "Erasing is no longer held back"), _ANY, of_person=True
    ),
}


class CannotHappen(Exception):
    """An event does not happen in the state an eID is in: an action asked too late, or did not ask."""


def after(state: State | None, event: Happening) -> State:
    """
    Return the state an event makes of another; `state` is None before the first.

    Raises: CannotHappen when the table does not let it happen there.
    """
    row = EVENTS[event]
    if row.begins != (state is None) or (state is not None and state not in row.within):
        raise CannotHappen(f"{event} in the state {state}")
    found = row.becomes or state
    assert found is not None
    return found


def replay(events: Iterable[Happening]) -> State | None:
    """Return the state that a history makes; None of an empty one."""
    state: State | None = None
    for event in events:
        state = after(state, event)
    return state
