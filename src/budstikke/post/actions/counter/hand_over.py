"""Hand a letter to its recipient: once, after a passed check, in time, with its record."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import uuid5

from budstikke.formats.s10 import letter_id
from budstikke.law.decision import Decision
from budstikke.post.actions import queue
from budstikke.post.actions.counter.check_identity import handover_id, state_at
from budstikke.post.actions.proving.make_evidence import Attempt, make_evidence
from budstikke.post.actions.reading.read_document import Reading
from budstikke.post.actions.recorded import recorded
from budstikke.post.actions.sealing import seal, unseal, unseal_json
from budstikke.post.channels.seal import Sealer
from budstikke.post.papers.pictures import refuse_unprintable
from budstikke.post.records import history
from budstikke.post.records.history import NewEvent
from budstikke.post.records.models import Event as EventRecord
from budstikke.post.records.models import HandOver, IdCheck, Letter, OpenCheck
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import BY_ID
from budstikke.post.terms.events import Event, State
from budstikke.post.terms.pum.conclude import ToHandOver, conclude


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """How the recipient signed: the picture of the pad (PNG), or None where no signature is asked for."""

    picture: bytes | None = field(default=None, repr=False)
    strokes: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        # A picture that cannot be printed would leave a hand-over without its report.
        refuse_unprintable(self.picture, what="signature")


def hand_over(
    number: str,
    *,
    check_id: int,
    clerk: str,
    signature: Signature,
    sealer: Sealer,
    today: date,
    now: datetime,
) -> Decision:
    """
    Put the letter into the recipient's hands, and the report on its way to the sender.

    Terms:   PUM §11, §12, §14.
    Returns: released, or every refusal; handing the same letter over on the same check again changes nothing.
    Reading: a letter is handed over once. One that went to the wrong person and is found goes back (§17).
    Raises:  IdCheck.DoesNotExist for a check of another letter; Unreachable or Rejected from the sealer. Then
    nothing is written.
    """
    with acting_as(CARRIER):
        letter = (
            Letter.objects.select_for_update(of=("self",)).select_related("sender").get(id=letter_id(number))
        )
        check = IdCheck.objects.select_related("outlet").get(id=check_id, letter=letter)
        facts = ToHandOver(
            state=state_at(letter, outlet_id=check.outlet_id),
            last_collect_day=letter.last_collect_day or today,
            check_passed=check.passed,
            checked_on=date.fromisoformat(str(check.findings["today"])),
            signed=signature.picture is not None,
            signing=str(_answer(check)["signing"]),
            handed_over_on_this_check=HandOver.objects.filter(letter=letter, id_check=check).exists(),
        )
        decision = conclude(facts, today=today, edition=BY_ID[letter.edition])
        written = recorded(decision, facts=facts, today=today)
        if decision.outcome == "released":
            attempt = _attempt("ContentHandover", letter, check, clerk, signature, written, now=now)
            _write(letter, check, attempt, written, sealer=sealer, today=today, now=now)
            queue.send_report(letter.id)
            # What was put in and sent in for the check has served its purpose.
            OpenCheck.objects.filter(letter=letter).delete()
        elif decision.refusals and letter.state == State.READY and not _said_just_now(letter, written):
            attempt = _attempt("ContentHandoverFailure", letter, check, clerk, signature, written, now=now)
            refusal_id = uuid5(check.nonce, f"refused {now.isoformat()}")
            _record(letter, Event.ATTEMPTED_DELIVERY, attempt, written, now=now)
            event_id = history.last_event_id(letter.id)
            make_evidence(letter, attempt, evidence_id=refusal_id, event_id=event_id, sealer=sealer, now=now)
    return decision


def _said_just_now(letter: Letter, written: dict[str, object]) -> bool:
    """The same question asked again at once is the same attempt."""
    last = EventRecord.objects.filter(letter=letter).order_by("-id").first()
    return last is not None and last.code == Event.ATTEMPTED_DELIVERY and last.decision == written


def _attempt(
    event: str,
    letter: Letter,
    check: IdCheck,
    clerk: str,
    signature: Signature,
    written: dict[str, object],
    *,
    now: datetime,
) -> Attempt:
    assert check.document_sealed is not None, "of a letter that waits nothing is erased"
    reading = Reading.from_json(unseal_json(check.document_sealed, letter_id=letter.id, kind="document"))
    signing = str(_answer(check)["signing"])
    return Attempt(
        event=event,
        decisions=[check.decision, written],
        actor=clerk,
        place=str(check.outlet_id),
        device=check.device,
        report=reading.report(letter=letter, outlet=check.outlet, clerk=clerk, now=now),
        keyed=reading.keyed(check.clerk),
        signing=signing,
        witness=clerk if signing == "assisted" else None,
        document_picture=unseal(check.picture_sealed, letter_id=letter.id, kind="picture")
        if check.picture_sealed
        else None,
        signature_picture=signature.picture,
    )


def _write(
    letter: Letter,
    check: IdCheck,
    attempt: Attempt,
    written: dict[str, object],
    *,
    sealer: Sealer,
    today: date,
    now: datetime,
) -> None:
    assert attempt.signing is not None, "a hand-over says how it was signed for"
    picture = attempt.signature_picture
    evidence = make_evidence(
        letter, attempt, evidence_id=handover_id(check.nonce), event_id=None, sealer=sealer, now=now
    )
    HandOver.objects.create(
        letter=letter,
        sender_id=letter.sender_id,
        id_check=check,
        evidence=evidence,
        clerk=attempt.actor,
        handed_over_at=now,
        handed_over_on=today,
        signing=attempt.signing,
        signature_sealed=picture and seal(picture, letter_id=letter.id, kind="signature"),
    )
    _record(letter, Event.DELIVERED, attempt, written, now=now)
    Letter.objects.filter(id=letter.id).update(delivered_at=now)


def _record(
    letter: Letter, code: Event, attempt: Attempt, written: dict[str, object], *, now: datetime
) -> None:
    event = NewEvent(
        letter_id=letter.id,
        code=code,
        happened_at=now,
        at_place=attempt.place,
        actor=attempt.actor,
        decision=written,
    )
    history.write([event], recorded_at=now)


def _answer(check: IdCheck) -> dict[str, object]:
    answer: dict[str, object] = check.decision["answer"]
    return answer
