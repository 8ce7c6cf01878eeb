"""Refusals of what is asked of the address register, and of what may be told to the National Registry."""

from __future__ import annotations

from budstikke.law.refusal import RefusalReason
from budstikke.law.words import Words
from budstikke.post.terms.contracts import FORWARDING

REQUEST_NOT_WRITTEN = RefusalReason(
    code="REQUEST_NOT_WRITTEN",
    clauses=(FORWARDING(7),),
    staff=Words(
        no="Reservasjon, innsyn og retting kreves skriftlig.",
        en="Reservation, access and correction are asked for in writing.",
    ),
    person=Words(no="Vi trenger kravet skriftlig.", en="We need the request in writing."),
    cure=Words(
        no="Skriv til kundeservice, bruk skjemaet på nettet, eller be om å få skrive det på et poststed.",
        en="Write to Customer Service, use the form on the web, or ask to write it at an outlet.",
    ),
)
REQUESTER_UNKNOWN = RefusalReason(
    code="REQUESTER_UNKNOWN",
    clauses=(FORWARDING(7),),
    staff=Words(
        no="Det er ikke kjent hvem som spør; opplysninger gis bare til personen selv.",
        en="It is not known who asks; information is given to the person only.",
    ),
    person=Words(no="Vi vet ikke hvem du er.", en="We do not know who you are."),
    cure=Words(
        no="Logg inn med eID, eller vis gyldig legitimasjon på et poststed.",
        en="Sign in with an eID, or show valid proof of identity at an outlet.",
    ),
)
TOO_LATE_TO_PROLONG = RefusalReason(
    code="TOO_LATE_TO_PROLONG",
    clauses=(FORWARDING(7),),
    staff=Words(
        no="Fristen var {due_on:%d.%m.%Y}, eller den er forlenget alt.",
        en="The deadline was {due_on:%d %b %Y}, or it has been prolonged already.",
    ),
    person=Words(no="Fristen kan ikke forlenges.", en="The deadline cannot be prolonged."),
    cure=Words(no="Svar nå.", en="Answer now."),
)
MOVE_NOT_TOLD = RefusalReason(
    code="MOVE_NOT_TOLD",
    clauses=(FORWARDING(7),),
    staff=Words(
        no="Flyttingen meldes ikke til Folkeregisteret.", en="The move is not told to the National Registry."
    ),
    person=Words(
        no="Vi melder ikke flyttingen til Folkeregisteret.",
        en="We do not tell the National Registry of the move.",
    ),
    cure=Words(
        no="Meld flyttingen til Folkeregisteret selv, senest åtte dager etter den.",
        en="Tell the National Registry of the move yourself, within eight days of it.",
    ),
)

OF_THE_REGISTER: tuple[RefusalReason, ...] = (
    REQUEST_NOT_WRITTEN,
    REQUESTER_UNKNOWN,
    TOO_LATE_TO_PROLONG,
    MOVE_NOT_TOLD,
)
