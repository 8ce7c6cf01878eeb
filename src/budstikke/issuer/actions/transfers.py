"""Money to and from player accounts: written down as we are told, and looked up by whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from budstikke.issuer.records.models import Transfer
from budstikke.issuer.terms.transfers import Direction, Told, TransferState, advise
from budstikke.kit.clock import local_day


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferNews:
    """What the payment side tells of a transfer."""

    customer_id: int
    reference: str
    direction: Direction
    amount_ore: int
    state: TransferState
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """A transfer, and what to do about it."""

    row: Transfer
    told: Told


def note_transfer(news: TransferNews, *, now: datetime) -> Transfer:
    """Write down where a transfer is; told again, only its state changes, and never back from an end."""
    row, made = Transfer.objects.get_or_create(
        reference=news.reference,
        defaults={
            "customer_id": news.customer_id,
            "direction": news.direction,
            "amount_ore": news.amount_ore,
            "state": news.state,
            "sent_at": news.sent_at,
            "told_at": now,
        },
    )
    over = row.state in (TransferState.ARRIVED, TransferState.RETURNED)
    if not made and not over and row.customer_id == news.customer_id and row.state != news.state:
        row.state, row.told_at = news.state, now
        row.save(update_fields=["state", "told_at"])
    return row


def transfers_of(customer_id: int, *, now: datetime) -> list[Shown]:
    """Return a customer's transfers with their advice, the newest first."""
    rows = Transfer.objects.filter(customer_id=customer_id).order_by("-sent_at", "-id")[:50]
    return [
        Shown(
            row,
            advise(state=TransferState(row.state), sent_on=local_day(row.sent_at), today=local_day(now)),
        )
        for row in rows
    ]
