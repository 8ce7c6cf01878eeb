"""Protect a person's address, or end it: deny at sorting at once, stop what waits, and write it down."""

from __future__ import annotations

from datetime import date, datetime

from budstikke.post.actions.address_register.persons import REGISTRY, STAFF, note_change
from budstikke.post.actions.sorting.deny import deny_person, let_go_person
from budstikke.post.records.models import MoveMessage, Person, RegisterChange
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import forwarding_on
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.protection import Protection, is_protected, stricter
from budstikke.post.terms.forwarding.protection import protect as decide_protection
from budstikke.post.terms.forwarding.register_words import Change


def protect_person(
    person: Person, protection: Protection, *, has_right: bool, actor: str, today: date, now: datetime
) -> None:
    """
    Protect a person on somebody's word, before the registry tells of it; who has the right may also end or ease it.

    Terms:   Forwarding §7.
    Reading: nothing is answered, so that nobody learns what held before. What was set so stays whatever the registry
    says, unless that is stricter, until somebody with the right ends it.
    """
    with acting_as(CARRIER):
        held = Person.objects.select_for_update().get(id=person.id)
        set_protection(
            held,
            protection if has_right else stricter(held.protection, protection),
            source=STAFF,
            actor=actor,
            edition=forwarding_on(today),
            now=now,
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
    next look, and moves that wait to be told are not. Pages and exports ask the register itself. The caller is in a
    transaction of the carrier and holds the person.
    """
    if source == REGISTRY and is_protected(person.protection) and _set_by_staff(person):
        protection = stricter(person.protection, protection)
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
        deny_person(person, now=now)
    elif not protection:
        let_go_person(person, now=now)
    note_change(
        person,
        code=Change.PROTECTED if protection else Change.PROTECTION_ENDED,
        decision=decision,
        source=source,
        source_ref=source_ref,
        actor=actor,
        inputs=inputs,
        now=now,
    )
    return 1


def _set_by_staff(person: Person) -> bool:
    last = RegisterChange.objects.filter(person=person, code=Change.PROTECTED).order_by("-id").first()
    return last is not None and last.source == STAFF
