"""Follow the scanners and the stations of each outlet: an outage begins, costs days, which are given back, and ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, Q

from budstikke.kit.clock import OSLO, local_day, midnight
from budstikke.post.actions import queue
from budstikke.post.actions.moving.extend_deadline import give_back_days
from budstikke.post.actions.outlets.follow_outlet import follow_outlet
from budstikke.post.records.models import Device, Letter, Notice, Outage, Station
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import pum_on
from budstikke.post.terms.pum.days_given_back import Span, days_lost


def watch_devices(*, now: datetime) -> int:
    """
    Look at every outlet's scanners and stations, and give back what outages have cost so far.

    Terms:   PUM §11, §14 (decisions 0016, 0036, 0048).
    Returns: how many letters wait longer; asked again at once, none does.
    """
    for outlet_id in _heard_of():
        with acting_as(CARRIER):
            follow_outlet(outlet_id, now=now)
    # What ended before today was given back in full while it lasted, or when it ended.
    today = midnight(local_day(now))
    of_outlets: dict[int, list[Outage]] = defaultdict(list)
    for outage in Outage.objects.filter(Q(until_at=None) | Q(until_at__gte=today)).order_by("id"):
        of_outlets[outage.outlet_id].append(outage)
    return sum(give_back(outlet_id, outages, now=now) for outlet_id, outages in of_outlets.items())


def _heard_of() -> list[int]:
    """Return the outlets of which any scanner or station was heard."""
    heard = {"revoked_at": None, "heard_at__isnull": False}
    devices = Device.objects.filter(**heard).order_by().values_list("outlet_id", flat=True)
    stations = Station.objects.filter(**heard).order_by().values_list("outlet_id", flat=True)
    return sorted(devices.union(stations))


def give_back(outlet_id: int, outages: Sequence[Outage], *, now: datetime) -> int:
    """Give back the days an outlet's outages have cost and that were not given back yet; return how many letters."""
    spans = [
        Span(since=each.from_at.astimezone(OSLO), until=(each.until_at or now).astimezone(OSLO))
        for each in outages
    ]
    runs = days_lost(spans, edition=pum_on(local_day(now)))
    last, given = (
        outages[-1],
        max((each.given_back_on for each in outages if each.given_back_on), default=None),
    )
    new = [run for run in runs if given is None or run.last > given]
    if not new:
        return 0
    with acting_as(CARRIER):
        moved: set[int] = set()
        for run in new:
            moved.update(give_back_days(outlet_id, days=run, actor="worker", now=now))
        if last.given_back_on is None:
            _tell(sorted(moved), now=now)
        Outage.objects.filter(id=last.id).update(given_back_on=new[-1].last)
    return len(moved)


def _tell(letter_ids: Sequence[int], *, now: datetime) -> None:
    """Have the recipients told, once for an outage: what happened, until when now, and where else."""
    told = dict(
        Notice.objects.filter(letter_id__in=letter_ids, kind="outage")
        .values_list("letter_id")
        .annotate(Count("id"))
    )
    senders = dict(Letter.objects.filter(id__in=letter_ids).values_list("id", "sender_id"))
    made = Notice.objects.bulk_create(
        Notice(
            letter_id=each,
            sender_id=senders[each],
            kind="outage",
            ordinal=told.get(each, 0) + 1,
            made_at=now,
        )
        for each in letter_ids
    )
    queue.send_notices([notice.id for notice in made])
