"""Let a recipient report a problem with a letter: customer service gets a case, and the clause is told at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from budstikke.formats.s10 import letter_id
from budstikke.law.refusal import Refusal
from budstikke.post.actions.extend_deadline import RECIPIENT
from budstikke.post.records.models import Letter, SupportCase
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import BY_ID
from budstikke.post.terms.pum.claims import Cause, complain
from budstikke.post.terms.refusals.handing_over import LETTER_NOT_HERE

# What a case is about, and the cause of a complaint; a question at the counter is no complaint and is never late.
CAUSES: Mapping[str, Cause | None] = {
    **{f"told_{cause}": cause for cause in Cause},
    "told_counter": None,
    "told_other": None,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """The case, and for a complaint the last day on which one is taken."""

    case: int
    complaint_last_day: date | None


def report_problem(number: str, *, cause: str, today: date, now: datetime) -> Reported | Refusal:
    """
    Open a case about a letter.

    Terms:   PUM §17, §18 (30 days from hand-in), §14.
    Reading: anybody may say that something is wrong; whether anything is paid, and to whom, is decided by customer
    service on the case. A report holds no deadline: whoever knows a postcode could keep a letter for ever
    (A-82, decision 0082).
    Returns: the case; one of the same cause that is open already is the one.
    Refuses: LETTER_NOT_HERE (never handed in), COMPLAINT_TOO_LATE.
    """
    assert cause in CAUSES, cause
    with acting_as(CARRIER):
        letter = Letter.objects.select_for_update().get(id=letter_id(number))
        if letter.handed_in_on is None:
            return Refusal(LETTER_NOT_HERE, {"state": letter.state})
        last_day: date | None = None
        if CAUSES[cause] is not None:
            decision = complain(
                handed_in_on=letter.handed_in_on, complained_on=today, edition=BY_ID[letter.edition]
            )
            if decision.refusals:
                return decision.refusals[0]
            told = decision.answer["last_day"]
            assert isinstance(told, date)
            last_day = told
        case, _ = SupportCase.objects.get_or_create(
            letter=letter,
            closed_at=None,
            cause=cause,
            defaults={
                "sender_id": letter.sender_id,
                "outlet_id": letter.outlet_id,
                "opened_at": now,
                "opened_on": today,
                "opened_by": RECIPIENT,
            },
        )
    return Reported(case=case.id, complaint_last_day=last_day)
