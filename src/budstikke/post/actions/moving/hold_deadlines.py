"""Give back, day by day, what support cases and known problems of equipment cost."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q

from budstikke.post.actions.moving.extend_deadline import give_back_case, give_back_outage
from budstikke.post.actions.outlets.device_states import CANARY
from budstikke.post.actions.outlets.publish_problem import problem_of
from budstikke.post.records.models import Device, KnownProblem, Outlet, SupportCase
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import BY_ID
from budstikke.post.terms.pum.known_problems import gives_days_back


def hold_deadlines(*, today: date, now: datetime) -> int:
    """
    Give back today to every letter with an open case, and to those at outlets a known problem stops.

    Terms:   PUM §11, §12, §14 (decision 0032).
    Returns: how many letters wait longer; the same day told again lengthens nothing.
    """
    with acting_as(CARRIER):
        cases = list(
            SupportCase.objects.filter(closed_at=None, letter__state="ready")
            .values_list("letter__number", "letter__edition", "cause", "opened_on")
            .order_by("letter_id")
        )
    held = 0
    for number, edition, cause, opened_on in cases:
        if cause not in BY_ID[edition].holding_causes:
            continue
        given = give_back_case(number, opened_on=opened_on, open_to=today, actor="worker", now=now)
        held += given.outcome == "extended"
    in_force = Q(ends_at=None) | Q(ends_at__gt=now)
    for row in KnownProblem.objects.filter(in_force, starts_at__lte=now, holds_deadline=True).order_by("id"):
        if gives_days_back(problem_of(row)):
            held += sum(
                give_back_outage(outlet_id=each, first=today, last=today, actor="worker", now=now)
                for each in _stopped_by(row)
            )
    return held


def _stopped_by(row: KnownProblem) -> Iterable[int]:
    """Outlets that have nothing to check with but what the problem is about."""
    if row.outlet_id is not None and not row.device_model:
        return [row.outlet_id]
    if not row.device_model:
        return Outlet.objects.filter(has_scanner=True).order_by("id").values_list("id", flat=True)
    devices = Device.objects.filter(revoked_at=None).exclude(kind=CANARY)
    others = devices.exclude(model=row.device_model).values("outlet_id")
    stopped = devices.filter(model=row.device_model).exclude(outlet_id__in=others)
    if row.outlet_id is not None:
        stopped = stopped.filter(outlet_id=row.outlet_id)
    return stopped.order_by("outlet_id").values_list("outlet_id", flat=True).distinct()
