"""Enter the devices of an outlet, each with a secret of its own."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from budstikke.post.actions.enroll_station import hash_of
from budstikke.post.records.models import Device


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownDevice:
    """A device that has proved itself; a revoked one is known, and refused by what it tries to do."""

    id: str
    kind: str
    outlet_id: int
    station_id: int | None
    revoked: bool


def register_device(
    device_id: str, *, outlet_id: int, kind: str, model: str, station_id: int | None = None
) -> str:
    """Enter a device, or give a known one a new secret and place; return the secret, which is kept nowhere."""
    secret = secrets.token_urlsafe(32)
    Device.objects.update_or_create(
        id=device_id,
        defaults={
            "outlet_id": outlet_id,
            "kind": kind,
            "model": model,
            "station_id": station_id,
            "secret_sha256": hash_of(secret),
            "revoked_at": None,
        },
    )
    return secret


def device_of(secret: str) -> KnownDevice | None:
    """Return the device a secret stands for, or None."""
    row = Device.objects.filter(secret_sha256=hash_of(secret)).first()
    if row is None:
        return None
    return KnownDevice(
        id=row.id,
        kind=row.kind,
        outlet_id=row.outlet_id,
        station_id=row.station_id,
        revoked=row.revoked_at is not None,
    )


def revoke_device(device_id: str, *, now: datetime) -> None:
    """Take a device off the list: what it sends from now on does not count."""
    Device.objects.filter(id=device_id, revoked_at=None).update(revoked_at=now)
