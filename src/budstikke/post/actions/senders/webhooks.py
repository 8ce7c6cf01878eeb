"""Take, show and end subscriptions to what happens to letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from budstikke.formats import s10
from budstikke.post.actions.sealing import seal_for_webhook
from budstikke.post.records import webhooks
from budstikke.post.records.models import Webhook, WebhookDelivery
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.events import EVENTS

LASTS = timedelta(days=30)
# What a subscriber may ask for: every public word, also those that no letter of ours comes to.
GROUPS = frozenset(
    (
        *(row.bring for row in EVENTS.values()),
        "CUSTOMS",
        "COLLECTED",
        "DELIVERY_ORDERED",
        "INTERNATIONAL",
        "TRANSPORT_TO_RECIPIENT",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a subscriber wants: which events, and where and how to be told. `secret`: to sign what is sent."""

    event_groups: tuple[str, ...]
    url: str
    content_type: str
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    secret: str = field(default="", repr=False)


def subscribe(
    tracking_ids: Sequence[str], wanted: Wanted, *, sender_id: int, key_id: int | None, now: datetime
) -> list[Webhook]:
    """
    Enter a subscription for each number; those that stand already are left out of what is returned.

    `key_id` None: it was entered in the portal.

    Whether a number is known, and whose it is, is not told: another sender's letter is followed by nobody else.
    """
    made = [_webhook(each, wanted, sender_id, key_id, now) for each in dict.fromkeys(tracking_ids)]
    with acting_as(CARRIER):
        fresh = webhooks.stand(made)
    return [each for each in made if each.id in fresh]


def _webhook(tracking_id: str, wanted: Wanted, sender_id: int, key_id: int | None, now: datetime) -> Webhook:
    webhook_id = uuid4()
    number = s10.canonical(tracking_id)
    is_letter = s10.is_valid(number)
    sealed = {"headers": [list(pair) for pair in wanted.headers], "secret": wanted.secret}
    return Webhook(
        id=webhook_id,
        sender_id=sender_id,
        api_key_id=key_id,
        tracking_id=number if is_letter else tracking_id,
        letter_id=s10.letter_id(number) if is_letter else None,
        event_groups=",".join(sorted(set(wanted.event_groups))),
        url=wanted.url,
        content_type=wanted.content_type,
        header_names="\n".join(name for name, _ in wanted.headers),
        headers_sealed=seal_for_webhook(sealed, webhook_id=webhook_id),
        created_at=now,
        expires_at=now + LASTS,
    )


def standing(*, sender_id: int, most: int, now: datetime) -> list[Webhook]:
    """Return a sender's subscriptions, the newest first."""
    with acting_as(str(sender_id)):
        rows = Webhook.objects.filter(sender_id=sender_id, ended_at=None, expires_at__gt=now)
        return list(rows.order_by("-created_at", "id")[:most])


def one_standing(webhook_id: UUID, *, sender_id: int, now: datetime) -> Webhook | None:
    """Return a subscription of the sender's, if it stands."""
    with acting_as(str(sender_id)):
        rows = Webhook.objects.filter(sender_id=sender_id, ended_at=None, expires_at__gt=now)
        return rows.filter(id=webhook_id).first()


def end(webhook_id: UUID, *, sender_id: int, now: datetime) -> Webhook | None:
    """End a subscription of the sender's; nothing more is told to it. None when there is none."""
    with acting_as(CARRIER):
        rows = Webhook.objects.select_for_update().filter(sender_id=sender_id, ended_at=None)
        webhook = rows.filter(id=webhook_id, expires_at__gt=now).first()
        if webhook is None:
            return None
        Webhook.objects.filter(id=webhook_id).update(ended_at=now)
        WebhookDelivery.objects.filter(webhook_id=webhook_id, due_at__isnull=False).update(due_at=None)
    return webhook


def try_out(webhook: Webhook, *, now: datetime) -> None:
    """Have a webhook told something that did not happen, once, whatever comes of it."""
    with acting_as(CARRIER):
        WebhookDelivery.objects.create(
            webhook=webhook,
            sender_id=webhook.sender_id,
            status=webhook.event_groups.partition(",")[0],
            shipment="SHIPMENTNUMBER",
            package=webhook.tracking_id,
            happened_at=now,
            due_at=now,
            tries_left=0,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One thing that was, or is to be, told to a webhook, with every try."""

    delivery: WebhookDelivery
    attempts: tuple[tuple[datetime, str], ...]


def tellings_of(webhook_id: UUID, *, sender_id: int, most: int) -> list[Telling]:
    """Return what a webhook of the sender's was told, the newest first: the log of deliveries."""
    with acting_as(str(sender_id)):
        rows = WebhookDelivery.objects.filter(sender_id=sender_id, webhook_id=webhook_id)
        listed = rows.order_by("-id").prefetch_related("webhookattempt_set")[:most]
        return [
            Telling(
                delivery=row,
                attempts=tuple(sorted((each.at, each.answer) for each in row.webhookattempt_set.all())),
            )
            for row in listed
        ]
