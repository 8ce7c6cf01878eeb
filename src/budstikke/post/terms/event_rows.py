"""The table of events. A new event is its name in `event_row` and a row here."""

from __future__ import annotations

from collections.abc import Iterable

from budstikke.law.words import Words
from budstikke.post.terms.event_row import Audience, Event, EventRow, Wire
from budstikke.post.terms.places import Custody, State

_BOOKED = State.BOOKED
_IN_HAND = frozenset({State.HANDED_IN, State.IN_TRANSIT, State.READY, State.RETURNING})
_ENDED = frozenset({State.DELIVERED, State.RETURNED, State.LOST})
# A letter whose order was cancelled may still turn up; then it is in our hands, whatever the order says.
_NOT_YET = frozenset({State.BOOKED, State.CANCELLED})
_SENDER = frozenset({Audience.SENDER})
# Handed to the wrong person, and perhaps found since: the report is on its way all the same.
_REPORT_OWED = _IN_HAND | {State.LOST, State.RETURNED}


def _from(*states: State | Iterable[State] | None) -> frozenset[State | None]:
    # str is iterable too, and a State is a str: so ask for it first.
    return frozenset(
        one for item in states for one in ([item] if item is None or isinstance(item, str) else item)
    )


ROWS: tuple[EventRow, ...] = (
    EventRow(
        code=Event.PRE_NOTIFIED,
        bring="PRE_NOTIFIED",
        words=Words(no="Brevet er bestilt", en="The letter has been ordered"),
        allowed_from=_from(None),
        becomes=State.BOOKED,
        custody=Custody.AT_SENDER,
        seen_by=_SENDER,
        wire=Wire("T", "PRE-ADVICE RECEIVED"),
    ),
    EventRow(
        code=Event.ORDER_CHANGED,
        bring="PRE_NOTIFIED",
        words=Words(no="Bestillingen er endret", en="The order has been changed"),
        allowed_from=_from(_BOOKED),
        seen_by=_SENDER,
    ),
    EventRow(
        code=Event.CANCELLED,
        bring="DELIVERY_CANCELLED",
        words=Words(no="Bestillingen er avbestilt", en="The order has been cancelled"),
        allowed_from=_from(_BOOKED),
        becomes=State.CANCELLED,
        custody=Custody.WITHDRAWN,
        seen_by=_SENDER,
        wire=Wire("T", "PRE-ADVICE CANCELLED", "37", "Withdrawn by sender"),
    ),
    EventRow(
        code=Event.HAND_IN_REFUSED,
        bring="DEVIATION",
        words=Words(
            no="Brevet ble ikke tatt imot ved innlevering", en="The letter was not accepted at hand-in"
        ),
        allowed_from=_from(_NOT_YET),
        noted_in=_IN_HAND | _ENDED,
        seen_by=_SENDER,
        wire=Wire("V", "NOT ACCEPTED AT HAND-IN", "01", "Unknown"),
    ),
    EventRow(
        code=Event.HANDED_IN,
        bring="HANDED_IN",
        words=Words(no="Brevet er levert inn", en="The letter has been handed in"),
        allowed_from=_from(_NOT_YET),
        becomes=State.HANDED_IN,
        noted_in=_IN_HAND | _ENDED,
        custody=Custody.AT_HAND_IN,
        wire=Wire("P", "HANDED IN"),
        upu="EMA",
    ),
    EventRow(
        code=Event.TERMINAL,
        bring="TERMINAL",
        words=Words(no="Brevet er på terminal", en="The letter is at a terminal"),
        allowed_from=_from(_NOT_YET, State.HANDED_IN, State.IN_TRANSIT),
        becomes=State.IN_TRANSIT,
        noted_in=frozenset({State.READY, State.RETURNING}) | _ENDED,
        custody=Custody.AT_TERMINAL,
        wire=Wire("1", "ARRIVED AT TERMINAL"),
        upu="EDD",
    ),
    EventRow(
        code=Event.IN_TRANSIT,
        bring="IN_TRANSIT",
        words=Words(no="Brevet er på vei", en="The letter is on its way"),
        allowed_from=_from(_NOT_YET, State.HANDED_IN, State.IN_TRANSIT),
        becomes=State.IN_TRANSIT,
        noted_in=frozenset({State.READY, State.RETURNING}) | _ENDED,
        custody=Custody.ON_THE_WAY,
        wire=Wire("G", "ARRIVED AT DESTINATION TERMINAL"),
    ),
    EventRow(
        code=Event.DELIVERY_CHANGED,
        bring="DELIVERY_CHANGED",
        words=Words(
            no="Brevet er sendt videre til et annet hentested",
            en="The letter has been sent on to another outlet",
        ),
        allowed_from=_from(_NOT_YET, State.HANDED_IN, State.IN_TRANSIT, State.READY),
        becomes=State.IN_TRANSIT,
        noted_in=frozenset({State.RETURNING}) | _ENDED,
        custody=Custody.ON_THE_WAY,
        wire=Wire("S", "REFORWARDED", "31", "New address", "F", "Redirected"),
    ),
    EventRow(
        code=Event.READY_FOR_PICKUP,
        bring="READY_FOR_PICKUP",
        words=Words(no="Brevet kan hentes", en="The letter is ready to collect"),
        allowed_from=_from(_NOT_YET, State.HANDED_IN, State.IN_TRANSIT),
        becomes=State.READY,
        noted_in=frozenset({State.READY, State.RETURNING}) | _ENDED,
        custody=Custody.AT_OUTLET,
        wire=Wire("Q", "ARRIVED AT PICKUP POINT"),
        upu="EDH",
    ),
    EventRow(
        code=Event.NOTIFICATION_SENT,
        bring="NOTIFICATION_SENT",
        words=Words(no="Hentemelding er sendt", en="The collection notice has been sent"),
        allowed_from=_from(State.READY),
        noted_in=frozenset({State.IN_TRANSIT, State.RETURNING}) | _ENDED,
        wire=Wire("X", "NOTICE SENT", action="Q", action_text="Recipient notified"),
    ),
    EventRow(
        code=Event.NOTIFICATION_PRINTED,
        bring="NOTIFICATION_SENT",
        words=Words(no="Hentemelding er sendt i posten", en="The collection notice has been sent by mail"),
        allowed_from=_from(State.READY),
        noted_in=frozenset({State.IN_TRANSIT, State.RETURNING}) | _ENDED,
        wire=Wire("X5", "NOTICE SENT FOR PRINTING", action="Q", action_text="Recipient notified"),
    ),
    EventRow(
        code=Event.NOTIFICATION_FAILED,
        bring="DEVIATION",
        words=Words(no="Hentemelding kom ikke fram", en="The collection notice did not get through"),
        allowed_from=_from(State.READY),
        noted_in=frozenset({State.IN_TRANSIT, State.RETURNING}) | _ENDED,
        seen_by=_SENDER,
        wire=Wire("V", "NOTICE NOT DELIVERED", "01", "Unknown"),
    ),
    EventRow(
        code=Event.REMINDER_SENT,
        bring="NOTIFICATION_SENT",
        words=Words(no="Påminnelse er sendt", en="A reminder has been sent"),
        allowed_from=_from(State.READY),
        noted_in=frozenset({State.IN_TRANSIT, State.RETURNING}) | _ENDED,
        wire=Wire("X17", "REMINDER SENT", action="Q", action_text="Recipient notified"),
    ),
    EventRow(
        code=Event.RECIPIENT_TOLD,
        bring="NOTIFICATION_SENT",
        words=Words(no="Mottakeren har fått beskjed", en="The recipient has been told"),
        allowed_from=_from(State.READY),
        noted_in=frozenset({State.IN_TRANSIT, State.RETURNING}) | _ENDED,
        wire=Wire("X", "NOTICE SENT", action="Q", action_text="Recipient notified"),
    ),
    EventRow(
        code=Event.DEADLINE_EXTENDED,
        bring="DELIVERY_CHANGED",
        words=Words(no="Hentefristen er forlenget", en="The collection deadline has been extended"),
        allowed_from=_from(State.READY),
    ),
    EventRow(
        code=Event.ATTEMPTED_DELIVERY,
        bring="ATTEMPTED_DELIVERY",
        words=Words(
            no="Brevet ble ikke utlevert. Det ligger fortsatt på hentestedet.",
            en="The letter was not handed over. It is still at the outlet.",
        ),
        allowed_from=_from(State.READY),
        noted_in=frozenset({State.IN_TRANSIT, State.RETURNING}) | _ENDED,
        wire=Wire("H", "DELIVERY ATTEMPTED", "BP", "No valid ID"),
        upu="EMH",
    ),
    EventRow(
        code=Event.DELIVERED,
        bring="DELIVERED",
        words=Words(no="Brevet er utlevert til mottakeren", en="The letter has been handed to the recipient"),
        allowed_from=_from(State.READY),
        becomes=State.DELIVERED,
        custody=Custody.WITH_RECIPIENT,
        wire=Wire("I", "DELIVERED", "09", "Proof of identity approved"),
        upu="EMI",
    ),
    EventRow(
        code=Event.REPORT_SENT,
        bring="DELIVERED",
        words=Words(
            no="Utleveringsrapporten er sendt til avsenderen",
            en="The delivery report has been sent to the sender",
        ),
        allowed_from=_from(State.DELIVERED),
        noted_in=_REPORT_OWED,
        seen_by=_SENDER,
    ),
    EventRow(
        code=Event.REPORT_FAILED,
        bring="DEVIATION",
        words=Words(
            no="Avsenderens postkasse tok ikke imot utleveringsrapporten",
            en="The sender's mailbox did not take the delivery report",
        ),
        allowed_from=_from(State.DELIVERED),
        noted_in=_REPORT_OWED,
        seen_by=_SENDER,
    ),
    EventRow(
        code=Event.RETURN,
        bring="RETURN",
        words=Words(no="Brevet sendes tilbake til avsenderen", en="The letter is going back to the sender"),
        allowed_from=_from(State.HANDED_IN, State.IN_TRANSIT, State.READY),
        becomes=State.RETURNING,
        noted_in=frozenset({State.RETURNED, State.LOST}),
        custody=Custody.GOING_BACK,
        wire=Wire("O", "RETURNED TO SENDER", "49", "Unclaimed", "E", "Returned to sender"),
    ),
    EventRow(
        code=Event.DELIVERED_SENDER,
        bring="DELIVERED_SENDER",
        words=Words(no="Brevet er levert tilbake til avsenderen", en="The sender has the letter back"),
        allowed_from=_from(_IN_HAND),
        becomes=State.RETURNED,
        custody=Custody.BACK_AT_SENDER,
        wire=Wire("I2", "DELIVERED TO SENDER"),
    ),
    EventRow(
        code=Event.DEVIATION,
        bring="DEVIATION",
        words=Words(no="Det har oppstått et avvik", en="Something unexpected has happened"),
        allowed_from=_from(_BOOKED, _IN_HAND),
        noted_in=_ENDED | {State.CANCELLED},
        wire=Wire("V", "PROCESSING ERROR", "01", "Unknown"),
    ),
    EventRow(
        code=Event.DAMAGED,
        bring="DEVIATION",
        words=Words(no="Brevet er skadet", en="The letter is damaged"),
        allowed_from=_from(_IN_HAND),
        noted_in=_ENDED,
        wire=Wire("5", "DAMAGED", "18", "Damaged"),
    ),
    EventRow(
        code=Event.LOST,
        bring="DEVIATION",
        words=Words(no="Brevet er kommet bort", en="The letter has been lost"),
        allowed_from=_from(_IN_HAND),
        becomes=State.LOST,
        custody=Custody.NOWHERE,
        wire=Wire("V", "PROCESSING ERROR", "46", "Lost"),
    ),
    EventRow(
        code=Event.MISDELIVERED,
        bring="DEVIATION",
        words=Words(
            no="Brevet ble utlevert til feil person og regnes som kommet bort",
            en="The letter was handed to the wrong person and counts as lost",
        ),
        allowed_from=_from(State.DELIVERED),
        becomes=State.LOST,
        custody=Custody.NOWHERE,
        wire=Wire("V", "PROCESSING ERROR", "17", "Misdirected"),
    ),
    EventRow(
        code=Event.FOUND,
        bring="IN_TRANSIT",
        words=Words(no="Brevet er funnet igjen", en="The letter has been found"),
        allowed_from=_from(State.LOST),
        becomes=State.IN_TRANSIT,
        custody=Custody.ON_THE_WAY,
        wire=Wire("R", "AT POSTAL TERMINAL"),
    ),
    EventRow(
        code=Event.ADDRESS_CORRECTED,
        bring="DELIVERY_CHANGED",
        words=Words(no="Adressen er rettet", en="The address has been corrected"),
        allowed_from=_from(State.HANDED_IN, State.IN_TRANSIT),
        seen_by=_SENDER,
        wire=Wire("S", "REFORWARDED", "31", "New address", "F", "Redirected"),
    ),
    EventRow(
        code=Event.CLAIM_OPENED,
        bring="DEVIATION",
        words=Words(no="Et krav er meldt", en="A claim has been made"),
        allowed_from=_from(_IN_HAND, _ENDED),
        seen_by=_SENDER,
    ),
    EventRow(
        code=Event.CLAIM_DECIDED,
        bring="DEVIATION",
        words=Words(no="Kravet er avgjort", en="The claim has been decided"),
        allowed_from=_from(_IN_HAND, _ENDED),
        seen_by=_SENDER,
    ),
)
