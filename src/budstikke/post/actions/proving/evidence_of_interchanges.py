"""Evidence of order files with rejected orders, or refused as a whole: what was wrong, how often, and what was told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid5

from budstikke.kit.clock import local_day
from budstikke.kit.installation import is_test
from budstikke.post.actions.proving.evidence_of_events import NAMESPACE
from budstikke.post.actions.proving.evidence_rows import issuer, made
from budstikke.post.channels.seal import Sealer
from budstikke.post.records.models import Interchange as InterchangeRecord
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.records.told import told
from budstikke.post.records.unproven import unproven_interchanges, write_evidence
from budstikke.post.terms.contracts import PUM
from budstikke.post.terms.editions import pum_on
from budstikke.post.terms.evidenced import ORDERS_REJECTED
from budstikke.post.terms.refusals import TABLE
from budstikke.proof.evidence import Evidence, Interchange, Party

_AT_ONCE = 100


def evidence_interchanges(*, sealer: Sealer, now: datetime) -> int:
    """
    Make the evidence of every interchange with rejected orders, or refused as a whole, that has none yet.

    Reading: one piece of evidence for the file, not one for each order: no letter came of those. Each kind of fault
    is a reason; all of them together, as they were told, are named by their hash.
    Returns: how many were made.
    """
    count = 0
    while True:
        with acting_as(CARRIER):
            ids = unproven_interchanges(most=_AT_ONCE)
            # Read to the end first: while rows are copied in, the connection answers nothing else.
            count += write_evidence(list(_rows(ids, sealer=sealer, now=now))) if ids else 0
        if len(ids) < _AT_ONCE:
            return count


@dataclass(slots=True)
class _Faults:
    digest: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)


def _rows(ids: list[int], *, sealer: Sealer, now: datetime) -> Iterator[dict[str, object]]:
    for each in InterchangeRecord.objects.filter(id__in=ids).select_related("sender").order_by("id"):
        document = _evidence(each, _faults(each.id)).as_json()
        of = {"interchange_id": each.id, "sender_id": each.sender_id}
        yield {**of, **made(document, sealer=sealer, now=now)}


def _evidence(each: InterchangeRecord, faults: _Faults) -> Evidence:
    edition = pum_on(local_day(each.received_at)).id
    return Evidence(
        id=str(uuid5(NAMESPACE, f"interchange {each.id} {each.sha256}")),
        event=ORDERS_REJECTED,
        happened_at=each.received_at,
        recorded_at=each.received_at,
        issuer=issuer(),
        sender=Party(name=each.sender.name, orgnr=each.sender.organisation_number),
        interchange=Interchange(
            reference=each.reference,
            sha256=each.sha256,
            booked=each.booked,
            rejected=each.rejected,
            faults_sha256=faults.digest,
        ),
        edition=edition,
        decisions=[_decision(faults, edition, question="interchange" if each.refused else "orders")],
        actor="edi",
        routine="PUM",
        test=is_test(),
    )


def _decision(faults: _Faults, edition: str, *, question: str) -> dict[str, object]:
    reasons = [
        {
            "rule": code,
            "clauses": [str(clause) for clause in TABLE[code].clauses] if code in TABLE else [str(PUM(7))],
            "facts": {"faults": count},
            "words": {
                "no": f"{count} feil av typen {code}; den første: {faults.texts[code]}",
                "en": f"{count} faults of the kind {code}; the first: {faults.texts[code]}",
            },
        }
        for code, count in sorted(faults.counts.items())
    ]
    clauses = dict.fromkeys(clause for reason in reasons for clause in reason["clauses"])
    return {
        "question": question,
        "outcome": "refused",
        "edition": edition,
        "clauses": list(clauses),
        "reasons": reasons,
    }


def _faults(interchange_id: int) -> _Faults:
    """Count the faults as they are drawn from the database, piece by piece."""
    found, digest, begun = _Faults(), hashlib.sha256(), b""
    for piece in told(interchange_id, kind="faults"):
        digest.update(piece)
        *lines, begun = (begun + piece).split(b"\n")
        for line in lines:
            fault = json.loads(line)
            code = str(fault["code"])
            found.counts[code] = found.counts.get(code, 0) + 1
            found.texts.setdefault(code, str(fault["text"]))
    found.digest = digest.hexdigest()
    return found
