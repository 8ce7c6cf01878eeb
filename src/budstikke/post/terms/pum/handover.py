"""§11, §12, §5, §7: may this letter be handed to this person, on this check?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from budstikke.law.decision import Decision, Reason
from budstikke.law.refusal import Refusal, RefusalReason
from budstikke.law.words import Words
from budstikke.post.terms.contracts import PUM
from budstikke.post.terms.events import Event, State, may_follow
from budstikke.post.terms.pum.deadlines import deadline_refusals
from budstikke.post.terms.pum.documents_for_letter import Layer, layer_reasons
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.pum.id_check import (
    CheckFacts,
    ChipVerdict,
    ClerkDecision,
    Finding,
    NameVerdict,
    Signing,
    contradicts,
    is_emergency_passport,
    is_undated,
    lacks_number,
    lacks_signature,
    name_is_keyed,
    signature_compared,
    still_to_do,
)
from budstikke.post.terms.pum.id_documents import DOCUMENTS, Standing
from budstikke.post.terms.pum.readings import Weight, of_weight
from budstikke.post.terms.refusals import checking, handing_over

_HEADLINES = (
    Words(no="Legitimasjonskontrollen er bestått", en="The identity check was passed"),
    Words(no="Brevet utleveres ikke", en="The letter is not handed over"),
)
_RELEASED = Words(
    no="Legitimert med {document_no}; kontrollen er bestått, og brevet utleveres.",
    en="Identified by {document_en}; the check is passed, and the letter is handed over.",
)
_KEYED = Words(
    no="Navnet har flere enn {limit} tegn og er tastet fra brevet.",
    en="The name has more than {limit} characters and was keyed from the letter.",
)
_ASSISTED = Words(
    no="Mottakeren kan ikke signere for tiden; kundebehandleren signerer sammen med mottakeren.",
    en="The recipient cannot sign for the time being; the clerk signs together with the recipient.",
)
_NOT_ABLE_TO_SIGN = Words(
    no="Passet har påskriften «Not able to sign»; underskrift kreves ikke.",
    en="The passport bears the remark “Not able to sign”; no signature is asked for.",
)
_CHIP = Words(
    no="Brikken er lest, og innholdet er bekreftet av utstederen.",
    en="The chip was read, and its content is confirmed by the issuer.",
)
_READINGS = Words(
    no="Sett og avgjort ved kontrollen: {contradictions_no}.",
    en="Seen and decided at the check: {contradictions_en}.",
)
_SHOWN = Words(
    no="Sett ved kontrollen, uten betydning for utfallet: {contradictions_no}.",
    en="Seen at the check, of no consequence for the outcome: {contradictions_en}.",
)
_SUPPLEMENT = Words(
    no="Det som manglet i legitimasjonen, er vist med tilleggsdokument fra offentlig etat.",
    en="What the document lacked was shown by a supplementary document from a public body.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFacts:
    """What must be known of the letter; of the recipient's name, its length only."""

    state: State
    passport_only: bool
    last_collect_day: date
    name_characters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    letter: LetterFacts
    check: CheckFacts
    today: date
    edition: PumEdition


def decide(*, letter: LetterFacts, check: CheckFacts, today: date, edition: PumEdition) -> Decision:
    """
    Decide whether a letter is handed over.

    Terms:   PUM §5, §7, §11, §12, §14.
    Returns: outcome released or refused; answer: released, keying, co_signed_by (None or clerk), signing.
    Refuses: with every reason that applies, in the order of `_JUDGED`; the first is the one to show first.
    """
    case = _Case(letter=letter, check=check, today=today, edition=edition)
    refusals = tuple(refusal for judge in _JUDGED for refusal in judge(case))
    assisted = check.signing is Signing.TEMPORARILY_NOT
    return Decision.judged(
        question="hand_over",
        edition=edition.id,
        refusals=refusals,
        passed="released",
        refused="refused",
        reasons=tuple(_in_favour(case)),
        headlines=_HEADLINES,
        answer={
            "released": not refusals,
            "keying": name_is_keyed(name_characters=letter.name_characters, edition=edition),
            "co_signed_by": "clerk" if assisted else None,
            "signing": _signing(check),
        },
    )


