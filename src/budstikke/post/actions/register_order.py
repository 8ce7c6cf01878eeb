"""What an order that starts means to the register: a new postal address of each person, and the household it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from budstikke.formats.registry.move import NewAddress
from budstikke.kit.clock import local_day
from budstikke.post.actions.order_facts import addresses_of
from budstikke.post.actions.persons import ORDER, Address, note_address
from budstikke.post.actions.tell_registry import ToldMove, queue_move
from budstikke.post.records.models import (
    ForwardingCover,
    ForwardingOrder,
    Household,
    HouseholdMember,
    Person,
    PostalAddress,
)
from budstikke.post.records.orders import period_of
from budstikke.post.terms.forwarding.kinds import AddressKind, Service
from budstikke.post.terms.forwarding.orders import Scope


def register_order(
    order: ForwardingOrder,
    covers: Sequence[ForwardingCover],
    *,
    consents: Mapping[UUID, datetime],
    actor: str,
    now: datetime,
) -> int:
    """
    Enter into the register what an order brings when it starts; safe to do twice. Returns how many addresses it was.

    Terms:   Forwarding §1 (a household is whom the order names), §2 (a permanent change registers a new postal
    address), §3 (a temporary one leaves the permanent address as it is), §7.
    Reading: `consents` says when each agreed that the National Registry is told; where one has not, it is not. The
    caller is in a transaction of the carrier and holds the order.
    """
    persons = [
        each.person
        for each in covers
        if each.person is not None and each.confirmed_at is not None and each.left_out_at is None
    ]
    if order.scope == Scope.HOUSEHOLD:
        _name_household(order, persons, now=now)
    if order.service == Service.STORAGE or not persons:
        return 0
    return _move(order, persons, consents=consents, actor=actor, now=now)


def _move(
    order: ForwardingOrder,
    persons: Sequence[Person],
    *,
    consents: Mapping[UUID, datetime],
    actor: str,
    now: datetime,
) -> int:
    _, new = addresses_of(order)
    if new is None:
        return 0
    permanent, days, entered = order.service == Service.PERMANENT, period_of(order), 0
    for person in persons:
        if PostalAddress.objects.filter(person=person, source=ORDER, source_ref=order.reference).exists():
            continue
        note_address(
            person,
            Address(street=new.street, postcode=new.postcode, city=new.city, country=new.country),
            from_on=days.start,
            until_on=None if permanent else days.last_day,
            kind="permanent" if permanent else "temporary",
            source=ORDER,
            source_ref=order.reference,
            now=now,
        )
        entered += 1
    if permanent and entered and order.orderer is not None:
        queue_move(
            ToldMove(
                order_ref=order.reference,
                persons=[each.ref for each in persons],
                consents=consents,
                told_by=order.orderer.ref,
                address=NewAddress(
                    street=new.street, postcode=new.postcode, city=new.city, country=new.country
                ),
                moved_on=days.start,
                ordered_on=local_day(order.ordered_at),
                to=AddressKind(order.new_kind or new.kind),
            ),
            edition_id=order.edition,
            actor=actor,
            now=now,
        )
    return entered


def _name_household(order: ForwardingOrder, persons: Sequence[Person], *, now: datetime) -> None:
    household, _ = Household.objects.get_or_create(order_ref=order.reference, defaults={"named_at": now})
    for person in persons:
        HouseholdMember.objects.get_or_create(
            household=household, person=person, defaults={"joined_on": period_of(order).start}
        )
