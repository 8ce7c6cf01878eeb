"""Forget: erase what is kept of persons once its time is over, and leave a signed receipt for each letter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from django.db import connection

from budstikke.kit.installation import is_test
from budstikke.law.decision import Decision
from budstikke.post.actions.proving.evidence_of_events import NAMESPACE
from budstikke.post.actions.proving.evidence_rows import disclosures_of, issuer, made, sealed_disclosures
from budstikke.post.actions.recorded import recorded
from budstikke.post.channels.seal import Sealer
from budstikke.post.records.erasing import (
    Bounds,
    KeptLetter,
    erase_particulars,
    erase_rest,
    perhaps_due,
)
from budstikke.post.records.models import Erasure, RecordTry, Sender
from budstikke.post.records.models import Evidence as EvidenceRecord
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.records.unproven import write_evidence
from budstikke.post.terms.editions import BY_ID, PUM_EDITIONS
from budstikke.post.terms.evidenced import ERASED
from budstikke.post.terms.pum.keeping import (
    NUMBER_FIELDS,
    Moment,
    decide_keeping,
    years_after,
)
from budstikke.proof.evidence import Evidence, Party

_BATCH = 500
_ONE_AT_A_TIME = "forget"
_NUMBERS = frozenset(f"/report/{name}" for name in NUMBER_FIELDS)
_TRIES_KEPT = timedelta(days=1)


def forget(*, sealer: Sealer, today: date, now: datetime) -> dict[Moment, int]:
    """
    Erase everything that is due, letter by letter under its own edition, a batch a transaction.

    Reading: receipt and erasure are one transaction, so a process that dies leaves a letter whole or forgotten with
    its receipt; the next run goes on. One run at a time; another that comes meanwhile does nothing.
    Returns: how many letters were forgotten at each moment.
    Raises:  Unreachable or Rejected from the sealer; what was erased until then is erased.
    """
    with acting_as(CARRIER):
        RecordTry.objects.filter(tried_at__lt=now - _TRIES_KEPT).delete()
    return {moment: _forget(moment, sealer=sealer, today=today, now=now) for moment in Moment}


def _forget(moment: Moment, *, sealer: Sealer, today: date, now: datetime) -> int:
    bounds, after, count = _bounds(moment, today=today), 0, 0
    while True:
        with acting_as(CARRIER):
            if not _alone():
                return count
            looked_at = perhaps_due(moment, bounds=bounds, after=after, most=_BATCH)
            due = [
                (letter, decision)
                for letter in looked_at
                for decision in [
                    decide_keeping(letter.facts, moment=moment, today=today, edition=BY_ID[letter.edition])
                ]
                if decision.outcome == "erase"
            ]
            if due:
                _leave_receipts(due, moment, sealer=sealer, today=today, now=now)
                _erase([letter.id for letter, _ in due], moment)
        count += len(due)
        if len(looked_at) < _BATCH:
            return count
        after = looked_at[-1].id


def _bounds(moment: Moment, *, today: date) -> Bounds:
    safety = min(edition.report_safety_days for edition in PUM_EDITIONS)
    days = min(edition.undelivered_days for edition in PUM_EDITIONS)
    years = min(edition.undelivered_years for edition in PUM_EDITIONS)
    floor = min(edition.keeping_floor_years for edition in PUM_EDITIONS)
    ceiling = min(edition.keeping_ceiling_years for edition in PUM_EDITIONS)
    return Bounds(
        report=today - timedelta(days=safety),
        undelivered=today - timedelta(days=days)
        if moment is Moment.PARTICULARS
        else years_after(today, years=-years),
        untold=years_after(today, years=-ceiling),
        told=years_after(today, years=-floor),
    )


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", [_ONE_AT_A_TIME])
        return bool(cursor.fetchone()[0])


def _leave_receipts(
    due: Sequence[tuple[KeptLetter, Decision]], moment: Moment, *, sealer: Sealer, today: date, now: datetime
) -> None:
    senders = {
        sender.id: Party(name=sender.name, orgnr=sender.organisation_number)
        for sender in Sender.objects.filter(id__in={letter.sender_id for letter, _ in due})
    }
    write_evidence(list(_receipts(due, moment, senders, sealer=sealer, today=today, now=now)))
    kept = dict(
        EvidenceRecord.objects.filter(
            uuid__in=[receipt_id(letter.number, moment) for letter, _ in due]
        ).values_list("letter_id", "id")
    )
    Erasure.objects.bulk_create(
        Erasure(
            letter_id=letter.id,
            sender_id=letter.sender_id,
            moment=moment,
            erased_at=now,
            evidence_id=kept[letter.id],
        )
        for letter, _ in due
    )


def _receipts(
    due: Sequence[tuple[KeptLetter, Decision]],
    moment: Moment,
    senders: dict[int, Party],
    *,
    sealer: Sealer,
    today: date,
    now: datetime,
) -> Iterator[dict[str, object]]:
    for letter, decision in due:
        receipt = Evidence(
            id=str(receipt_id(letter.number, moment)),
            event=ERASED,
            happened_at=now,
            recorded_at=now,
            issuer=issuer(),
            sender=senders[letter.sender_id],
            letter_number=letter.number,
            passport_only=letter.passport_only,
            edition=letter.edition,
            decisions=[recorded(decision, facts=letter.facts, moment=moment, today=today)],
            actor="worker",
            routine="PUM",
            test=is_test(),
        )
        of = {"letter_id": letter.id, "sender_id": letter.sender_id}
        yield {**of, **made(receipt.as_json(), sealer=sealer, now=now)}


def receipt_id(number: str, moment: Moment) -> UUID:
    """Return the id of the receipt of a letter and a moment: there can be only one."""
    return uuid5(NAMESPACE, f"{number} erased {moment}")


def _erase(letter_ids: Sequence[int], moment: Moment) -> None:
    if moment is Moment.REST:
        erase_rest(letter_ids)
        return
    remaining: dict[int, bytes | None] = {}
    for record in EvidenceRecord.objects.filter(letter_id__in=letter_ids, disclosures_sealed__isnull=False):
        before = disclosures_of(record)
        left = [each for each in before if each.path not in _NUMBERS]
        if len(left) < len(before):
            remaining[record.id] = sealed_disclosures(left, uuid=record.uuid)
    erase_particulars(letter_ids, remaining=remaining)
