"""A check as its pages show it: the letter, what was read, what the rules say so far, in one language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.crypto import salted_hmac

from budstikke.law.refusal import Refusal
from budstikke.law.words import Language, Words
from budstikke.post.actions.counter.draft import Draft
from budstikke.post.actions.counter.preview_check import Preview
from budstikke.post.actions.counter.readings_shown import ReadingShown
from budstikke.post.actions.counter.under_way import DocumentShown, UnderWay
from budstikke.post.doors.counter.form import written
from budstikke.post.doors.counter.masked import masked, masked_lines
from budstikke.post.doors.counter.shown_readings import (
    Confirming,
    reading_in_words,
    to_confirm,
    zone_in_words,
)
from budstikke.post.terms.pum.id_check import SIGNATURE, CheckFacts, Signing, still_to_do
from budstikke.post.terms.pum.id_documents import DOCUMENTS, ROWS, Carries, DocumentRow
from budstikke.post.terms.refusals.checking import STILL_TO_DO

_OTHER = Words(no="Et annet dokument", en="Another document")
_MAY_NEED_MORE = Words(no="Kan trenge tilleggsdokument", en="May need a supplementary document")
_ASKED = {
    "DOC_UNDECIDED": "document_decision",
    "NAME_UNDECIDED": "name_decision",
    "REGISTER_NAME_UNDECIDED": "name_decision",
    "BIRTH_DATE_UNDECIDED": "birth_date_decision",
    "READINGS_UNDECIDED": "contradiction_decision",
}
DECIDED: Mapping[str, Words] = {
    "document_decision": Words(no="Godtas dokumentet?", en="Is the document accepted?"),
    "name_decision": Words(
        no="Er navnet i dokumentet navnet på brevet?",
        en="Is the name in the document the name on the letter?",
    ),
    "birth_date_decision": Words(
        no="Er nummeret denne personens, selv om fødselsdatoen er en annen?",
        en="Is the number this person’s, though the birth date is another?",
    ),
    "contradiction_decision": Words(
        no="Godtas dokumentet, selv om avlesningene ikke sier det samme?",
        en="Is the document accepted, though the readings do not say the same?",
    ),
}
# Of somebody who comes about forwarding there is no letter to compare with.
DECIDED_IN_VISIT: Mapping[str, Words] = {
    **DECIDED,
    "name_decision": Words(
        no="Er navnet i dokumentet navnet personen har i registeret?",
        en="Is the name in the document the one the person has in the register?",
    ),
}
_NAME_KEYED = Words(no="navnet tastet fra brevet", en="the name keyed from the letter")


def letter(check: UnderWay, *, language: Language) -> dict[str, object]:
    """Return the letter as the clerk needs it."""
    it = check.letter
    return {
        "number": it.number,
        "addressee": it.addressee,
        "address": [line for line in (it.street, it.street2, f"{it.postcode} {it.city}") if line],
        "sender": it.sender_name,
        "passport_only": it.passport_only,
        "deadline": it.last_collect_day,
        "days_left": it.days_left,
        "name_keyed": it.name_keyed,
        **kinds(check.accepted, language=language),
        "case": check.case,
        "problems": [
            {"words": one.words.in_(language), "do": one.do.in_(language)} for one in check.problems
        ],
        "taken_from": check.taken_from,
        "recognised": check.recognised,
    }


def kinds(accepted: Sequence[DocumentShown], *, language: Language) -> dict[str, object]:
    """Return the kinds of document that are accepted, and all others, as tiles."""
    codes = {one.code for one in accepted}
    return {
        "accepted": [_accepted(one, language) for one in accepted],
        "others": [_kind(row, language) for row in ROWS if row.code not in codes],
    }


def fields(draft: Draft, *, faults: Mapping[str, str], language: Language) -> dict[str, object]:
    """Return the form's fields as they stand."""
    row = DOCUMENTS[draft.kind or "other"]
    typed = draft.typed
    return {
        "kind": _kind(row, language),
        "has_zone": bool(row.mrz),
        "dated": row.dated_issue,
        "mrz": "\n".join(masked_lines(draft.mrz_lines)),
        "surname": typed.surname,
        "given_names": typed.given_names,
        "document_number": typed.document_number,
        "issuing_country": typed.issuing_country,
        "born_on": written(typed.born_on),
        "issued_on": written(typed.issued_on),
        "expires_on": written(typed.expires_on),
        "national_number": masked(typed.national_number),
        "supplement_words": draft.supplement_words,
        "by_public_body": draft.supplement is None or draft.supplement.by_public_body,
        "shows_number": draft.supplement is None or draft.supplement.shows_number,
        "supplement_open": bool(draft.supplement_words) or row.number is Carries.NEVER,
        "has_signature": draft.has_signature,
        "signing": str(draft.signing),
        "not_able_to_sign": draft.not_able_to_sign,
        "name_keyed": draft.name_keyed,
        "findings": {name: str(getattr(draft.findings, name)) for name in draft.findings.__slots__},
        "keyed_open": any((typed.surname, typed.given_names, typed.document_number)) or not row.mrz,
        "faults": faults,
        "may_sign": Signing.YES,
    }


