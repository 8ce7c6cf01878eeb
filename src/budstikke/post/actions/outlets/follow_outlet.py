"""Follow an outlet's scanners and its line: an outage begins when nothing can be handed over, and ends when it can."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from budstikke.kit.clock import OSLO, local_day
from budstikke.post.actions.outlets.device_states import SILENT, SILENT_AFTER, DeviceState, state_of
from budstikke.post.records.models import Device, Outage, Outlet, Station
from budstikke.post.terms.editions import pum_on

# What makes an outlet able to check (PUM §11); a camera alone does not.
SCANNERS = ("document_scanner", "chip_reader", "swipe_reader")
_LINE = "line"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fault:
    """What keeps an outlet from handing over, and since when."""

    cause: str
    since: datetime


def follow_outlet(outlet_id: int, *, now: datetime) -> None:
    """
    Let the outlet work as its scanners do, and note when an outage begins or ends.

    Terms:   PUM §11 (no hand-over without the electronic check).
    Reading: an outage begins when the last working scanner fails, or when every station at which somebody works
             falls silent; it ends when neither is so. Silence outside the hours of an outlet means that it is
             closed, not that anything failed (A-49; decisions 0036, 0048). An outlet of which nothing was heard
             stays as it is.
    """
    # The outlet first, so that two devices that fail at once make one outage.
    outlet = Outlet.objects.select_for_update().get(id=outlet_id)
    under_way = Outage.objects.filter(outlet_id=outlet_id, until_at=None).first()
    states = _scanners(outlet_id, now=now)
    scanner = _scanner_fault(states, now=now)
    asleep = bool(states) and _all_silent(states) and not _open_now(now)
    if states and not asleep and outlet.scanner_works is not (scanner is None):
        Outlet.objects.filter(id=outlet_id).update(scanner_works=scanner is None)
    heard = _heard_of_stations(outlet_id)
    fault = (None if asleep else scanner) or _line_fault(heard, goes_on=under_way is not None, now=now)
    if fault is not None and under_way is None:
        Outage.objects.create(outlet_id=outlet_id, cause=fault.cause, from_at=fault.since)
    elif fault is None and under_way is not None and not asleep and (states or heard):
        under_way.until_at = max(now, under_way.from_at)
        under_way.save(update_fields=["until_at"])


def _scanners(outlet_id: int, *, now: datetime) -> list[DeviceState]:
    # One that was registered but never heard is not in use yet, and says nothing of the outlet.
    in_use = Device.objects.filter(
        outlet_id=outlet_id, revoked_at=None, kind__in=SCANNERS, heard_at__isnull=False
    )
    return [state_of(row, now=now) for row in in_use]


def _scanner_fault(states: Sequence[DeviceState], *, now: datetime) -> _Fault | None:
    if not states or any(state.works for state in states):
        return None
    # A scanner that fell silent worked, for all we know, until it was heard last.
    last = max(state.heard_at for state in states if state.heard_at is not None)
    return _Fault(cause=states[0].fault, since=last if _all_silent(states) else now)


def _heard_of_stations(outlet_id: int) -> list[datetime]:
    at_work = Station.objects.filter(outlet_id=outlet_id, revoked_at=None).exclude(heard_at=None)
    return [heard for heard in at_work.values_list("heard_at", flat=True) if heard is not None]


def _line_fault(heard: Sequence[datetime], *, goes_on: bool, now: datetime) -> _Fault | None:
    """Return that the line is lost; what was left standing on another day, or is silent at night, says nothing."""
    if not heard or now - max(heard) <= SILENT_AFTER:
        return None
    began_today = _open_now(now) and local_day(max(heard)) == local_day(now)
    return _Fault(cause=_LINE, since=max(heard)) if goes_on or began_today else None


def _all_silent(states: Sequence[DeviceState]) -> bool:
    return all(state.fault == SILENT for state in states)


def _open_now(now: datetime) -> bool:
    opens, closes = pum_on(local_day(now)).outage_hours
    return opens <= now.astimezone(OSLO).hour < closes