def _signing(check: CheckFacts) -> str:
    # The words of the hand-over's record.
    if check.signing is Signing.YES:
        return "signed"
    return "assisted" if check.signing is Signing.TEMPORARILY_NOT else "not_able_to_sign"


def _names(kind: str, layer: Layer | None = None) -> dict[str, object]:
    words = DOCUMENTS[kind].words
    attributed = {"layer": layer} if layer else {}
    return {"document": kind, "document_no": words.no, "document_en": words.en, **attributed}


def _disagreeing(case: _Case, weight: Weight) -> dict[str, object] | None:
    words = of_weight(case.check.contradictions, weight)
    return {"contradictions_no": words.no, "contradictions_en": words.en} if words.no else None


# The judges, one per rule.


def _letter_is_here(case: _Case) -> Iterator[Refusal]:
    # §11, §14: only a letter that waits at the outlet can be handed over.
    if not may_follow(case.letter.state, Event.DELIVERED):
        yield Refusal(handing_over.LETTER_NOT_HERE, {"state": case.letter.state})
    yield from deadline_refusals(last_collect_day=case.letter.last_collect_day, today=case.today)


def _in_person(case: _Case) -> Iterator[Refusal]:
    # §11: collected by the recipient in person, never on a power of attorney.
    if not case.check.in_person:
        yield Refusal(handing_over.PERSONAL_ONLY)


def _online(case: _Case) -> Iterator[Refusal]:
    # §11: the check is electronic, so an outage stops it.
    if not case.check.online:
        yield Refusal(handing_over.SCANNER_DOWN)


def _document_approved(case: _Case) -> Iterator[Refusal]:
    # §11: the list of approved documents.
    document, row = case.check.document, DOCUMENTS[case.check.document.kind]
    decided = case.check.document_decision
    if row.standing is Standing.ASK or is_emergency_passport(document.mrz):
        yield from _decided(decided, undecided=handing_over.DOC_UNDECIDED, kind=row.code)
    elif row.code not in case.edition.approved_documents:
        yield Refusal(_in_its_own_words(row.code), _names(row.code, Layer.CARRIER))
    elif is_undated(case.check):
        # Reading: a licence whose day of issue cannot be established is not shown to be recent enough.
        if case.check.all_shown:
            yield Refusal(handing_over.DOC_NOT_APPROVED, _names(row.code, Layer.CARRIER))
    elif (
        row.dated_issue and document.issued_on and document.issued_on < case.edition.oldest_driving_licence_on
    ):
        yield Refusal(handing_over.DOC_NOT_APPROVED, _names(row.code, Layer.CARRIER))


def _decided(decision: ClerkDecision | None, *, undecided: RefusalReason, kind: str) -> Iterator[Refusal]:
    if decision is None or not decision.counts:
        yield Refusal(undecided, _names(kind, Layer.CARRIER))
    elif not decision.accepted:
        yield Refusal(handing_over.DOC_NOT_APPROVED, _names(kind, Layer.CARRIER))


def _in_its_own_words(kind: str) -> RefusalReason:
    why_not = DOCUMENTS[kind].why_not
    if why_not is None:
        return handing_over.DOC_NOT_APPROVED
    return replace(handing_over.DOC_NOT_APPROVED, staff=why_not)


def _passport_demanded(case: _Case) -> Iterator[Refusal]:
    # §7: the sender demands a passport.
    # Reading: a document the clerk decides on is no passport of the list.
    kind = case.check.document.kind
    if case.letter.passport_only and kind not in case.edition.passport_documents:
        yield Refusal(handing_over.PASSPORT_REQUIRED, _names(kind, Layer.SENDER))


