"""The orders of a person as staff see them: what, when and where it stands; never an address, never a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from budstikke.post.actions.counter.collect_stored import waiting_to_be_collected
from budstikke.post.actions.forwarding.settle import waiting_for_role
from budstikke.post.records.models import ForwardingCover, ForwardingOrder, ForwardingProof, Person
from budstikke.post.records.orders import period_of
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.forwarding.days import Period
from budstikke.post.terms.forwarding.events import LIVE, OPEN, OVER, OrderState
from budstikke.post.terms.forwarding.kinds import Customer, Service

# More than anybody has.
_MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderOfPerson:
    """
    One order, and what may be done about it by whoever it is about.

    `is_orderer`: the person ordered it; who is named in it alone confirms, collects or objects. `for_another`: it is
    for a business or an estate, shown by so many `documents`; `role_waits` for the desk. `to_confirm`: it waits for the
    person's own word. `to_collect`: stored mail waits at an outlet.
    """

    reference: str
    service: Service
    state: OrderState
    days: Period
    persons: int
    to_confirm: bool
    to_collect: bool
    is_orderer: bool = False
    for_another: bool = False
    documents: int = 0
    role_waits: bool = False

    @property
    def may_freeze(self) -> bool:
        """Whether an objection stops it."""
        return self.state in OPEN

    @property
    def may_change(self) -> bool:
        """Whether it can be stopped or extended."""
        return self.state in LIVE

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens with it."""
        return self.state in OVER

    @property
    def may_cancel(self) -> bool:
        """Whether it has not begun."""
        return self.state in (OrderState.ORDERED, OrderState.AGREED)


def orders_of_person(person: UUID) -> list[OrderOfPerson]:
    """Return the orders a person made or is named in, the newest first; refused and forgotten ones are left out."""
    with acting_as(CARRIER):
        mine = Q(orderer__ref=person) | Q(covers__person__ref=person)
        rows = (
            ForwardingOrder.objects.filter(mine, addresses_sealed__isnull=False)
            .exclude(state=OrderState.REFUSED)
            .select_related("orderer")
            .distinct()
            .order_by("-id")[:_MOST]
        )
        return lines_of(list(rows), person)


def is_locked(person: UUID) -> bool:
    """Say whether a person has set the security lock."""
    with acting_as(CARRIER):
        return Person.objects.filter(ref=person, locked_at__isnull=False).exists()


def lines_of(found: Sequence[ForwardingOrder], person: UUID | None) -> list[OrderOfPerson]:
    """
    Return orders as staff see them, for one of those they are about or for nobody; in the caller's transaction.

    Reading: five statements, however many orders there are.
    """
    covers: dict[int, list[ForwardingCover]] = {each.id: [] for each in found}
    for cover in ForwardingCover.objects.filter(order__in=found).select_related("person").order_by("id"):
        covers[cover.order_id].append(cover)
    proofs = ForwardingProof.objects.filter(order__in=found, document_sealed__isnull=False)
    documents = Counter(proofs.values_list("order_id", flat=True))
    role_waits, to_collect = waiting_for_role(found), waiting_to_be_collected(found)
    return [
        OrderOfPerson(
            reference=order.reference,
            service=Service(order.service),
            state=OrderState(order.state),
            days=period_of(order),
            persons=len(covers[order.id]),
            to_confirm=order.state in OPEN and _waits_for(person, covers[order.id]),
            to_collect=order.id in to_collect,
            is_orderer=order.orderer is not None and order.orderer.ref == person,
            for_another=order.customer != Customer.PRIVATE,
            documents=documents[order.id],
            role_waits=order.state in OPEN and order.id in role_waits,
        )
        for order in found
    ]


def _waits_for(person: UUID | None, covers: Sequence[ForwardingCover]) -> bool:
    """Say whether a person's own word is missing; of who is not named it is not."""
    own = next((each for each in covers if each.person is not None and each.person.ref == person), None)
    return own is not None and (own.confirmed_at is None or own.left_out_at is not None)
