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


class LookUpBy(StrEnum):
    """What is looked up; LETTER is a letter's page that was opened."""

    NUMBER = "number"
    TRACKING = "tracking"
    ORDER = "order"
    NAME = "name"
    LETTER = "letter"


REASONS: Mapping[LookUpReason, Words] = {
    LookUpReason.RECIPIENT_ASKS: Words(no="Mottakeren spør", en="The recipient asks"),
    LookUpReason.SENDER_ASKS: Words(no="Avsenderen spør", en="The sender asks"),
    LookUpReason.OUTLET_ASKS: Words(no="Et hentested spør", en="An outlet asks"),
    LookUpReason.CLAIM: Words(no="En reklamasjon behandles", en="A claim is being dealt with"),
    LookUpReason.MISTAKE: Words(no="En feil rettes opp", en="A mistake is being put right"),
}
BY: Mapping[LookUpBy, Words] = {
    LookUpBy.NUMBER: Words(no="Brevnummer", en="Letter number"),
    LookUpBy.TRACKING: Words(no="Sendingsnummer", en="Consignment number"),
    LookUpBy.ORDER: Words(no="Ordrenummer", en="Order number"),
    LookUpBy.NAME: Words(no="Navn og postnummer", en="Name and postcode"),
    LookUpBy.LETTER: Words(no="Åpnet brevet", en="Opened the letter"),
}
