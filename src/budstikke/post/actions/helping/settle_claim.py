"""Settle a claim: the terms compute, a person decides, above the edition's amount a second one confirms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Sum

from budstikke.law.decision import Decision
from budstikke.law.refusal import Refusal
from budstikke.post.actions import queue
from budstikke.post.actions.helping.help_letter import Helped
from budstikke.post.actions.invoicing.credit import credit
from budstikke.post.actions.invoicing.find_invoice import find
from budstikke.post.actions.invoicing.invoice_documents import name
from budstikke.post.actions.keeping.hold import lift_hold
from budstikke.post.actions.recorded import recorded, together
from budstikke.post.records import history
from budstikke.post.records.history import NewEvent
from budstikke.post.records.models import BillingLine, Claim, Invoice, Letter, Notice
from budstikke.post.records.models import Event as EventRecord
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import BY_ID
from budstikke.post.terms.events import Event, State
from budstikke.post.terms.pum.claims import Negligence
from budstikke.post.terms.pum.keeping import HeldFor
from budstikke.post.terms.pum.notices import CLAIM
from budstikke.post.terms.pum.settling import (
    ClaimFacts,
    ClaimKind,
    ClaimState,
    Ground,
    decide_claim,
    judge_claim,
)
from budstikke.post.terms.refusals import claims, desk

_CREDITED_FOR = "complaint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """
    What a person decides, and on which facts of theirs.

    Unit: øre; `value_ore` is what the contents were shown to be worth. Without a `ground` for declining it is granted.
    """

    value_ore: int | None = None
    negligence: Negligence = Negligence.NONE
    ground: Ground | None = None

    @property
    def grants(self) -> bool:
        """Whether the claim is granted."""
        return self.ground is None


def comes_to(claim: Claim, *, value_ore: int | None, negligence: Negligence) -> Decision:
    """
    Say what a claim comes to on these facts; nothing is written.

    Terms: PUM §17, §18.
    """
    with acting_as(CARRIER):
        facts = _facts(claim, Verdict(value_ore=value_ore, negligence=negligence))
    return judge_claim(facts, edition=BY_ID[claim.letter.edition])


def settle_claim(claim_id: int, verdict: Verdict, *, clerk: str, today: date, now: datetime) -> Helped | None:
    """
    Grant or decline a claim, or have the grant wait for a second person.

    Terms:   PUM §17, §18 (decisions 0112, 0113).
    Returns: None for a claim nobody opened.
    Refuses: CLAIM_SETTLED, TERMS_GIVE_IT, and what `judge_claim` refuses where it is granted; SECOND_PERSON_NEEDED
    with `waits`.
    """
    with acting_as(CARRIER):
        claim = _locked(claim_id)
        if claim is None:
            return None
        if claim.state != ClaimState.OPEN:
            return Helped(refusals=(Refusal(claims.CLAIM_SETTLED),))
        found = _found(claim, verdict, decided_by=clerk, confirmed_by="")
        if verdict.grants and found.judged.refusals:
            return Helped(refusals=found.judged.refusals)
        if verdict.ground is Ground.BY_TERMS and not found.judged.refusals:
            return Helped(refusals=(Refusal(claims.TERMS_GIVE_IT),))
        claim.value_ore, claim.negligence = verdict.value_ore, verdict.negligence
        claim.ground, claim.grants = "" if verdict.grants else str(verdict.ground), verdict.grants
        claim.amount_ore = _amount(found.judged) if verdict.grants else 0
        claim.decided_at, claim.decided_by = now, clerk
        if found.decided.refusals:
            claim.state = ClaimState.WAITS
            claim.save(update_fields=_DECIDED)
            return Helped(waits=True, refusals=found.decided.refusals)
        refused = _settle(claim, found, today=today, now=now)
        return Helped(refusals=(refused,)) if refused else Helped(done=True)


def confirm_claim(claim_id: int, *, agrees: bool, clerk: str, today: date, now: datetime) -> Helped | None:
    """
    Confirm what somebody else granted, or give it back to be decided anew; it is computed again first.

    Terms:   PUM §17 (decision 0113).
    Returns: None when nothing waits under this id.
    Refuses: SAME_PERSON, and what `judge_claim` refuses by now; then it goes on waiting.
    """
    with acting_as(CARRIER):
        claim = _locked(claim_id)
        if claim is None or claim.state != ClaimState.WAITS:
            return None
        if claim.decided_by == clerk:
            return Helped(refusals=(Refusal(desk.SAME_PERSON),))
        if not agrees:
            claim.state, claim.grants, claim.amount_ore = ClaimState.OPEN, None, None
            claim.decided_at, claim.decided_by = None, ""
            claim.save(update_fields=_DECIDED)
            return Helped()
        verdict = Verdict(value_ore=claim.value_ore, negligence=Negligence(claim.negligence))
        found = _found(claim, verdict, decided_by=claim.decided_by, confirmed_by=clerk)
        refusals = (*found.judged.refusals, *found.decided.refusals)
        if refusals:
            return Helped(refusals=refusals)
        claim.amount_ore, claim.confirmed_by = _amount(found.judged), clerk
        refused = _settle(claim, found, today=today, now=now)
        return Helped(refusals=(refused,)) if refused else Helped(done=True)


_DECIDED = ("state", "value_ore", "negligence", "ground", "grants", "amount_ore", "decided_at", "decided_by")


def _locked(claim_id: int) -> Claim | None:
    # The letter first, as everybody else locks it.
    Letter.objects.select_for_update().filter(claim__id=claim_id).first()
    return Claim.objects.select_for_update(of=("self",)).select_related("letter").filter(id=claim_id).first()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What the terms say: of the claim, and of the person's decision; each with what it was asked."""

    judged: Decision
    decided: Decision
    written: dict[str, object]