def _able_to_sign(case: _Case) -> Iterator[Refusal]:
    # §11: who can never sign shows a passport with the remark.
    # Reading: passport as §7 explains the word, so the Norwegian identity card with the remark will do.
    document = case.check.document
    if case.check.signing is Signing.NEVER and not (
        document.not_able_to_sign and document.kind in case.edition.passport_documents
    ):
        yield Refusal(handing_over.NOT_ABLE_TO_SIGN_PASSPORT_REQUIRED)


def _not_expired(case: _Case) -> Iterator[Refusal]:
    # §11: not past its date; on its last day a document is still valid.
    expires_on = case.check.document.expires_on
    if expires_on is not None and expires_on < case.today:
        yield Refusal(handing_over.DOC_EXPIRED, {"expires_on": expires_on})


def _same_name(case: _Case) -> Iterator[Refusal]:
    # §5: another name, no hand-over. A-41: where the rules ask, a clerk decides with a reason on record.
    # A name that nobody has read is no other name: it is still to do (`_complete`).
    verdict, decided = case.check.name, case.check.name_decision
    if verdict is NameVerdict.DIFFERS:
        yield Refusal(handing_over.NAME_MISMATCH)
    elif verdict is NameVerdict.ASK:
        if decided is None or not decided.counts:
            yield Refusal(handing_over.NAME_UNDECIDED)
        elif not decided.accepted:
            yield Refusal(handing_over.NAME_MISMATCH)


def _number_documented(case: _Case) -> Iterator[Refusal]:
    # §11: eleven digits in the document, or in a supplementary document from a public body.
    if case.check.all_shown and lacks_number(case.check):
        yield Refusal(handing_over.NATIONAL_ID_NOT_DOCUMENTED)


def _signature_supplemented(case: _Case) -> Iterator[Refusal]:
    # §11: a document without a signature needs a supplementary document (and a signature on the pad).
    if case.check.all_shown and lacks_signature(case.check):
        yield Refusal(handing_over.SUPPLEMENT_REQUIRED)


def _document_consistent(case: _Case) -> Iterator[Refusal]:
    # §12: what was read must agree with itself and with the kind chosen.
    document = case.check.document
    if document.mrz is None:
        return
    if not document.mrz.consistent:
        yield Refusal(checking.DOC_INCONSISTENT)
    if contradicts(document.kind, document.mrz) and not is_emergency_passport(document.mrz):
        yield Refusal(checking.DOC_KIND_CONTRADICTED, _names(document.kind))


def _chip_authentic(case: _Case) -> Iterator[Refusal]:
    # §12: a chip that was not read, or that nobody here can judge, changes nothing: no document needs one, and who
    # would hide behind an unreadable chip could as well break it. Reading: one that was judged, and against
    # which something stands, is of a document that does not appear genuine.
    chip = case.check.chip
    if chip.verdict is ChipVerdict.FAILED and case.edition.failed_chip_refuses:
        yield Refusal(checking.CHIP_FAILED, {"chip": chip.code})


def _readings_agree(case: _Case) -> Iterator[Refusal]:
    # §12: what one machine read must be what another read; where a clerk typed otherwise, a clerk decides.
    if facts := _disagreeing(case, Weight.BLOCKS):
        yield Refusal(checking.READINGS_CONTRADICT, facts)
    if facts := _disagreeing(case, Weight.ASK):
        decided = case.check.contradiction_decision
        if decided is None or not decided.counts:
            yield Refusal(checking.READINGS_UNDECIDED, facts)
        elif not decided.accepted:
            yield Refusal(checking.READINGS_CONTRADICT, facts)


