"""Audit the log: evidence against its entries, entries against the tree, the tree against what was signed."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from budstikke.kit.vault import CannotOpen
from budstikke.post.actions.proving import evidence_of_events, log_evidence
from budstikke.post.actions.proving.evidence_rows import opened
from budstikke.post.records.models import LogCheckpoint, LogNode
from budstikke.post.terms.events import Event
from budstikke.post.terms.evidenced import AGREEMENT_ACCEPTED, EVIDENCED
from budstikke.proof.checkpoint import Checkpoint
from budstikke.proof.evidence_file import evidence_line, read_evidence_file
from budstikke.proof.log import BLOCK, Growing, fingerprint_of, leaf_hash, root_of
from budstikke.proof.shape import NotEvidence

# One pass in the order of the log; evidence that is gone leaves its entry behind.
_ENTRIES = """
SELECT log_entry.index, log_entry.evidence_id, log_entry.leaf_hash, evidence.uuid, evidence.sha256,
    evidence.content_sealed
FROM log_entry LEFT JOIN evidence ON evidence.id = log_entry.evidence_id {where} ORDER BY log_entry.index
"""
_NOT_LOGGED = """
SELECT uuid FROM evidence WHERE recorded_in < coalesce((SELECT below FROM horizon WHERE name = %s), 0)
AND NOT EXISTS (SELECT 1 FROM log_entry WHERE log_entry.evidence_id = evidence.id) ORDER BY id LIMIT 100
"""
_NOT_EVIDENCED = """
SELECT id FROM event WHERE recorded_in < coalesce((SELECT below FROM horizon WHERE name = %s), 0)
AND code = ANY(%s) AND NOT EXISTS (SELECT 1 FROM evidence WHERE evidence.event_id = event.id) ORDER BY id LIMIT 100
"""
_ACCEPTED = """
SELECT evidence.uuid, evidence.content_sealed, acceptance.id, sender.customer_number, acceptance.edition,
    acceptance.obliged_as, acceptance.mailbox_organisation_number, 'portal-' || acceptance.accepted_by_id,
    date_trunc('second', acceptance.accepted_at)
FROM evidence LEFT JOIN acceptance ON acceptance.evidence_id = evidence.id
    LEFT JOIN sender ON sender.id = acceptance.sender_id WHERE evidence.name = %s ORDER BY evidence.id
"""
_ROWS_AT_ONCE = 2_000
_MOST_FINDINGS = 100

Published = Mapping[str, object]


class Finding(NamedTuple):
    """Something that is not as it was written, and which row."""

    what: str
    row: str


@dataclass(slots=True)
class Audit:
    """What an audit found; `size` and `root` are those of the log as it stands now."""

    size: int = 0
    root: str = ""
    checkpoints: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether everything is as it was written."""
        return not self.findings

    def find(self, what: str, row: str) -> None:
        """Take down a finding; beyond so many, more of them say nothing more."""
        if len(self.findings) < _MOST_FINDINGS:
            self.findings.append(Finding(what, row))


@dataclass(frozen=True, slots=True)
class _Judges:
    is_signed: Callable[[Published], bool]
    is_genuine: Callable[[bytes], bool]


def audit_log(
    *,
    is_signed: Callable[[Published], bool],
    is_genuine: Callable[[bytes], bool],
    kept: Sequence[Published] = (),
) -> Audit:
    """
    Recompute the log from the evidence itself, in the caller's transaction: one pass, flat memory.

    `is_signed` judges a published checkpoint, `is_genuine` a file of evidence; the latter is asked only about a part
    of the log that is not what was signed. `kept` are checkpoints from outside, which nobody who can write to this
    database could have changed.
    Returns: every row that was changed, taken away, exchanged or added, by its entry or its id.
    """
    audit, judges = Audit(), _Judges(is_signed, is_genuine)
    # What was kept elsewhere is asked first: of two that disagree it is the one to go by.
    due = deque(sorted([*map(Checkpoint.of, kept), *_own_checkpoints(judges, audit)], key=_size))
    growing, since, block, roots = Growing(), list[int](), list[bytes](), list[bytes]()
    for index, evidence_id, leaf, uuid, sha256, content in _entries():
        while due and due[0].size == growing.size:
            _compare(due.popleft(), growing, since, judges, audit)
        if index != growing.size:
            audit.find("gone from the log", f"entries {growing.size} to {index - 1}")
            break
        if wrong := _wrong(bytes(leaf), uuid, sha256, content):
            audit.find(wrong, f"entry {index}, evidence {uuid or evidence_id}")
        growing.append(bytes(leaf))
        since.append(evidence_id)
        block.append(bytes(leaf))
        if len(block) == BLOCK:
            roots.append(root_of(block))
            block.clear()
    while due and due[0].size == growing.size:
        _compare(due.popleft(), growing, since, judges, audit)
    if due and not audit.findings:
        audit.find("gone from the log", f"entries {growing.size} to {due[-1].size - 1}")
    audit.size, audit.root = growing.size, growing.root.hex()
    if audit.holds:
        # A root over a wrong entry is wrong too, and says nothing more.
        _compare_blocks(roots, audit)
    _left_out(audit)
    _agreements(audit)
    return audit


