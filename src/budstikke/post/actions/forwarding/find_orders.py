"""Find orders of forwarding at the desk, and open one: nothing is shown that was not written down first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from budstikke.formats import national_number
from budstikke.post.actions.address_register.persons import find_for_staff, note_reading
from budstikke.post.actions.forwarding.orders_of_person import OrderOfPerson, lines_of, orders_of_person
from budstikke.post.actions.forwarding.prove_role import ProofShown, proofs_of
from budstikke.post.actions.helping.look_up import note_look_up
from budstikke.post.records.models import (
    ForwardingCase,
    ForwardingEvent,
    ForwardingNotice,
    ForwardingOrder,
    ForwardingPayment,
    OrderAct,
    Person,
    SortedItem,
)
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.forwarding.events import OrderState
from budstikke.post.terms.looking_up import LookUpBy, LookUpReason


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedOrder:
    """
    An order as the desk sees it: never an address, never a name, whomever it is about.

    `sorted_items` says what sorting did by it: verdict, reason, and how many items.
    """

    row: ForwardingOrder
    line: OrderOfPerson
    confirmed: int
    events: tuple[ForwardingEvent, ...]
    notices: tuple[ForwardingNotice, ...]
    payments: tuple[ForwardingPayment, ...]
    cases: tuple[ForwardingCase, ...]
    acts: tuple[OrderAct, ...]
    sorted_items: tuple[Mapping[str, object], ...]
    role_waits: bool
    documents: tuple[ProofShown, ...]


def find_orders(
    by: LookUpBy, text: str, *, reason: LookUpReason, clerk: str, now: datetime
) -> list[OrderOfPerson]:
    """
    Return the orders of a reference, or of the person of a number, and write down that they were looked for.

    Reading: of somebody whose address is protected nothing is found by the number, as of somebody unknown (decision
    0103); the reference is told to those the order is about alone.
    """
    with acting_as(CARRIER):
        if by is LookUpBy.FORWARDING:
            rows = ForwardingOrder.objects.select_related("orderer").filter(
                reference=text.strip().upper(), addresses_sealed__isnull=False
            )
            found = lines_of(list(rows), None)
        else:
            person = find_for_staff(national_number.canonical(text), has_right=False)
            found = orders_of_person(person.ref) if person else []
            if person is not None:
                note_reading(
                    [person], reader=clerk, purpose="search", fields=["national_number", "orders"], now=now
                )
        note_look_up(by, reason=reason, clerk=clerk, searched=text, found=len(found), now=now)
    return found


def open_order(reference: str, *, reason: LookUpReason, clerk: str, now: datetime) -> OpenedOrder | None:
    """Return an order whose page is opened, and write down that it was; None when there is none, or not any more."""
    with acting_as(CARRIER):
        row = ForwardingOrder.objects.select_related("orderer").filter(reference=reference).first()
        if row is None or row.days is None:
            return None
        note_look_up(
            LookUpBy.FORWARDING_PAGE, reason=reason, clerk=clerk, reference=reference, found=1, now=now
        )
        persons = list(Person.objects.filter(id__in=row.covers.values("person_id")))
        note_reading(persons, reader=clerk, purpose="desk", fields=["orders"], about=reference, now=now)
        confirmed = row.covers.filter(confirmed_at__isnull=False, left_out_at=None).count()
        sorted_items = (
            SortedItem.objects.filter(orders__contains=[reference])
            # As the index says it, which has items with an order alone.
            .exclude(orders=[])
            .values("outcome", "reason")
            .annotate(items=Count("id"))
            .order_by("outcome", "reason")
        )
        (line,) = lines_of([row], None)
        return OpenedOrder(
            row=row,
            line=line,
            confirmed=confirmed,
            events=tuple(ForwardingEvent.objects.filter(order=row).order_by("-id")),
            notices=tuple(ForwardingNotice.objects.filter(order=row).order_by("-id")),
            payments=tuple(ForwardingPayment.objects.filter(order=row).order_by("-id")),
            cases=tuple(ForwardingCase.objects.filter(order=row).order_by("-id")),
            acts=tuple(OrderAct.objects.filter(order=row).order_by("-id")),
            sorted_items=tuple(sorted_items),
            role_waits=row.state == OrderState.ORDERED and line.role_waits,
            documents=proofs_of(row),
        )
