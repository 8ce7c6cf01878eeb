"""After booking, find the letters whose recipient's own order would keep them from getting there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import connection

from budstikke.kit.clock import local_day
from budstikke.post.actions.sorting.sort_items import NothingPublished, foresee
from budstikke.post.actions.sorting.sort_letters import UNDER_WAY, item_of
from budstikke.post.records import horizons
from budstikke.post.records.models import Letter, LetterWarning
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import pum_on
from budstikke.post.terms.events import Event, State
from budstikke.post.terms.forwarding.verdicts import Verdict
from budstikke.post.terms.forwarding.warning import first_warned
from budstikke.post.terms.pum.delivery_time import delivery_target

_HORIZON = "warnings of letters"
_STILL_COMES = (str(State.BOOKED), *UNDER_WAY)
_ORDERED = [str(Event.PRE_NOTIFIED), str(Event.ORDER_CHANGED)]
_NEW = """
SELECT DISTINCT letter_id FROM event
WHERE recorded_in >= %s AND recorded_in < %s AND code = ANY(%s) ORDER BY letter_id
"""
_AT_ONCE = 1_000


def look_for_warnings(*, now: datetime) -> int:
    """
    Ask of every letter booked or changed since the last time whether its recipient's order would keep it from them.

    Terms:   PUM §5; Forwarding §2, §4.
    Reading: booking asks nothing and says nothing, so that no sender can tell whose recipient has moved (decision
    0100). A letter found twice is told once.
    Returns: how many recipients there may be to tell.
    """
    with acting_as(CARRIER), connection.cursor() as cursor:
        upto = horizons.oldest_running()
        cursor.execute(_NEW, [horizons.below(_HORIZON), upto, _ORDERED])
        booked = [int(row[0]) for row in cursor.fetchall()]
    found = 0
    for start in range(0, len(booked), _AT_ONCE):
        with acting_as(CARRIER):
            letters = list(Letter.objects.filter(id__in=booked[start : start + _AT_ONCE]).order_by("id"))
            rows = [LetterWarning(letter=letter, due_at=now) for letter, _, _ in warned(letters, now=now)]
            LetterWarning.objects.bulk_create(rows, ignore_conflicts=True)
        found += len(rows)
    with acting_as(CARRIER):
        horizons.advance(_HORIZON, to=upto)
    return found


def warned(letters: Sequence[Letter], *, now: datetime) -> list[tuple[Letter, date, Verdict]]:
    """
    Return the letters that still come and whose recipient should know something, with the first such day.

    Reading: sorting is asked for each day until a letter handed in today should be there (PUM §11).
    """
    coming = [each for each in letters if each.state in _STILL_COMES]
    today = local_day(now)
    target = delivery_target(handed_in_on=today, edition=pum_on(today)).answer["target_delivery_by"]
    assert isinstance(target, date)
    days = [today + timedelta(days=each) for each in range((target - today).days + 1)]
    try:
        verdicts = foresee([item_of(each) for each in coming], days=days, now=now)
    except NothingPublished:
        return []
    pairs = zip(coming, verdicts, strict=True)
    met = ((letter, first_warned(zip(days, each, strict=True))) for letter, each in pairs)
    return [(letter, *found) for letter, found in met if found is not None]
