"""The orders of a person as staff see them: what, when and where it stands; never an address, never a name."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from budstikke.post.actions.counter.collect_stored import waits_to_be_collected
from budstikke.post.actions.forwarding.settle import role_waits
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
        return [line_of(each, person) for each in rows]


def is_locked(person: UUID) -> bool:
    """Say whether a person has set the security lock."""
    with acting_as(CARRIER):
        return Person.objects.filter(ref=person, locked_at__isnull=False).exists()


def line_of(order: ForwardingOrder, person: UUID | None) -> OrderOfPerson:
    """Return an order as staff see it, for one of those it is about or for nobody; in the caller's transaction."""
    covers = list(ForwardingCover.objects.filter(order=order).select_related("person"))
    own = next((each for each in covers if each.person is not None and each.person.ref == person), None)
    waits = own is not None and (own.confirmed_at is None or own.left_out_at is not None)
    return OrderOfPerson(
        reference=order.reference,
        service=Service(order.service),
        state=OrderState(order.state),
        days=period_of(order),
        persons=len(covers),
        to_confirm=waits and order.state in OPEN,
        to_collect=waits_to_be_collected(order),
        is_orderer=order.orderer is not None and order.orderer.ref == person,
        for_another=order.customer != Customer.PRIVATE,
        documents=ForwardingProof.objects.filter(order=order, document_sealed__isnull=False).count(),
        role_waits=order.state in OPEN and role_waits(order),
    )
