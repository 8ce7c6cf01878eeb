"""Take a doubtful reading as the clerk confirmed it, field by field, under the strip of the picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from budstikke.formats import mrz
from budstikke.formats.malformed import Malformed
from budstikke.law.refusal import Refusal
from budstikke.post.actions.counter.keep_draft import draft_of, keep_draft
from budstikke.post.actions.counter.visit import keep_document
from budstikke.post.actions.reading.open_here import content_of, open_under
from budstikke.post.records.models import Pushed, Visit
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.refusals import station as at_station


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """
    What came of it.

    `unfit` names the fields that cannot be as they were confirmed, by the names of formats.mrz and of what failed
    there; where there is none, the lines are kept as typed by the clerk.
    """

    unfit: tuple[str, ...] = ()


def confirm_reading(
    nonce: UUID, reading: UUID, *, fields: Mapping[str, str], clerk: str, today: date, now: datetime
) -> Confirmed | Refusal:
    """
    Keep a doubtful reading with the clerk's corrections as the zone of the document.

    Terms:   PUM §12 (what cannot be read is keyed).
    Reading: the whole zone then counts as typed, for somebody looked at every field of it; the check digits are still
             those that were read, and have to fit.
    Refuses: CHECK_NOT_OPEN.
    """
    with acting_as(CARRIER):
        row = open_under(nonce)
        pushed = Pushed.objects.filter(nonce=reading).first()
        if (
            row is None
            or row.clerk != clerk
            or pushed is None
            or (pushed.open_check_id or pushed.visit_id) != nonce
        ):
            return Refusal(at_station.CHECK_NOT_OPEN)
        kept = content_of(pushed, holder=row)
        draft = draft_of(row)
    try:
        lines = mrz.corrected(kept.get("unsure_lines", ()), fields, today=today)
    except Malformed as told:
        return Confirmed(unfit=tuple(dict.fromkeys(fault.where for fault in told.faults)))
    zone = mrz.read(lines, today=today)
    if not zone.consistent:
        return Confirmed(unfit=zone.failed)
    keep = keep_document if isinstance(row, Visit) else keep_draft
    refusal = keep(nonce, replace(draft, mrz_lines=lines), clerk=clerk, now=now)
    return refusal or Confirmed()
