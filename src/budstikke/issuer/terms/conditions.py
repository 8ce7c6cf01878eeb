"""The conditions a customer accepts, clause by clause: our sentences, figures and documents from the edition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from budstikke.issuer.terms.clauses import EID, HEADINGS
from budstikke.issuer.terms.edition import IssuerEdition
from budstikke.issuer.terms.help_facts import facts
from budstikke.law.clause import Clause
from budstikke.law.words import Words

_SAID: Mapping[int, tuple[Words, ...]] = {
    1: (
        Words(
            no="Bestille kan den som har gyldig fødselsnummer eller D-nummer, oppgir riktige opplysninger og godtar"
            " disse"
            " vilkårene. Opplysningene brukes til å levere eID-en.",
            en="Anybody may order who has a valid national identity number or D number, gives correct particulars and"
            " accepts these conditions. The particulars are used to bring the eID.",
        ),
        Words(no="Prisen er den som stod ved varen da du bestilte.",
              en="The price is the one that stood beside the product when you ordered."),
    ),
    2: (
        Words(
            no="Alle nye kunder legitimerer seg. Hos posten: gyldig {documents}. Til {documents_with_supplement} også"
            " et dokument"
            " fra en offentlig myndighet med nummeret ditt.",
            en="All new customers prove who they are. At the post: a valid {documents}. With a"
            " {documents_with_supplement} also a"
            " document from a public authority with your number.",
        ),
        Words(
            no="Med telefonen: gyldig {documents_by_phone}, med brikke. Lesingen gjelder når du har skrevet inn"
            " tallet som"
            " ID-verifisereren viser, innen {reader_time} og med høyst {reader_tries}.",
            en="By phone: a valid {documents_by_phone}, with a chip. The reading counts once you have typed the"
            " number that"
            " the ID verifier shows, within {reader_time} and in {reader_tries} at most.",
        ),
        Words(
            no="Du kan bytte måte så lenge bestillingen ikke er avsluttet. Et brev som er på vei, stoppes ikke; den"
            " måten som først er ferdig, gjelder.",
            en="You may change the way as long as the order has not ended. A letter on its way is not stopped; the way"
            " that is finished first counts.",
        ),
    ),
    3: (
        Words(
            no="Brevet leveres bare ut til deg selv. Posten oppbevarer det i {collection_days} og minner om det etter"
            " {collection_reminder_days}; fristen kan forlenges med {extension_days}, {extensions}.",
            en="The letter is handed to you only. The post keeps it for {collection_days} and reminds you after"
            " {collection_reminder_days}; the deadline can be extended by {extension_days}, {extensions}.",
        ),
    ),
    4: (
        Words(
            no="Koden har {code_characters} og gjelder i {code_days}. Etter {code_tries} med feil kode virker den ikke"
            " mer.",
            en="The code has {code_characters} and is good for {code_days}. After {code_tries} with a wrong code it"
            " works no more.",
        ),
        Words(
            no="Nytt brev kan du få når det forrige er kommet tilbake, bort eller sperret: høyst {letters_most} for en"
            " bestilling, innen {letters_days} og med {letters_apart} mellom.",
            en="You can have another letter when the last one came back, was lost or was blocked: {letters_most} at"
            " most"
            " for an order, within {letters_days} and {letters_apart} apart.",
        ),
    ),
    5: (
        Words(
            no="eID-en aktiveres først når det er bevist at rett person fikk brevet eller leste dokumentet sitt."
            " Utleveringen kan være høyst {hand_over_days} gammel.",
            en="The eID is activated only when it is proven that the right person was handed the letter or read their"
            " document. The hand-over may be {hand_over_days} old at most.",
        ),
    ),
    6: (
        Words(
            no="Leverer ikke posten ut brevet, sier vi hvorfor og hva som hjelper. Kontrollen kan ikke hoppes over.",
            en="If the post does not hand over the letter, we say why and what helps. The check cannot be skipped.",
        ),
    ),
    7: (
        Words(
            no="Lot kontrollen seg ikke gjøre, betaler vi pengene tilbake. Be om det innen {refund_days}.",
            en="If the check could not be made, we pay the money back. Ask for it within {refund_days}.",
        ),
    ),
    8: (
        Words(
            no="Vi kan stanse nye bestillinger for vedlikehold. Det varsles på sidene våre, med tiden det kan bestilles"
            " igjen.",
            en="We may pause new orders for maintenance. It is told on our pages, with the time when one can order"
            " again.",
        ),
    ),
    9: (
        Words(
            no="En eID varer i {lifetime}. De siste {renewal_days} kan du fornye den uten ny legitimasjonskontroll.",
            en="An eID lasts {lifetime}. In its last {renewal_days} you can renew it without a new identity check.",
        ),
    ),
    10: (
        Words(
            no="Av hensyn til sikkerheten kan du legge inn høyst {orders_most} på {orders_days}.",
            en="For safety you can place {orders_most} at most in {orders_days}.",
        ),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionRead:
    """One clause as it is read: what it is about, and its sentences."""

    clause: Clause
    about: Words
    said: tuple[Words, ...]


def conditions_of(edition: IssuerEdition, *, on: date) -> tuple[ConditionRead, ...]:
    """
    Return an edition's conditions as they read on a day.

    Reading: what follows from the carrier's agreement and from the eIDs' own terms is that of the day.
    """
    known = facts(on, order=edition)
    no = {name: fact.words.no for name, fact in known.items()}
    en = {name: fact.words.en for name, fact in known.items()}

    def read(words: Words) -> Words:
        return Words(no=words.no.format_map(no), en=words.en.format_map(en))

    return tuple(
        ConditionRead(
            clause=EID(number), about=HEADINGS[number].about, said=tuple(read(each) for each in _SAID[number])
        )
        for number in sorted(_SAID)
    )