def _found(claim: Claim, verdict: Verdict, *, decided_by: str, confirmed_by: str) -> _Found:
    edition, facts = BY_ID[claim.letter.edition], _facts(claim, verdict)
    judged = judge_claim(facts, edition=edition)
    asked = {
        "amount_ore": _amount(judged),
        "ground": verdict.ground,
        "decided_by": decided_by,
        "confirmed_by": confirmed_by,
    }
    decided = decide_claim(**asked, edition=edition)  # type: ignore[arg-type]
    return _Found(
        judged=judged,
        decided=decided,
        written=together(recorded(decided, **asked), recorded(judged, facts=facts)),
    )


def _facts(claim: Claim, verdict: Verdict) -> ClaimFacts:
    letter = claim.letter
    assert letter.handed_in_on is not None, "only such letters are claimed for"
    invoiced = BillingLine.objects.filter(letter=letter, invoice_line__isnull=False, credit_line=None)
    paid = Claim.objects.filter(letter=letter, state=ClaimState.GRANTED).exclude(kind=ClaimKind.FEE_REFUND)
    return ClaimFacts(
        kind=ClaimKind(claim.kind),
        letter_state=State(letter.state),
        damage_registered=EventRecord.objects.filter(letter=letter, code=Event.DAMAGED).exists(),
        handed_in_on=letter.handed_in_on,
        told_on=claim.told_on,
        negligence=verdict.negligence,
        value_ore=verdict.value_ore,
        fee_ore=invoiced.aggregate(sum=Sum("amount_ore"))["sum"] or 0,
        paid_before_ore=paid.aggregate(sum=Sum("amount_ore"))["sum"] or 0,
    )


def _amount(judged: Decision) -> int:
    amount_ore = judged.answer["amount_ore"]
    assert isinstance(amount_ore, int)
    return amount_ore


def _settle(claim: Claim, found: _Found, *, today: date, now: datetime) -> Refusal | None:
    letter = claim.letter
    if claim.grants and claim.kind == ClaimKind.FEE_REFUND:
        note = _credit(letter, today=today, now=now)
        if isinstance(note, Refusal):
            return note
        claim.credit_note = note
    claim.state = ClaimState.GRANTED if claim.grants else ClaimState.DECLINED
    claim.decision, claim.settled_at, claim.settled_on = found.written, now, today
    claim.answer = _answer(letter, now=now)
    also = ("decision", "confirmed_by", "settled_at", "settled_on", "credit_note", "answer")
    claim.save(update_fields=(*_DECIDED, *also))
    event = NewEvent(
        letter_id=letter.id,
        code=Event.CLAIM_DECIDED,
        happened_at=now,
        actor=claim.decided_by,
        decision=found.written,
    )
    history.write([event], recorded_at=now)
    if not Claim.objects.filter(letter=letter, settled_at=None).exists():
        lift_hold([letter.number], reason=HeldFor.CLAIM, by=claim.decided_by, now=now)
    queue.send_notices([claim.answer.id])
    return None


def _answer(letter: Letter, *, now: datetime) -> Notice:
    """Leave the answer to be sent as notices are: to the claimant, by mail or on paper."""
    nth = Notice.objects.filter(letter=letter, kind=CLAIM).count()
    return Notice.objects.create(
        letter=letter, sender_id=letter.sender_id, kind=CLAIM, ordinal=nth, made_at=now
    )


def _credit(letter: Letter, *, today: date, now: datetime) -> Invoice | Refusal:
    """Credit what was invoiced for a letter; it stands on one invoice."""
    line = (
        BillingLine.objects.filter(letter=letter, invoice_line__isnull=False, credit_line=None)
        .select_related("invoice_line__invoice")
        .first()
    )
    assert line is not None and line.invoice_line is not None, "the terms saw that something was invoiced"
    made = credit(
        name(line.invoice_line.invoice), letters=[letter.number], reason=_CREDITED_FOR, today=today, now=now
    )
    if isinstance(made, Refusal):
        return made
    note = find(made)
    assert note is not None, "it was made just now"
    return note