def _compare_blocks(roots: list[bytes], audit: Audit) -> None:
    """Compare the kept roots of full blocks, from which proofs are made, with those of the entries below them."""
    kept = {
        (row.level, row.nth): bytes(row.hash) for row in LogNode.objects.iterator(chunk_size=_ROWS_AT_ONCE)
    }
    level = 1
    while roots:
        for nth, due in enumerate(roots):
            if kept.pop((level, nth), None) != due:
                audit.find("root of a block changed or gone", f"block {nth} of level {level}")
        roots = [root_of(roots[at : at + BLOCK]) for at in range(0, len(roots) - BLOCK + 1, BLOCK)]
        level += 1
    for level, nth in sorted(kept):
        audit.find("root of no block", f"block {nth} of level {level}")


def _wrong(leaf: bytes, uuid: UUID | None, sha256: str, content: bytes) -> str:
    """Say what is wrong with an entry, if anything."""
    if uuid is None:
        return "evidence deleted"
    try:
        entry = fingerprint_of(evidence_line(opened(uuid, content)))
    except (CannotOpen, NotEvidence, ValueError):
        return "evidence changed"
    if leaf_hash(entry) != leaf:
        return "evidence exchanged, or its entry changed"
    return "" if entry.hex() == sha256 else "fingerprint changed"


def _compare(
    checkpoint: Checkpoint, growing: Growing, since: list[int], judges: _Judges, audit: Audit
) -> None:
    """Compare the log with what was signed; `since` has the evidence ids after the last time they agreed."""
    audit.checkpoints += 1
    first, stop = growing.size - len(since), growing.size
    if growing.root != checkpoint.root and not any(
        _entry(finding) < growing.size for finding in audit.findings
    ):
        _suspect(first, stop, since, judges, audit)
    since.clear()


def _suspect(first: int, stop: int, since: list[int], judges: _Judges, audit: Audit) -> None:
    """Name what of a part of the log is not what was signed, where every entry fits its evidence."""
    # Evidence is logged in the order of its ids, batch by batch.
    moved = [
        first + place
        for place, (found, due) in enumerate(zip(since, sorted(since), strict=True))
        if found != due
    ]
    if moved:
        named = ", ".join(str(index) for index in moved[:20])
        audit.find("exchanged with others", f"entries {named}{' and more' if len(moved) > 20 else ''}")
        return
    forged = [
        (index, uuid)
        for index, _, _, uuid, _, content in _entries(
            where=f"WHERE log_entry.index >= {first} AND log_entry.index < {stop}"
        )
        if uuid is None or not judges.is_genuine(opened(uuid, content))
    ]
    for index, uuid in forged:
        audit.find("evidence forged", f"entry {index}, evidence {uuid}")
    if not forged:
        audit.find("not what was signed", f"entries {first} to {stop - 1}")


def _entry(finding: Finding) -> int:
    word = finding.row.removeprefix("entry ").partition(",")[0]
    return int(word) if word.isdecimal() else 1 << 62


def _own_checkpoints(judges: _Judges, audit: Audit) -> Iterator[Checkpoint]:
    for row in LogCheckpoint.objects.order_by("size", "id").iterator(chunk_size=_ROWS_AT_ONCE):
        published = log_evidence.published(row)
        if judges.is_signed(published):
            yield Checkpoint.of(published)
        else:
            audit.find("checkpoint changed", f"checkpoint {row.id}")


def _size(checkpoint: Checkpoint) -> int:
    return checkpoint.size


def _entries(*, where: str = "") -> Iterator[tuple[int, int, bytes, UUID | None, str, bytes]]:
    connection.ensure_connection()
    # Not Django's own cursor: it would fetch text, and the server would write every byte as two letters.
    with connection.connection.cursor(name=f"audit{len(where)}", binary=True) as cursor:
        cursor.itersize = _ROWS_AT_ONCE
        cursor.execute(_ENTRIES.format(where=where))
        yield from cursor


def _left_out(audit: Audit) -> None:
    codes = [str(code) for code, row in EVIDENCED.items() if not row.at_counter]
    with connection.cursor() as cursor:
        cursor.execute(_NOT_LOGGED, [log_evidence.HORIZON])
        for (uuid,) in cursor.fetchall():
            audit.find("not in the log", f"evidence {uuid}")
        # An attempt at the counter was evidenced with its event, or there would be no event.
        cursor.execute(_NOT_EVIDENCED, [evidence_of_events.HORIZON, [*codes, Event.ATTEMPTED_DELIVERY]])
        for (event_id,) in cursor.fetchall():
            audit.find("without evidence", f"event {event_id}")


def _agreements(audit: Audit) -> None:
    """Compare what senders accepted with the evidence of it; what else is evidenced lies in the evidence alone."""
    with connection.cursor() as cursor:
        cursor.execute(_ACCEPTED, [AGREEMENT_ACCEPTED])
        for uuid, content, acceptance_id, *kept in cursor.fetchall():
            if acceptance_id is None:
                audit.find("acceptance gone", f"evidence {uuid}")
                continue
            try:
                said = _agreed(read_evidence_file(opened(uuid, content)).document)
            except (CannotOpen, NotEvidence):
                continue  # found among the entries
            if said != kept:
                audit.find("acceptance changed", f"acceptance {acceptance_id}")


def _agreed(document: Mapping[str, Any]) -> list[object]:
    agreement = document["agreement"]
    return [
        agreement["customer_number"],
        document["terms"]["edition"],
        agreement["obliged_as"],
        agreement["mailbox_orgnr"],
        document["handling"]["actor"],
        datetime.fromisoformat(document["happened_at"]),
    ]