def _number_right(case: _Case) -> Iterator[Refusal]:
    # §11, §12. A birth date that is not the number's occurs (D numbers above all): a question, not a no.
    decided = case.check.birth_date_decision
    if case.check.birth_date_matches is False:
        if decided is None or not decided.counts:
            yield Refusal(checking.BIRTH_DATE_UNDECIDED)
        elif not decided.accepted:
            yield Refusal(checking.BIRTH_DATE_DIFFERS)
    if case.check.number_matches is False:
        yield Refusal(checking.NUMBER_DIFFERS)


def _findings(case: _Case) -> Iterator[Refusal]:
    # §12: the device's verdict and the clerk's own; a signature is judged only where there are two.
    found = case.check.findings
    rows = (
        (found.scanned, checking.SCAN_FAILED),
        (found.security_pattern, checking.SECURITY_PATTERN_FAILED),
        (found.genuine, checking.DOC_NOT_GENUINE),
        (found.photo, checking.PHOTO_DIFFERS),
    )
    yield from (Refusal(reason) for finding, reason in rows if finding is Finding.FAILED)
    if found.signature is Finding.FAILED and signature_compared(case.check):
        yield Refusal(checking.SIGNATURE_DIFFERS)


def _name_keyed(case: _Case) -> Iterator[Refusal]:
    # §12: a long name is keyed from the letter.
    long = name_is_keyed(name_characters=case.letter.name_characters, edition=case.edition)
    if long and not case.check.name_keyed:
        yield Refusal(checking.NAME_NOT_KEYED, {"limit": case.edition.keyed_name_above_characters})


def _complete(case: _Case) -> Iterator[Refusal]:
    # §12: what was not read, looked for or done is not passed; nor is it a refusal for what it might have shown.
    missing = still_to_do(case.check)
    if missing:
        yield Refusal(
            checking.CHECK_INCOMPLETE,
            {
                "missing_no": ", ".join(words.no for words in missing),
                "missing_en": ", ".join(words.en for words in missing),
            },
        )


_JUDGED: tuple[Callable[[_Case], Iterator[Refusal]], ...] = (
    _letter_is_here,
    _in_person,
    _online,
    _document_approved,
    _passport_demanded,
    _able_to_sign,
    _not_expired,
    _same_name,
    _number_documented,
    _signature_supplemented,
    _document_consistent,
    _chip_authentic,
    _readings_agree,
    _number_right,
    _findings,
    _name_keyed,
    _complete,
)


def _in_favour(case: _Case) -> Iterator[Reason]:
    check = case.check
    clauses = (PUM(11), PUM(12), PUM(5), *((PUM(7),) if case.letter.passport_only else ()))
    kind = check.document.kind
    yield Reason.stating("identified", *clauses, words=_RELEASED, facts=_names(kind))
    yield from layer_reasons(kind, passport_only=case.letter.passport_only, edition=case.edition)
    if check.chip.verdict is ChipVerdict.AUTHENTIC:
        yield Reason.stating("chip_authentic", PUM(12), words=_CHIP)
    if facts := _disagreeing(case, Weight.ASK):
        yield Reason.stating("readings_decided", PUM(12), words=_READINGS, facts=facts)
    if facts := _disagreeing(case, Weight.SHOWN):
        yield Reason.stating("readings_shown", PUM(12), words=_SHOWN, facts=facts)
    if name_is_keyed(name_characters=case.letter.name_characters, edition=case.edition):
        limit = {"limit": case.edition.keyed_name_above_characters}
        yield Reason.stating("name_keyed", PUM(12), words=_KEYED, facts=limit)
    if check.signing is Signing.TEMPORARILY_NOT:
        yield Reason.stating("assisted_signature", PUM(11), words=_ASSISTED)
    if check.signing is Signing.NEVER:
        yield Reason.stating("not_able_to_sign", PUM(11), words=_NOT_ABLE_TO_SIGN)
    elif check.supplement and not (check.document.has_number and check.document.has_signature):
        yield Reason.stating("supplement", PUM(11), words=_SUPPLEMENT)
