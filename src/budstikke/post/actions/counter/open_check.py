"""Take up a letter at a station: the check is open there until it is decided or given up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError

from budstikke.formats.malformed import Malformed
from budstikke.formats.s10 import letter_id
from budstikke.kit.clock import OSLO
from budstikke.law.refusal import Refusal
from budstikke.post.records.models import HandOver, Letter, OpenCheck, Station
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.events import State
from budstikke.post.terms.pum.deadlines import deadline_refusals
from budstikke.post.terms.refusals import station as at_station

# A check nobody touched for so long may be taken up at another station.
LEFT_ALONE = timedelta(minutes=15)
_CLOSED = frozenset({State.RETURNING, State.RETURNED, State.CANCELLED, State.LOST})


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """
    A check that is open at the station.

    `nonce` is that of the check, which is not the one asked with where it was `resumed` or taken over;
    `taken_over_from` is the station that had it until now.
    """

    nonce: UUID
    number: str
    resumed: bool = False
    taken_over_from: int | None = None


def open_check(
    number: str, *, station_id: int, clerk: str, nonce: UUID, today: date, now: datetime
) -> Opened | Refusal:
    """
    Take up a letter at a station.

    Terms:   PUM §11, §14.
    Returns: the open check; the station's own is resumed, with all that was put in.
    Reading: one that nobody touched for 15 minutes, or of a revoked station, may be taken over, draft and all; the
    station that had it is told.
    Refuses: STATION_REVOKED, LETTER_UNKNOWN, LETTER_COLLECTED, LETTER_ON_ITS_WAY, LETTER_CLOSED,
    LETTER_ELSEWHERE, DEADLINE_PASSED, CHECK_OPEN_ELSEWHERE, STATION_OCCUPIED.
    """
    try:
        return _open(number, station_id=station_id, clerk=clerk, nonce=nonce, today=today, now=now)
    except IntegrityError:
        # Another station, or a second click at this one, was faster; now its row can be seen.
        return _open(number, station_id=station_id, clerk=clerk, nonce=nonce, today=today, now=now)


def _open(
    number: str, *, station_id: int, clerk: str, nonce: UUID, today: date, now: datetime
) -> Opened | Refusal:
    with acting_as(CARRIER):
        station = Station.objects.select_related("outlet").get(id=station_id)
        if station.revoked_at is not None or station.enrolled_at is None:
            return Refusal(at_station.STATION_REVOKED, {"station": station.name})
        try:
            letter = (
                Letter.objects.select_for_update(of=("self",))
                .select_related("outlet")
                .filter(id=letter_id(number))
                .first()
            )
        except Malformed:
            letter = None
        if letter is None:
            return Refusal(at_station.LETTER_UNKNOWN)
        refusal = why_not_here(letter, outlet_id=station.outlet_id, today=today)
        if refusal is not None:
            return refusal
        return _take_up(letter, station, clerk=clerk, nonce=nonce, now=now)


def why_not_here(letter: Letter, *, outlet_id: int, today: date) -> Refusal | None:
    """Say why a letter cannot be taken up at an outlet, or None when it can."""
    handed_over = HandOver.objects.filter(letter=letter).values_list("handed_over_on", flat=True).first()
    if handed_over is not None:
        return Refusal(at_station.LETTER_COLLECTED, {"on": handed_over})
    if letter.state in _CLOSED:
        return Refusal(at_station.LETTER_CLOSED)
    if letter.state != State.READY:
        return Refusal(at_station.LETTER_ON_ITS_WAY)
    if letter.outlet_id != outlet_id:
        where = letter.outlet.name if letter.outlet else ""
        return Refusal(at_station.LETTER_ELSEWHERE, {"outlet": where})
    return next(iter(deadline_refusals(last_collect_day=letter.last_collect_day or today, today=today)), None)


def _take_up(letter: Letter, station: Station, *, clerk: str, nonce: UUID, now: datetime) -> Opened | Refusal:
    rows = OpenCheck.objects.select_for_update(of=("self",)).select_related("station", "letter")
    busy = rows.filter(station=station).exclude(letter=letter).first()
    if busy is not None:
        return Refusal(at_station.STATION_OCCUPIED, {"number": busy.letter.number})
    row = rows.filter(letter=letter).first()
    if row is None:
        OpenCheck.objects.create(
            nonce=nonce,
            letter=letter,
            sender_id=letter.sender_id,
            station=station,
            clerk=clerk,
            opened_at=now,
            touched_at=now,
        )
        return Opened(nonce=nonce, number=letter.number)
    before = row.station
    left_alone = before.revoked_at is not None or now - row.touched_at >= LEFT_ALONE
    if before.id != station.id and not left_alone:
        since = f"{row.opened_at.astimezone(OSLO):%H:%M}"
        return Refusal(at_station.CHECK_OPEN_ELSEWHERE, {"station": before.name, "since": since})
    taken_over = before.id if before.id != station.id else None
    row.station, row.clerk, row.touched_at = station, clerk, now
    row.taken_from_id = taken_over or row.taken_from_id
    row.save(update_fields=["station", "clerk", "touched_at", "taken_from"])
    return Opened(nonce=row.nonce, number=letter.number, resumed=True, taken_over_from=taken_over)
