"""Ask the carrier what became of letters, and write down what is new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from budstikke.issuer.actions import queue
from budstikke.issuer.actions.letter_history import happened
from budstikke.issuer.channels.carrier_api import CarrierApi, Followed
from budstikke.issuer.records.models import Letter, Place
from budstikke.issuer.terms.letters import Event, State

_AT_ONCE = 100
_NEWS = "news"
_THEIRS = frozenset(Event) - {
    Event.ORDERED,
    Event.ORDER_SENT,
    Event.ORDER_REJECTED,
    Event.ORDER_BOOKED,
    Event.PRINTED,
    Event.REPORT_HOLDS,
    Event.REPORT_DOUBTED,
    Event.CODE_LOCKED,
    Event.CODE_EXPIRED,
    Event.ACTIVATED,
    Event.OVERTAKEN,
    Event.WITHDRAWN,
}


def follow_letters(consignments: Sequence[str], *, api: CarrierApi, now: datetime) -> int:
    """
    Take in what the carrier knows of letters; those not followed yet are subscribed to.

    Returns: how many were found there.
    Raises:  Unreachable, Rejected.
    """
    found = 0
    for consignment in consignments:
        said = api.letter(consignment=consignment)
        if said is not None:
            _take_in(said, now=now)
            found += 1
    _subscribe(consignments, api=api)
    return found


def hear_news(*, api: CarrierApi) -> int:
    """
    Ask what is new about any letter since the last time: the way that is left when nobody calls.

    Raises: Unreachable, Rejected.
    """
    place = Place.objects.filter(name=_NEWS).first()
    consignments, following = api.news(place.value if place else None)
    with transaction.atomic():
        Place.objects.update_or_create(name=_NEWS, defaults={"value": following})
        ours = list(Letter.objects.filter(consignment__in=consignments).values_list("consignment", flat=True))
        for start in range(0, len(ours), _AT_ONCE):
            queue.follow_letters(ours[start : start + _AT_ONCE])
    return len(ours)


def _subscribe(consignments: Sequence[str], *, api: CarrierApi) -> None:
    letters = Letter.objects.filter(consignment__in=consignments, followed="")
    fresh = list(letters.values_list("consignment", flat=True))
    for start in range(0, len(fresh), _AT_ONCE):
        part = fresh[start : start + _AT_ONCE]
        api.subscribe(part, url=settings.ISSUER["webhook_url"], secret=settings.ISSUER["webhook_secret"]())
        Letter.objects.filter(consignment__in=part).update(followed="called")


@transaction.atomic
def _take_in(said: Followed, *, now: datetime) -> None:
    letter = Letter.objects.select_for_update().filter(consignment=said.consignment).first()
    if letter is None:
        return
    if letter.number != said.number or letter.last_collect_day != said.last_collect_day:
        letter.number, letter.last_collect_day = said.number, said.last_collect_day
        letter.save(update_fields=["number", "last_collect_day"])
    for told in sorted(said.events, key=lambda each: each.happened_at):
        if told.code in _THEIRS:
            happened(
                letter,
                Event(told.code),
                at=told.happened_at,
                now=now,
                source="api",
                reasons=[_reason(each) for each in told.reasons],
            )
    if letter.state == State.BOOKED:
        queue.print_letters()
    if letter.state == State.COLLECTED:
        queue.take_reports()


def _reason(said: Mapping[str, Any]) -> dict[str, object]:
    return {name: said[name] for name in ("rule", "clauses", "words") if name in said}
