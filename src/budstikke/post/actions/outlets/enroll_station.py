"""Let a browser at a counter prove itself: a one-time code from operations, exchanged once for a secret."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from budstikke.law.refusal import Refusal
from budstikke.post.records.models import Station
from budstikke.post.terms.refusals import station as at_station

_CODE_LASTS = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownStation:
    """A station that has proved itself."""

    id: int
    name: str
    outlet_id: int
    outlet: str
    heard_at: datetime | None = None


def enroll_station(outlet_id: int, *, name: str, now: datetime) -> str:
    """Enter a station and return the one-time code its browser is to send within half an hour."""
    code = secrets.token_hex(5).upper()
    Station.objects.create(
        outlet_id=outlet_id, name=name, secret_sha256=hash_of(code), code_until=now + _CODE_LASTS
    )
    return code


def claim_station(code: str, *, now: datetime) -> str | Refusal:
    """
    Exchange a one-time code for the secret the browser keeps from now on.

    Refuses: STATION_CODE_SPENT (used, expired, or never given out).
    """
    secret = secrets.token_urlsafe(32)
    claimed = Station.objects.filter(
        secret_sha256=hash_of(code.strip().upper()), enrolled_at=None, code_until__gte=now, revoked_at=None
    ).update(secret_sha256=hash_of(secret), enrolled_at=now)
    return secret if claimed else Refusal(at_station.STATION_CODE_SPENT)


def station_of(secret: str) -> KnownStation | None:
    """Return the station a browser's secret stands for, or None."""
    row = (
        Station.objects.select_related("outlet")
        .filter(secret_sha256=hash_of(secret), enrolled_at__isnull=False, revoked_at=None)
        .first()
    )
    if row is None:
        return None
    return KnownStation(
        id=row.id,
        name=row.name,
        outlet_id=row.outlet_id,
        outlet=row.outlet.name,
        heard_at=row.heard_at,
    )


def revoke_station(station_id: int, *, now: datetime) -> bool:
    """Take a station off the list, if it is on it; what is open there can be taken over elsewhere at once."""
    return bool(Station.objects.filter(id=station_id, revoked_at=None).update(revoked_at=now))


def hash_of(secret: str) -> bytes:
    """Return what is kept of a secret."""
    return sha256(secret.encode()).digest()
