"""The words of My Page that are rows rather than sentences of a template."""

from __future__ import annotations

from dataclasses import dataclass

from budstikke.law.words import Words


@dataclass(frozen=True, slots=True)
class ActWords:
    """What an act is called, what it means for the holder, and how its button looks."""

    words: Words
    means: Words
    danger: bool = False


ACTS: dict[str, ActWords] = {
    "block": ActWords(
        Words("Sperr", "Block"),
        Words(
            "Den kan ikke brukes før den er åpnet igjen. Er den stjålet eller brukt av andre, åpnes den aldri.",
            "It cannot be used until it is unblocked. If stolen or used by others, it is never unblocked.",
        ),
    ),
    "unblock": ActWords(
        Words("Åpne igjen", "Unblock"),
        Words("Den kan brukes som før.", "It can be used as before."),
    ),
    "renew": ActWords(
        Words("Forny", "Renew"),
        Words(
            "Du får en ny av samme slag, uten ny legitimasjonskontroll. Den gamle virker til den nye er i bruk.",
            "You get a new one of the same kind, without another identity check. The old one works until the"
            " new one is in use.",
        ),
    ),
    "pin": ActWords(
        Words("Endre PIN-kode", "Change PIN"), Words("Du trenger den du har.", "You need the one you have.")
    ),
    "new-pin": ActWords(
        Words("Velg ny PIN-kode", "Choose a new PIN"),
        Words(
            "For deg som har glemt eller sperret den; du er logget inn med en annen eID.",
            "If you forgot or blocked it; you are signed in with another eID.",
        ),
    ),
    "puk": ActWords(
        Words("Åpne PIN-koden med PUK", "Unblock the PIN by PUK"),
        Words(
            "PUK-koden ble vist da kortet ble tatt i bruk.",
            "The PUK was shown when the card was put into use.",
        ),
    ),
    "contact": ActWords(
        Words("Endre kontaktadresse", "Change the contact address"),
        Words("Dit skriver vi om sertifikatet.", "This is where we write about the certificate."),
    ),
    "reset": ActWords(
        Words("Nullstill", "Reset"),
        Words(
            "Du registrerer nøkkelen eller appen på nytt. Den gamle virker til den nye er registrert.",
            "You register the key or the app anew. The old one works until the new one is registered.",
        ),
    ),
    "close": ActWords(
        Words("Avslutt for godt", "Close for good"),
        Words("Den kan aldri åpnes igjen.", "It can never be opened again."),
        danger=True,
    ),
}
