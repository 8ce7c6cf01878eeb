"""A sender's claims as it may see them: those it made, and those of its letters' recipients."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from budstikke.law.words import Words
from budstikke.post.actions.invoicing.invoice_documents import name
from budstikke.post.records.models import Claim
from budstikke.post.records.scope import acting_as
from budstikke.post.terms.pum.settling import Claimant, ClaimKind, ClaimState


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """One reason of a decision: its rule, its clauses, and what it says."""

    rule: str
    clauses: tuple[str, ...]
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnClaim:
    """
    A claim, and once it is settled what was decided.

    Unit: øre. That somebody has granted it is nobody's to know before it stands; who decided is nobody's at all.
    `answered_at` is when the answer went, `answered_by` the channel.
    """

    id: int
    number: str
    kind: ClaimKind
    claimant: Claimant
    state: ClaimState
    told_on: date
    discovered_on: date | None
    claimed_ore: int | None
    amount_ore: int | None
    settled_on: date | None
    credit_note: str | None
    reasons: tuple[Because, ...]
    answered_at: datetime | None
    answered_by: str


def own_claims(
    sender_id: int, *, before: int | None = None, state: ClaimState | None = None, most: int
) -> list[OwnClaim]:
    """Return claims, the newest first, those with a smaller id than `before`."""
    with acting_as(str(sender_id)):
        rows = _rows(sender_id)
        if before is not None:
            rows = rows.filter(id__lt=before)
        if state is not None:
            rows = rows.filter(state=state)
        return [_shown(row) for row in rows.order_by("-id")[:most]]


def own_claim(claim_id: int, *, sender_id: int) -> OwnClaim | None:
    """Return one claim; None for somebody else's as for none."""
    with acting_as(str(sender_id)):
        row = _rows(sender_id).filter(id=claim_id).first()
        return _shown(row) if row else None


def _rows(sender_id: int) -> QuerySet[Claim]:
    return Claim.objects.select_related("letter", "credit_note", "answer").filter(sender_id=sender_id)


def _shown(row: Claim) -> OwnClaim:
    settled = row.settled_at is not None
    return OwnClaim(
        id=row.id,
        number=row.letter.number,
        kind=ClaimKind(row.kind),
        claimant=Claimant(row.claimant),
        state=ClaimState(row.state) if settled else ClaimState.OPEN,
        told_on=row.told_on,
        discovered_on=row.discovered_on,
        claimed_ore=row.claimed_ore,
        amount_ore=row.amount_ore if settled else None,
        settled_on=row.settled_on,
        credit_note=name(row.credit_note) if row.credit_note else None,
        reasons=tuple(
            Because(rule=each["rule"], clauses=tuple(each["clauses"]), words=Words(**each["words"]))
            for decision in ((row.decision, *row.decision["also"]) if row.decision else ())
            for each in decision["reasons"]
            if each["rule"] != "second_person"
        ),
        answered_at=row.answer.sent_at if row.answer else None,
        answered_by=row.answer.channel if row.answer else "",
    )
