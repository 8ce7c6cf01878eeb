"""Hear from the stations at which somebody works, and note when nobody does any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from budstikke.post.actions.outlets.device_states import SILENT_AFTER
from budstikke.post.actions.outlets.enroll_station import KnownStation
from budstikke.post.actions.outlets.follow_outlet import follow_outlet
from budstikke.post.records.models import Station
from budstikke.post.records.scope import CARRIER, acting_as

# Its page asks every ten seconds; not every question is worth a write.
_NOTED_EVERY = timedelta(seconds=20)


def hear_station(station: KnownStation, *, now: datetime) -> None:
    """
    Note that a station at which somebody works has its line.

    Terms: PUM §11 (no hand-over without a line; decision 0048).
    """
    heard = station.heard_at
    if heard is not None and now - heard < _NOTED_EVERY:
        return
    with acting_as(CARRIER):
        Station.objects.filter(id=station.id, revoked_at=None).update(heard_at=now)
        if heard is None or now - heard > SILENT_AFTER:
            follow_outlet(station.outlet_id, now=now)


def leave_station(station: KnownStation, *, now: datetime) -> None:
    """
    Note that nobody works at a station any more: its silence says nothing from now on.

    Reading: who signs off has a line, so what is silent beside it was switched off and not cut off.
    """
    silent = Q(outlet_id=station.outlet_id, heard_at__lt=now - SILENT_AFTER)
    Station.objects.filter(Q(id=station.id) | silent).update(heard_at=None)
