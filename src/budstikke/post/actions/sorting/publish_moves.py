"""Publish the moves that registers of others may be told, as the file that `budstikke wash` reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Self

from django.db.models import Q, QuerySet

from budstikke.kit.clock import local_day
from budstikke.post.actions.sorting.order_facts import addresses_of, facts_of, with_covers
from budstikke.post.actions.sorting.publish_snapshot import publish_snapshot
from budstikke.post.actions.sorting.sorting_keys import current_key_id, keys_of
from budstikke.post.records.models import ForwardingOrder, Person
from budstikke.post.records.scope import CARRIER, acting_as, allow_for_many
from budstikke.post.terms.editions import forwarding_on
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.events import AT_SORTING
from budstikke.post.terms.forwarding.kinds import Service
from budstikke.post.terms.forwarding.moves_file import Move, PrintedAddress, write_moves
from budstikke.post.terms.forwarding.orders import ForwardingOrder as OrderFacts
from budstikke.post.terms.forwarding.washing import moves_of, silent_keys

# Doors worked on at once: enough for sets, few enough for memory.
_DOORS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class MovesPublished:
    """What was written: under the number of which snapshot, and how many moves."""

    number: int
    moves: int


def publish_moves(stream: IO[bytes], *, now: datetime) -> MovesPublished:
    """
    Write every permanent change of address that may be told, as it stands now; what is frozen is not among them.

    Terms:   Forwarding §7.
    Reading: whoever reserved, and every order with a protected person on it, is left out (decision 0105). Only the
    orders behind some doors lie in memory at a time. Whoever opens the file lets nobody else read it.
    """
    number = publish_snapshot(now=now).number
    with acting_as(CARRIER):
        allow_for_many()
        moves = write_moves(stream, _told(edition=forwarding_on(local_day(now))), number=number)
    return MovesPublished(number=number, moves=moves)


def _told(*, edition: ForwardingEdition) -> Iterator[tuple[Move, PrintedAddress]]:
    """Yield the moves with their new addresses, some doors after the others."""
    every = _changes().order_by("door_lookup").values_list("door_lookup", flat=True).distinct()
    doors = [bytes(each) for each in every if each is not None]
    quiet = _Quiet.now()
    keys = keys_of(current_key_id())
    for start in range(0, len(doors), _DOORS):
        part = doors[start : start + _DOORS]
        behind = frozenset(part)
        orders, new = _orders(part)
        for move in moves_of(orders, silent=quiet.keys(orders), edition=edition):
            if keys.door(move.address) in behind:
                yield move, new[move.to]


def _changes() -> QuerySet[ForwardingOrder]:
    return ForwardingOrder.objects.filter(
        service=Service.PERMANENT, state__in=AT_SORTING, addresses_sealed__isnull=False
    )


def _orders(doors: Sequence[bytes]) -> tuple[list[OrderFacts], dict[str, PrintedAddress]]:
    """
    Return the permanent changes from and to some doors, and new addresses in print by their keys.

    Who moves in behind a door ends what an earlier order of theirs left there. Protected persons are on them.
    """
    rows = _changes().filter(Q(door_lookup__in=doors) | Q(target_lookup__in=doors))
    found: list[OrderFacts] = []
    printed: dict[str, PrintedAddress] = {}
    for order, covers in with_covers(rows):
        facts = facts_of(order, covers, also_protected=True)
        _, new = addresses_of(order)
        if facts is not None and new is not None:
            found.append(facts)
            printed[new.key] = PrintedAddress(new.street, new.postcode, new.city, new.country)
    return found, printed


@dataclass(frozen=True, slots=True, kw_only=True)
class _Quiet:
    """Of whom nothing is told, by their refs."""

    protected: frozenset[str]
    reserved: frozenset[str]

    @classmethod
    def now(cls) -> Self:
        """Read who they are."""
        protected = Person.objects.exclude(protection="")
        reserved = Person.objects.filter(reserved_at__isnull=False)
        return cls(
            protected=frozenset(str(ref) for ref in protected.values_list("ref", flat=True)),
            reserved=frozenset(str(ref) for ref in reserved.values_list("ref", flat=True)),
        )

    def keys(self, orders: Iterable[OrderFacts]) -> frozenset[str]:
        """Return the names at addresses of which nothing is told."""
        return frozenset[str]().union(
            *(silent_keys(each, reserved=self.reserved, protected=self.protected) for each in orders)
        )