def document(
    draft: Draft,
    *,
    sent: Sequence[ReadingShown],
    contradictions: Sequence[Words],
    preview: Preview | None,
    language: Language,
    confirming: Confirming | None = None,
    decided: Mapping[str, Words] = DECIDED,
) -> dict[str, object]:
    """
    Return what was read and what the rules say so far, of a document that is shown for a letter or about forwarding;
    unchanged, it has the same fingerprint.
    """
    said: dict[str, Any] = verdict_so_far(preview, language=language)
    readings = [reading_in_words(one, language, confirming) for one in sent]
    as_read = [reading_in_words(one, language, None) for one in sent]
    decisions = _decisions(draft)
    shown = {
        "readings": readings,
        "pictures": [one for one in readings if one["picture"]],
        "zone": zone_in_words(draft, preview, language),
        "contradictions": [words.in_(language) for words in contradictions],
        "to_confirm": to_confirm(draft, sent),
        **said,
        "asks": _asks(said["asks"], decisions, decided, language),
    }
    # It stands in addresses, so nobody may find out by trying what it was made from. How the clerk left the fields of
    # a doubtful reading is no news: the panel would be put in anew below the hand that corrects them.
    known = {**shown, "readings": as_read, "pictures": [one for one in as_read if one["picture"]]}
    fingerprint = salted_hmac("counter.document", repr(known)).hexdigest()[:16]
    # A reason being written is no news.
    asks = [{**one, "reason": decisions.get(one["field"], {}).get("reason", "")} for one in shown["asks"]]
    return {**shown, "asks": asks, "fingerprint": fingerprint}


def verdict_so_far(preview: Preview | None, *, language: Language) -> dict[str, object]:
    """Sort what the rules would say into a no, a question to the clerk, and what nobody has come to yet."""
    no: list[dict[str, str]] = []
    asks: list[dict[str, str]] = []
    to_do: list[str] = []
    mistyped = bool(preview and preview.mistyped)
    refusals = preview.decision.refusals if preview and preview.decision else ()
    facts = preview.reading.facts if preview and preview.reading else None
    for refusal in refusals:
        if facts and refusal.code in STILL_TO_DO:
            to_do += _missing(refusal, facts, language)
        elif refusal.code in _ASKED:
            asks.append({"field": _ASKED[refusal.code], "words": refusal.staff.in_(language)})
        else:
            no.append(_refused(refusal, language))
    # The first that applies is what the clerk has to see to first.
    stands = {"no": no, "mistyped": mistyped, "ask": asks, "todo": to_do}
    state = next((name for name, applies in stands.items() if applies), "good")
    return {"state": state, "no": no, "asks": asks, "to_do": to_do, "mistyped": mistyped}


def _asks(
    asked: list[dict[str, str]],
    decisions: Mapping[str, Mapping[str, str]],
    decided: Mapping[str, Words],
    language: Language,
) -> list[dict[str, str]]:
    """Return what the clerk decides, and what was decided and may be decided otherwise until the verdict."""
    open_still = {one["field"] for one in asked}
    made = [
        {"field": name, "words": words.in_(language), "answer": decisions[name]["answer"]}
        for name, words in decided.items()
        if name in decisions and name not in open_still
    ]
    return [*asked, *made]


def _decisions(draft: Draft) -> dict[str, dict[str, str]]:
    made = {name: getattr(draft, name) for name in DECIDED}
    return {
        name: {"answer": "yes" if one.accepted else "no", "reason": one.reason}
        for name, one in made.items()
        if one
    }


def _refused(refusal: Refusal, language: Language) -> dict[str, str]:
    return {
        "code": refusal.code,
        "words": refusal.staff.in_(language),
        "cure": refusal.cure.in_(language),
        "clauses": ", ".join(str(clause) for clause in refusal.clauses),
    }


def _missing(refusal: Refusal, facts: CheckFacts, language: Language) -> list[str]:
    if refusal.code == "NAME_NOT_KEYED":
        return [_NAME_KEYED.in_(language)]
    # The signature has a page of its own.
    return [words.in_(language) for words in still_to_do(facts) if words is not SIGNATURE]


def _accepted(one: DocumentShown, language: Language) -> dict[str, object]:
    if one.ask:
        needs = [one.line.deciding.words.in_(language)]
    else:
        needs = [need.words.in_(language) for need in one.line.needs if need.always]
        if any(not need.always for need in one.line.needs):
            needs.append(_MAY_NEED_MORE.in_(language))
    return {"code": one.code, "words": one.words.in_(language), "needs": needs}


def _kind(row: DocumentRow, language: Language) -> dict[str, object]:
    # The row's own words are those of a sentence about the document in hand, which say nothing on a tile.
    words = _OTHER if row.code == "other" else row.words
    return {"code": row.code, "words": words.in_(language), "needs": ()}
