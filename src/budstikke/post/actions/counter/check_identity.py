"""Check a person's identity for a letter, and write down what came of it, whichever it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid5

from budstikke.formats.s10 import letter_id
from budstikke.law.decision import Decision
from budstikke.post.actions.proving.make_evidence import Attempt, make_evidence
from budstikke.post.actions.reading.presented import Presented
from budstikke.post.actions.reading.read_document import Reading, read_document
from budstikke.post.actions.recorded import recorded
from budstikke.post.actions.sealing import seal, seal_json, senders_number
from budstikke.post.actions.trial import is_trial
from budstikke.post.channels.seal import Sealer
from budstikke.post.records import history
from budstikke.post.records.history import NewEvent
from budstikke.post.records.models import HandOver, IdCheck, Letter, Outlet
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import BY_ID
from budstikke.post.terms.events import Event, State
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.pum.handover import LetterFacts, decide
from budstikke.post.terms.pum.id_check import CheckFacts, ClerkDecision
from budstikke.post.terms.pum.names import NameRules
from budstikke.post.terms.pum.outlets import OutletFacts, can_check


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What came of a check: its id for the hand-over, whether it passed, and the decision in plain JSON."""

    check_id: int
    passed: bool
    decision: dict[str, object]


def check_identity(presented: Presented, *, sealer: Sealer, today: date, now: datetime) -> Checked:
    """
    Decide whether this person may have this letter; a refusal is an event with its own signed record.

    Terms:   PUM §5, §7, §11, §12, §14.
    Returns: the decision; the same nonce again returns the same decision and writes nothing.
    """
    with acting_as(CARRIER):
        letter = (
            Letter.objects.select_for_update(of=("self",))
            .select_related("sender")
            .get(id=letter_id(presented.number))
        )
        before = IdCheck.objects.filter(nonce=presented.nonce).first()
        if before is not None:
            assert before.letter_id == letter.id, "a nonce is of one attempt"
            return Checked(check_id=before.id, passed=before.passed, decision=before.decision)
        outlet = Outlet.objects.get(id=presented.outlet_id)
        judged = judge(presented, letter=letter, outlet=outlet, today=today)
        reading, decision = judged.reading, judged.decision
        written = recorded(
            decision,
            letter=judged.letter,
            check=without_words(judged.check),
            names=reading.names,
            today=today,
        )
        row = IdCheck.objects.create(
            letter=letter,
            sender_id=letter.sender_id,
            nonce=presented.nonce,
            outlet=outlet,
            clerk=presented.clerk,
            device=presented.device,
            checked_at=now,
            passed=not decision.refusals,
            findings=written["inputs"],
            decision=written,
            document_sealed=seal_json(reading.as_json(), letter_id=letter.id, kind="document"),
            picture_sealed=presented.picture and seal(presented.picture, letter_id=letter.id, kind="picture"),
        )
        if decision.refusals and letter.state == State.READY:
            _refuse(letter, row, reading, presented, written, sealer=sealer, now=now)
    return Checked(check_id=row.id, passed=row.passed, decision=written)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a document said, what the terms were asked, and what they answered."""

    reading: Reading
    letter: LetterFacts
    check: CheckFacts
    decision: Decision


def judge(presented: Presented, *, letter: Letter, outlet: Outlet, today: date) -> Judged:
    """
    Ask the terms about a person and a letter, and write nothing.

    Terms:  PUM §5, §7, §11, §12, §14.
    Raises: Malformed for what was mistyped.
    """
    edition = BY_ID[letter.edition]
    reading = read_document(
        # Said by the letter and by nobody else.
        replace(presented, trial=is_trial(letter)),
        addressee=letter.recipient_name,
        senders_number=senders_number(letter),
        rules=name_rules(edition),
        today=today,
    )
    facts = LetterFacts(
        state=state_at(letter, outlet_id=outlet.id),
        passport_only=letter.passport_only,
        last_collect_day=letter.last_collect_day or today,
        name_characters=len(letter.recipient_name),
    )
    check = reading.check(online=presented.online and can_check(_outlet_facts(outlet)))
    decision = decide(letter=facts, check=check, today=today, edition=edition)
    return Judged(reading=reading, letter=facts, check=check, decision=decision)


def state_at(letter: Letter, *, outlet_id: int) -> State:
    """Return a letter's state as it is seen from an outlet: elsewhere it is not there, once handed over it is gone."""
    if HandOver.objects.filter(letter=letter).exists():
        return State.DELIVERED
    return State(letter.state) if letter.outlet_id == outlet_id else State.IN_TRANSIT


def _refuse(
    letter: Letter,
    row: IdCheck,
    reading: Reading,
    presented: Presented,
    written: dict[str, object],
    *,
    sealer: Sealer,
    now: datetime,
) -> None:
    history.write(
        [
            NewEvent(
                letter_id=letter.id,
                code=Event.ATTEMPTED_DELIVERY,
                happened_at=now,
                at_place=str(row.outlet_id),
                actor=presented.clerk,
                decision=written,
            )
        ],
        recorded_at=now,
    )
    attempt = Attempt(
        event="ContentHandoverFailure",
        decisions=[written],
        actor=presented.clerk,
        place=str(row.outlet_id),
        device=presented.device,
        report=reading.report(letter=letter, outlet=row.outlet, clerk=presented.clerk, now=now),
        keyed=reading.keyed(presented.clerk),
        document_picture=presented.picture,
    )
    make_evidence(
        letter,
        attempt,
        evidence_id=uuid5(row.nonce, "refused"),
        event_id=history.last_event_id(letter.id),
        sealer=sealer,
        now=now,
    )


def without_words(check: CheckFacts) -> CheckFacts:
    """Return a check as it may lie open: what a clerk wrote as a reason is sealed with the document."""

    def hidden(decision: ClerkDecision | None) -> ClerkDecision | None:
        return decision and replace(decision, reason="given" if decision.counts else "")

    return replace(
        check,
        document_decision=hidden(check.document_decision),
        name_decision=hidden(check.name_decision),
        birth_date_decision=hidden(check.birth_date_decision),
        contradiction_decision=hidden(check.contradiction_decision),
    )


def name_rules(edition: PumEdition) -> NameRules:
    """Return how names are compared under an edition."""
    return NameRules(policy=edition.name_policy, cut_at_characters=edition.keyed_name_above_characters)


def _outlet_facts(outlet: Outlet) -> OutletFacts:
    return OutletFacts(id=outlet.id, has_scanner=outlet.has_scanner, scanner_works=outlet.scanner_works)


def handover_id(nonce: UUID) -> UUID:
    """Return the evidence id of the hand-over that follows a check."""
    return uuid5(nonce, "handed over")
