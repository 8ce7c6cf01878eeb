"""Orders and items for the tests of forwarding, said in as few words as a test needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tests.terms.days import on

from budstikke.formats.postal_address import name_key
from budstikke.post.terms.editions import FORWARDING_PRESENT, PUM_PRESENT
from budstikke.post.terms.forwarding.days import Period
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.kinds import ItemKind, Service
from budstikke.post.terms.forwarding.orders import ForwardingOrder
from budstikke.post.terms.forwarding.persons import Covered
from budstikke.post.terms.forwarding.snapshot import NOBODY_DENIED, DenySet, publish
from budstikke.post.terms.forwarding.sorting import Item, SortingRules, decide
from budstikke.post.terms.forwarding.verdicts import Verdict
from budstikke.post.terms.pum.edition import PumEdition

KARI = Covered(ref="p1", name="Kari Testesen")
OLA = Covered(ref="p2", name="Ola Testesen")


def period(start: str, last_day: str) -> Period:
    """Return a period of two days written with their weekdays."""
    return Period(on(start), on(last_day))


def order(
    kind: str, start: str, last_day: str, old: str = "A", new: str | None = None, **more: Any
) -> ForwardingOrder:
    """Return an order of Kari's; storage needs no new address."""
    return ForwardingOrder(
        **{
            "ref": f"{kind} {old}",
            "service": Service(kind),
            "period": period(start, last_day),
            "old": old,
            "new": new,
            "covered": (KARI,),
            "edition": FORWARDING_PRESENT,
            **more,
        }
    )


def verdict(
    *orders: ForwardingOrder,
    day: str,
    kind: str = "letter",
    name: str = "Kari Testesen",
    address: str = "A",
    edition: ForwardingEdition = FORWARDING_PRESENT,
    pum: PumEdition = PUM_PRESENT,
    denied: DenySet = NOBODY_DENIED,
    **more: Any,
) -> Verdict:
    """Decide one item against orders; those of the present edition are taken as of the one given."""
    kept = [replace(each, edition=edition) if each.edition is FORWARDING_PRESENT else each for each in orders]
    return decide(
        Item(
            kind=ItemKind(kind),
            address=address,
            name=name_key(name),
            sorted_day=on(day).toordinal(),
            **more,
        ),
        snapshot=publish(kept, number=7, edition=edition),
        rules=SortingRules.of(edition, pum=pum),
        denied=denied,
    )


# As questions are written.
MOVE = {
    "kind": "permanent",
    "start": "2026-02-16",
    "end": "2027-04-15",
    "old": "A",
    "new": "B",
    "persons": ["Kari Testesen"],
}
ITEM = {"type": "letter", "name": "kari testesen", "address": "A", "date": "2026-03-10"}


def decide_question(item: Mapping[str, Any], *orders: Mapping[str, Any], **policy: object) -> dict[str, Any]:
    """Return the question what becomes of Kari's letter, or of what differs from it."""
    return {
        "op": "decide",
        "item": {**ITEM, **item},
        "orders": list(orders),
        **({"policy": policy} if policy else {}),
    }
