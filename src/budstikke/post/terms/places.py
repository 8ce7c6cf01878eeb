"""Where a letter stands, in whose hands it is, and the column of the balance it counts in."""

from __future__ import annotations

from enum import StrEnum


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
