"""§1–§4: one order, as far as sorting cares."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from budstikke.formats.postal_address import business_keys, name_key, surname_key, without_flat
from budstikke.post.terms.forwarding.days import Period
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.kinds import AddressKind, Service, Zone
from budstikke.post.terms.forwarding.persons import Covered, names_matched

# Stands for every name at an address.
EVERYBODY = "*"


class Scope(StrEnum):
    """Whose mail an order moves."""

    PERSONS = "persons"
    HOUSEHOLD = "household"
    BUSINESS = "business"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardingOrder:
    """
    One order as agreed; it keeps its edition.

    `old` and `new` are keys of addresses (formats.postal_address); `new` is None for storage. `ref` is ours and
    opaque. A business is `covered` as its one member. Nobody covered stands for everybody at the address.
    """

    ref: str
    service: Service
    period: Period
    old: str
    edition: ForwardingEdition
    new: str | None = None
    new_zone: Zone = Zone.NO
    new_kind: AddressKind = AddressKind.RESIDENTIAL
    scope: Scope = Scope.PERSONS
    covered: tuple[Covered, ...] = ()
    parcels: bool = False


def names_of(order: ForwardingOrder) -> dict[str, str]:
    """
    Return the keys of the names an order moves mail of, each with the person it stands for.

    Terms:   Forwarding §1.
    Reading: a surname alone counts for a household that has it among its members, and for no other order.
    """
    found: dict[str, str] = {}
    for person in order.covered:
        for name in names_matched(person, edition=order.edition):
            keys = business_keys(name) if order.scope is Scope.BUSINESS else (name_key(name),)
            for key in keys:
                if key:
                    found.setdefault(key, person.ref)
    if order.scope is Scope.HOUSEHOLD:
        # A surname stands for the household: its members together, however often they order.
        household = "+".join(sorted(person.ref for person in order.covered))
        for key in tuple(found):
            found.setdefault(surname_key(key), household)
    return found if order.covered else {EVERYBODY: EVERYBODY}


def old_keys(order: ForwardingOrder) -> tuple[str, ...]:
    """Return the keys mail may bear for the old address: as ordered, and as those write it who omit the flat."""
    return tuple(dict.fromkeys((order.old, without_flat(order.old))))
