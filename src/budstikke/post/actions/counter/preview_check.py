"""Say what the rules would answer on all that was put into an open check so far; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from budstikke.formats.malformed import Malformed
from budstikke.law.decision import Decision
from budstikke.post.actions.counter.check_identity import judge
from budstikke.post.actions.counter.gather import presented_so_far
from budstikke.post.actions.reading.read_document import Reading
from budstikke.post.records.models import OpenCheck
from budstikke.post.records.scope import CARRIER, acting_as


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What the rules would answer now; `decision` None where a number was mistyped (`mistyped`)."""

    decision: Decision | None = None
    reading: Reading | None = None
    mistyped: tuple[str, ...] = ()


def preview_check(nonce: UUID, *, clerk: str, online: bool, today: date) -> Preview | None:
    """
    Ask the terms about an open check as it stands.

    Terms:   PUM §5, §7, §11, §12, §14.
    Returns: None where the check is not open for this clerk.
    """
    with acting_as(CARRIER):
        row = (
            OpenCheck.objects.select_related("letter__sender", "station__outlet")
            .filter(nonce=nonce, clerk=clerk)
            .first()
        )
        if row is None:
            return None
        presented = presented_so_far(row, clerk=clerk, online=online)
        try:
            judged = judge(presented, letter=row.letter, outlet=row.station.outlet, today=today)
        except Malformed as fault:
            return Preview(mistyped=tuple(each.code for each in fault.faults))
    return Preview(decision=judged.decision, reading=judged.reading)
