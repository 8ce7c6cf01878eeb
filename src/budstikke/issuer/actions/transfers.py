"""Money to and from player accounts: written down as we are told, and looked up by whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from budstikke.issuer.actions.audit import audited
from budstikke.issuer.actions.sealed_eids import customer_by_number
from budstikke.issuer.records.models import Transfer
from budstikke.issuer.terms.transfers import Direction, Told, TransferState, advise
from budstikke.kit.clock import local_day

_PAYMENTS = "payments"


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferNews:
    """What the payment side tells of a transfer."""

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


def take_news(news: TransferNews, *, number: str, now: datetime) -> bool:
    """
    Take in what the payment side tells of a person's transfer; False where it told otherwise before.

    Reading: of a number nobody has here nothing is kept but that somebody asked, and the answer is the same.
    """
    customer = customer_by_number(number)
    with transaction.atomic():
        audited(
            "transfer.told",
            actor=_PAYMENTS,
            now=now,
            customer=customer.reference if customer else None,
            state=news.state.value,
            known=customer is not None,
        )
        if customer is None:
            return True
        row = note_transfer(news, customer_id=customer.pk, now=now)
    told = (customer.pk, news.direction, news.amount_ore)
    return (row.customer_id, row.direction, row.amount_ore) == told


def note_transfer(news: TransferNews, *, customer_id: int, now: datetime) -> Transfer:
    """Write down where a transfer is; told again, only its state changes, and never back from an end."""
    row, made = Transfer.objects.get_or_create(
        reference=news.reference,
        defaults={
            "customer_id": customer_id,
            "direction": news.direction,
            "amount_ore": news.amount_ore,
            "state": news.state,
            "sent_at": news.sent_at,
            "told_at": now,
        },
    )
    over = row.state in (TransferState.ARRIVED, TransferState.RETURNED)
    if not made and not over and row.customer_id == customer_id and row.state != news.state:
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
