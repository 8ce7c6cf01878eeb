"""Lock a person's address against orders made online or by telephone, and lift the lock in person."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from budstikke.law.refusal import Refusal
from budstikke.post.records import orders
from budstikke.post.records.models import Person
from budstikke.post.records.orders import NewOrderEvent
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.forwarding.events import ORDER_EVENTS, OrderEvent
from budstikke.post.terms.refusals import watching as refusals


def lock_person(ref: UUID, *, locked: bool, identified_by: str, by: str, now: datetime) -> bool | Refusal:
    """
    Set or lift the security lock of a person.

    Terms:   Forwarding §7.
    Reading: whoever signed in may set it; lifting it asks for a document, or the lock would protect from nobody
    (A-54, decision 0096). Orders that run are not touched by it.
    Returns: whether it changed anything.
    Refuses: ORDER_NOT_KNOWN for a person the register does not have, LOCK_NEEDS_PRESENCE.
    """
    with acting_as(CARRIER):
        person = Person.objects.select_for_update().filter(ref=ref).first()
        if person is None:
            return Refusal(refusals.ORDER_NOT_KNOWN)
        if not locked and identified_by != "document":
            return Refusal(refusals.LOCK_NEEDS_PRESENCE)
        if (person.locked_at is not None) is locked:
            return False
        Person.objects.filter(id=person.id).update(locked_at=now if locked else None)
        code = OrderEvent.LOCKED if locked else OrderEvent.UNLOCKED
        clauses = [str(clause) for clause in ORDER_EVENTS[code].clauses]
        event = NewOrderEvent(
            code=code,
            person_id=person.id,
            actor=by,
            decision={"answer": {"identified_by": identified_by}, "clauses": clauses},
        )
        orders.write([event], now=now)
    return True
