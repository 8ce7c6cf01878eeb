"""What an event is made of: its codes, who sees it, and the shape of its row."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from budstikke.law.words import Words
from budstikke.post.terms.places import Custody, State


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
    ADDRESS_CORRECTED = "ADDRESS_CORRECTED"
    CLAIM_OPENED = "CLAIM_OPENED"
    CLAIM_DECIDED = "CLAIM_DECIDED"


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
