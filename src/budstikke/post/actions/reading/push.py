"""Take in what a device read for the check, or the visit, that is open at its station."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from budstikke.law.decision import plain
from budstikke.law.refusal import Refusal
from budstikke.post.actions.reading.open_here import (
    Open,
    holder_of,
    is_into,
    open_here,
    open_under,
    seal_content,
    seal_picture,
)
from budstikke.post.papers.pictures import refuse_unprintable
from budstikke.post.records.models import Device, Pushed, Visit
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.refusals import station as at_station

SOURCES = ("chip", "mrz_picture", "mrz_swiped", "mrz_typed", "pattern", "page", "signature")


@dataclass(frozen=True, slots=True, kw_only=True)
class PushTaken:
    """A reading that lies in an open check or visit (`check`); `repeated` when it lay there already."""

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
    Take in a reading: of a device, for what is open at its station (`check`, if the device names it); or, without
    a device, the clerk's own for the check or visit named.

    Terms:   PUM §11, §12; Forwarding §7.
    Reading: a visitor of whose document the clerk takes another picture is identified anew.
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
        before = Pushed.objects.select_related("open_check", "visit").filter(nonce=nonce).first()
        if before is not None:
            return PushTaken(check=holder_of(before).nonce, repeated=True)
        row = _open_for(device, check=check)
        if row is None:
            return Refusal(at_station.NO_CHECK_OPEN)
        Pushed.objects.create(
            nonce=nonce,
            **is_into(row),
            device=device,
            source=source,
            received_at=now,
            content_sealed=seal_content(plain(content), into=row),
            picture_sealed=seal_picture(picture, into=row),
        )
        _touch(row, now=now)
    return PushTaken(check=row.nonce)


def _open_for(device: Device | None, *, check: UUID | None) -> Open | None:
    """Lock what a reading goes to: what is open at the device's station, and no other than the one named."""
    if device is None:
        return open_under(check, lock=True) if check else None
    row = open_here(device.station_id, lock=True) if device.station_id is not None else None
    return row if row is not None and check in (None, row.nonce) else None


def _touch(row: Open, *, now: datetime) -> None:
    row.touched_at = now
    if isinstance(row, Visit):
        row.person, row.checked = None, None
        row.save(update_fields=["touched_at", "person", "checked"])
    else:
        row.save(update_fields=["touched_at"])
