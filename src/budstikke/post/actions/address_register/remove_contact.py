"""Remove a way to reach a person: the ways before are told of it, also the one that goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from budstikke.kit.clock import local_day
from budstikke.law.decision import Decision
from budstikke.post.actions.address_register.own_contact import (
    change_ways,
    end_waiting,
    note_of_contact,
    undone_lately,
)
from budstikke.post.actions.address_register.person_contact import contact_of_person
from budstikke.post.records.models import ContactChange, ForwardingCover, ForwardingOrder, Person
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import forwarding_on
from budstikke.post.terms.forwarding.contact import Way, way_removed
from budstikke.post.terms.forwarding.events import FROZEN, OPEN
from budstikke.post.terms.forwarding.register_words import Change


def remove_contact(ref: UUID, *, way: Way, now: datetime) -> Decision | None:
    """
    Remove a telephone or an e-mail of a person, at their own word.

    Terms:   Forwarding §7.
    Returns: None where there is none to remove.
    Refuses: CONTACT_PUT_BACK, CONTACT_LAST_WAY.
    """
    with acting_as(CARRIER):
        person = Person.objects.select_for_update().get(ref=ref)
        known = contact_of_person(person)
        if not getattr(known, way):
            return None
        left = replace(known, **{way: ""})
        facts = {
            "way": way,
            "others": sum(bool(each) for each in (left.mobile, left.email)),
            "waits_for": _open_orders(person),
            "undone_lately": undone_lately(person, now=now),
        }
        decision = way_removed(**facts, edition=forwarding_on(local_day(now)))  # type: ignore[arg-type]
        if decision.refusals:
            return decision
        end_waiting(person)
        row = ContactChange.objects.create(person=person, way=way, asked_at=now, removes=True)
        change_ways(person, row, left, now=now)
        row.save(update_fields=["changed_at", "before_sealed"])
        note_of_contact(person, Change.CONTACT_REMOVED, decision, row.ref, inputs=facts, now=now)
    return decision


def _open_orders(person: Person) -> int:
    named = ForwardingCover.objects.filter(person=person, left_out_at=None).values("order_id")
    waits = ForwardingOrder.objects.filter(state__in=(*OPEN, *FROZEN))
    return waits.filter(Q(orderer=person) | Q(id__in=named)).count()
