"""§2–§4, §1: what each order does on which days, and one answer for each name, address and day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum

from budstikke.post.terms.forwarding.days import DAY, Period
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.kinds import AddressKind, Service, Zone
from budstikke.post.terms.forwarding.orders import EVERYBODY, ForwardingOrder, Scope, names_of, old_keys
from budstikke.post.terms.forwarding.persons import period_for
from budstikke.post.terms.forwarding.storing import first_delivery
from budstikke.post.terms.forwarding.switches import (
    Cod,
    Customs,
    EaScope,
    Expiry,
    Overlap,
    UnrequestedParcel,
)
from budstikke.post.terms.forwarding.withholding import withholding

# As good as for ever; a period that has no end ends here.
NEVER = date.max


class Stage(IntEnum):
    """What an order does with mail on a day; of two that meet, the higher counts (A-31)."""

    EXPIRED = 0
    TEMPORARY = 1
    PERMANENT = 2
    STORED = 3
    AMBIGUOUS = 4


@dataclass(frozen=True, slots=True)
class Shape:
    """
    How an order treats items, whoever ordered it: one of a few dozen, shared by all its likes.

    `withheld`: redirection is on, but nothing would arrive in time. What differs between editions is in it, so
    that each order keeps its own.
    """

    stage: Stage
    withheld: bool = False
    abroad: bool = False
    new_kind: AddressKind = AddressKind.RESIDENTIAL
    parcels: bool = False
    parcel_returns: bool = False
    cod_as_parcel: bool = True
    customs_returns: bool = False
    ea_stops: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """
    One row of a snapshot: what holds for one name at one address from a day to a day, both in it.

    `to` is the key of the new address, `release_on` the day held mail is delivered, `since` the first day of
    the order, `order` its reference.
    """

    address: str
    name: str
    from_on: date
    until_on: date
    shape: Shape
    to: str | None
    release_on: date | None
    since: date
    order: str


@dataclass(frozen=True, slots=True)
class _Claim:
    """A row that others may stand in the way of."""

    row: Row
    person: str
    scope: Scope
    sequence: int


def rows_of(orders: Iterable[ForwardingOrder], *, edition: ForwardingEdition) -> Iterator[Row]:
    """
    Return the rows of a snapshot: for each name and address, days that do not overlap.

    Terms:   Forwarding §1 to §4.
    Reading: an order for named persons counts before one for the household, storage before redirection, a
    permanent change before a temporary one, the later start before the earlier. What a permanent order leaves
    behind, mail going back, ends where the person comes back to the address. Two persons under one name who
    have not ordered the same: neither order counts (A-31, A-23, decision 0072).
    """
    claims: dict[tuple[str, str], list[_Claim]] = defaultdict(list)
    arrivals: dict[tuple[str, str], list[date]] = defaultdict(list)
    for sequence, order in enumerate(orders):
        names = names_of(order)
        if order.service is Service.PERMANENT and order.new is not None:
            for name in names:
                arrivals[order.new, name].append(order.period.start)
        for claim in _claims(order, names, sequence):
            claims[claim.row.address, claim.row.name].append(claim)
    for key, claimed in claims.items():
        standing = [
            cut for each in claimed if (cut := _until_return(each, arrivals.get(key, ()))) is not None
        ]
        yield from _resolved(standing, edition)


def _claims(order: ForwardingOrder, names: Mapping[str, str], sequence: int) -> Iterator[_Claim]:
    refs = {person.ref: person for person in order.covered}
    cache: dict[Period, tuple[tuple[Period, Shape, date | None], ...]] = {}
    for name, ref in names.items():
        period = order.period
        if ref in refs:
            ended = period_for(refs[ref], period=period, edition=order.edition)
            if ended is None:
                continue
            period = ended
        if period not in cache:
            cache[period] = tuple(_days(order, period))
        for days, shape, release_on in cache[period]:
            whole = shape.stage is Stage.EXPIRED and order.edition.expiry is Expiry.WHOLE_ADDRESS
            for address in old_keys(order):
                row = Row(
                    address=address,
                    name=EVERYBODY if whole else name,
                    from_on=days.start,
                    until_on=days.last_day,
                    shape=shape,
                    to=order.new,
                    release_on=release_on,
                    since=period.start,
                    order=order.ref,
                )
                yield _Claim(row, EVERYBODY if whole else ref, order.scope, sequence)


def _days(order: ForwardingOrder, period: Period) -> Iterator[tuple[Period, Shape, date | None]]:
    """Yield what an order does, stretch by stretch."""
    shape = _shape(order)
    if order.service is Service.STORAGE:
        yield period, shape, first_delivery(last_day=period.last_day, edition=order.edition)
    elif order.service is Service.PERMANENT:
        yield period, shape, None
        yield Period(period.first_day_after, NEVER), replace(shape, stage=Stage.EXPIRED), None
    else:
        held = withholding(last_day=period.last_day, zone=order.new_zone, edition=order.edition)
        first = max(held.window.start, period.start)
        if first > period.start:
            yield Period(period.start, first - DAY), shape, None
        yield Period(first, held.window.last_day), replace(shape, withheld=True), held.deliver_from


def _shape(order: ForwardingOrder) -> Shape:
    edition = order.edition
    if order.service is Service.STORAGE:
        return Shape(Stage.STORED)
    plain = Shape(
        stage=Stage.PERMANENT if order.service is Service.PERMANENT else Stage.TEMPORARY,
        abroad=order.new_zone is not Zone.NO,
        new_kind=order.new_kind,
        parcels=order.parcels,
    )
    return under(plain, edition=edition)


def under(shape: Shape, *, edition: ForwardingEdition) -> Shape:
    """
    Return how an order of this shape treats items under an edition, on the days it has.

    Terms: Forwarding §2, §3 (A-17 to A-20).
    """
    if shape.stage not in (Stage.PERMANENT, Stage.TEMPORARY):
        return shape
    permanent = shape.stage is Stage.PERMANENT
    return replace(
        shape,
        parcel_returns=edition.unrequested_parcel is UnrequestedParcel.RETURN,
        cod_as_parcel=edition.cod is Cod.AS_PARCEL,
        customs_returns=permanent or edition.customs is Customs.ALWAYS_RETURN,
        ea_stops=permanent and (shape.abroad or edition.ea_scope is EaScope.EVERY_PERMANENT),
    )


def _until_return(claim: _Claim, arrivals: Iterable[date]) -> _Claim | None:
    """Return a claim as long as its person has not come back to the address by a later change."""
    if claim.row.shape.stage is not Stage.EXPIRED:
        return claim
    back = min((day for day in arrivals if day > claim.row.since), default=None)
    if back is None:
        return claim
    if back <= claim.row.from_on:
        return None
    return replace(claim, row=replace(claim.row, until_on=back - DAY))


def _resolved(claims: list[_Claim], edition: ForwardingEdition) -> Iterator[Row]:
    if len(claims) == 1:
        yield claims[0].row
        return
    edges = sorted(
        {each.row.from_on for each in claims}
        | {each.row.until_on + DAY for each in claims if each.row.until_on < NEVER}
    )
    pending: Row | None = None
    for place, start in enumerate(edges):
        until = edges[place + 1] - DAY if place + 1 < len(edges) else NEVER
        here = [each for each in claims if each.row.from_on <= start <= each.row.until_on]
        row = replace(_first(here, edition), from_on=start, until_on=until) if here else None
        if (
            pending is not None
            and row is not None
            and replace(pending, from_on=start, until_on=until) == row
            and pending.until_on + DAY == start
        ):
            pending = replace(pending, until_on=until)
            continue
        if pending is not None:
            yield pending
        pending = row
    if pending is not None:
        yield pending


def _first(claims: list[_Claim], edition: ForwardingEdition) -> Row:
    def rank(claim: _Claim) -> tuple[int, int, int, date, int]:
        stage = claim.row.shape.stage
        by_kind = 0 if edition.overlap is Overlap.LAST_WINS else stage
        return (
            stage is not Stage.EXPIRED,
            claim.scope is not Scope.HOUSEHOLD,
            by_kind,
            claim.row.since,
            claim.sequence,
        )

    best = max(claims, key=rank)
    others = {claim.person for claim in claims if claim.row.order != best.row.order} - {best.person}
    if others and _differ(best, claims):
        return replace(best.row, shape=Shape(Stage.AMBIGUOUS), to=None, release_on=None, order="")
    return best.row


def _differ(best: _Claim, claims: list[_Claim]) -> bool:
    """Say whether another person of the same name would be treated otherwise."""
    return any(
        claim.person != best.person
        and (claim.row.shape, claim.row.to, claim.row.release_on)
        != (best.row.shape, best.row.to, best.row.release_on)
        for claim in claims
    )
