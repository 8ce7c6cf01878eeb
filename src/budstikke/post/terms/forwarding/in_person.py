"""§7, §4: who stands at the counter, by which document, before an order is taken or stored mail is handed out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from budstikke.law.decision import Decision, Reason
from budstikke.law.refusal import Refusal
from budstikke.law.words import Words
from budstikke.post.terms.contracts import FORWARDING
from budstikke.post.terms.events import State
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.pum.handover import LetterFacts, decide
from budstikke.post.terms.pum.id_check import CheckFacts
from budstikke.post.terms.pum.id_documents import DOCUMENTS
from budstikke.post.terms.refusals import forwarding_staff as refusals

_HEADLINES = (
    Words(no="Personen er legitimert", en="The person is identified"),
    Words(no="Personen er ikke legitimert", en="The person is not identified"),
)
_IDENTIFIED = Words(
    no="Legitimert ved fremmøte med {document_no}.", en="Identified in person by {document_en}."
)
# What a letter's check says of the name on it, said of the name in the register.
_OF_THE_REGISTER = {
    "NAME_MISMATCH": refusals.REGISTER_NAME_DIFFERS,
    "NAME_UNDECIDED": refusals.REGISTER_NAME_UNDECIDED,
}
_ANOTHER = Words(
    no="Kontrollér på nytt, eller be om annen godkjent legitimasjon.",
    en="Check again, or ask for another approved document.",
)
# The words of a letter's check speak of the letter and its recipient; here there is neither. First to staff, then the
# cure; None keeps what a letter's check says.
_WITHOUT_A_LETTER: Mapping[str, tuple[Words | None, Words]] = {
    "DOC_NOT_APPROVED": (
        Words(
            no="{document_no} godtas ikke som legitimasjon her.",
            en="{document_en} is not accepted as an identity document here.",
        ),
        Words(
            no="Be om pass eller nasjonalt ID-kort, for eksempel.",
            en="Ask for a passport or a national identity card, say.",
        ),
    ),
    "DOC_EXPIRED": (None, Words(no="Be om gyldig legitimasjon.", en="Ask for a valid document.")),
    "DOC_NOT_GENUINE": (None, _ANOTHER),
    "PHOTO_DIFFERS": (None, _ANOTHER),
    "BIRTH_DATE_DIFFERS": (
        Words(
            no="Fødselsdatoen i dokumentet er ikke den nummeret viser; det er avgjort at det ikke godtas.",
            en="The birth date in the document is not the number's, and it was decided not to accept it.",
        ),
        _ANOTHER,
    ),
    "CHECK_NOT_PASSED": (
        None,
        Words(
            no="Kontrollér legitimasjonen på nytt mens personen er til stede.",
            en="Check the document again while the person is present.",
        ),
    ),
    "SIGNATURE_DIFFERS": (
        None,
        Words(no="La personen skrive under på nytt.", en="Let the person sign again."),
    ),
    "SIGNATURE_MISSING": (
        None,
        Words(
            no="La personen skrive under, eller velg påholden penn eller pass med påskrift.",
            en="Let the person sign, or choose the guided hand or a passport with the remark.",
        ),
    ),
    "SCANNER_DOWN": (
        Words(
            no="Legitimasjonen kan ikke kontrolleres elektronisk nå.",
            en="The identity document cannot be checked electronically now.",
        ),
        Words(no="Prøv igjen når systemet er oppe.", en="Try again when the system is up."),
    ),
}


def identified_in_person(
    check: CheckFacts, *, today: date, documents: PumEdition, edition: ForwardingEdition
) -> Decision:
    """
    Decide whether a document shows who somebody at the counter is.

    Terms:   Forwarding §7 (the national number is told for security), §4 (valid ID for what is collected).
    Reading: these terms name no documents and no checks, so those of a letter with personal delivery are taken as
    they are, but for the passport a sender may demand; the name is held against the register's (A-90, decision 0151).
    Refuses: whatever the check of a letter refuses of a document; REGISTER_NAME_DIFFERS for another name.
    """
    anybodys = LetterFacts(state=State.READY, passport_only=False, last_collect_day=today, name_characters=0)
    found = decide(letter=anybodys, check=check, today=today, edition=documents)
    kind = check.document.kind
    words = DOCUMENTS[kind].words
    named = {"document": kind, "document_no": words.no, "document_en": words.en}
    return Decision.judged(
        question="identified_in_person",
        edition=edition.id,
        refusals=tuple(_said(each) for each in found.refusals),
        passed="identified",
        refused="refused",
        reasons=(Reason.stating("document", FORWARDING(7), FORWARDING(4), words=_IDENTIFIED, facts=named),),
        headlines=_HEADLINES,
        answer={"identified": not found.refusals, "signing": found.answer["signing"]},
    )


def _said(refusal: Refusal) -> Refusal:
    reason = _OF_THE_REGISTER.get(refusal.code)
    if reason is None and refusal.code in _WITHOUT_A_LETTER:
        staff, cure = _WITHOUT_A_LETTER[refusal.code]
        reason = replace(refusal.reason, staff=staff or refusal.reason.staff, cure=cure)
    return refusal if reason is None else replace(refusal, reason=reason)
