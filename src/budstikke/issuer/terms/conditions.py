"""The conditions a customer accepts, clause by clause: our sentences, figures and documents from the edition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from budstikke.issuer.terms.clauses import EID, HEADINGS
from budstikke.issuer.terms.edition import IssuerEdition
from budstikke.issuer.terms.help_facts import facts
from budstikke.issuer.terms.keeping import keeping_terms
from budstikke.law.clause import Clause
from budstikke.law.words import Words

_SAID: Mapping[int, tuple[Words, ...]] = {
    1: (
        Words(
            no="Alle med fødselsnummer eller D-nummer kan bestille. Det du fyller ut, må være riktig; vi bruker det"
            " til å"
            " levere eID-en til deg, og til å sammenligne med dokumentet du viser.",
            en="Everybody with a national identity number or D number may order. What you fill in has to be right; we"
            " use"
            " it to bring you the eID, and to compare it with the document you show.",
        ),
        Words(
            no="Prisen er den som stod ved varen da du bestilte.",
            en="The price is the one that stood beside the product when you ordered.",
        ),
    ),
    2: (
        Words(
            no="Du må vise hvem du er: med {documents}. Til {documents_with_supplement} trengs også et dokument fra en"
            " offentlig myndighet med nummeret ditt. Du kan bytte måte til bestillingen er avsluttet, og et brev som"
            " er på"
            " vei, gjelder fortsatt.",
            en="You have to show who you are: with {documents}. With {documents_with_supplement} a document from a"
            " public"
            " authority with your number is needed too. You may change the way until the order has ended, and a"
            " letter on"
            " its way still counts.",
        ),
        Words(
            no="Med telefonen: gyldig {documents_by_phone}, med brikke. Lesingen gjelder når du har skrevet inn"
            " tallet som"
            " ID-verifisereren viser, innen {reader_time} og med høyst {reader_tries}.",
            en="By phone: a valid {documents_by_phone}, with a chip. The reading counts once you have typed the number"
            " that the ID verifier shows, within {reader_time} and in {reader_tries} at most.",
        ),
    ),
    3: (
        Words(
            no="Koden kommer i et brev som bare du kan hente; ingen fullmakt gjelder. Brevet ligger på posten i"
            " {collection_days}, og posten kan forlenge fristen.",
            en="The code comes in a letter that only you can collect; no authorisation counts. The letter lies at the"
            " post"
            " for {collection_days}, and the post can extend the deadline.",
        ),
        Words(
            no="Posten minner om det etter {collection_reminder_days}, og kan forlenge fristen med {extension_days},"
            " {extensions}.",
            en="The post reminds you after {collection_reminder_days}, and can extend the deadline by {extension_days},"
            " {extensions}.",
        ),
    ),
    4: (
        Words(
            no="Koden har {code_characters} og gjelder i {code_days} etter siste dag brevet kan hentes. Du har"
            " {code_tries}. Ingen hos oss kan lese den. Kommer brevet bort, sender vi et nytt: høyst {letters_most} på"
            " {letters_days}.",
            en="The code has {code_characters} and is good for {code_days} after the last day the letter can be"
            " collected."
            " You have {code_tries}. Nobody here can read it. If the letter is lost we send another: at most"
            " {letters_most} in {letters_days}.",
        ),
    ),
    5: (
        Words(
            no="Koden virker først når posten har meldt oss, med forseglet rapport, at brevet er utlevert til deg."
            " Utleveringen må være høyst {hand_over_days} gammel. Ingen kan hoppe over dette, heller ikke vi.",
            en="The code works only once the post has told us, in a sealed report, that the letter was handed to you."
            " The"
            " hand-over may be at most {hand_over_days} old. Nobody can skip this, not even we.",
        ),
    ),
    6: (
        Words(
            no="Leverer posten ikke ut brevet, ser du hvorfor på siden til bestillingen. Du kan komme igjen med det som"
            " manglet, til fristen er ute.",
            en="If the post does not hand the letter over, your order's page says why. You can come again with what was"
            " missing, until the deadline.",
        ),
    ),
    7: (
        Words(
            no="Kom brevet i retur, ble det borte, ble bestillingen ikke tatt imot, eller ble legitimasjonen ikke"
            " godkjent,"
            " får du pengene tilbake når du ber om det innen {refund_days}. Det avgjøres med en gang. Er brevet"
            " utlevert,"
            " betales ingenting tilbake.",
            en="If the letter came back, was lost or never taken, or your identity document was refused, you get your"
            " money"
            " back when you ask within {refund_days}. It is decided at once. Once the letter was handed over nothing is"
            " paid back.",
        ),
    ),
    8: (
        Words(
            no="Planlagt vedlikehold sier vi fra om på hver side på forhånd. Det kan stanse nye bestillinger; eID-er"
            " i bruk"
            " virker så langt det står.",
            en="Planned maintenance is announced on every page beforehand. It may pause new orders; eIDs in use work"
            " as far"
            " as it says.",
        ),
    ),
    9: (
        Words(
            no="En eID gjelder i {lifetime}. Den kan fornyes uten ny kontroll de siste {renewal_days}. En eID som"
            " ikke er"
            " tatt i bruk innen {put_into_use_days}, avsluttes.",
            en="An eID is good for {lifetime}. It can be renewed without another check in its last {renewal_days}. An"
            " eID"
            " that is not put into use within {put_into_use_days} ends.",
        ),
    ),
    10: (
        Words(
            no="For at ingen skal gjette seg fram, er det grenser for hvor ofte det kan bestilles, slås opp og prøves.",
            en="So that nobody can guess, there are limits to how often one may order, look up and try.",
        ),
        Words(
            no="Du kan legge inn høyst {orders_most} på {orders_days}.",
            en="You can place {orders_most} at most in {orders_days}.",
        ),
    ),
    11: (
        Words(
            no="En sak hos kundeservice lagres i {case_days} dager etter at den er avsluttet, en bestilling i"
            " {order_days} dager. En bestilling som ikke fullføres, avsluttes etter {order_open_days} dager.",
            en="A case at customer service is kept for {case_days} days after it is closed, an order for {order_days}"
            " days. An order that is not completed ends after {order_open_days} days.",
        ),
        Words(
            no="Beviset for hvem en eID ble gitt til, lagres i {proof_years} år etter din siste eID, og hvem som har"
            " gjort hva, i {audit_years} år.",
            en="The proof of whom an eID was given to is kept for {proof_years} years after your last eID, and who did"
            " what for {audit_years} years.",
        ),
    ),
}


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
    kept = asdict(keeping_terms(on))
    no = kept | {name: fact.words.no for name, fact in known.items()}
    en = kept | {name: fact.words.en for name, fact in known.items()}

    def read(words: Words) -> Words:
        return Words(no=words.no.format_map(no), en=words.en.format_map(en))

    return tuple(
        ConditionRead(
            clause=EID(number), about=HEADINGS[number].about, said=tuple(read(each) for each in _SAID[number])
        )
        for number in sorted(_SAID)
    )
