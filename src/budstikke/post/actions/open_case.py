"""Call support about one letter: while the case is open, the days do not count against the recipient."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from budstikke.kit.clock import local_day
from budstikke.law.refusal import Refusal
from budstikke.post.records.models import OpenCheck, SupportCase
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.refusals import station as at_station

CAUSES = ("scanner", "document_unreadable", "name", "other")


def open_case(nonce: UUID, *, cause: str, clerk: str, device: str = "", now: datetime) -> int | Refusal:
    """
    Open a case about the letter of an open check.

    Returns: the case; one that is open already is the one.
    Refuses: CHECK_NOT_OPEN.
    """
    assert cause in CAUSES, cause
    with acting_as(CARRIER):
        row = (
            OpenCheck.objects.select_for_update(of=("self",))
            .select_related("station")
            .filter(nonce=nonce, clerk=clerk)
            .first()
        )
        if row is None:
            return Refusal(at_station.CHECK_NOT_OPEN)
        case, _ = SupportCase.objects.get_or_create(
            letter_id=row.letter_id,
            closed_at=None,
            defaults={
                "sender_id": row.sender_id,
                "outlet_id": row.station.outlet_id,
                "device": device,
                "cause": cause,
                "opened_at": now,
                "opened_on": local_day(now),
                "opened_by": clerk,
            },
        )
    return case.id


def close_case(case_id: int, *, outcome: str, by: str, now: datetime) -> bool:
    """Close a case; return whether it was open."""
    with acting_as(CARRIER):
        closed = SupportCase.objects.filter(id=case_id, closed_at=None).update(
            closed_at=now, closed_on=local_day(now), closed_by=by, outcome=outcome
        )
    return bool(closed)
