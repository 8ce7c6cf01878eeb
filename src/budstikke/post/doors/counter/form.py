"""What a clerk fills in about a document, between the form and the draft that is kept."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from budstikke.law.words import Words
from budstikke.post.actions.counter.draft import Draft
from budstikke.post.actions.reading.presented import Typed
from budstikke.post.doors.counter.masked import lines_meant, meant
from budstikke.post.terms.pum.id_check import ClerkDecision, Finding, Findings, Signing, SupplementFacts
from budstikke.post.terms.pum.id_documents import DOCUMENTS

_DATE_FAULT = Words(
    no="Skriv datoen som dag, måned, år: 24.12.2030.",
    en="Write the date as day, month, year: 24.12.2030.",
)
_TYPED = ("surname", "given_names", "document_number", "issuing_country", "national_number")
_DATES = ("born_on", "issued_on", "expires_on")
# The name of each finding in the form; `signature` there is the pad's picture.
_FINDINGS = {
    **{name: name for name in ("scanned", "security_pattern", "genuine", "photo")},
    "signature": "signature_agrees",
}
_ASKED = ("document_decision", "name_decision", "birth_date_decision", "contradiction_decision")
# The button by which a clerk refuses because the recipient does not have what is missing.
ALL_SHOWN = "all_shown"
_PNG = "data:image/png;base64,"
# A pad's picture and the movements that made it.
_SIGNATURE_BYTES = 600_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A draft as the form left it, and what in the form could not be read."""

    draft: Draft = field(repr=False)
    faults: Mapping[str, Words]


def filled(given: Mapping[str, str], *, before: Draft, addressee: str, today: date) -> Filled:
    """
    Return the draft with what the form holds; what the form does not ask for stays as it was.

    Terms:   PUM §12 (a long name is keyed from the letter).
    Reading: the name counts as keyed when it is the letter's, letter for letter but for blanks and capitals.
    """
    faults: dict[str, Words] = {}
    typed = _typed(given, before=before.typed, faults=faults, today=today)
    draft = replace(
        before,
        kind=given["kind"] if given.get("kind") in DOCUMENTS else before.kind,
        typed=typed,
        findings=_findings(given, before=before.findings),
        # Said with the refusal, and taken back by whatever is filled in afterwards.
        all_shown=given.get("then") == ALL_SHOWN,
        **_decisions(given, before=before),  # type: ignore[arg-type]  # each name has its own type
    )
    if "mrz" in given:
        lines = (re.sub(r"\s", "", line).upper() for line in given["mrz"].splitlines())
        kept = lines_meant([line for line in lines if line], before=before.mrz_lines)
        draft = replace(draft, mrz_lines=kept)
    if given.get("keyed_name", "").strip():
        draft = replace(draft, name_keyed=_plain(given["keyed_name"]) == _plain(addressee))
        if not draft.name_keyed:
            faults["keyed_name"] = Words(
                no="Dette er ikke navnet på brevet.", en="This is not the name on the letter."
            )
    return Filled(draft=_supplemented(given, _signing(given, draft)), faults=faults)


def signed(given: Mapping[str, str], *, before: Draft) -> Draft:
    """Return the draft with the pad's picture and movements; a picture that is none is no signature."""
    picture = given.get("signature", "")
    if not picture.startswith(_PNG) or len(picture) > _SIGNATURE_BYTES:
        return before
    try:
        content = base64.b64decode(picture.removeprefix(_PNG), validate=True)
    except binascii.Error:
        return before
    return replace(before, signature=content, strokes=given.get("strokes", "")[:_SIGNATURE_BYTES])


def written(day: date | None) -> str:
    """Return a date as the form shows it."""
    return f"{day:%d.%m.%Y}" if day else ""


def read_date(text: str, *, not_after: date | None = None) -> date:
    """
    Return the date a clerk typed: 24.12.2030, 24122030, 241230 or 2030-12-24.

    Reading: two digits of a year are this century's, or the last one's where that day is yet to come and must not
             be (`not_after`).
    Raises:  ValueError when it is none.
    """
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return date.fromisoformat(text)
    parts = re.fullmatch(r"(\d{1,2})[. /-]?(\d{1,2})[. /-]?(\d{4}|\d\d)", text)
    if parts is None:
        raise ValueError("no date")
    day, month, year = (int(part) for part in parts.groups())
    if year >= 100:
        return date(year, month, day)
    found = date(2000 + year, month, day)
    return found.replace(year=1900 + year) if not_after and found > not_after else found


def _typed(given: Mapping[str, str], *, before: Typed, faults: dict[str, Words], today: date) -> Typed:
    texts = {name: given[name].strip()[:100] for name in _TYPED if name in given}
    if "national_number" in texts:
        texts["national_number"] = meant(texts["national_number"], before=before.national_number)
    days: dict[str, date | None] = {}
    for name in _DATES:
        text = given.get(name, "").strip()
        if name not in given:
            continue
        try:
            not_after = None if name == "expires_on" else today
            days[name] = read_date(text, not_after=not_after) if text else None
        except ValueError:
            faults[name] = _DATE_FAULT
    return replace(before, **texts, **days)  # type: ignore[arg-type]


def _findings(given: Mapping[str, str], *, before: Findings) -> Findings:
    return replace(
        before,
        **{name: Finding(given[key]) for name, key in _FINDINGS.items() if given.get(key) in {*Finding}},
    )


def _decisions(given: Mapping[str, str], *, before: Draft) -> dict[str, ClerkDecision | None]:
    made: dict[str, ClerkDecision | None] = {}
    for name in _ASKED:
        answer = given.get(name)
        if answer is None and f"{name}_reason" not in given:
            made[name] = getattr(before, name)
        else:
            reason = given.get(f"{name}_reason", "").strip()[:500]
            made[name] = ClerkDecision(accepted=answer == "yes", reason=reason) if answer else None
    return made


def _signing(given: Mapping[str, str], draft: Draft) -> Draft:
    if given.get("signing") not in {*Signing}:
        return draft
    return replace(
        draft,
        signing=Signing(given["signing"]),
        not_able_to_sign=given.get("not_able_to_sign") == "on",
        has_signature=given.get("no_signature") != "on",
    )


def _supplemented(given: Mapping[str, str], draft: Draft) -> Draft:
    if "supplement_words" not in given:
        return draft
    words = given["supplement_words"].strip()[:200]
    if not words:
        return replace(draft, supplement=None, supplement_words="")
    facts = SupplementFacts(
        by_public_body=given.get("by_public_body") == "on", shows_number=given.get("shows_number") == "on"
    )
    return replace(draft, supplement=facts, supplement_words=words)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
