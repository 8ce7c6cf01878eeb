"""Say how an outlet is: whether anything can be handed over, its devices, and where else one can go meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from budstikke.kit.clock import local_day
from budstikke.law.words import Words
from budstikke.post.actions.outlets.device_states import CANARY, DeviceState, state_of
from budstikke.post.actions.outlets.meanwhile import meanwhile
from budstikke.post.records.models import Device, Outage, Outlet
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import pum_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """The other outlet that is named while nothing is handed over here."""

    name: str
    address: str
    hours: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletHealth:
    """
    Whether anything can be handed over at the outlet, its devices, and since when an outage lasts.

    While nothing can, `tell` is what recipients are told, and `elsewhere` the other outlet, where there is one.
    """

    outlet_id: int
    name: str
    works: bool
    devices: tuple[DeviceState, ...]
    outage_since: datetime | None = None
    tell: tuple[Words, ...] = ()
    elsewhere: Elsewhere | None = None


def outlet_health(outlet_id: int, *, now: datetime) -> OutletHealth:
    """Return the health of an outlet: shown on every page of the counter."""
    with acting_as(CARRIER):
        return health_of(Outlet.objects.get(id=outlet_id), now=now)


def health_of(outlet: Outlet, *, now: datetime) -> OutletHealth:
    """
    Return the health of an outlet whose row is at hand.

    Terms: PUM §11 (no hand-over without a scanner that works; another outlet is named).
    """
    devices = Device.objects.filter(outlet=outlet, revoked_at=None).exclude(kind=CANARY).order_by("id")
    outage = Outage.objects.filter(outlet=outlet, until_at=None).first()
    works = outlet.has_scanner and outlet.scanner_works
    instead = None if works else meanwhile(outlet, edition=pum_on(local_day(now)))
    return OutletHealth(
        outlet_id=outlet.id,
        name=outlet.name,
        works=works,
        devices=tuple(state_of(row, now=now) for row in devices),
        outage_since=outage.from_at if outage else None,
        tell=tuple(reason.words for reason in instead.decision.reasons) if instead else (),
        elsewhere=_elsewhere(instead.outlet) if instead and instead.outlet else None,
    )


def _elsewhere(outlet: Outlet) -> Elsewhere:
    return Elsewhere(
        name=outlet.name,
        address=f"{outlet.street}, {outlet.postcode} {outlet.city}",
        hours=Words(no=outlet.hours_no, en=outlet.hours_en),
    )
