"""What a notice says, in both languages: headings, and what to do if something is not as usual."""

from __future__ import annotations

from dataclasses import dataclass

from budstikke.law.clause import Clause
from budstikke.law.words import Words


@dataclass(frozen=True, slots=True)
class Advice:
    """One "what if" with its answer and the clause the answer rests on."""

    question: Words
    answer: Words
    clauses: tuple[Clause, ...]


HEADING = Words(no="Du har et brev å hente", en="A letter is waiting for you")
HEADING_REMINDER = Words(
    no="Påminnelse: brevet ditt ligger fortsatt her", en="Reminder: your letter is still waiting"
)
LABELS = {
    "deadline": Words(no="Hent brevet senest", en="Collect it no later than"),
    "where": Words(no="Hentested", en="Where"),
    "hours": Words(no="Åpningstider", en="Opening hours"),
    "letter": Words(no="Brevets nummer", en="Letter number"),
    "sender": Words(no="Avsender", en="Sender"),
    "bring": Words(no="Ta med ett av disse", en="Bring one of these"),
    "passport": Words(
        no="Avsenderen krever pass: bare disse godtas for dette brevet.",
        en="The sender demands a passport: only these are accepted for this letter.",
    ),
    "valid": Words(
        no="Det må være gyldig den dagen du henter, og navnet i det må være navnet på brevet.",
        en="It must be valid on the day you collect, and the name in it must be the name on the letter.",
    ),
    "person": Words(
        no="Bare du kan hente brevet, personlig. Fullmakt gjelder ikke.",
        en="Only you can collect it, in person. A power of attorney is not accepted.",
    ),
    "if": Words(no="Hva hvis …", en="What if …"),
    "track": Words(no="Følg brevet", en="Follow the letter"),
    "code": Words(no="Kode på brevets side", en="Code for the letter's page"),
    "test": Words(no="TEST – ikke et ekte brev", en="TEST – not a real letter"),
}
ADVICE = (
    Advice(
        Words(
            no="dokumentet mangler fødselsnummer eller D-nummer?", en="my document lacks my national number?"
        ),
        Words(
            no="Ta også med et dokument fra en offentlig etat som viser alle elleve sifre.",
            en="Bring as well a document from a public authority that shows all eleven digits.",
        ),
        (Clause("PUM", 11),),
    ),
    Advice(
        Words(no="passet mangler underskrift?", en="my passport has no signature?"),
        Words(
            no="Ta også med et dokument fra en offentlig etat, og skriv under på stedet.",
            en="Bring as well a document from a public authority, and sign at the outlet.",
        ),
        (Clause("PUM", 11),),
    ),
    Advice(
        Words(no="jeg ikke kan skrive under?", en="I cannot sign?"),
        Words(
            no="Vis gyldig pass med påskriften «Not able to sign». Gjelder det bare en tid, "
            "skriver den ansatte under sammen med deg.",
            en="Show a valid passport endorsed “Not able to sign”. If it is only for a time, "
            "a member of staff signs together with you.",
        ),
        (Clause("PUM", 11),),
    ),
    Advice(
        Words(
            no="navnet på brevet ikke er slik det står i dokumentet?", en="the name differs from my document?"
        ),
        Words(
            no="Da kan vi ikke utlevere brevet. Be avsenderen sende det på nytt med riktig navn.",
            en="Then we cannot hand it over. Ask the sender to send it again with the right name.",
        ),
        (Clause("PUM", 5),),
    ),
    Advice(
        Words(no="skanneren eller nettet er nede?", en="the scanner or the network is down?"),
        Words(
            no="Identiteten må kontrolleres elektronisk. Prøv igjen litt senere.",
            en="Identity is checked electronically. Please come back a little later.",
        ),
        (Clause("PUM", 11),),
    ),
    Advice(
        Words(no="jeg ikke henter i tide?", en="I do not collect it in time?"),
        Words(no="Brevet går tilbake til avsenderen.", en="The letter goes back to its sender."),
        (Clause("PUM", 15),),
    ),
)
