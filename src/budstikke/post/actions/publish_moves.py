"""Publish the moves that registers of others may be told, as the file that `budstikke wash` reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from budstikke.kit.clock import local_day
from budstikke.post.actions.order_facts import addresses_of, facts_of, with_covers
from budstikke.post.actions.publish_snapshot import publish_snapshot
from budstikke.post.records import published
from budstikke.post.records.models import ForwardingOrder, Person
from budstikke.post.records.scope import CARRIER, acting_as, allow_for_many
from budstikke.post.terms.editions import forwarding_on
from budstikke.post.terms.forwarding.events import AT_SORTING
from budstikke.post.terms.forwarding.kinds import Service
from budstikke.post.terms.forwarding.orders import ForwardingOrder as OrderFacts
from budstikke.post.terms.forwarding.published import PrintedAddress, write
from budstikke.post.terms.forwarding.snapshot import DenySet
from budstikke.post.terms.forwarding.spans import Row
from budstikke.post.terms.forwarding.washing import moves_of, silent_keys


@dataclass(frozen=True, slots=True, kw_only=True)
class MovesPublished:
    """What was written: under the number of which snapshot, how many rows, and how many new addresses."""

    number: int
    rows: int
    addresses: int


def publish_moves(stream: IO[bytes], *, now: datetime) -> MovesPublished:
    """
    Write every permanent change of address that may be told, as it stands now; what is frozen is not among them.

    Terms:   Forwarding §7.
    Reading: whoever reserved, and every order with a protected person on it, is left out (decision 0105). All orders
    lie in memory meanwhile. The file names persons and where they are: whoever opens it lets nobody else read it.
    """
    number = publish_snapshot(now=now).number
    with acting_as(CARRIER):
        allow_for_many()
        # Whoever is denied is left out by the state of the order or by the protection, so the set itself is empty.
        denied = DenySet(published.deny_number())
        orders, new = _orders()
        silent = _silent(orders)
        printed: dict[str, PrintedAddress] = {}

        def noted() -> Iterator[Row]:
            for row in moves_of(orders, silent=silent, edition=forwarding_on(local_day(now))):
                if row.to in new:
                    printed[row.to] = new[row.to]
                yield row

        rows = write(stream, noted(), number=number, printed=printed, denied=denied)
    return MovesPublished(number=number, rows=rows, addresses=len(printed))


def _orders() -> tuple[list[OrderFacts], dict[str, PrintedAddress]]:
    """Return the permanent changes, with protected persons on them, and new addresses in print by their keys."""
    rows = ForwardingOrder.objects.filter(
        service=Service.PERMANENT, state__in=AT_SORTING, addresses_sealed__isnull=False
    )
    found: list[OrderFacts] = []
    printed: dict[str, PrintedAddress] = {}
    for order, covers in with_covers(rows):
        facts = facts_of(order, covers, also_protected=True)
        _, new = addresses_of(order)
        if facts is not None and new is not None:
            found.append(facts)
            printed[new.key] = PrintedAddress(new.street, new.postcode, new.city, new.country)
    return found, printed


def _silent(orders: list[OrderFacts]) -> frozenset[str]:
    """Return the names at addresses of which nothing is told."""
    protected = {str(ref) for ref in Person.objects.exclude(protection="").values_list("ref", flat=True)}
    reserved = {
        str(ref) for ref in Person.objects.filter(reserved_at__isnull=False).values_list("ref", flat=True)
    }
    return frozenset[str]().union(
        *(silent_keys(order, reserved=reserved, protected=protected) for order in orders)
    )
