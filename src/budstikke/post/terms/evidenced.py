"""
Which of our events are evidenced, and what the evidence is called in ETSI EN 319 522-3. A new one is a row here.

Reading: a registered electronic delivery and a letter handed over a counter are not the same thing, so each name is
the nearest there is. What moves a letter about inside the network proves nothing to anybody outside it and is left
out; so is what only the sender did (a cancellation) and what the carrier granted (a longer deadline).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from budstikke.law.clause import Clause
from budstikke.post.terms.contracts import PUM
from budstikke.post.terms.event_rows import Event


@dataclass(frozen=True, slots=True)
class Evidenced:
    """
    One event and the name of its evidence.

    `clauses` are those an event rests on that was written down without a decision. `at_counter`: the evidence is
    made together with the event, because without it nothing is handed over and nobody is turned away.
    """

    code: Event
    name: str
    clauses: tuple[Clause, ...]
    at_counter: bool = False


_ROWS = (
    Evidenced(Event.PRE_NOTIFIED, "SubmissionAcceptance", (PUM(7),)),
    Evidenced(Event.ORDER_CHANGED, "SubmissionAcceptance", (PUM(7),)),
    Evidenced(Event.HANDED_IN, "RelayAcceptance", (PUM(8),)),
    Evidenced(Event.HAND_IN_REFUSED, "RelayRejection", (PUM(8),)),
    Evidenced(Event.NOTIFICATION_SENT, "NotificationForAcceptance", (PUM(11),)),
    Evidenced(Event.NOTIFICATION_PRINTED, "NotificationForAcceptance", (PUM(11),)),
    Evidenced(Event.REMINDER_SENT, "NotificationForAcceptance", (PUM(14),)),
    Evidenced(Event.NOTIFICATION_FAILED, "NotificationForAcceptanceFailure", (PUM(11),)),
    Evidenced(Event.ATTEMPTED_DELIVERY, "ContentHandoverFailure", (PUM(11),), at_counter=True),
    Evidenced(Event.DELIVERED, "ContentHandover", (PUM(11), PUM(12)), at_counter=True),
    Evidenced(Event.REPORT_SENT, "RelayToNonERDS", (PUM(12),)),
    Evidenced(Event.RETURN, "AcceptanceRejectionExpiry", (PUM(14), PUM(15))),
    Evidenced(Event.LOST, "ContentHandoverFailure", (PUM(17),)),
    Evidenced(Event.MISDELIVERED, "ContentHandoverFailure", (PUM(17),)),
)
EVIDENCED: Mapping[Event, Evidenced] = {row.code: row for row in _ROWS}
# An order file with rejected orders is evidenced too; no letter came of those, so it has no event.
ORDERS_REJECTED = "SubmissionRejection"
# So is each erasure, by a receipt; what a letter went through stays as it was, so that is no event either.
ERASED = "Erasure"
