"""What an order that starts means to others than sorting: the household it names, and the move it may tell of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from budstikke.formats.registry.move import NewAddress
from budstikke.kit.clock import local_day
from budstikke.post.actions.address_register.tell_registry import ToldMove, queue_move
from budstikke.post.actions.sorting.order_facts import addresses_of
from budstikke.post.records.models import (
    ForwardingCover,
    ForwardingOrder,
    Household,
    HouseholdMember,
    Person,
)
from budstikke.post.records.orders import period_of
from budstikke.post.terms.forwarding.kinds import AddressKind, Service
from budstikke.post.terms.forwarding.orders import Scope


def register_order(
    order: ForwardingOrder, *, consents: Mapping[UUID, datetime], actor: str, now: datetime
) -> None:
    """
    Name the household an order is for, and have the National Registry told of the move; safe to do twice.

    Terms:   Forwarding §1 (a household is whom the order names), §2, §7.
    Reading: `consents` says when each agreed that the registry is told; where one has not, it is not. The addresses
    themselves are entered by move_in. The caller is in a transaction of the carrier and holds the order.
    """
    covers = ForwardingCover.objects.filter(
        order=order, person__isnull=False, confirmed_at__isnull=False, left_out_at=None
    ).select_related("person")
    persons = [each.person for each in covers.order_by("person_id") if each.person is not None]
    if order.scope == Scope.HOUSEHOLD:
        _name_household(order, persons, now=now)
    if order.service == Service.PERMANENT and consents and persons and order.orderer is not None:
        _queue(order, persons, order.orderer, consents=consents, actor=actor, now=now)


def consents_of(order: ForwardingOrder) -> dict[UUID, datetime]:
    """Return when each of those an order counts for agreed that the National Registry is told, by ref."""
    covers = ForwardingCover.objects.filter(
        order=order, person__isnull=False, left_out_at=None, registry_agreed_at__isnull=False
    ).select_related("person")
    return {
        each.person.ref: each.registry_agreed_at
        for each in covers
        if each.person is not None and each.registry_agreed_at is not None
    }


def _queue(
    order: ForwardingOrder,
    persons: Sequence[Person],
    orderer: Person,
    *,
    consents: Mapping[UUID, datetime],
    actor: str,
    now: datetime,
) -> None:
    _, new = addresses_of(order)
    assert new is not None, "a permanent change has a new address"
    move = ToldMove(
        order_ref=order.reference,
        persons=[each.ref for each in persons],
        consents=consents,
        told_by=orderer.ref,
        address=NewAddress(street=new.street, postcode=new.postcode, city=new.city, country=new.country),
        moved_on=period_of(order).start,
        ordered_on=local_day(order.ordered_at),
        to=AddressKind(order.new_kind or new.kind),
    )
    queue_move(move, edition_id=order.edition, actor=actor, now=now)


def _name_household(order: ForwardingOrder, persons: Sequence[Person], *, now: datetime) -> None:
    household, _ = Household.objects.get_or_create(order_ref=order.reference, defaults={"named_at": now})
    for person in persons:
        HouseholdMember.objects.get_or_create(
            household=household, person=person, defaults={"joined_on": period_of(order).start}
        )
