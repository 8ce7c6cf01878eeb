"""The questions at the counter: what is accepted (pum_documents), and whether it is handed over (pum_release)."""

from __future__ import annotations

from datetime import date, timedelta

from budstikke.law.decision import Decision, Reason
from budstikke.law.words import Words
from budstikke.post.terms.events import State
from budstikke.post.terms.pum.documents_for_letter import Says, accepted_for
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.pum.handover import LetterFacts, decide
from budstikke.post.terms.pum.id_check import (
    ALL_PASSED,
    CheckFacts,
    ChipFacts,
    ChipVerdict,
    DocumentFacts,
    NameVerdict,
    Signing,
    SupplementFacts,
)
from budstikke.post.terms.pum.id_documents import DOCUMENTS, Carries
from budstikke.post.terms.pum.names import NameRules, compare_names
from budstikke.post.terms.questions.fields import Field, Given, day, flag, one_of, or_null, text
from budstikke.post.terms.questions.operations import Found, Operation


def _release(given: Given, edition: PumEdition) -> Found:
    """
    Ask whether a letter is handed over, on what a question tells.

    Reading: a question tells nothing of the letter's place and deadline, of the device's and the clerk's own
    findings; they are taken as in order. A long name is taken as keyed. Where the names only resemble each
    other, nobody has decided, so the answer is NAME_UNDECIDED.
    """
    today = given.day("on")
    decision = decide(
        letter=LetterFacts(
            state=State.READY,
            passport_only=given.flag("passport_only"),
            last_collect_day=today + timedelta(days=1),
            name_characters=len(given.word_or_none("name_on_item") or ""),
        ),
        check=CheckFacts(
            in_person=given.word("by") == "recipient",
            online=given.flag("scanner_ok"),
            document=_document(given),
            name=_verdict(given, edition),
            signing=Signing(given.word("signs")),
            supplement=SupplementFacts() if given.flag("supplement") else None,
            findings=ALL_PASSED,
            name_keyed=True,
            chip=ChipFacts(verdict=ChipVerdict(given.word("chip"))),
        ),
        today=today,
        edition=edition,
    )
    keys: dict[str, object] = {"released": not decision.refusals}
    if not decision.refusals:
        keys["keying"] = decision.answer["keying"]
        if decision.answer["co_signed_by"]:
            keys["co_signed_by"] = decision.answer["co_signed_by"]
    return Found(keys, (decision,))


def _document(given: Given) -> DocumentFacts:
    # A document that no row knows is on nobody's list: it is judged, and refused, as any other.
    row = DOCUMENTS.get(given.word("doc"), DOCUMENTS["other"])
    number, signature = given["doc_has_11_digits"], given["doc_has_signature"]
    expires_on, issued_on = given["doc_expires"], given["doc_issued"]
    return DocumentFacts(
        kind=row.code,
        expires_on=expires_on if isinstance(expires_on, date) else None,
        issued_on=issued_on if isinstance(issued_on, date) else None,
        # What is not said of this document is taken as usual for its kind.
        has_number=row.number is Carries.ALWAYS if number is None else number is True,
        has_signature=row.signature is not Carries.NEVER if signature is None else signature is True,
        not_able_to_sign=given.flag("remark_not_able_to_sign"),
    )


def _verdict(given: Given, edition: PumEdition) -> NameVerdict:
    on_item, on_doc = given.word_or_none("name_on_item"), given.word_or_none("name_on_doc")
    if on_item is None or on_doc is None:
        # A question that leaves a name out does not ask about names.
        return NameVerdict.SAME
    compared = compare_names(
        addressee=on_item,
        document_name=on_doc,
        rules=NameRules(policy=edition.name_policy),
    )
    return NameVerdict(compared.verdict)


def _documents(given: Given, edition: PumEdition) -> Found:
    """
    Ask what is accepted for a letter, before a document is shown.

    Reading: a question knows of no day and no known problem; neither changes what is accepted.
    """
    told = accepted_for(passport_only=given.flag("passport_only"), edition=edition, today=edition.valid_from)
    reasons = tuple(
        Reason(
            rule=f"document_{line.says}",
            clauses=line.deciding.clauses,
            words=Words(
                no=f"{line.words.no}: {line.deciding.words.no}",
                en=f"{line.words.en}: {line.deciding.words.en}",
            ),
            facts={"document": line.kind, "layer": line.deciding.layer},
        )
        for line in told
    )
    kinds = {says: tuple(line.kind for line in told if line.says is says) for says in Says}
    decision = Decision(question="documents", outcome="told", edition=edition.id, reasons=reasons)
    needs = {line.kind: tuple(need.code for need in line.needs if need.always) for line in told}
    return Found(
        {
            **{str(says): kinds[says] for says in Says},
            "also_needed": {kind: codes for kind, codes in needs.items() if codes},
        },
        (decision,),
    )


AT_COUNTER: tuple[Operation[PumEdition], ...] = (
    Operation(
        op="pum_release",
        fields=(
            Field(name="on", read=day),
            Field(name="doc", read=text),
            Field(name="doc_expires", read=or_null(day), default=None),
            Field(name="name_on_item", read=or_null(text), default=None),
            Field(name="name_on_doc", read=or_null(text), default=None),
            Field(name="passport_only", read=flag, default=False),
            Field(name="by", read=one_of("recipient", "proxy"), default="recipient"),
            Field(name="scanner_ok", read=flag, default=True),
            Field(name="doc_issued", read=or_null(day), default=None),
            Field(name="doc_has_11_digits", read=flag, default=None),
            Field(name="doc_has_signature", read=flag, default=None),
            Field(name="remark_not_able_to_sign", read=flag, default=False),
            Field(name="signs", read=one_of(*Signing), default="yes"),
            Field(name="supplement", read=flag, default=False),
            Field(name="chip", read=one_of(*ChipVerdict), default="not_read"),
        ),
        ask=_release,
    ),
    Operation(
        op="pum_documents",
        fields=(Field(name="passport_only", read=flag, default=False),),
        ask=_documents,
    ),
)
