"""Evidence of forwarding: of everything that happened to an order or a lock, and of every batch that was sorted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import uuid5

from budstikke.kit.installation import is_test
from budstikke.law.clause import Clause
from budstikke.law.words import Words
from budstikke.post.actions.proving.evidence_of_events import NAMESPACE
from budstikke.post.actions.proving.evidence_rows import issuer, made
from budstikke.post.channels.seal import Sealer
from budstikke.post.records import horizons
from budstikke.post.records.models import ForwardingEvent, SortingBatch
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.records.unproven import unproven_batches, unproven_forwarding, write_evidence
from budstikke.post.terms.contracts import FORWARDING
from budstikke.post.terms.editions import FORWARDING_EDITIONS
from budstikke.post.terms.evidenced import EVIDENCED_ORDERS, SORTED
from budstikke.post.terms.forwarding.events import ORDER_EVENTS, OrderEvent
from budstikke.proof.evidence import Evidence, Forwarding

HORIZON = "evidence of forwarding"
_AT_ONCE = 500
_OF_A_DECISION = ("question", "outcome", "headline", "edition", "answer", "clauses", "reasons", "inputs")
_OF_A_PERSON = {
    OrderEvent.LOCKED: "lock",
    OrderEvent.UNLOCKED: "lock",
    OrderEvent.RECIPIENT_WARNED: "warning",
}
_SORTED = Words(no="Sendingene ble sortert etter bestillingene.", en="The items were sorted by the orders.")


def evidence_forwarding(*, sealer: Sealer, now: datetime) -> int:
    """
    Make the evidence of everything of forwarding that has none yet.

    Reading: looked for is what was written since the last time, so it costs the same after years (decision 0041).
    Returns: how many were made.
    Raises:  Unreachable or Rejected from the sealer.
    """
    count = 0
    while True:
        with acting_as(CARRIER):
            upto, since = horizons.oldest_running(), horizons.below(HORIZON)
            events = unproven_forwarding(since=since, most=_AT_ONCE)
            batches = unproven_batches(since=since, most=_AT_ONCE)
            rows = [
                *_of_events(events, sealer=sealer, now=now),
                *_of_batches(batches, sealer=sealer, now=now),
            ]
            count += write_evidence(rows) if rows else 0
            if len(events) < _AT_ONCE and len(batches) < _AT_ONCE:
                horizons.advance(HORIZON, to=upto)
                return count


def _of_events(ids: list[int], *, sealer: Sealer, now: datetime) -> Iterator[dict[str, object]]:
    found = ForwardingEvent.objects.filter(id__in=ids).select_related("order", "person").order_by("id")
    for event in found:
        columns = made(_document(event).as_json(), sealer=sealer, now=now)
        yield {"forwarding_event_id": event.id, **columns}


def _document(event: ForwardingEvent) -> Evidence:
    order, code = event.order, OrderEvent(event.code)
    edition = order.edition if order else FORWARDING_EDITIONS[0].id
    if order is not None:
        of = Forwarding(reference=order.reference, kind=order.service)
    else:
        assert event.person is not None, "an event is of an order or of a person"
        of = Forwarding(reference=str(event.person.ref), kind=_OF_A_PERSON[code])
    return Evidence(
        id=str(uuid5(NAMESPACE, f"forwarding {of.reference} {event.id}")),
        event=EVIDENCED_ORDERS[code],
        happened_at=event.happened_at,
        recorded_at=event.recorded_at,
        issuer=issuer(),
        sender=None,
        forwarding=of,
        contract=FORWARDING.name,
        edition=edition,
        decisions=_decisions(code, edition, event.decision or {}),
        actor=event.actor,
        test=is_test(),
    )


def _decisions(
    code: OrderEvent, edition: str, written: Mapping[str, object]
) -> tuple[Mapping[str, object], ...]:
    """Return what an event was written down with; where nothing was decided, the event is the reason."""
    row = ORDER_EVENTS[code]
    plain = _stated(code, edition, row.clauses, row.words)
    also = written.get("also") or []
    assert isinstance(also, list)
    first = plain | {name: written[name] for name in _OF_A_DECISION if name in written}
    return (first, *({name: each[name] for name in _OF_A_DECISION if name in each} for each in also))


def _stated(rule: str, edition: str, clauses: tuple[Clause, ...], words: Words) -> dict[str, object]:
    cited = [str(clause) for clause in clauses]
    return {
        "question": rule.lower(),
        "outcome": "recorded",
        "edition": edition,
        "clauses": cited,
        "reasons": [{"rule": rule, "clauses": cited, "facts": {}, "words": words.as_json()}],
    }


def _of_batches(ids: list[int], *, sealer: Sealer, now: datetime) -> Iterator[dict[str, object]]:
    for batch in SortingBatch.objects.filter(id__in=ids).order_by("id"):
        clauses = (FORWARDING(1), FORWARDING(2), FORWARDING(3), FORWARDING(4))
        stated = _stated(SORTED, batch.edition, clauses, _SORTED)
        counted = {"items": batch.items, "snapshot": batch.snapshot, "outcomes": batch.outcomes}
        evidence = Evidence(
            id=str(uuid5(NAMESPACE, f"sorting {batch.reference}")),
            event=SORTED,
            happened_at=batch.sorted_at,
            recorded_at=batch.sorted_at,
            issuer=issuer(),
            sender=None,
            forwarding=Forwarding(reference=batch.reference, kind="sorting", sha256=batch.sha256),
            contract=FORWARDING.name,
            edition=batch.edition,
            decisions=(stated | {"answer": counted},),
            actor=batch.machine,
            test=is_test(),
        )
        yield {"sorting_batch_id": batch.id, **made(evidence.as_json(), sealer=sealer, now=now)}
