"""§1–§4 at the sorting machine: one item, one snapshot, one verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from budstikke.law.refusal import RefusalReason
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.kinds import SIGNED_FOR, AddressKind, ItemKind
from budstikke.post.terms.forwarding.snapshot import NOBODY_DENIED, DenySet, Leg, Legs, key_of
from budstikke.post.terms.forwarding.spans import Shape, Stage
from budstikke.post.terms.forwarding.switches import SortingDate
from budstikke.post.terms.forwarding.verdicts import Outcome, Verdict
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.pum.letter import AddressFacts
from budstikke.post.terms.pum.redirection import redirect as redirect_pum
from budstikke.post.terms.refusals import afterwards
from budstikke.post.terms.refusals import sorting as refusals


class Item(NamedTuple):
    """
    One item on the belt; `address` and `name` are keys (formats.postal_address).

    Unit: days are ordinals of the calendar (date.toordinal). `own_notice`: our letter to the old address about
    an order, which no order may move.
    """

    kind: ItemKind
    address: str
    name: str
    sorted_day: int
    posted_day: int = 0
    customs: bool = False
    ea_no_redirect: bool = False
    own_notice: bool = False


@dataclass(frozen=True, slots=True)
class SortingRules:
    """What no single order decides: how far to follow, which day counts, and the terms of PUM letters."""

    max_hops: int
    by_posting: bool
    pum: PumEdition

    @classmethod
    def of(cls, edition: ForwardingEdition, *, pum: PumEdition) -> SortingRules:
        """Return the rules of an edition of either contract."""
        return cls(
            max_hops=edition.max_hops,
            by_posting=edition.sorting_date is SortingDate.POSTED,
            pum=pum,
        )


def decide(item: Item, *, snapshot: Legs, rules: SortingRules, denied: DenySet = NOBODY_DENIED) -> Verdict:
    """
    Decide what becomes of an item: exactly one verdict, which names its rules and can be asked again.

    Terms:   Forwarding §1 (addressed mail of those covered), §2, §3, §4; PUM §5.
    Reading: a new address is followed while it has orders of its own, four times at most, and the item gets
    one label. Where the way leads in a circle, it ends where the newest order in it leads. What may not be
    redirected from a new address stays there. The day of sorting decides (A-30, A-50, decision 0072).
    """
    if item.kind is ItemKind.UNADDRESSED or not item.name:
        return Verdict(Outcome.DELIVER, ("unaddressed",), snapshot.number, denied.number)
    if item.own_notice:
        return Verdict(Outcome.DELIVER, ("own_notice",), snapshot.number, denied.number)
    day = item.posted_day if rules.by_posting and item.posted_day else item.sorted_day
    leg = _leg(item.address, item.name, day, snapshot, denied)
    if leg is None:
        # What most items come to.
        return _as_addressed(snapshot.number, denied.number)
    seal = (snapshot.number, denied.number)
    legs: list[Leg] = []
    path: list[str] = []
    while leg is not None:
        outcome, rule = _treatment(leg.shape, item, rules.pum)
        path.append(rule)
        if outcome is not Outcome.REDIRECT or leg.to is None:
            return _ended(item, outcome, rule, leg, legs, path, seal)
        legs.append(leg)
        if leg.to == item.address or any(leg.to == other.to for other in legs[:-1]):
            legs = _out_of_circle(item, legs)
            path.append("circle")
            break
        if len(legs) == rules.max_hops:
            path.append("hops")
            break
        leg = _leg(leg.to, item.name, day, snapshot, denied)
    if legs[-1].to == item.address:
        return Verdict(Outcome.DELIVER, tuple(path), *seal, orders=tuple(leg.order for leg in legs))
    return _redirected(item, legs, path, seal)


def _leg(address: str, name: str, day: int, snapshot: Legs, denied: DenySet) -> Leg | None:
    if denied.keys and key_of(address=address, name=name) in denied.keys:
        return None
    return snapshot.leg(address=address, name=name, day=day)


_Seal = tuple[int, int]


@lru_cache(maxsize=64)
def _as_addressed(snapshot: int, denied: int) -> Verdict:
    # Most items get it: one for each snapshot will do.
    return Verdict(Outcome.DELIVER, ("no_order",), snapshot, denied)


def _redirected(item: Item, legs: list[Leg], path: list[str], seal: _Seal) -> Verdict:
    if item.kind in (ItemKind.PARCEL, ItemKind.COD):
        path.append("parcel_fee")
    return Verdict(
        Outcome.REDIRECT,
        tuple(path),
        *seal,
        to=legs[-1].to,
        via=tuple(leg.to or "" for leg in legs[:-1]),
        orders=tuple(leg.order for leg in legs),
    )


def _ended(
    item: Item, outcome: Outcome, rule: str, leg: Leg, legs: list[Leg], path: list[str], seal: _Seal
) -> Verdict:
    """Return the verdict of an order that does not send the item on."""
    refused = _REASONS.get(rule)
    reason = refused.code if refused else None
    orders = (*(each.order for each in legs), leg.order) if leg.order else ()
    if outcome is Outcome.DELIVER and legs:
        # It came this far and stays here.
        return _redirected(item, legs, path, seal)._replace(reason=reason, orders=orders)
    held = outcome in (Outcome.STORE, Outcome.WITHHOLD)
    return Verdict(
        outcome,
        tuple(path),
        *seal,
        to=legs[-1].to if legs and outcome is not Outcome.RETURN else None,
        via=tuple(each.to or "" for each in legs),
        reason=reason,
        release_on=leg.release_on if held else None,
        orders=orders,
    )


def _out_of_circle(item: Item, legs: list[Leg]) -> list[Leg]:
    """Return the legs up to the newest order of the circle the last leg closes."""
    back = legs[-1].to
    start = 0 if back == item.address else next(i for i, leg in enumerate(legs) if leg.to == back) + 1
    newest = max(
        range(start, len(legs)),
        key=lambda i: (legs[i].since, legs[i].shape.stage is Stage.TEMPORARY, i),
    )
    return legs[: newest + 1]


# The rule that spoke against an order, and what it is told by.
_REASONS: Mapping[str, RefusalReason] = {
    "expired": refusals.REDIRECTION_EXPIRED,
    "parcel_not_requested": refusals.PARCEL_NOT_REQUESTED,
    "cod_stays": refusals.COD_NOT_REDIRECTED,
    "customs_stays": refusals.CUSTOMS_NOT_REDIRECTED_ABROAD,
    "customs_returns": refusals.CUSTOMS_NOT_REDIRECTED_ABROAD,
    "ea_returns": refusals.EA_NO_REDIRECT,
    "signed_for": refusals.SIGNED_FOR_NOT_STORED,
    "ambiguous": refusals.NAME_AMBIGUOUS,
    "pum_not_to_business": afterwards.PUM_NOT_TO_BUSINESS,
    "pum_not_abroad": afterwards.PUM_NOT_ABROAD,
    "pum_never_redirected": afterwards.PUM_NEVER_REDIRECTED,
}


def _treatment(shape: Shape, item: Item, pum: PumEdition) -> tuple[Outcome, str]:
    """
    Say what one order does with an item, and by which rule.

    Terms: Forwarding §2 (expiry, parcels, customs, EA), §3 (withholding), §4 (stored, signed for); PUM §5.
    """
    stage = shape.stage
    if stage is Stage.AMBIGUOUS:
        return Outcome.DELIVER, "ambiguous"
    if stage is Stage.STORED:
        return (Outcome.PICKUP, "signed_for") if item.kind in SIGNED_FOR else (Outcome.STORE, "stored")
    if stage is Stage.EXPIRED:
        return Outcome.RETURN, "expired"
    exception = _exception(shape, item.kind, pum)
    if exception is not None:
        return exception
    if item.customs and shape.abroad:
        returns = shape.customs_returns
        return (Outcome.RETURN, "customs_returns") if returns else (Outcome.DELIVER, "customs_stays")
    if item.ea_no_redirect and shape.ea_stops:
        return Outcome.RETURN, "ea_returns"
    if shape.withheld:
        return Outcome.WITHHOLD, "withheld"
    return Outcome.REDIRECT, "permanent" if stage is Stage.PERMANENT else "temporary"


def _exception(shape: Shape, kind: ItemKind, pum: PumEdition) -> tuple[Outcome, str] | None:
    """Return what kinds of items with rules of their own come to; None: they follow as a letter does."""
    if kind is ItemKind.PARCEL or kind is ItemKind.COD:
        if kind is ItemKind.COD and not shape.cod_as_parcel:
            return Outcome.DELIVER, "cod_stays"
        if not shape.parcels:
            outcome = Outcome.RETURN if shape.parcel_returns else Outcome.DELIVER
            return outcome, "parcel_not_requested"
    elif kind is ItemKind.PUM:
        rule = pum_rule(shape.abroad, shape.new_kind, pum)
        if rule is not None:
            return Outcome.RETURN, rule
    return None


@lru_cache(maxsize=256)
def pum_rule(abroad: bool, kind: AddressKind, pum: PumEdition) -> str | None:
    """
    Return the rule that keeps a PUM letter from a new address; None: it may follow.

    Terms: PUM §5, as decided by the terms of that letter (decision 0012).
    """
    private = kind is AddressKind.RESIDENTIAL
    new = AddressFacts(country="" if abroad else pum.address_country, kind="private" if private else kind)
    refused = redirect_pum(new, edition=pum).refusals
    return refused[0].code.lower() if refused else None
