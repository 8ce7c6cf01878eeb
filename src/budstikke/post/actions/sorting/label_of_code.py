"""What is printed over an item where it leaves for good: the new address behind an opaque routing code."""

from __future__ import annotations

from dataclasses import dataclass, field

from budstikke.law.refusal import Refusal
from budstikke.post.actions.sorting.order_facts import addresses_of, with_covers
from budstikke.post.actions.sorting.sorting_keys import keys_of
from budstikke.post.records.models import ForwardingOrder, Snapshot, SortedItem
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.forwarding.events import AT_SORTING
from budstikke.post.terms.refusals import forwarding_staff as refusals


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingLabel:
    """The lines of the new address; the name stands on the item already. Kept out of representations."""

    code: str
    lines: tuple[str, ...] = field(repr=False)


def label_of_code(code: str) -> RoutingLabel | Refusal:
    """
    Return the label of an item that goes on, by the routing code it bears.

    Terms:   Forwarding §2, §3, §7.
    Reading: asked for at the last machine, so that nobody on the way reads where somebody went. What was frozen,
    withdrawn or forgotten since, and any order of somebody protected by now, gives none, and all of them alike.
    Refuses: NO_LABEL.
    """
    none = Refusal(refusals.NO_LABEL)
    with acting_as(CARRIER):
        item = SortedItem.objects.filter(routing_code=code.strip().upper()).first()
        if item is None or item.to is None:
            return none
        keys = keys_of(Snapshot.objects.get(number=item.snapshot).look_up_key)
        rows = ForwardingOrder.objects.filter(
            reference__in=item.orders, state__in=AT_SORTING, addresses_sealed__isnull=False
        )
        for order, covers in with_covers(rows):
            new = addresses_of(order)[1]
            hidden = any(each.person is not None and each.person.protection for each in covers)
            if new is not None and not hidden and keys.address(new.key) == bytes(item.to):
                return RoutingLabel(code=item.routing_code or "", lines=new.lines)
    return none
