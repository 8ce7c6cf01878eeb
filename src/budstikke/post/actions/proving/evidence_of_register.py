"""Evidence of every change of the address register: whose entry, what, on what decision; never the values."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from budstikke.kit.installation import is_test
from budstikke.post.actions.proving.evidence_rows import issuer, made
from budstikke.post.channels.seal import Sealer
from budstikke.post.records import horizons
from budstikke.post.records.models import RegisterChange
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.records.unproven import unproven_changes, write_evidence
from budstikke.post.terms.evidenced import REGISTER_CHANGED
from budstikke.proof.evidence import Evidence, Register

HORIZON = "evidence of the register"
_AT_ONCE = 500


def evidence_register(*, sealer: Sealer, now: datetime) -> int:
    """
    Make the evidence of every change of the register that has none yet; returns how many were made.

    Reading: it names the person by the register's own reference, so it holds nothing personal and stays when the
    person is forgotten.
    """
    count = 0
    while True:
        with acting_as(CARRIER):
            upto = horizons.oldest_running()
            ids = unproven_changes(since=horizons.below(HORIZON), most=_AT_ONCE)
            count += write_evidence(list(_rows(ids, sealer=sealer, now=now))) if ids else 0
            if len(ids) < _AT_ONCE:
                horizons.advance(HORIZON, to=upto)
        if len(ids) < _AT_ONCE:
            return count


def _rows(ids: list[int], *, sealer: Sealer, now: datetime) -> Iterator[dict[str, object]]:
    for each in RegisterChange.objects.filter(id__in=ids).select_related("person").order_by("id"):
        yield {**made(_evidence(each).as_json(), sealer=sealer, now=now)}


def _evidence(change: RegisterChange) -> Evidence:
    return Evidence(
        id=str(change.ref),
        event=REGISTER_CHANGED,
        happened_at=change.at,
        recorded_at=change.at,
        issuer=issuer(),
        sender=issuer(),
        register=Register(
            person=str(change.person.ref),
            change=change.code,
            source=change.source,
            source_ref=change.source_ref or None,
        ),
        contract="Forwarding",
        edition=str(change.decision["edition"]),
        decisions=[change.decision],
        actor=change.actor,
        test=is_test(),
    )
