"""A check as its pages show it: the letter, what was read, what the rules say so far, in one language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.crypto import salted_hmac

from budstikke.law.refusal import Refusal
from budstikke.law.words import Language, Words
from budstikke.post.actions.counter.draft import Draft
from budstikke.post.actions.counter.preview_check import Preview
from budstikke.post.actions.counter.readings_shown import ReadingShown
from budstikke.post.actions.counter.under_way import DocumentShown, UnderWay
from budstikke.post.doors.counter.form import written
from budstikke.post.doors.counter.masked import masked, masked_lines
from budstikke.post.terms.pum.id_check import SIGNATURE, CheckFacts, Signing, still_to_do
from budstikke.post.terms.pum.id_documents import DOCUMENTS, ROWS, Carries, DocumentRow
from budstikke.post.terms.refusals.checking import STILL_TO_DO

_SOURCES = {
    "chip": Words(no="Brikken", en="The chip"),
    "mrz_picture": Words(no="Lest av bildet", en="Read from the picture"),
    "mrz_swiped": Words(no="Dratt gjennom leseren", en="Swiped"),
    "mrz_typed": Words(no="Skrevet inn", en="Typed"),
    "pattern": Words(no="Sikkerhetsmønster", en="Security pattern"),
    "page": Words(no="Bilde av siden", en="Picture of the page"),
    "signature": Words(no="Underskriften i dokumentet", en="The document’s signature"),
}
_PARTICULARS = (
    ("surname", Words(no="Etternavn", en="Surname")),
    ("given_names", Words(no="Fornavn", en="Given names")),
    ("document_number", Words(no="Dokumentnummer", en="Document number")),
    ("issuing_state", Words(no="Utsteder", en="Issuer")),
    ("nationality", Words(no="Statsborgerskap", en="Nationality")),
    ("birth", Words(no="Født", en="Born")),
    ("expiry", Words(no="Gyldig til", en="Valid until")),
)
# A doubtful zone, in the order in which its fields are looked at.
CONFIRMED = (
    ("document_number", Words(no="Dokumentnummer", en="Document number")),
    ("surname", Words(no="Etternavn", en="Surname")),
    ("given_names", Words(no="Fornavn", en="Given names")),
    ("issuing_state", Words(no="Utsteder", en="Issuer")),
    ("nationality", Words(no="Statsborgerskap", en="Nationality")),
    ("birth", Words(no="Født (ååmmdd)", en="Born (yymmdd)")),
    ("sex", Words(no="Kjønn", en="Sex")),
    ("expiry", Words(no="Gyldig til (ååmmdd)", en="Valid until (yymmdd)")),
    ("optional", Words(no="Tilleggsfelt", en="Optional data")),
    ("optional2", Words(no="Tilleggsfelt 2", en="Optional data 2")),
)
_OTHER = Words(no="Et annet dokument", en="Another document")
_TOGETHER = {"surname": "names", "given_names": "names"}
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
_PATTERN = {
    "passed": Words(no="Godtatt av apparatet", en="Accepted by the device"),
    "failed": Words(no="Ikke godtatt av apparatet", en="Not accepted by the device"),
    "not_done": Words(no="Apparatet kunne ikke avgjøre det", en="The device could not tell"),
}
_NAME_KEYED = Words(no="navnet tastet fra brevet", en="the name keyed from the letter")


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirming:
    """How the clerk left the fields of a doubtful reading: what they say, which were ticked, what does not fit."""

    said: Mapping[str, str] = field(default_factory=dict, repr=False)
    seen: frozenset[str] = frozenset()
    unseen: bool = False
    unfit: tuple[str, ...] = ()


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
    readings = [_reading(one, language, confirming) for one in sent]
    as_read = [_reading(one, language, None) for one in sent]
    decisions = _decisions(draft)
    shown = {
        "readings": readings,
        "pictures": [one for one in readings if one["picture"]],
        "zone": _zone(draft, preview, language),
        "contradictions": [words.in_(language) for words in contradictions],
        "to_confirm": _to_confirm(draft, sent),
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


def _to_confirm(draft: Draft, sent: Sequence[ReadingShown]) -> UUID | None:
    """Return which doubtful reading waits for the clerk: the last one, while no zone was read or confirmed."""
    read = any(one.holds and one.fields.get("document_number") for one in sent)
    if draft.mrz_lines or read:
        return None
    zones = [one for one in sent if one.source == "mrz_picture"]
    return zones[-1].nonce if zones and zones[-1].unsure_lines else None


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


def _reading(one: ReadingShown, language: Language, confirming: Confirming | None) -> dict[str, object]:
    source = _SOURCES.get(one.source)
    said = {name: value for name, value in one.fields.items() if value}
    return {
        "nonce": one.nonce,
        "source": one.source,
        "words": source.in_(language) if source else one.source,
        "device": one.device,
        "at": one.received_at,
        "holds": one.holds,
        "fields": [
            {"label": words.in_(language), "value": _dated(said[name])}
            for name, words in _PARTICULARS
            if name in said
        ],
        "verdict": _PATTERN[said["verdict"]].in_(language) if said.get("verdict") in _PATTERN else "",
        "confirm": _confirm(one, language, confirming),
        "unsure": "\n".join(one.unsure_lines),
        "strip": one.strip_png,
        "remarks": [words.in_(language) for words in one.remarks],
        "picture": one.picture,
    }


def _confirm(one: ReadingShown, language: Language, confirming: Confirming | None) -> list[dict[str, object]]:
    """Return the fields of a doubtful reading, as they were read or as the clerk left them."""
    left = confirming or Confirming(unfit=one.unfit)
    return [
        {
            "name": name,
            "label": words.in_(language),
            "value": left.said.get(name, one.unsure_fields[name]),
            "seen": name in left.seen,
            "fits": not {name, _TOGETHER.get(name)} & {*left.unfit},
        }
        for name, words in CONFIRMED
        if name in one.unsure_fields
    ]


def _dated(value: str) -> str:
    """Return a date as people write it; anything else as it stands."""
    try:
        return written(date.fromisoformat(value)) if len(value) == len("2030-01-01") else value
    except ValueError:
        return value


def _zone(draft: Draft, preview: Preview | None, language: Language) -> dict[str, object] | None:
    """Return what the zone the clerk swiped or typed says, field by field."""
    if not draft.mrz_lines or not preview or not preview.reading:
        return None
    facts = preview.reading.facts
    said = preview.reading.particulars
    values = {
        "surname": said.surname,
        "given_names": said.given_names,
        "document_number": said.document_number,
        "issuing_state": said.issuing_country,
        "birth": said.born_on,
        "expiry": said.expires_on,
    }
    return {
        "holds": bool(facts and facts.document.mrz and facts.document.mrz.consistent),
        "fields": [
            {"label": words.in_(language), "value": _dated(values[name])}
            for name, words in _PARTICULARS
            if values.get(name)
        ],
    }
