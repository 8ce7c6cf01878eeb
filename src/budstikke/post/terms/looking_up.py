"""Why customer service may look a person up, and by what; each look-up is written down with both."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from budstikke.law.words import Words


class LookUpReason(StrEnum):
    """What somebody at the desk gives as the reason."""

    RECIPIENT_ASKS = "recipient_asks"
    SENDER_ASKS = "sender_asks"
    OUTLET_ASKS = "outlet_asks"
    CLAIM = "claim"
    MISTAKE = "mistake"
    ROLE_WAITS = "role_waits"


class LookUpBy(StrEnum):
    """What is looked up; LETTER, FORWARDING_PAGE and CASE are pages that were opened, CALLER a caller's answers."""

    NUMBER = "number"
    TRACKING = "tracking"
    ORDER = "order"
    NAME = "name"
    LETTER = "letter"
    FORWARDING = "forwarding"
    PERSON = "person"
    CALLER = "caller"
    FORWARDING_PAGE = "forwarding_page"
    CASE = "case"


# By what a letter is searched for, and by what an order of forwarding.
FOR_LETTERS = (LookUpBy.NUMBER, LookUpBy.TRACKING, LookUpBy.ORDER, LookUpBy.NAME)
FOR_FORWARDING = (LookUpBy.FORWARDING, LookUpBy.PERSON)


REASONS: Mapping[LookUpReason, Words] = {
    LookUpReason.RECIPIENT_ASKS: Words(no="Mottakeren spør", en="The recipient asks"),
    LookUpReason.SENDER_ASKS: Words(no="Avsenderen spør", en="The sender asks"),
    LookUpReason.OUTLET_ASKS: Words(no="Et hentested spør", en="An outlet asks"),
    LookUpReason.CLAIM: Words(no="En reklamasjon behandles", en="A claim is being dealt with"),
    LookUpReason.MISTAKE: Words(no="En feil rettes opp", en="A mistake is being put right"),
    LookUpReason.ROLE_WAITS: Words(no="En rolle skal godtas", en="A role waits to be accepted"),
}
BY: Mapping[LookUpBy, Words] = {
    LookUpBy.NUMBER: Words(no="Brevnummer", en="Letter number"),
    LookUpBy.TRACKING: Words(no="Sendingsnummer", en="Consignment number"),
    LookUpBy.ORDER: Words(no="Ordrenummer", en="Order number"),
    LookUpBy.NAME: Words(no="Navn og postnummer", en="Name and postcode"),
    LookUpBy.LETTER: Words(no="Åpnet brevet", en="Opened the letter"),
    LookUpBy.FORWARDING: Words(no="Bestillingens referanse", en="Reference of the order"),
    LookUpBy.PERSON: Words(no="Fødselsnummer eller D-nummer", en="National identity or D number"),
    LookUpBy.CALLER: Words(no="Svar fra en som ringte", en="Answers of a caller"),
    LookUpBy.FORWARDING_PAGE: Words(no="Åpnet bestillingen", en="Opened the order"),
    LookUpBy.CASE: Words(no="Åpnet saken", en="Opened the case"),
}
