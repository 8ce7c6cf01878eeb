"""Hear from the devices of an outlet, and say which of them work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from budstikke.kit.clock import OSLO, local_day
from budstikke.law.refusal import Refusal
from budstikke.post.records.models import Device, Outage, Outlet
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import pum_on
from budstikke.post.terms.refusals import station as at_station

# A device says every half minute how it is; one that is silent for so long is not working.
SILENT_AFTER = timedelta(minutes=2)
SILENT = "silent"
# What makes an outlet able to check (PUM §11); a camera alone does not.
SCANNERS = ("document_scanner", "chip_reader", "swipe_reader")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceState:
    """How a device is; `fault` is its own code, or `silent`."""

    id: str
    kind: str
    model: str
    routine: str
    station_id: int | None
    works: bool
    fault: str
    heard_at: datetime | None


def hear_device(
    device_id: str, *, works: bool, fault: str = "", routine: str = "", now: datetime
) -> Refusal | None:
    """
    Note what a device says of itself.

    Terms:   PUM §11.
    Refuses: DEVICE_REVOKED.
    """
    with acting_as(CARRIER):
        device = Device.objects.select_for_update().get(id=device_id)
        if device.revoked_at is not None:
            return Refusal(at_station.DEVICE_REVOKED, {"device": device.id})
        device.works, device.fault, device.heard_at = works, "" if works else fault or "unknown", now
        device.routine = routine or device.routine
        device.save(update_fields=["works", "fault", "heard_at", "routine"])
        follow_devices(device.outlet_id, now=now)
    return None


def device_states(outlet_id: int, *, now: datetime) -> tuple[DeviceState, ...]:
    """Return the devices of an outlet and how they are."""
    with acting_as(CARRIER):
        rows = list(Device.objects.filter(outlet_id=outlet_id, revoked_at=None).order_by("id"))
    return tuple(state_of(row, now=now) for row in rows)


def state_of(device: Device, *, now: datetime) -> DeviceState:
    """Return how a device is; what it said two minutes ago says nothing of now."""
    silent = device.heard_at is None or now - device.heard_at > SILENT_AFTER
    return DeviceState(
        id=device.id,
        kind=device.kind,
        model=device.model,
        routine=device.routine,
        station_id=device.station_id,
        works=device.works and not silent,
        fault=SILENT if silent else device.fault,
        heard_at=device.heard_at,
    )


def follow_devices(outlet_id: int, *, now: datetime) -> bool | None:
    """
    Let the outlet work as its scanners do; None where it has none on record, and stays as it is.

    An outage begins when the last working scanner fails, and ends when one works again.
    Reading: silence outside the hours of an outlet means that it is closed, not that anything failed (A-49).
    """
    # The outlet first, so that two devices that fail at once make one outage.
    outlet = Outlet.objects.select_for_update().get(id=outlet_id)
    states = [
        state_of(row, now=now)
        # One that was registered but never heard is not in use yet, and says nothing of the outlet.
        for row in Device.objects.filter(
            outlet_id=outlet_id, revoked_at=None, kind__in=SCANNERS, heard_at__isnull=False
        )
    ]
    if not states:
        return None
    works = any(state.works for state in states)
    if not works and _all_silent(states) and not _open_now(now):
        return outlet.scanner_works
    if works != outlet.scanner_works:
        Outlet.objects.filter(id=outlet_id).update(scanner_works=works)
    under_way = Outage.objects.filter(outlet_id=outlet_id, until_at=None).first()
    if works and under_way is not None:
        under_way.until_at = max(now, under_way.from_at)
        under_way.save(update_fields=["until_at"])
    elif not works and under_way is None:
        Outage.objects.create(outlet_id=outlet_id, cause=states[0].fault, from_at=_since(states, now=now))
    return works


def _all_silent(states: Sequence[DeviceState]) -> bool:
    return all(state.fault == SILENT for state in states)


def _open_now(now: datetime) -> bool:
    opens, closes = pum_on(local_day(now)).outage_hours
    return opens <= now.astimezone(OSLO).hour < closes


def _since(states: Sequence[DeviceState], *, now: datetime) -> datetime:
    """A scanner that fell silent worked, for all we know, until it was heard last."""
    if _all_silent(states):
        return max(state.heard_at for state in states if state.heard_at is not None)
    return now
