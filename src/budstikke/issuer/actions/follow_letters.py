"""Ask the carrier what became of letters, and write down what is new."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from budstikke.issuer.actions import queue
from budstikke.issuer.actions.letter_history import Happening, all_happened
from budstikke.issuer.actions.told_of_letters import told_of_letters
from budstikke.issuer.channels.carrier_api import CarrierApi, Followed
from budstikke.issuer.records.models import Letter, LetterNews, Place
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
    Take in what the carrier knows of letters, a hundred to a question; those not followed yet are subscribed to.

    Returns: how many were found there.
    Raises:  Unreachable, Rejected.
    """
    found = 0
    for part in _parts(consignments):
        said = api.letters(part)
        _take_in(said, now=now)
        found += len(said)
    _subscribe(consignments, api=api)
    return found


def follow_told(*, api: CarrierApi, now: datetime) -> int:
    """
    Ask about every letter that the carrier told us of, once however often it did; returns how many were found there.

    Reading: what was told is forgotten only when it was asked about; what is told meanwhile is asked about anew.
    Raises:  Unreachable, Rejected; the rest is asked about the next time.
    """
    told: dict[str, list[int]] = defaultdict(list)
    for row, consignment in LetterNews.objects.order_by("id").values_list("id", "consignment"):
        told[consignment].append(row)
    found = 0
    for part in _parts(list(told)):
        found += follow_letters(part, api=api, now=now)
        LetterNews.objects.filter(id__in=[row for each in part for row in told[each]]).delete()
    return found


def hear_news(*, api: CarrierApi, now: datetime) -> int:
    """
    Ask what is new about any letter since the last time: the way that is left when nobody calls.

    Raises: Unreachable, Rejected.
    """
    place = Place.objects.filter(name=_NEWS).first()
    consignments, following = api.news(place.value if place else None)
    with transaction.atomic():
        Place.objects.update_or_create(name=_NEWS, defaults={"value": following})
        ours = told_of_letters(consignments, now=now)
        if LetterNews.objects.exists():
            # Also what a job that failed for good has left.
            queue.follow_letters()
    return len(ours)


def _parts(consignments: Sequence[str]) -> Iterator[Sequence[str]]:
    return (consignments[start : start + _AT_ONCE] for start in range(0, len(consignments), _AT_ONCE))


def _subscribe(consignments: Sequence[str], *, api: CarrierApi) -> None:
    letters = Letter.objects.filter(consignment__in=consignments, followed="")
    for part in _parts(list(letters.values_list("consignment", flat=True))):
        api.subscribe(part, url=settings.ISSUER["webhook_url"], secret=settings.ISSUER["webhook_secret"]())
        Letter.objects.filter(consignment__in=part).update(followed="called")


@transaction.atomic
def _take_in(said: Sequence[Followed], *, now: datetime) -> None:
    told = {each.consignment: each for each in said}
    letters = list(Letter.objects.select_for_update().filter(consignment__in=told).order_by("id"))
    changed, events = [], []
    for letter in letters:
        known = told[letter.consignment]
        if (letter.number, letter.last_collect_day) != (known.number, known.last_collect_day):
            letter.number, letter.last_collect_day = known.number, known.last_collect_day
            changed.append(letter)
        events += [
            Happening(
                letter=letter,
                event=Event(each.code),
                at=each.happened_at,
                source="api",
                reasons=[_reason(reason) for reason in each.reasons],
            )
            for each in sorted(known.events, key=lambda each: each.happened_at)
            if each.code in _THEIRS
        ]
    if changed:
        Letter.objects.bulk_update(changed, ["number", "last_collect_day"])
    all_happened(events, now=now)
    states = {letter.state for letter in letters}
    if State.BOOKED in states:
        queue.print_letters()
    if State.COLLECTED in states:
        queue.take_reports()


def _reason(said: Mapping[str, Any]) -> dict[str, object]:
    return {name: said[name] for name in ("rule", "clauses", "words") if name in said}
