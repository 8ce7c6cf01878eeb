"""Publish the orders for sorting: what changed since the last time, or everything, as the next numbered snapshot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q

from budstikke.kit.clock import local_day
from budstikke.post.actions.sorting.deny import deny_again
from budstikke.post.actions.sorting.order_facts import facts_of, with_covers
from budstikke.post.actions.sorting.sorting_keys import SortingKeys, current_key_id, keys_of
from budstikke.post.records import horizons, published
from budstikke.post.records.models import DenyEntry, ForwardingOrder, Snapshot
from budstikke.post.records.scope import CARRIER, acting_as, allow_for_many
from budstikke.post.terms.editions import forwarding_on
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.events import AT_SORTING, OrderState
from budstikke.post.terms.forwarding.kinds import Service
from budstikke.post.terms.forwarding.spans import Row, rows_of

# Doors worked on at once when everything is published: enough for sets, few enough for memory.
_DOORS = 20_000
# A change of the register written by a transaction that ended late is seen all the same.
_REGISTER_OVERLAP = timedelta(minutes=10)
_CHANGED = """
SELECT DISTINCT door FROM (
    SELECT unnest(ARRAY[door_lookup, target_lookup]) AS door FROM forwarding_order WHERE id IN (
        SELECT order_id FROM forwarding_event WHERE recorded_in >= %(since)s AND order_id IS NOT NULL
        UNION
        SELECT order_id FROM forwarding_cover JOIN register_change USING (person_id) WHERE at >= %(register_since)s)
) AS changed WHERE door IS NOT NULL
"""
_EVERY = "SELECT DISTINCT door_lookup FROM forwarding_order WHERE door_lookup IS NOT NULL ORDER BY 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What a publication did; `number` is that of the snapshot in force."""

    number: int
    rows: int
    closed: int = 0
    added: int = 0
    doors: int = 0


def publish_snapshot(*, everything: bool = False, now: datetime) -> Published:
    """
    Publish the orders as they stand, one snapshot after the other; safe to do twice.

    Terms:   Forwarding §1 to §4.
    Reading: only the doors are worked out anew at which an order, or somebody covered, has changed; all else keeps its
    rows. After the key of hashes was rotated everything is published under the new one.
    """
    edition = forwarding_on(local_day(now))
    with acting_as(CARRIER):
        allow_for_many()
        published.begin_publishing()
        upto, last = horizons.oldest_running(), published.latest()
        since = None if everything or last is None or last.look_up_key != current_key_id() else last
        doors = _doors(since)
        if last is not None and since is not None and not doors:
            _let_go_of_what_is_over(now=now)
            return Published(number=last.number, rows=last.rows)
        keys, fresh = keys_of(current_key_id()), 0
        for start in range(0, len(doors), _DOORS):
            part = doors[start : start + _DOORS]
            # Read to the end first: while rows are copied in, the connection answers nothing else.
            rows_behind = list(keys.hashed(_rows_behind(part, keys, edition=edition)))
            fresh += published.copy_fresh(rows_behind)
        published.copy_touched(doors)
        if last is not None and last.look_up_key != current_key_id():
            deny_again(now=now)
        number = (last.number if last else 0) + 1
        closed, added = published.exchange(number, everything=since is None)
        rows = since.rows + added - closed if since else fresh
        Snapshot.objects.create(
            number=number,
            made_at=now,
            edition=edition.id,
            look_up_key=current_key_id(),
            upto_transaction=upto,
            rows=rows,
            changed=closed + added,
        )
        _let_go_of_what_is_over(now=now)
    return Published(number=number, rows=rows, closed=closed, added=added, doors=len(doors))


def _doors(since: Snapshot | None) -> list[bytes]:
    """Return the doors at which something changed since a snapshot, or all there are."""
    with connection.cursor() as cursor:
        if since is None:
            cursor.execute(_EVERY)
        else:
            register_since = since.made_at - _REGISTER_OVERLAP
            cursor.execute(_CHANGED, {"since": since.upto_transaction, "register_since": register_since})
        return [bytes(row[0]) for row in cursor.fetchall()]


def _rows_behind(doors: Sequence[bytes], keys: SortingKeys, *, edition: ForwardingEdition) -> Iterator[Row]:
    """Yield the rows of addresses behind some doors, those of one name next to each other."""
    behind = set(doors)
    # Who moves in behind a door ends what an earlier order of theirs left there.
    arriving = Q(target_lookup__in=doors, service=Service.PERMANENT)
    rows = ForwardingOrder.objects.filter(
        Q(door_lookup__in=doors) | arriving, state__in=AT_SORTING, addresses_sealed__isnull=False
    )
    wanted = (
        each
        for each in rows
        # What was for a time and is over says nothing any more.
        if each.state != OrderState.ENDED or each.service == Service.PERMANENT
    )
    facts = (facts_of(order, covers) for order, covers in with_covers(wanted))
    for row in rows_of((each for each in facts if each is not None), edition=edition):
        if keys.door(row.address) in behind:
            yield row


def _let_go_of_what_is_over(*, now: datetime) -> None:
    """Take names out of the deny set whose order counts no more anyhow: no row is published of it."""
    denied = DenyEntry.objects.filter(numbers__endswith__isnull=True, source__startswith="order:")
    for source in denied.values_list("source", flat=True).distinct():
        order = ForwardingOrder.objects.filter(reference=source.removeprefix("order:")).first()
        if order is not None and order.state in (OrderState.CANCELLED, OrderState.LAPSED):
            published.lift(source, now=now)
