"""What an event is made of: its names, the states and places of a letter, and the shape of its row."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from budstikke.law.words import Words


class State(StrEnum):
    """Where a letter stands; always computed from its events."""

    BOOKED = "booked"
    HANDED_IN = "handed_in"
    IN_TRANSIT = "in_transit"
    READY = "ready"
    DELIVERED = "delivered"
    RETURNING = "returning"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    LOST = "lost"


class Outcome(StrEnum):
    """The columns of the custody balance; every letter is in exactly one of them."""

    HELD = "held"
    DELIVERED = "delivered"
    RETURNED = "returned"
    LOST = "lost"
    CANCELLED = "cancelled"


class Custody(StrEnum):
    """The place a custody event puts a letter, and so takes it away from the place before."""

    AT_SENDER = "at_sender"
    AT_HAND_IN = "at_hand_in"
    AT_TERMINAL = "at_terminal"
    ON_THE_WAY = "on_the_way"
    AT_OUTLET = "at_outlet"
    GOING_BACK = "going_back"
    WITH_RECIPIENT = "with_recipient"
    BACK_AT_SENDER = "back_at_sender"
    NOWHERE = "nowhere"
    WITHDRAWN = "withdrawn"

    @property
    def outcome(self) -> Outcome:
        """The column of the balance this place counts in."""
        return _OUTCOMES.get(self, Outcome.HELD)


_OUTCOMES = {
    Custody.WITH_RECIPIENT: Outcome.DELIVERED,
    Custody.BACK_AT_SENDER: Outcome.RETURNED,
    Custody.NOWHERE: Outcome.LOST,
    Custody.WITHDRAWN: Outcome.CANCELLED,
}


class Audience(StrEnum):
    """Who may see an event in tracking."""

    SENDER = "sender"
    RECIPIENT = "recipient"


class Event(StrEnum):
    """Our code of an event; the public Bring word where there is one."""

    PRE_NOTIFIED = "PRE_NOTIFIED"
    ORDER_CHANGED = "ORDER_CHANGED"
    CANCELLED = "CANCELLED"
    HAND_IN_REFUSED = "HAND_IN_REFUSED"
    HANDED_IN = "HANDED_IN"
    TERMINAL = "TERMINAL"
    IN_TRANSIT = "IN_TRANSIT"
    DELIVERY_CHANGED = "DELIVERY_CHANGED"
    READY_FOR_PICKUP = "READY_FOR_PICKUP"
    NOTIFICATION_SENT = "NOTIFICATION_SENT"
    NOTIFICATION_PRINTED = "NOTIFICATION_PRINTED"
    NOTIFICATION_FAILED = "NOTIFICATION_FAILED"
    REMINDER_SENT = "REMINDER_SENT"
    RECIPIENT_TOLD = "RECIPIENT_TOLD"
    DEADLINE_EXTENDED = "DEADLINE_EXTENDED"
    ATTEMPTED_DELIVERY = "ATTEMPTED_DELIVERY"
    DELIVERED = "DELIVERED"
    REPORT_SENT = "REPORT_SENT"
    REPORT_FAILED = "REPORT_FAILED"
    RETURN = "RETURN"
    DELIVERED_SENDER = "DELIVERED_SENDER"
    DEVIATION = "DEVIATION"
    DAMAGED = "DAMAGED"
    LOST = "LOST"
    MISDELIVERED = "MISDELIVERED"
    FOUND = "FOUND"


@dataclass(frozen=True, slots=True)
class Wire:
    """How the event reads in a status message (IFTSTA, STS): event, reason and action, each with its text."""

    event: str
    text: str
    reason: str = ""
    reason_text: str = ""
    action: str = ""
    action_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """
    One event.

    `allowed_from` are the states it takes effect in (None: before anything has happened); `noted_in` those
    in which it is recorded, because it happened, and changes neither state nor custody. `becomes` None: the
    state stays. `custody` None: the letter has not changed hands. `bring` is the word of the public tracking
    API, `upu` the international event, where there is one.
    """

    code: Event
    bring: str
    words: Words
    allowed_from: frozenset[State | None]
    becomes: State | None = None
    noted_in: frozenset[State] = field(default_factory=frozenset)
    custody: Custody | None = None
    seen_by: frozenset[Audience] = field(default_factory=lambda: frozenset(Audience))
    wire: Wire | None = None
    upu: str | None = None
