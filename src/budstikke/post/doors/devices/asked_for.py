"""What is asked of a device now: whether a check is open, and what is still wanted; nobody is named."""

from __future__ import annotations

from collections.abc import Mapping

from budstikke.post.actions.reading.open_here import open_here, pushed_into
from budstikke.post.doors.devices.shapes import Asked, Kind
from budstikke.post.records.models import Device
from budstikke.post.records.scope import CARRIER, acting_as

# What each kind of device reads, in the order in which it is wanted.
_READS: Mapping[str, tuple[Kind, ...]] = {
    "document_scanner": ("picture", "pattern", "chip", "mrz"),
    "chip_reader": ("chip",),
    "swipe_reader": ("mrz",),
    "camera": ("picture",),
    "canary": ("pattern", "mrz"),
}
_KINDS: Mapping[str, tuple[Kind, ...]] = {
    "chip": ("chip",),
    "mrz_swiped": ("mrz",),
    # A zone read from a picture leaves no zone to swipe.
    "mrz_picture": ("picture", "mrz"),
    "page": ("picture",),
    "pattern": ("pattern",),
}


def asked_for(device: Device) -> Asked:
    """
    Return what is asked of a device; no check is open where none is, or where it belongs to no station.

    Reading: to a device a visit about forwarding is a check like any other.
    """
    with acting_as(CARRIER):
        check = open_here(device.station_id) if device.station_id is not None else None
        sources = [*pushed_into(check).values_list("source", flat=True)] if check else []
    if check is None:
        return Asked(check=None, since=None, wanted=[], taken=[])
    come = {kind for source in sources for kind in _KINDS.get(source, ())}
    reads = _READS.get(device.kind, ())
    return Asked(
        check=check.nonce,
        since=check.opened_at,
        wanted=[kind for kind in reads if kind not in come],
        taken=[kind for kind in reads if kind in come],
    )
