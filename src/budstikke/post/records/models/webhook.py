"""Webhooks: who wants to be told of which events, what is to be told, and how each try went."""

from __future__ import annotations

from django.db import models

from budstikke.post.records.models.access import ApiKey
from budstikke.post.records.models.event import Event
from budstikke.post.records.models.sender import Sender


class Webhook(models.Model):
    """
    One subscription to the events of a letter or consignment, for thirty days.

    `event_groups` are public words parted by commas, in their order. `letter_id` is set where the number followed is a
    letter's, known to us or not. The values of a subscriber's headers, and its secret, are sealed.
    """

    id = models.UUIDField(primary_key=True)
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT)
    api_key = models.ForeignKey(
        ApiKey, null=True, on_delete=models.PROTECT, help_text="empty for one entered in the portal"
    )
    tracking_id = models.TextField()
    letter_id = models.BigIntegerField(null=True)
    event_groups = models.TextField()
    url = models.TextField()
    content_type = models.TextField()
    header_names = models.TextField(help_text="parted by line breaks")
    headers_sealed = models.BinaryField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    looked_for_at = models.DateTimeField(null=True, help_text="when it was seen whether the letter is known")

    class Meta:
        db_table = "webhook"
        indexes = (
            models.Index(fields=["sender", "tracking_id"], name="webhooks_of_a_consignment"),
            models.Index(
                fields=["expires_at"], name="webhooks_to_end", condition=models.Q(ended_at__isnull=True)
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["sender", "tracking_id", "event_groups", "url"],
                name="a_subscription_stands_once",
                condition=models.Q(ended_at__isnull=True),
            ),
        )


class WebhookDelivery(models.Model):
    """One thing to be told to one webhook; `due_at` is empty once it was told or given up."""

    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, db_index=False)
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT, db_index=False, db_constraint=False)
    event = models.ForeignKey(Event, null=True, on_delete=models.PROTECT, db_index=False, db_constraint=False)
    status = models.TextField()
    shipment = models.TextField()
    package = models.TextField()
    happened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    tries_left = models.SmallIntegerField(help_text="after the one that is due")
    told_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "webhook_delivery"
        indexes = (
            models.Index(fields=["due_at"], name="tellings_due", condition=models.Q(due_at__isnull=False)),
            # The log of a webhook is read from its end.
            models.Index(fields=["webhook", "id"], name="tellings_of_a_webhook"),
        )
        constraints = (
            models.UniqueConstraint(fields=["webhook", "event"], name="an_event_is_told_a_webhook_once"),
        )


class WebhookAttempt(models.Model):
    """One try to tell: when, and what was answered, or why nothing was."""

    delivery = models.ForeignKey(WebhookDelivery, on_delete=models.PROTECT)
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT, db_index=False, db_constraint=False)
    at = models.DateTimeField()
    answer = models.TextField(help_text="an HTTP status, or a word: unreachable, address")

    class Meta:
        db_table = "webhook_attempt"
