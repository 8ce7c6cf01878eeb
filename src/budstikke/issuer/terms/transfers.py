"""Money sent to or from a player account: where it stands, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from budstikke.law.words import Words
from budstikke.law.working_days import WorkingDays

# Banks settle within a working day; two more are given before anybody searches. Ours: no source names a number.
USUAL_DAYS = 1
SEARCH_DAYS = 3
_CALENDAR = WorkingDays()


class Direction(StrEnum):
    """Which way the money goes."""

    TO_PLAYER = "to_player"
    FROM_PLAYER = "from_player"


class TransferState(StrEnum):
    """Where the money is, as far as we are told."""

    RECEIVED = "received"
    SENT = "sent"
    ARRIVED = "arrived"
    RETURNED = "returned"


class Advice(StrEnum):
    """What to do about it."""

    NOTHING = "nothing"
    WAIT = "wait"
    WAIT_A_LITTLE = "wait_a_little"
    SEARCH = "search"
    ACCOUNT = "account"


ADVICE: dict[Advice, Words] = {
    Advice.NOTHING: Words("Pengene er kommet fram.", "The money has arrived."),
    Advice.WAIT: Words(
        "Pengene er på vei. De er normalt framme {by_day}.",
        "The money is on its way. It normally arrives {by_day}.",
    ),
    Advice.WAIT_A_LITTLE: Words(
        "Det tar lengre tid enn vanlig. Er pengene ikke framme {search_day}, leter vi etter dem.",
        "It takes longer than usual. If the money has not arrived {search_day}, we search for it.",
    ),
    Advice.SEARCH: Words(
        "Pengene skulle vært framme. Skriv til kundeservice med referansen, så leter vi etter dem.",
        "The money should have arrived. Write to customer service with the reference, and we search for it.",
    ),
    Advice.ACCOUNT: Words(
        "Banken sendte pengene tilbake. Se om kontonummeret er riktig, og overfør på nytt.",
        "The bank returned the money. See whether the account number is right, and transfer again.",
    ),
}


@dataclass(frozen=True, slots=True)
class Told:
    """The advice, and its words with their days filled in."""

    advice: Advice
    words: Words


def advise(*, state: TransferState, sent_on: date, today: date) -> Told:
    """Return what to do about a transfer, by where it is and how long it has been under way."""
    by_day = _CALENDAR.add(sent_on, USUAL_DAYS)
    search_day = _CALENDAR.add(sent_on, SEARCH_DAYS)
    if state is TransferState.ARRIVED:
        advice = Advice.NOTHING
    elif state is TransferState.RETURNED:
        advice = Advice.ACCOUNT
    elif today <= by_day:
        advice = Advice.WAIT
    else:
        advice = Advice.WAIT_A_LITTLE if today <= search_day else Advice.SEARCH
    days = {"by_day": by_day.strftime("%d.%m.%Y"), "search_day": search_day.strftime("%d.%m.%Y")}
    return Told(advice, ADVICE[advice].filled(days))
