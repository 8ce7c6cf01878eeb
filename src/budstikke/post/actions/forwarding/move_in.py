"""What a permanent change does to the address register: the new address is entered, or the old one again."""

from __future__ import annotations

from datetime import date, datetime

from budstikke.post.actions.address_register.persons import Address, note_address
from budstikke.post.actions.sorting.order_facts import MailAddress, addresses_of
from budstikke.post.records import orders
from budstikke.post.records.models import ForwardingCover, ForwardingOrder, Person, PostalAddress
from budstikke.post.terms.forwarding.kinds import Service


def move_in(order: ForwardingOrder, *, on: date, now: datetime) -> int:
    """
    Enter the new address of everybody a permanent change counts for, in the caller's transaction; safe to do twice.

    Terms:   Forwarding §2.
    Reading: a temporary redirection enters nothing: the register keeps the permanent address (§3).
    Returns: for how many.
    """
    if order.service != Service.PERMANENT or order.addresses_sealed is None:
        return 0
    _, new = addresses_of(order)
    assert new is not None, "a permanent change has a new address"
    persons = [each for each in _persons(order) if not _entered(each, order)]
    for person in persons:
        _note(person, new, order, on=on, now=now)
    return len(persons)


def move_back(order: ForwardingOrder, *, on: date, now: datetime) -> int:
    """
    Enter the old address again for everybody an order moved that was withdrawn, in the caller's transaction.

    Terms:   Forwarding §2, §7.
    Returns: for how many.
    """
    if order.addresses_sealed is None:
        return 0
    old, _ = addresses_of(order)
    persons = [each for each in _persons(order) if _entered(each, order)]
    for person in persons:
        _note(person, old, order, on=on, now=now)
    return len(persons)


def _persons(order: ForwardingOrder) -> list[Person]:
    covers = ForwardingCover.objects.filter(
        order=order, person__isnull=False, confirmed_at__isnull=False, left_out_at=None
    )
    ids = [each.person_id for each in covers if each.person_id is not None]
    orders.lock_persons(ids)
    return list(Person.objects.filter(id__in=ids).order_by("id"))


def _entered(person: Person, order: ForwardingOrder) -> bool:
    return PostalAddress.objects.filter(person=person, source_ref=order.reference).exists()


def _note(person: Person, address: MailAddress, order: ForwardingOrder, *, on: date, now: datetime) -> None:
    entered = Address(
        street=address.street, postcode=address.postcode, city=address.city, country=address.country
    )
    # Two addresses cannot begin on one day; the later one then begins on the next.
    same_day = PostalAddress.objects.filter(person=person, kind="permanent", held__startswith=on).exists()
    from_on = date.fromordinal(on.toordinal() + 1) if same_day else on
    note_address(person, entered, from_on=from_on, source_ref=order.reference, now=now)
