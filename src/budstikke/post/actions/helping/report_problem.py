"""Let a recipient report a problem with a letter: a claim where §18 gives one, else a case for customer service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from budstikke.formats.s10 import letter_id
from budstikke.law.refusal import Refusal
from budstikke.post.actions.helping.open_claim import Told, open_claim
from budstikke.post.actions.moving.extend_deadline import RECIPIENT
from budstikke.post.records.models import Letter, SupportCase
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.pum.settling import Claimant, ClaimKind
from budstikke.post.terms.refusals.handing_over import LETTER_NOT_HERE

# What a recipient may report, and the claim it makes; a question at the counter is no complaint and is never late.
# A refund of the fee is the sender's to claim.
CAUSES: Mapping[str, ClaimKind | None] = {
    **{f"told_{kind}": kind for kind in ClaimKind if kind is not ClaimKind.FEE_REFUND},
    "told_counter": None,
    "told_other": None,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """The claim with the last day on which one is taken, or the case."""

    claim: int | None = None
    case: int | None = None
    complaint_last_day: date | None = None


def report_problem(number: str, *, cause: str, today: date, now: datetime) -> Reported | Refusal:
    """
    Open a claim or a case about a letter.

    Terms:   PUM §17, §18 (30 days from hand-in), §14.
    Reading: anybody may say that something is wrong; whether anything is paid is decided by customer service. A report
    holds no deadline: whoever knows a postcode could keep a letter for ever (A-82, decision 0082).
    Returns: the claim or case; one of the same kind that is open already is the one.
    Refuses: LETTER_NOT_HERE (never handed in), COMPLAINT_TOO_LATE.
    """
    kind = CAUSES[cause]
    with acting_as(CARRIER):
        letter = Letter.objects.select_for_update().get(id=letter_id(number))
        if letter.handed_in_on is None:
            return Refusal(LETTER_NOT_HERE, {"state": letter.state})
        if kind is not None:
            told = Told(kind=kind, claimant=Claimant.RECIPIENT, told_on=today)
            opened = open_claim(number, told, by=RECIPIENT, now=now)
            if isinstance(opened, Refusal):
                return opened
            return Reported(claim=opened.claim.id, complaint_last_day=opened.last_day)
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
    return Reported(case=case.id)
