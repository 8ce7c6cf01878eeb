"""Take a doubtful reading as the clerk confirmed it, field by field, under the strip of the picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from budstikke.formats import mrz
from budstikke.formats.malformed import Malformed
from budstikke.law.refusal import Refusal
from budstikke.post.actions.counter.keep_draft import draft_of, keep_draft
from budstikke.post.actions.sealing import unseal_json
from budstikke.post.records.models import OpenCheck, Pushed
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
        row = OpenCheck.objects.filter(nonce=nonce, clerk=clerk).first()
        pushed = Pushed.objects.filter(nonce=reading, open_check=nonce).first() if row else None
        if row is None or pushed is None:
            return Refusal(at_station.CHECK_NOT_OPEN)
        kept: dict[str, Any] = unseal_json(pushed.content_sealed, letter_id=row.letter_id, kind="pushed")
        draft = draft_of(row)
    try:
        lines = mrz.corrected(kept.get("unsure_lines", ()), fields, today=today)
    except Malformed as told:
        return Confirmed(unfit=tuple(dict.fromkeys(fault.where for fault in told.faults)))
    zone = mrz.read(lines, today=today)
    if not zone.consistent:
        return Confirmed(unfit=zone.failed)
    refusal = keep_draft(nonce, replace(draft, mrz_lines=lines), clerk=clerk, now=now)
    return refusal or Confirmed()
