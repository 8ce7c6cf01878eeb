"""What a customer is told of each state of the letter: where it is, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from budstikke.issuer.terms.document_words import filled
from budstikke.issuer.terms.edition import IssuerEdition
from budstikke.issuer.terms.letters import State
from budstikke.law.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The state in a line, and the next step; `activate` says that the code may be tried."""

    headline: Words
    next_step: Words
    activate: bool = False


def _status(no: str, en: str, then_no: str, then_en: str, *, activate: bool = False) -> Status:
    return Status(headline=Words(no=no, en=en), next_step=Words(no=then_no, en=then_en), activate=activate)


_BRING = (
    "Ta med gyldig {documents}. Til {with_supplement} trenger du i tillegg et dokument fra en offentlig myndighet med"
    " fødselsnummeret eller D-nummeret ditt.",
    "Bring a valid {documents}. With a {with_supplement} you also need a document from a public authority that shows"
    " your national identity number or D number.",
)
_CALL = ("Ta kontakt med kundeservice.", "Contact customer service.")
_WAIT = ("Du trenger ikke gjøre noe nå.", "There is nothing you have to do now.")
# However its letter ended, an order that was paid back is over.
STATUS: Mapping[State, Status] = {
    State.ORDERED: _status("Bestillingen er mottatt", "Your order is received", *_WAIT),
    State.SENT: _status("Brevet er bestilt hos posten", "The letter is ordered at the post", *_WAIT),
    State.REJECTED: _status(
        "Posten tok ikke imot bestillingen av brevet", "The post did not take the order of the letter",
        "Det er ikke laget noen kode, og du har ikke gjort noe galt. Du kan få pengene tilbake, eller legitimere deg"
        " på en annen måte. Er adressen du bestilte med feil, ta kontakt med kundeservice.",
        "No code was made, and you have done nothing wrong. You can have your money back, or prove who you are in"
        " another way. If the address you ordered with is wrong, contact customer service.",
    ),
    State.BOOKED: _status("Posten har bekreftet brevet", "The post has confirmed the letter", *_WAIT),
    State.PRINTED: _status("Brevet trykkes", "The letter is being printed", *_WAIT),
    State.ON_THE_WAY: _status(
        "Brevet er på vei", "The letter is on its way",
        "Posten gir beskjed når det kan hentes.", "The post tells you when it can be collected.",
    ),
    State.READY: _status("Brevet kan hentes", "The letter can be collected", *_BRING),
    State.COLLECTED: _status(
        "Brevet er hentet", "The letter is collected",
        "Vi venter på den forseglede rapporten om utleveringen. Den kommer som regel i løpet av minutter.",
        "We are waiting for the sealed report of the hand-over. It usually comes within minutes.", activate=True,
    ),
    State.PROVEN: _status(
        "Du kan aktivere", "You can activate",
        "Skriv inn koden fra brevet.", "Type the code from the letter.", activate=True,
    ),
    State.DOUBTED: _status("Beviset for utleveringen holder ikke", "The proof of the hand-over does not hold", *_CALL),
    State.ACTIVATED: _status(
        "Din eID er aktivert", "Your eID is activated", "Bruk den på Min side.", "Use it on My Page.",
    ),
    State.RETURNING: _status(
        "Brevet er på vei tilbake", "The letter is going back",
        "Det kan ikke hentes mer. Du kan be om refusjon.",
        "It can no longer be collected. You can ask for a refund.",
    ),
    State.RETURNED: _status(
        "Brevet er kommet tilbake", "The letter has come back",
        "Koden i det virker ikke mer. Du kan be om refusjon.",
        "The code in it works no more. You can ask for a refund.",
    ),
    State.LOST: _status(
        "Brevet er borte", "The letter is lost",
        "Koden i det er sperret. Du kan be om refusjon.", "The code in it is blocked. You can ask for a refund.",
    ),
    State.CODE_DEAD: _status("Koden virker ikke mer", "The code works no more", *_CALL),
    State.OVERTAKEN: _status(
        "Du legitimerte deg på en annen måte", "You proved who you are in another way",
        "Koden i brevet virker ikke; du kan kaste det.", "The code in the letter does not work; throw it away.",
    ),
}  # fmt: skip


# What is over is said as the past; an activated order says it by its letter, where it had one.
ENDED: Mapping[str, Status] = {
    "activated": STATUS[State.ACTIVATED],
    "refunded": _status(
        "Pengene er betalt tilbake", "The money is paid back",
        "Bestillingen er avsluttet, og koden er sperret. Vil du ha en eID, må du bestille på nytt.",
        "The order has ended, and the code is blocked. If you want an eID, order anew.",
    ),
    "lapsed": _status(
        "Bestillingen ble avsluttet", "The order was ended",
        "Vil du ha en eID, må du bestille på nytt.", "If you want an eID, order anew.",
    ),
}  # fmt: skip
_BY_READER = _status(
    "Du skal legitimere deg med telefonen", "You are to prove who you are by phone",
    "Begynn når du har det du trenger for hånden.", "Begin once you have what you need at hand.",
)  # fmt: skip


def status_of(state: State | None, *, ended_as: str = "", edition: IssuerEdition) -> Status:
    """
    Return what a customer is told: of how the order ended, else of its letter's state, else of the reading.

    The documents it names are those that count under the edition.
    """
    by_letter = STATUS[state] if state else None
    row = ENDED[ended_as] if ended_as and (ended_as != "activated" or by_letter is None) else by_letter
    row = row or _BY_READER
    return replace(row, next_step=filled(row.next_step, edition=edition))
