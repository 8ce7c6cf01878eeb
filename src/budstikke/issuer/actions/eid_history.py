"""Write down what happens to an eID: its state moves with its event, and each event binds the one before."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

from budstikke.issuer.records.models import Customer, Eid, EidEvent
from budstikke.issuer.terms.eids import EVENTS, FINAL, Happening, State, after

SELF = "self"
SYSTEM = "system"


def write_event(
    eid: Eid,
    code: Happening,
    *,
    now: datetime,
    actor: str = SELF,
    reason: str = "",
) -> EidEvent:
    """
    Append an event and move the eID's state; the caller holds the eID's lock, and a transaction.

    Raises: terms.eids.CannotHappen, our bug, where the table does not let it happen.
    """
    row = EVENTS[code]
    before = None if row.begins else State(eid.state)
    becomes = after(before, code)
    written = _append(eid.customer_id, eid, code, now=now, actor=actor, reason=reason)
    if becomes != before:
        eid.state = becomes
        eid.blocked_for = reason if becomes is State.BLOCKED else ""
        if becomes in FINAL:
            eid.ended_at = now
        if code is Happening.ACTIVATED:
            eid.activated_at = now
        eid.save(update_fields=["state", "blocked_for", "ended_at", "activated_at"])
    return written


def write_of_person(
    customer: Customer, code: Happening, *, now: datetime, actor: str = SELF, reason: str = ""
) -> EidEvent:
    """Append an event of a customer that is about none of their eIDs."""
    assert EVENTS[code].of_person
    return _append(customer.pk, None, code, now=now, actor=actor, reason=reason)


def chain_holds(events: list[EidEvent]) -> bool:
    """Say whether a customer's whole history, in its order, is what was written down, with nothing left out."""
    before = b""
    for event in events:
        if bytes(event.before_sha256) != before or bytes(event.sha256) != _digest(event, before):
            return False
        before = bytes(event.sha256)
    return True


def _append(
    customer_id: int, eid: Eid | None, code: Happening, *, now: datetime, actor: str, reason: str
) -> EidEvent:
    # Whoever writes of a customer waits for whoever writes of them just now: the chain has no forks.
    Customer.objects.select_for_update(no_key=True).only("id").get(pk=customer_id)
    last = EidEvent.objects.filter(customer_id=customer_id).order_by("-id").only("sha256").first()
    before = bytes(last.sha256) if last else b""
    event = EidEvent(
        at=now, customer_id=customer_id, eid=eid, code=code, actor=actor, reason=reason, before_sha256=before
    )
    event.sha256 = _digest(event, before)
    event.save()
    return event


def _digest(event: EidEvent, before: bytes) -> bytes:
    told = [
        before.hex(),
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.customer_id,
        event.eid_id,
        str(event.code),
        event.actor,
        event.reason,
    ]
    return hashlib.sha256(json.dumps(told, separators=(",", ":")).encode()).digest()
