"""Why something is not done with an eID, in words for its holder and for staff, and what helps."""

from __future__ import annotations

from budstikke.law.refusal import Refusal, RefusalReason
from budstikke.law.words import Words

_ROWS: tuple[tuple[str, Words, Words], ...] = (
    (
        "NOT_IN_THIS_STATE",
        Words("Det går ikke slik eID-en står nå.", "This cannot be done as the eID stands now."),
        Words("Last siden på nytt og se hvor den står.", "Load the page again and see where it stands."),
    ),
    (
        "TOO_EARLY_TO_RENEW",
        Words("eID-en kan ikke fornyes ennå.", "The eID cannot be renewed yet."),
        Words("Du kan fornye fra {from_day}.", "You can renew from {from_day}."),
    ),
    (
        "RENEWAL_PAUSED",
        Words("Fornyelse er stengt for vedlikehold.", "Renewal is closed for maintenance."),
        Words("Du kan fornye fra {until}.", "You can renew from {until}."),
    ),
    (
        "RENEWED_ALREADY",
        Words("eID-en er fornyet.", "The eID has been renewed."),
        Words("Ta den nye i bruk.", "Put the new one into use."),
    ),
    (
        "NEEDS_ANOTHER_EID",
        Words("Den som er sperret, åpnes ikke med seg selv.", "What is blocked does not unblock itself."),
        Words(
            "Logg inn med en annen eID, eller ring kundeservice.",
            "Sign in with another eID, or call customer service.",
        ),
    ),
    (
        "NEEDS_PUK",
        Words("PIN-koden er sperret.", "The PIN is blocked."),
        Words("Åpne den med PUK-koden.", "Unblock it with the PUK."),
    ),
    (
        "NEEDS_A_NEW_ONE",
        Words(
            "Denne kan ikke åpnes igjen; noen andre kan ha brukt den.",
            "This cannot be unblocked; somebody else may have used it.",
        ),
        Words("Avslutt den og bestill en ny.", "Close it and order a new one."),
    ),
    (
        "NEEDS_TWO",
        Words("Vi sperret denne, og vi må være to om å åpne den.", "We blocked this; two of us unblock it."),
        Words("Ring kundeservice.", "Call customer service."),
    ),
    (
        "PIN_FORM",
        Words("PIN-koden må ha {least} til {most} sifre.", "The PIN has {least} to {most} digits."),
        Words("Velg en annen.", "Choose another."),
    ),
    (
        "PIN_TOO_EASY",
        Words(
            "PIN-koden er for lett å gjette: like sifre, på rad, eller fra fødselsnummeret.",
            "The PIN is too easy to guess: the same digits, in a row, or out of the national number.",
        ),
        Words("Velg en annen.", "Choose another."),
    ),
    (
        "PIN_WRONG",
        Words("Koden stemmer ikke.", "The code is not right."),
        Words("Du har {left} forsøk igjen.", "You have {left} tries left."),
    ),
    (
        "PIN_BLOCKED",
        Words("PIN-koden er sperret etter for mange forsøk.", "The PIN is blocked after too many tries."),
        Words(
            "Kort: bruk PUK-koden. Kodeapp: logg inn med en annen eID og velg ny PIN-kode.",
            "Card: use the PUK. Code app: sign in with another eID and choose a new PIN.",
        ),
    ),
    (
        "PUK_WRONG",
        Words("PUK-koden stemmer ikke.", "The PUK is not right."),
        Words("Du har {left} forsøk igjen.", "You have {left} tries left."),
    ),
    (
        "PUK_BLOCKED",
        Words("PUK-koden er sperret for godt.", "The PUK is blocked for good."),
        Words(
            "Kortet kan ikke åpnes. Avslutt det og bestill et nytt.",
            "The card cannot be opened. Close it and order a new one.",
        ),
    ),
    (
        "CODE_WRONG",
        Words(
            "Aktiveringskoden stemmer ikke, eller er for gammel.", "The activation code is wrong or too old."
        ),
        Words("Se i SMS-en, og i appen etter App-ID.", "Look at the SMS, and in the app for the App ID."),
    ),
    (
        "NO_MORE_CODES",
        Words("Vi sender ikke flere koder nå.", "We send no more codes for now."),
        # Never "ask for another": that is what cannot be done.
        Words("Bruk den siste du fikk, eller prøv i morgen.", "Use the last one you got, or try tomorrow."),
    ),
    (
        "SMS_NOT_SENT",
        Words("SMS-en kunne ikke sendes.", "The SMS could not be sent."),
        Words("Se om mobilnummeret er riktig.", "See whether the mobile number is right."),
    ),
    (
        "KEY_NOT_TAKEN",
        Words("Nøkkelen ble ikke godtatt.", "The key was not accepted."),
        Words("Prøv på nytt, og skriv nøkkelens egen PIN-kode.", "Try again, and give the key's own PIN."),
    ),
    (
        "KEY_IS_COPIED",
        Words("Denne nøkkelen kopieres mellom enheter.", "This key is copied between devices."),
        Words("Bruk en sikkerhetsnøkkel som bare finnes ett sted.", "Use a security key that exists once."),
    ),
    (
        "CONTACT_FORM",
        Words("Mobilnummer eller e-postadresse er ikke gyldig.", "Mobile number or e-mail is not valid."),
        Words("Skriv landkoden hvis nummeret er utenlandsk.", "Give the country code of a foreign number."),
    ),
    (
        "NO_CARD_READER",
        Words("Kortet kan ikke tas i bruk her.", "The card cannot be put into use here."),
        Words("Bruk kortleserens program.", "Use the program of the card reader."),
    ),
    (
        "SECOND_PERSON",
        Words("Den som ba om det, kan ikke selv bekrefte.", "Whoever asked cannot confirm."),
        Words("En annen må gjøre det.", "Somebody else has to."),
    ),
    (
        "OWN_CASE",
        Words("Ingen behandler sin egen sak.", "Nobody handles their own case."),
        Words(
            "To andre må gjøre det, eller gjør det på Min side.", "Two others have to, or do it on My Page."
        ),
    ),
    (
        "NO_REASON",
        Words("Det trengs en grunn.", "A reason is needed."),
        Words("Velg den som passer.", "Choose the one that fits."),
    ),
    (
        "TOO_LATE",
        Words("Fristen for å bestemme er gått ut.", "The time to decide has passed."),
        Words("Be om det på nytt.", "Ask for it again."),
    ),
    (
        "NO_SUCH_INVITATION",
        Words("Ingen invitasjon til deg har denne koden.", "No invitation of yours has this code."),
        Words(
            "Se etter at du har skrevet den riktig. Er den gått ut, be om en ny.",
            "See that you have typed it right. If it is over, ask for another.",
        ),
    ),
    (
        "TRIED_TOO_OFTEN",
        Words("Det er prøvd for mange ganger.", "It was tried too often."),
        Words("Vent en time.", "Wait an hour."),
    ),
    (
        "HOLD_DAY",
        Words(
            "Dagen må ligge fram i tid, og senest være {last}.",
            "The day lies ahead, and is {last} at the latest.",
        ),
        Words("Velg en annen dag.", "Choose another day."),
    ),
)
REASONS: dict[str, RefusalReason] = {
    code: RefusalReason(code=code, clauses=(), staff=words, person=words, cure=cure)
    for code, words, cure in _ROWS
}


def refuse(code: str, **facts: object) -> Refusal:
    """Return a refusal with the facts its words name."""
    return Refusal(REASONS[code], facts)
