"""What may happen to a letter with a code: its states, and the events that lead from one to another, as a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from budstikke.law.words import Words


class State(StrEnum):
    """Where a letter is, as its customer is told."""

    ORDERED = "ordered"
    SENT = "sent"
    REJECTED = "rejected"
    BOOKED = "booked"
    PRINTED = "printed"
    ON_THE_WAY = "on_the_way"
    READY = "ready"
    COLLECTED = "collected"
    PROVEN = "proven"
    DOUBTED = "doubted"
    ACTIVATED = "activated"
    RETURNING = "returning"
    RETURNED = "returned"
    LOST = "lost"
    CODE_DEAD = "code_dead"
    OVERTAKEN = "overtaken"


class Event(StrEnum):
    """What happened to a letter; those of the carrier are named as its API names them."""

    ORDERED = "ORDERED"
    ORDER_SENT = "ORDER_SENT"
    ORDER_REJECTED = "ORDER_REJECTED"
    ORDER_BOOKED = "ORDER_BOOKED"
    PRINTED = "PRINTED"
    HANDED_IN = "HANDED_IN"
    TERMINAL = "TERMINAL"
    IN_TRANSIT = "IN_TRANSIT"
    DELIVERY_CHANGED = "DELIVERY_CHANGED"
    READY_FOR_PICKUP = "READY_FOR_PICKUP"
    ATTEMPTED_DELIVERY = "ATTEMPTED_DELIVERY"
    DELIVERED = "DELIVERED"
    RETURN = "RETURN"
    DELIVERED_SENDER = "DELIVERED_SENDER"
    LOST = "LOST"
    MISDELIVERED = "MISDELIVERED"
    REPORT_HOLDS = "REPORT_HOLDS"
    REPORT_DOUBTED = "REPORT_DOUBTED"
    CODE_LOCKED = "CODE_LOCKED"
    CODE_EXPIRED = "CODE_EXPIRED"
    ACTIVATED = "ACTIVATED"
    OVERTAKEN = "OVERTAKEN"
    WITHDRAWN = "WITHDRAWN"


_S = State
_BEFORE_HAND_IN = frozenset({_S.ORDERED, _S.SENT, _S.BOOKED, _S.PRINTED})
_IN_HAND = frozenset({_S.BOOKED, _S.PRINTED, _S.ON_THE_WAY, _S.READY})
_ALIVE = _BEFORE_HAND_IN | {_S.ON_THE_WAY, _S.READY, _S.COLLECTED, _S.PROVEN, _S.DOUBTED}
# From where another letter may be sent; from everywhere else the one on its way finishes.
AFTER_A_LETTER = frozenset({_S.REJECTED, _S.RETURNED, _S.LOST, _S.CODE_DEAD})
ENDED = AFTER_A_LETTER | {_S.ACTIVATED, _S.OVERTAKEN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One event: from which states it moves the letter, and where to; elsewhere it is noted and moves nothing."""

    event: Event
    moves_from: frozenset[State]
    becomes: State | None
    words: Words


def _row(event: Event, moves_from: Iterable[State], becomes: State | None, no: str, en: str) -> Row:
    return Row(event=event, moves_from=frozenset(moves_from), becomes=becomes, words=Words(no=no, en=en))


