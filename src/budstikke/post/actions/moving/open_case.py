"""Call support about one letter: while the case is open, the days do not count against the recipient."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from budstikke.kit.clock import local_day
from budstikke.law.refusal import Refusal
from budstikke.post.actions.moving.extend_deadline import give_back_case
from budstikke.post.records.models import Letter, OpenCheck, SupportCase
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import BY_ID
from budstikke.post.terms.refusals import station as at_station

# The causes of a counter; what recipients report themselves is report_problem.CAUSES.
CAUSES = ("scanner", "document_unreadable", "name", "other")


def open_case(nonce: UUID, *, cause: str, clerk: str, device: str = "", now: datetime) -> int | Refusal:
    """
    Open a case about the letter of an open check, and give its recipient this day back.

    Terms:   PUM §12, §14 (decision 0032).
    Returns: the case; one that is open already is the one.
    Refuses: CHECK_NOT_OPEN.
    """
    assert cause in CAUSES, cause
    with acting_as(CARRIER):
        # The letter first, as everybody else locks it.
        letter = Letter.objects.select_for_update().filter(opencheck__nonce=nonce).first()
        row = (
            OpenCheck.objects.select_for_update(of=("self",))
            .select_related("station")
            .filter(nonce=nonce, clerk=clerk)
            .first()
        )
        if letter is None or row is None:
            return Refusal(at_station.CHECK_NOT_OPEN)
        case, _ = SupportCase.objects.get_or_create(
            letter_id=row.letter_id,
            closed_at=None,
            cause__in=CAUSES,
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
        give_back_case(letter.number, opened_on=case.opened_on, open_to=local_day(now), actor=clerk, now=now)
    return case.id


def close_case(case_id: int, *, outcome: str, by: str, now: datetime) -> bool:
    """
    Close a case; the day it is closed still counts as held.

    Terms:   PUM §12, §14 (decision 0032).
    Returns: whether it was open.
    """
    with acting_as(CARRIER):
        case = (
            SupportCase.objects.select_for_update(of=("self",))
            .select_related("letter")
            .filter(id=case_id, closed_at=None)
            .first()
        )
        if case is None:
            return False
        today = local_day(now)
        case.closed_at, case.closed_on, case.closed_by, case.outcome = now, today, by, outcome
        case.save(update_fields=["closed_at", "closed_on", "closed_by", "outcome"])
        if case.cause in BY_ID[case.letter.edition].holding_causes:
            give_back_case(case.letter.number, opened_on=case.opened_on, open_to=today, actor=by, now=now)
    return True
