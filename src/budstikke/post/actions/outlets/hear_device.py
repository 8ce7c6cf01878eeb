"""Hear from the devices of an outlet."""

from __future__ import annotations

from datetime import datetime

from budstikke.law.refusal import Refusal
from budstikke.post.actions.outlets.follow_outlet import follow_outlet
from budstikke.post.records.models import Device
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.refusals import station as at_station


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
        follow_outlet(device.outlet_id, now=now)
    return None