_E = Event
# The carrier's word may reach us in any order: a report before the delivery it is of, an arrival before a hand-in.
ROWS: tuple[Row, ...] = (
    _row(_E.ORDERED, (), _S.ORDERED, "Du har bestilt", "You have ordered"),
    _row(_E.ORDER_SENT, {_S.ORDERED}, _S.SENT, "Brevet er bestilt hos posten", "The letter is ordered at the post"),
    _row(_E.ORDER_REJECTED, {_S.ORDERED, _S.SENT}, _S.REJECTED,
         "Posten tok ikke imot bestillingen av brevet", "The post did not take the order of the letter"),
    _row(_E.ORDER_BOOKED, {_S.ORDERED, _S.SENT}, _S.BOOKED,
         "Posten har bekreftet bestillingen", "The post has confirmed the order"),
    _row(_E.PRINTED, {_S.BOOKED}, _S.PRINTED, "Brevet er til trykking", "The letter is being printed"),
    _row(_E.HANDED_IN, _BEFORE_HAND_IN, _S.ON_THE_WAY,
         "Brevet er levert til posten", "The letter was handed to the post"),
    _row(_E.TERMINAL, _BEFORE_HAND_IN, _S.ON_THE_WAY, "Brevet er på terminal", "The letter is at a terminal"),
    _row(_E.IN_TRANSIT, _BEFORE_HAND_IN, _S.ON_THE_WAY, "Brevet er på vei", "The letter is on its way"),
    _row(_E.DELIVERY_CHANGED, _BEFORE_HAND_IN | {_S.READY}, _S.ON_THE_WAY,
         "Brevet er sendt til et annet poststed", "The letter was sent to another outlet"),
    _row(_E.READY_FOR_PICKUP, _BEFORE_HAND_IN | {_S.ON_THE_WAY}, _S.READY,
         "Brevet kan hentes", "The letter can be collected"),
    _row(_E.ATTEMPTED_DELIVERY, (), None,
         "Brevet ble ikke utlevert, og ligger der fortsatt", "The letter was not handed over, and is still there"),
    _row(_E.DELIVERED, _IN_HAND, _S.COLLECTED, "Brevet er utlevert", "The letter was handed over"),
    _row(_E.RETURN, _IN_HAND, _S.RETURNING, "Brevet er på vei tilbake", "The letter is going back"),
    _row(_E.DELIVERED_SENDER, _IN_HAND | {_S.RETURNING}, _S.RETURNED,
         "Brevet er kommet tilbake til oss", "The letter has come back to us"),
    _row(_E.LOST, _IN_HAND | {_S.RETURNING}, _S.LOST, "Brevet er kommet bort", "The letter is lost"),
    _row(_E.MISDELIVERED, _ALIVE, _S.LOST,
         "Brevet ble gitt til feil person, og koden er sperret",
         "The letter was given to the wrong person, and the code is blocked"),
    _row(_E.REPORT_HOLDS, _IN_HAND | {_S.COLLECTED, _S.DOUBTED}, _S.PROVEN,
         "Vi har bevis for at du har hentet brevet", "We have proof that you collected the letter"),
    _row(_E.REPORT_DOUBTED, _IN_HAND | {_S.COLLECTED}, _S.DOUBTED,
         "Beviset for utleveringen kan ikke godtas", "The proof of the hand-over cannot be accepted"),
    _row(_E.CODE_LOCKED, _ALIVE, _S.CODE_DEAD, "Koden er prøvd for mange ganger", "The code was tried too often"),
    _row(_E.CODE_EXPIRED, {_S.COLLECTED, _S.PROVEN, _S.DOUBTED}, _S.CODE_DEAD,
         "Koden gjelder ikke lenger", "The code is no longer good"),
    _row(_E.ACTIVATED, {_S.PROVEN}, _S.ACTIVATED, "Din eID er aktivert", "Your eID is activated"),
    _row(_E.OVERTAKEN, _ALIVE | {_S.RETURNING, _S.RETURNED}, _S.OVERTAKEN,
         "Du legitimerte deg på en annen måte; koden i brevet virker ikke",
         "You proved who you are in another way; the code in the letter does not work"),
    _row(
        _E.WITHDRAWN,
        _ALIVE | {_S.RETURNING},
        _S.CODE_DEAD,
        "Pengene ble betalt tilbake, og koden ble sperret",
        "The money was paid back, and the code was blocked",
    ),
)  # fmt: skip
EVENTS: Mapping[Event, Row] = {row.event: row for row in ROWS}


def after(state: State | None, event: Event) -> State:
    """Return the state after an event; one that moves nothing leaves it as it is."""
    row = EVENTS[event]
    if state is None:
        assert event is Event.ORDERED, "a letter begins by being ordered"
        return State.ORDERED
    return row.becomes if row.becomes and state in row.moves_from else state


def replay(events: Iterable[Event]) -> State | None:
    """Return the state that a history leads to."""
    state: State | None = None
    for event in events:
        state = after(state, event)
    return state
