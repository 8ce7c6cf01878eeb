"""Take in what a device read for the check that is open at its station."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from budstikke.law.decision import plain
from budstikke.law.refusal import Refusal
from budstikke.post.actions.sealing import seal, seal_json
from budstikke.post.papers.pictures import refuse_unprintable
from budstikke.post.records.models import Device, OpenCheck, Pushed
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.refusals import station as at_station

SOURCES = ("chip", "mrz_picture", "mrz_swiped", "mrz_typed", "pattern", "page", "signature")


@dataclass(frozen=True, slots=True, kw_only=True)
class PushTaken:
    """A reading that lies in an open check; `repeated` when it lay there already."""

    check: UUID
    repeated: bool = False


def push(
    *,
    device_id: str | None,
    nonce: UUID,
    source: str,
    content: Mapping[str, object],
    picture: bytes | None = None,
    now: datetime,
    check: UUID | None = None,
) -> PushTaken | Refusal:
    """
    Take in a reading: of a device, for the open check of its station (`check`, if the device names it); or, without
    a device, the clerk's own for the check named.

    Terms:   PUM §11, §12.
    Returns: which check it went to; the same nonce again changes nothing.
    Refuses: DEVICE_REVOKED, NO_CHECK_OPEN.
    Raises:  Malformed for a picture that could not be printed.
    """
    assert source in SOURCES, source
    assert device_id is not None or check is not None, "a device's reading, or the clerk's own"
    refuse_unprintable(picture, what="picture")
    with acting_as(CARRIER):
        device = Device.objects.get(id=device_id) if device_id is not None else None
        if device is not None and device.revoked_at is not None:
            return Refusal(at_station.DEVICE_REVOKED, {"device": device.id})
        before = Pushed.objects.filter(nonce=nonce).first()
        if before is not None:
            return PushTaken(check=before.open_check_id, repeated=True)
        row = _open_for(device, check=check)
        if row is None:
            return Refusal(at_station.NO_CHECK_OPEN)
        Pushed.objects.create(
            nonce=nonce,
            open_check=row,
            sender_id=row.sender_id,
            device=device,
            source=source,
            received_at=now,
            content_sealed=seal_json(plain(content), letter_id=row.letter_id, kind="pushed"),
            picture_sealed=picture and seal(picture, letter_id=row.letter_id, kind="pushed picture"),
        )
        row.touched_at = now
        row.save(update_fields=["touched_at"])
    return PushTaken(check=row.nonce)


def _open_for(device: Device | None, *, check: UUID | None) -> OpenCheck | None:
    """Lock the check a reading goes to: that of the device's station, and no other than the one named."""
    rows = OpenCheck.objects.select_for_update().filter(check_made=None)
    if device is not None:
        if device.station_id is None:
            return None
        rows = rows.filter(station_id=device.station_id)
    return rows.filter(nonce=check).first() if check is not None else rows.first()
