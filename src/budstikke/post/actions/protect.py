"""Protect a person's address, or end it: deny at sorting at once, stop what waits, and write it down."""

from __future__ import annotations

from datetime import date, datetime

from budstikke.post.actions.persons import STAFF, note_change
from budstikke.post.records.models import MoveMessage, Person
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import forwarding_on
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.protection import Protection
from budstikke.post.terms.forwarding.protection import protect as decide_protection


def protect_person(person: Person, protection: Protection, *, actor: str, today: date, now: datetime) -> bool:
    """
    Protect a person on somebody's word, before the registry tells of it, or end it; returns whether it changed.

    Terms: Forwarding §7.
    """
    with acting_as(CARRIER):
        held = Person.objects.select_for_update().get(id=person.id)
        return bool(
            set_protection(held, protection, source=STAFF, actor=actor, edition=forwarding_on(today), now=now)
        )


def set_protection(
    person: Person,
    protection: Protection,
    *,
    source: str,
    source_ref: str = "",
    actor: str,
    edition: ForwardingEdition,
    now: datetime,
) -> int:
    """
    Set how a person's address is protected, with all that follows; returns what was changed.

    Terms:   Forwarding §7.
    Reading: whatever was published is purged in this very transaction: what sorts finds the person denied with its
    next look, moves that wait to be told are not, and pages ask the register itself. The caller is in a transaction
    of the carrier and holds the person.
    """
    decision = decide_protection(before=person.protection, after=protection, edition=edition)
    if not decision.answer["changed"]:
        return 0
    inputs = {"before": person.protection, "after": str(protection)}
    person.protection = protection
    person.save(update_fields=["protection"])
    if decision.answer["purge"]:
        MoveMessage.objects.filter(moving__person=person, sent_at=None).update(
            refused="NOT_TOLD", content_sealed=None
        )
    note_change(
        person,
        code="PROTECTED" if protection else "PROTECTION_ENDED",
        decision=decision,
        source=source,
        source_ref=source_ref,
        actor=actor,
        inputs=inputs,
        now=now,
    )
    return 1
