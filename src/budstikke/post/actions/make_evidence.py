"""Make the signed record of one event of a letter."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.conf import settings

from budstikke.kit.installation import is_test
from budstikke.post.actions.sealing import seal
from budstikke.post.channels.seal import Sealer
from budstikke.post.records.models import Event as EventRecord
from budstikke.post.records.models import Evidence as EvidenceRecord
from budstikke.post.records.models import Letter
from budstikke.post.terms.events import EVENTS, Event
from budstikke.proof.canonical import canonical_form
from budstikke.proof.evidence import Evidence, Happening, Party
from budstikke.proof.evidence_file import evidence_file
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
    letter: Letter, attempt: Attempt, *, evidence_id: UUID, sealer: Sealer, now: datetime
) -> EvidenceRecord:
    """
    Write and sign the record of an attempt, in the caller's transaction: without the record there is no event.

    Raises: Unreachable or Rejected from the sealer, and then nothing is written.
    """
    document = Evidence(
        id=str(evidence_id),
        event=attempt.event,
        happened_at=now,
        recorded_at=now,
        issuer=Party(**settings.CARRIER),
        sender=Party(name=letter.sender.name, orgnr=letter.sender.organisation_number),
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
        test=is_test(),
    ).as_json()
    content = evidence_file(document, [sealer.sign_evidence(canonical_form(document), now=now)])
    return EvidenceRecord.objects.create(
        letter=letter,
        sender_id=letter.sender_id,
        name=attempt.event,
        made_at=now,
        sha256=hashlib.sha256(content).hexdigest(),
        content_sealed=seal(content, letter_id=letter.id, kind="evidence"),
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
