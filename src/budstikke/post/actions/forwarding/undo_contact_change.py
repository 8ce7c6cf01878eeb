"""Undo a change of a person's ways to be reached, by the link in the news of it: put back what was, and lock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from budstikke.kit.clock import local_day
from budstikke.law.decision import Decision
from budstikke.post.actions.address_register.own_contact import (
    before_change,
    end_waiting,
    note_of_contact,
    write_ways,
)
from budstikke.post.actions.address_register.tell_former_contact import change_of_token
from budstikke.post.actions.forwarding.lock_person import lock_person
from budstikke.post.records.models import ContactChange, Person
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import forwarding_on
from budstikke.post.terms.forwarding.contact import UNDONE_WITHIN, Way, change_undone
from budstikke.post.terms.forwarding.register_words import Change

BY_MESSAGE = "message"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeTold:
    """A change as whoever was told of it may know it: which way, when, and until when the link counts; never a way."""

    way: Way
    removes: bool
    changed_at: datetime
    counts_until: datetime


def change_told(token: str, *, now: datetime) -> ChangeTold | None:
    """
    Return the change that a link is about; None for a link nobody was sent, for one that was used, and an old one.

    Terms: Forwarding §7.
    """
    with acting_as(CARRIER):
        row = _row(change_of_token(token))
        if row is None or row.changed_at is None or _undone(row, now=now).refusals:
            return None
        return ChangeTold(
            way=Way(row.way),
            removes=row.removes,
            changed_at=row.changed_at,
            counts_until=row.changed_at + UNDONE_WITHIN,
        )


def undo_contact_change(token: str, *, now: datetime) -> Decision | None:
    """
    Put back the ways a person had before a change, and lock their address.

    Terms:   Forwarding §7.
    Reading: all ways are put back as they were before it, for whoever took over one may have changed the other since;
    no code counts any more, and nothing is told to the way that goes (decision 0187).
    Returns: None for a link nobody was sent.
    Refuses: CONTACT_LINK_OVER.
    """
    with acting_as(CARRIER):
        found = _row(change_of_token(token))
        if found is None:
            return None
        person = Person.objects.select_for_update().get(id=found.person_id)
        row = _row(found.ref)
        if row is None or row.changed_at is None:
            return None
        decision = _undone(row, now=now)
        if decision.refusals:
            return decision
        write_ways(person, before_change(row), now=now)
        end_waiting(person)
        # What was changed since is undone with it, so no later link brings it back.
        since = ContactChange.objects.filter(person=person, id__gte=row.id, changed_at__isnull=False)
        since.update(undone_at=now, before_sealed=None)
        inputs = {"age_s": int(_age(row, now=now).total_seconds()), "undone": False}
        note_of_contact(person, Change.CONTACT_PUT_BACK, decision, row.ref, inputs=inputs, now=now)
        lock_person(person.ref, locked=True, identified_by=BY_MESSAGE, by=BY_MESSAGE, now=now)
    return decision


def _row(ref: UUID | None) -> ContactChange | None:
    return ContactChange.objects.filter(ref=ref, changed_at__isnull=False).first() if ref else None


def _age(row: ContactChange, *, now: datetime) -> timedelta:
    assert row.changed_at is not None, "only what changed something is told"
    return now - row.changed_at


def _undone(row: ContactChange, *, now: datetime) -> Decision:
    gone = row.undone_at is not None or row.before_sealed is None
    return change_undone(age=_age(row, now=now), undone=gone, edition=forwarding_on(local_day(now)))
