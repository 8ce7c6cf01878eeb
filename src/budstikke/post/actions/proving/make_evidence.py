"""Make the signed record of one event of a letter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from budstikke.post.actions.proving.evidence_rows import issuer, made
from budstikke.post.actions.trial import is_trial
from budstikke.post.channels.seal import Sealer
from budstikke.post.records.models import Event as EventRecord
from budstikke.post.records.models import Evidence as EvidenceRecord
from budstikke.post.records.models import Letter
from budstikke.post.terms.events import EVENTS, Event
from budstikke.proof.evidence import Evidence, Happening, Party
from budstikke.proof.wording import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What is recorded of one attempt at the counter; pictures are PNG or JPEG and leave only their hash."""

    event: str
    decisions: Sequence[Mapping[str, object]]
    actor: str
    place: str
    report: Mapping[str, str | date | None] = field(repr=False)
    device: str = ""
    keyed: Sequence[tuple[str, str]] = ()
    signing: str | None = None
    witness: str | None = None
    document_picture: bytes | None = field(default=None, repr=False)
    signature_picture: bytes | None = field(default=None, repr=False)


def make_evidence(
    letter: Letter,
    attempt: Attempt,
    *,
    evidence_id: UUID,
    event_id: int | None,
    sealer: Sealer,
    now: datetime,
) -> EvidenceRecord:
    """
    Write and sign the record of an attempt, in the caller's transaction: without the record there is no event.

    `event_id` is None for a hand-over, whose event needs the record first.
    Raises: Unreachable or Rejected from the sealer, and then nothing is written.
    """
    evidence = Evidence(
        id=str(evidence_id),
        event=attempt.event,
        happened_at=now,
        recorded_at=now,
        issuer=issuer(),
        sender=Party(name=letter.sender.name, orgnr=letter.sender.organisation_number),
        recipient_name=letter.recipient_name,
        letter_number=letter.number,
        consignment=letter.consignment_number,
        order_reference=letter.order_reference,
        passport_only=letter.passport_only,
        edition=letter.edition,
        report=attempt.report,
        decisions=attempt.decisions,
        events=_history(letter),
        keyed=attempt.keyed,
        actor=attempt.actor,
        place=attempt.place,
        device=attempt.device,
        routine="PUM",
        signing=attempt.signing,
        witness=attempt.witness,
        document_picture=attempt.document_picture,
        signature_picture=attempt.signature_picture,
        test=is_trial(letter),
    )
    return EvidenceRecord.objects.create(
        letter=letter,
        sender_id=letter.sender_id,
        event_id=event_id,
        **made(evidence.as_json(), sealer=sealer, now=now),
    )


def _history(letter: Letter) -> list[Happening]:
    return [
        Happening(
            code=event.code,
            words=Words(no=EVENTS[Event(event.code)].words.no, en=EVENTS[Event(event.code)].words.en),
            happened_at=event.happened_at,
            recorded_at=event.recorded_at,
            place=event.at_place or None,
        )
        for event in EventRecord.objects.filter(letter=letter).order_by("id")
    ]
