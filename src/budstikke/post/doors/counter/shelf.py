"""The outlet's day, read from the tables: what lies here, what comes, what goes back, what was tried and done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Count, Q

from budstikke.kit.days import NORWAY
from budstikke.law.words import Language, Words
from budstikke.post.records.models import HandOver, IdCheck, Letter, OpenCheck, Postcode
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.events import State

# A page shows so many rows of a list; the number over it counts them all.
SHOWN = 200
_COUNTED = (
    ("shelf", Words(no="På hylla", en="On the shelf")),
    ("last_day", Words(no="Siste dag i dag", en="Last day today")),
    ("to_return", Words(no="Skal i retur", en="To be returned")),
    ("handed_over", Words(no="Utlevert i dag", en="Handed over today")),
    ("refused", Words(no="Avvist i dag", en="Refused today")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLetter:
    """The check that is open at a station."""

    nonce: UUID
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """An outlet's day, letter by letter; `counts` are complete where a list is cut."""

    counts: dict[str, int]
    arriving: list[Letter]
    shelf: list[Letter]
    to_return: list[Letter]
    refused: list[IdCheck]
    handed_over: list[HandOver]


def open_at(station_id: int) -> OpenLetter | None:
    """Return the check that is open at a station, or None."""
    with acting_as(CARRIER):
        row = OpenCheck.objects.select_related("letter").filter(station_id=station_id).first()
    return OpenLetter(nonce=row.nonce, number=row.letter.number) if row else None


def counts_of(outlet_id: int, *, today: date) -> dict[str, int]:
    """Return the outlet's day in numbers."""
    with acting_as(CARRIER):
        return _counts(outlet_id, today=today)


def worded(counts: dict[str, int], *, language: Language) -> list[dict[str, object]]:
    """Return the numbers of a day, each with its words."""
    return [{"number": counts[name], "words": words.in_(language)} for name, words in _COUNTED]


def day_of(outlet_id: int, *, today: date) -> Day:
    """Return the outlet's day."""
    with acting_as(CARRIER):
        waiting = Letter.objects.filter(outlet_id=outlet_id, state=State.READY)
        tried = _tried(outlet_id, today=today).select_related("letter")
        return Day(
            counts=_counts(outlet_id, today=today),
            arriving=list(_arriving(outlet_id)[:SHOWN]),
            shelf=list(
                waiting.filter(last_collect_day__gte=today).order_by("last_collect_day", "id")[:SHOWN]
            ),
            to_return=list(waiting.filter(last_collect_day__lt=today).order_by("id")[:SHOWN]),
            refused=list(tried.filter(passed=False).order_by("-checked_at")[:SHOWN]),
            handed_over=list(
                HandOver.objects.filter(id_check__in=tried, handed_over_on=today)
                .select_related("letter")
                .order_by("-handed_over_at")[:SHOWN]
            ),
        )


def _counts(outlet_id: int, *, today: date) -> dict[str, int]:
    waiting = Letter.objects.filter(outlet_id=outlet_id, state=State.READY).aggregate(
        shelf=Count("id"),
        last_day=Count("id", filter=Q(last_collect_day=today)),
        to_return=Count("id", filter=Q(last_collect_day__lt=today)),
    )
    tried = _tried(outlet_id, today=today).aggregate(
        handed_over=Count("handover", filter=Q(handover__handed_over_on=today)),
        refused=Count("id", filter=Q(passed=False)),
    )
    return {**waiting, **tried, "arriving": _arriving(outlet_id).count()}


def _tried(outlet_id: int, *, today: date):  # type: ignore[no-untyped-def]
    morning = datetime.combine(today, time.min, tzinfo=NORWAY)
    return IdCheck.objects.filter(outlet_id=outlet_id, checked_at__gte=morning)


def _arriving(outlet_id: int):  # type: ignore[no-untyped-def]
    served = Postcode.objects.filter(outlet_id=outlet_id).values("code")
    return Letter.objects.filter(state__in=(State.HANDED_IN, State.IN_TRANSIT), postcode__in=served).order_by(
        "id"
    )
