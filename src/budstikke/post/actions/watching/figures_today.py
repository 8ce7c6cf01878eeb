"""The figures anybody may see: how quick the post was today, and that every letter is accounted for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache

from budstikke.kit.clock import local_day, midnight
from budstikke.post.actions.watching.canaries import LATE_AFTER
from budstikke.post.records import figures, tally
from budstikke.post.records.figures import Share
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.events import Outcome

FRESH_FOR = timedelta(minutes=1)
_KEPT_S, _MAKING_S = 3600, 60
_KEY, _MAKING = "figures", "figures-being-made"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures as they were at a moment; nothing in them is about one person or one sender."""

    made_at: datetime
    notices: Share
    reports: Share
    canaries: Share
    booked: int
    outcomes: Mapping[Outcome, int]
    difference: int


def figures_today(*, now: datetime) -> Figures:
    """
    Return figures no older than a minute, or those before while another process makes new ones.

    However many ask, they are made once a minute, from what is new since.
    """
    kept = cache.get(_KEY)
    if isinstance(kept, Figures):
        fresh = abs(now - kept.made_at) < FRESH_FOR
        if fresh or not cache.add(_MAKING, True, _MAKING_S):
            return kept
    made = _made(now=now)
    cache.set(_KEY, made, _KEPT_S)
    cache.delete(_MAKING)
    return made


def _made(*, now: datetime) -> Figures:
    since = midnight(local_day(now))
    with acting_as(CARRIER):
        counted = tally.counted()
        return Figures(
            made_at=now,
            notices=figures.notices(since=since, now=now),
            reports=figures.reports(since=since, now=now),
            canaries=figures.canaries(within=LATE_AFTER, since=since, now=now),
            booked=counted.booked,
            outcomes=counted.outcomes,
            difference=counted.difference,
        )
