"""Prove evidence: its file with its place in the log, a checkpoint, and what happened to the letter before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from budstikke.post.actions.proving.evidence_rows import content_of, disclosures_of
from budstikke.post.actions.proving.log_evidence import published
from budstikke.post.records.log_rows import spans
from budstikke.post.records.models import Evidence as EvidenceRecord
from budstikke.post.records.models import LogCheckpoint, LogEntry
from budstikke.proof.evidence_file import EvidenceFile, read_evidence_file, with_proof
from budstikke.proof.log import Span, consistency_path, inclusion_path
from budstikke.proof.salted import JsonObject


class NotLogged(Exception):
    """The evidence is not in the log yet; the sequencer has not come by."""


def proven_file(record: EvidenceRecord) -> bytes:
    """
    Return the full file of a piece of evidence: disclosed, with its place in the log and the letter's chain.

    Raises: NotLogged; kit.vault.CannotOpen when a row was changed.
    """
    last = LogCheckpoint.objects.order_by("-size", "-id").first()
    places = dict(
        LogEntry.objects.filter(evidence__in=_of_the_same_letter(record)).values_list("evidence_id", "index")
    )
    if last is None or places.get(record.id, last.size) >= last.size:
        raise NotLogged(str(record.uuid))
    span = spans()
    own = read_evidence_file(content_of(record))
    chain = sorted(
        (
            replace(
                read_evidence_file(content_of(other)),
                disclosures=disclosures_of(other),
                log=_inclusion(places[other.id], last, span),
            )
            for other in _of_the_same_letter(record)
            if other.id != record.id and places.get(other.id, last.size) < last.size
        ),
        key=_happened_at,
    )
    before = tuple(link for link in chain if _happened_at(link) <= _happened_at(own))
    return with_proof(
        content_of(record),
        disclosures=disclosures_of(record),
        log={
            **_inclusion(places[record.id], last, span),
            "checkpoint": published(last),
            "earlier": _earlier(min(places.values()), last, span),
        },
        chain=before,
    )


def proven_alone(records: Iterable[EvidenceRecord]) -> Iterator[tuple[EvidenceRecord, bytes]]:
    """
    Yield each piece of evidence with its full file, under one checkpoint and without the letter's chain.

    Reading: for whoever takes many at once and has what came before beside them; what is not logged is left out.
    Raises:  kit.vault.CannotOpen when a row was changed.
    """
    last, span = LogCheckpoint.objects.order_by("-size", "-id").first(), spans()
    if last is None:
        return
    for record in records:
        entry = LogEntry.objects.filter(evidence=record, index__lt=last.size).first()
        if entry is not None:
            place = _inclusion(entry.index, last, span)
            log = {**place, "checkpoint": published(last), "earlier": None}
            yield record, with_proof(content_of(record), disclosures=disclosures_of(record), log=log)


def _of_the_same_letter(record: EvidenceRecord) -> list[EvidenceRecord]:
    if record.letter_id is None:
        return [record]
    return list(EvidenceRecord.objects.filter(letter_id=record.letter_id).order_by("id"))


def _inclusion(index: int, checkpoint: LogCheckpoint, span: Span) -> JsonObject:
    path = inclusion_path(index, checkpoint.size, span)
    return {"index": index, "path": [step.hex() for step in path]}


def _earlier(index: int, last: LogCheckpoint, span: Span) -> JsonObject | None:
    """Return the first checkpoint that had the letter's first evidence, and that the log only grew since."""
    first = (
        LogCheckpoint.objects.filter(size__gt=index, size__lt=last.size, origin=last.origin)
        .order_by("size", "id")
        .first()
    )
    if first is None:
        return None
    path = consistency_path(first.size, last.size, span)
    return {"checkpoint": published(first), "path": [step.hex() for step in path]}


def _happened_at(file: EvidenceFile) -> datetime:
    return datetime.fromisoformat(str(file.document["happened_at"]))
