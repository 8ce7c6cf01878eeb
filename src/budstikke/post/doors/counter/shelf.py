"""The outlet's day as the station shows it: in numbers on every home page, in lists on its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from budstikke.law.words import Language, Words
from budstikke.post.records.models import IdCheck, OpenCheck
from budstikke.post.records.outlet_day import OutletDay, outlet_day
from budstikke.post.records.scope import CARRIER, acting_as

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


def open_at(station_id: int) -> OpenLetter | None:
    """Return the check that is open at a station, or None."""
    with acting_as(CARRIER):
        row = OpenCheck.objects.select_related("letter").filter(station_id=station_id).first()
    return OpenLetter(nonce=row.nonce, number=row.letter.number) if row else None


def counts_of(outlet_id: int, *, today: date) -> dict[str, int]:
    """Return the outlet's day in numbers."""
    with acting_as(CARRIER):
        return outlet_day(outlet_id, today=today, most=1).counts


def day_of(outlet_id: int, *, today: date) -> tuple[OutletDay, list[IdCheck]]:
    """Return the outlet's day, and the checks that were refused on it."""
    with acting_as(CARRIER):
        day = outlet_day(outlet_id, today=today)
        refused = IdCheck.objects.select_related("letter").filter(
            id__in=[one.check_id for one in day.refused]
        )
        return day, list(refused.order_by("-checked_at", "-id"))


def worded(counts: Mapping[str, int], *, language: Language) -> list[dict[str, object]]:
    """Return the numbers of a day, each with its words."""
    return [{"number": counts[name], "words": words.in_(language)} for name, words in _COUNTED]
