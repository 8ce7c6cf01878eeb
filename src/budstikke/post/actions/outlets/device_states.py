"""Say which devices of an outlet work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from budstikke.post.records.models import Device
from budstikke.post.records.scope import CARRIER, acting_as

# A device says every half minute how it is; one that is silent for so long is not working.
SILENT_AFTER = timedelta(minutes=2)
SILENT = "silent"
# A kind of device: it reads for our own test letters, and says nothing of its outlet.
CANARY = "canary"


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


def device_states(outlet_id: int, *, now: datetime) -> tuple[DeviceState, ...]:
    """Return the devices of an outlet and how they are."""
    with acting_as(CARRIER):
        rows = list(
            Device.objects.filter(outlet_id=outlet_id, revoked_at=None).exclude(kind=CANARY).order_by("id")
        )
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
