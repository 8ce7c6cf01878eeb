"""How the address register stands to the person who is signed in: left out or not, locked or not, and their cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from budstikke.post.records.models import Person, RegisterCase
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.forwarding.cases import CaseKind

_MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCase:
    """One thing the person asked, until when it is answered, and whether it is."""

    kind: CaseKind
    received_on: date
    due_on: date
    closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRegister:
    """How it stands, without a value the register holds."""

    reserved: bool
    locked: bool
    cases: Sequence[OwnCase]


def own_register(ref: UUID) -> OwnRegister:
    """
    Return how the register stands to a person.

    Terms: Forwarding §7.
    """
    with acting_as(CARRIER):
        person = Person.objects.get(ref=ref)
        cases = RegisterCase.objects.filter(person=person).order_by("-id")[:_MOST]
        return OwnRegister(
            reserved=person.reserved_at is not None,
            locked=person.locked_at is not None,
            cases=[
                OwnCase(
                    kind=CaseKind(each.kind),
                    received_on=each.received_on,
                    due_on=each.due_on,
                    closed=each.closed_at is not None,
                )
                for each in cases
            ],
        )
