"""
Which of our events are evidenced, under which name, and which are not and why. A new event is a row here.

Reading: a registered electronic delivery and a letter handed over a counter are not the same thing, so each name is
the nearest of ETSI EN 319 522-3, or one of our own where none is near (decision 0058).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from budstikke.law.clause import Clause
from budstikke.post.terms.contracts import PUM
from budstikke.post.terms.event_row import Event
from budstikke.post.terms.forwarding.events import OrderEvent


@dataclass(frozen=True, slots=True)
class Evidenced:
    """
    One event and the name of its evidence (proof.events).

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
    Evidenced(Event.CANCELLED, "OrderCancelled", (PUM(7),)),
    Evidenced(Event.HANDED_IN, "RelayAcceptance", (PUM(8),)),
    Evidenced(Event.HAND_IN_REFUSED, "RelayRejection", (PUM(8),)),
    Evidenced(Event.DELIVERY_CHANGED, "SentOn", (PUM(11), PUM(13))),
    Evidenced(Event.READY_FOR_PICKUP, "ContentConsignment", (PUM(11),)),
    Evidenced(Event.NOTIFICATION_SENT, "NotificationForAcceptance", (PUM(11),)),
    Evidenced(Event.NOTIFICATION_PRINTED, "NotificationForAcceptance", (PUM(11),)),
    Evidenced(Event.REMINDER_SENT, "NotificationForAcceptance", (PUM(14),)),
    Evidenced(Event.RECIPIENT_TOLD, "NotificationForAcceptance", (PUM(14), PUM(15))),
    Evidenced(Event.NOTIFICATION_FAILED, "NotificationForAcceptanceFailure", (PUM(11),)),
    Evidenced(Event.DEADLINE_EXTENDED, "DeadlineExtended", (PUM(14),)),
    Evidenced(Event.ATTEMPTED_DELIVERY, "ContentHandoverFailure", (PUM(11),), at_counter=True),
    Evidenced(Event.DELIVERED, "ContentHandover", (PUM(11), PUM(12)), at_counter=True),
    Evidenced(Event.REPORT_SENT, "RelayToNonERDS", (PUM(12),)),
    Evidenced(Event.REPORT_FAILED, "RelayToNonERDSFailure", (PUM(12),)),
    Evidenced(Event.RETURN, "AcceptanceRejectionExpiry", (PUM(14), PUM(15))),
    Evidenced(Event.DELIVERED_SENDER, "BackAtSender", (PUM(15),)),
    Evidenced(Event.DEVIATION, "Deviation", (PUM(10),)),
    Evidenced(Event.DAMAGED, "Damage", (PUM(17),)),
    Evidenced(Event.LOST, "ContentHandoverFailure", (PUM(17),)),
    Evidenced(Event.MISDELIVERED, "ContentHandoverFailure", (PUM(17),)),
    Evidenced(Event.FOUND, "Found", (PUM(17),)),
    Evidenced(Event.ADDRESS_CORRECTED, "AddressCorrected", (PUM(5), PUM(7))),
    Evidenced(Event.CLAIM_OPENED, "ClaimOpened", (PUM(18),)),
    Evidenced(Event.CLAIM_DECIDED, "ClaimDecided", (PUM(17), PUM(18))),
)
EVIDENCED: Mapping[Event, Evidenced] = {row.code: row for row in _ROWS}
# What is evidenced of forwarding: the words and clauses are the event's own (forwarding.events).
EVIDENCED_ORDERS: Mapping[OrderEvent, str] = {
    OrderEvent.ORDERED: "ForwardingOrdered",
    OrderEvent.ORDER_REFUSED: "ForwardingRefused",
    OrderEvent.COVER_CONFIRMED: "ForwardingConfirmed",
    OrderEvent.COVER_LEFT_OUT: "ForwardingChanged",
    OrderEvent.PROOF_ADDED: "ForwardingChanged",
    OrderEvent.PROOF_ASKED: "ForwardingChanged",
    OrderEvent.ROLE_ACCEPTED: "ForwardingChanged",
    OrderEvent.ROLE_REFUSED: "ForwardingWithdrawn",
    OrderEvent.PAYMENT_RESERVED: "Payment",
    OrderEvent.PAYMENT_FAILED: "PaymentFailure",
    OrderEvent.CHARGED: "Payment",
    OrderEvent.INVOICED: "Payment",
    OrderEvent.REFUNDED: "Refund",
    OrderEvent.NOTICE_SENT: "ForwardingNotice",
    OrderEvent.NOTICE_FAILED: "ForwardingNoticeFailure",
    OrderEvent.AGREED: "ForwardingConfirmed",
    OrderEvent.STARTED: "ForwardingUnderWay",
    OrderEvent.REMINDED: "ForwardingNotice",
    OrderEvent.EXTENDED: "ForwardingChanged",
    OrderEvent.CHANGE_REFUSED: "ForwardingChangeRefused",
    OrderEvent.INTERIM_ORDERED: "ForwardingChanged",
    OrderEvent.INTERIM_DELIVERED: "ForwardingUnderWay",
    OrderEvent.STOPPED: "ForwardingChanged",
    OrderEvent.CLOSED_BY_PERMANENT: "ForwardingChanged",
    OrderEvent.CANCELLED: "ForwardingWithdrawn",
    OrderEvent.LAPSED: "ForwardingWithdrawn",
    OrderEvent.OBJECTED: "ForwardingObjection",
    OrderEvent.LET_GO: "ForwardingObjection",
    OrderEvent.WITHDRAWN: "ForwardingWithdrawn",
    OrderEvent.ENDED: "ForwardingUnderWay",
    OrderEvent.RELEASED: "ForwardingUnderWay",
    OrderEvent.COLLECTED: "ForwardingUnderWay",
    OrderEvent.COMPLAINED: "ForwardingComplaint",
    OrderEvent.LOCKED: "SecurityLock",
    OrderEvent.UNLOCKED: "SecurityLock",
    OrderEvent.RECIPIENT_WARNED: "ForwardingNotice",
    OrderEvent.FORGOTTEN: "Erasure",
}
# Verdicts are evidenced a batch at a time, by their hash (decision 0097).
SORTED = "Sorted"
# An order file with rejected orders, or refused as a whole, is evidenced too; no letter came of it, so no event.
ORDERS_REJECTED = "SubmissionRejection"
# So is each erasure, by a receipt; what a letter went through stays as it was, so that is no event either.
ERASED = "Erasure"
# And each change of the address register: of a person, and of no letter.
REGISTER_CHANGED = "RegisterChanged"
# And each acceptance of the terms by a sender: of an agreement, before any letter.
AGREEMENT_ACCEPTED = "AgreementAccepted"

_INSIDE = "moves the letter inside the network: nothing was decided, and nobody outside was promised it"
NOT_EVIDENCED: Mapping[Event, str] = {Event.TERMINAL: _INSIDE, Event.IN_TRANSIT: _INSIDE}
# Names of proof.events that nothing here makes yet; a judge that is older than the first of them will know them.
NAMES_NOT_MADE: Mapping[str, str] = {
    "ConsignmentRejection": "the terms send nothing back early because its recipient says no (PUM §15)",
    "ContentAccessTracking": "the mailbox tells who sent a document whether it arrived, never whether it was read",
}
