"""Deny: names at addresses for which no order counts from this moment on; checked first, and before any snapshot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from budstikke.post.actions.sorting.order_facts import as_covered, facts_of, with_covers
from budstikke.post.actions.sorting.sorting_keys import SortingKeys, current_key_id, keys_of
from budstikke.post.records import published
from budstikke.post.records.models import DenyEntry, ForwardingOrder, Person
from budstikke.post.terms.forwarding.events import AT_SORTING, OrderState
from budstikke.post.terms.forwarding.orders import ForwardingOrder as OrderFacts
from budstikke.post.terms.forwarding.snapshot import denied_keys

_ORDER, _PERSON = "order:", "person:"
_MAY_COUNT = (*AT_SORTING, OrderState.FROZEN)


def deny_order(order: ForwardingOrder, *, now: datetime) -> int:
    """
    Have an order count for nobody, in the caller's transaction; returns the deny set's number.

    Terms: Forwarding §1 (decision 0096).
    """
    ((_, covers),) = with_covers([order])
    facts = facts_of(order, covers)
    return _deny([facts] if facts else [], source=_ORDER + order.reference, now=now)


def let_go_order(order: ForwardingOrder, *, now: datetime) -> None:
    """Have an order count again, in the caller's transaction."""
    published.lift(_ORDER + order.reference, now=now)


def deny_person(person: Person, *, now: datetime) -> int:
    """
    Have no order count for a person, whose address is protected from now on, in the caller's transaction.

    Terms:   Forwarding §7.
    Reading: a household's mail that bears the surname alone is theirs too, so it is delivered as addressed.
    Returns: the deny set's number.
    """
    return _deny(_orders_of(person), source=f"{_PERSON}{person.ref}", now=now)


def let_go_person(person: Person, *, now: datetime) -> None:
    """Have a person's orders count again, in the caller's transaction."""
    published.lift(f"{_PERSON}{person.ref}", now=now)


def deny_again(*, now: datetime) -> None:
    """After the key of hashes was rotated, deny under the new one what is denied, in the caller's transaction."""
    standing = DenyEntry.objects.filter(numbers__endswith__isnull=True)
    for source in set(standing.values_list("source", flat=True)):
        ref = source.partition(":")[2]
        if source.startswith(_ORDER):
            for order in ForwardingOrder.objects.filter(reference=ref):
                deny_order(order, now=now)
        else:
            for person in Person.objects.filter(ref=ref):
                deny_person(person, now=now)


def _orders_of(person: Person) -> list[OrderFacts]:
    """Return the orders that name a person, as if they were for that person alone."""
    rows = ForwardingOrder.objects.filter(
        covers__person=person, state__in=_MAY_COUNT, addresses_sealed__isnull=False
    )
    found = (facts_of(order, covers, also_protected=True) for order, covers in with_covers(rows))
    return [replace(each, covered=(as_covered(person),)) for each in found if each is not None]


def _deny(found: Iterable[OrderFacts], *, source: str, now: datetime) -> int:
    # What sorts goes by the key of the snapshot in force; what is published next, by the newest.
    last = published.latest()
    key_ids = {current_key_id(), *([last.look_up_key] if last else [])}
    pairs = {pair for key_id in key_ids for facts in found for pair in _pairs(facts, keys_of(key_id))}
    return published.deny(pairs, source=source, now=now)


def _pairs(facts: OrderFacts, keys: SortingKeys) -> Iterable[tuple[bytes, bytes]]:
    for key in denied_keys(facts):
        address, _, name = key.partition("\t")
        yield keys.address(address), keys.name(name)
