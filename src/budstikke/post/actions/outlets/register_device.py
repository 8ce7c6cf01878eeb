"""Enter the devices of an outlet, each with a secret of its own."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from budstikke.post.actions.outlets.enroll_station import hash_of
from budstikke.post.actions.outlets.follow_outlet import follow_outlet
from budstikke.post.records.models import Device


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


def revoke_device(device_id: str, *, now: datetime) -> bool:
    """Take a device off the list, if it is on it: what it sends from now on does not count."""
    with transaction.atomic():
        device = Device.objects.select_for_update().filter(id=device_id, revoked_at=None).first()
        if device is None:
            return False
        device.revoked_at = now
        device.save(update_fields=["revoked_at"])
        follow_outlet(device.outlet_id, now=now)
    return True
