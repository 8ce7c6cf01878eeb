"""What activation demands: the right code, and proof that the letter came into the right hands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from budstikke.issuer.terms.clauses import EID
from budstikke.issuer.terms.edition import IssuerEdition
from budstikke.issuer.terms.refusals import (
    CODE_EXPIRED,
    CODE_LOCKED,
    HAND_OVER_DOUBTED,
    NO_MATCH,
    NOT_HANDED_OVER,
    TOO_SOON,
)
from budstikke.law.decision import Decision, Reason
from budstikke.law.refusal import Refusal
from budstikke.law.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """
    What a sealed report says, as far as it decides; nothing of it names the person.

    `seal_holds` is the verdict offline, by roots chosen beforehand. `same_person`: the national number in the report
    is the one ordered with, and so is the name. None: the report does not say.
    """

    seal_holds: bool
    is_hand_over: bool
    same_sender: bool
    same_letter: bool
    passport_only: bool
    same_person: bool
    document: str
    supplement: bool
    document_expires_on: date | None
    handed_over_on: date
    test: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Trying:
    """A try with a code: how often it was tried before, and until when the code is good."""

    code_matches: bool
    tries_before: int
    tries_lately: int
    expires_on: date


_WHY: Mapping[str, Words] = {
    "seal": Words(no="forseglingen holder ikke", en="the seal does not hold"),
    "event": Words(no="det er ingen utlevering", en="it is no hand-over"),
    "sender": Words(no="avsenderen er en annen", en="the sender is another"),
    "letter": Words(no="brevet er et annet", en="the letter is another"),
    "passport_only": Words(no="det var ikke krevd pass", en="no passport was demanded"),
    "person": Words(no="personen er en annen", en="the person is another"),
    "document": Words(
        no="dokumentet er ikke av et slag som godtas", en="the document is of no kind that counts"
    ),
    "supplement": Words(no="tilleggsdokumentet mangler", en="the supplementary document is missing"),
    "expired": Words(no="dokumentet var utløpt", en="the document had expired"),
    "in_time": Words(no="utleveringen er ikke i tid", en="the hand-over is not in time"),
    "installation": Words(no="rapporten er en prøve", en="the report is a trial"),
}


def faults_of(
    found: HandOver, *, placed_at: datetime, edition: IssuerEdition, test_installation: bool, today: date
) -> tuple[str, ...]:
    """
    Return the codes of what does not hold about a hand-over; none when it proves what activation needs.

    Terms:   eID §2, §5; the level asks that the means came only into the rightful person's hands (2015/1502, 2.2.2).
    Reading: a document counts by the class the carrier holds for a passport, and by what day it was shown.
    """
    expires = found.document_expires_on
    held = {
        "seal": found.seal_holds,
        "event": found.is_hand_over,
        "sender": found.same_sender,
        "letter": found.same_letter,
        "passport_only": found.passport_only,
        "person": found.same_person,
        "document": found.document in edition.documents,
        "supplement": found.supplement or found.document not in edition.with_supplement,
        "expired": expires is not None and expires >= found.handed_over_on,
        "in_time": placed_at.date() <= found.handed_over_on <= today
        and (today - found.handed_over_on).days <= edition.hand_over_days,
        "installation": test_installation or not found.test,
    }
    return tuple(code for code, holds in held.items() if not holds)


def activate(
    trying: Trying, *, report: tuple[str, ...] | None, edition: IssuerEdition, today: date
) -> Decision:
    """
    Decide on a try. `report` are the faults of the hand-over's report; None when none has come.

    Terms:   eID §4, §5.
    Reading: who does not know the code hears nothing of the letter: a wrong code is answered before anything else is
             looked at, in the words that an unknown order gets.
    Refuses: CODE_LOCKED, TRY_LATER, CODE_DOES_NOT_MATCH, CODE_EXPIRED, NOT_HANDED_OVER, HAND_OVER_DOUBTED.
    """
    refusal = _refusal(trying, report=report, edition=edition, today=today)
    return Decision.judged(
        question="activate",
        edition=edition.id,
        refusals=(refusal,) if refusal else (),
        passed="activated",
        refused="refused",
        reasons=(Reason.stating("proven", EID(4), EID(5), words=_PROVEN),),
    )


_PROVEN = Words(
    no="Koden stemmer, og det er bevist at brevet ble utlevert til rett person mot godkjent legitimasjon.",
    en="The code is right, and it is proven that the letter was handed to the right person, who showed a document that"
    " counts.",
)


def _refusal(
    trying: Trying, *, report: tuple[str, ...] | None, edition: IssuerEdition, today: date
) -> Refusal | None:
    if trying.tries_before >= edition.code_tries:
        return Refusal(CODE_LOCKED, {"tries": edition.code_tries})
    if trying.tries_lately >= edition.code_tries_within:
        return Refusal(TOO_SOON, {"minutes": edition.code_try_minutes})
    if not trying.code_matches:
        last = trying.tries_before + 1 >= edition.code_tries
        return Refusal(CODE_LOCKED, {"tries": edition.code_tries}) if last else Refusal(NO_MATCH)
    if today > trying.expires_on:
        return Refusal(CODE_EXPIRED, {"expires_on": f"{trying.expires_on:%d.%m.%Y}"})
    if report is None:
        return Refusal(NOT_HANDED_OVER)
    if report:
        return Refusal(HAND_OVER_DOUBTED, {"failed": ", ".join(report)})
    return None


def worded(faults: tuple[str, ...]) -> Words:
    """Return what does not hold about a hand-over, in words for staff."""
    return Words(
        no=", ".join(_WHY[code].no for code in faults), en=", ".join(_WHY[code].en for code in faults)
    )
