"""Notices: that a letter waits, or still waits."""

from __future__ import annotations

from django.db import models

from budstikke.post.records.models.letter import Letter
from budstikke.post.records.models.sender import Sender


class Notice(models.Model):
    """
    One notice or reminder (PUM §11, §14): the channels are tried in order until one takes it.

    `failed_channels` lists those that refused it for good; `channel` the one that took it. One that may not go out
    at the hour `is_held` until `held_until`.
    """

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, db_index=False)
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT, db_index=False, db_constraint=False)
    kind = models.TextField(help_text="ready, reminder, outage, extended, returned or claim")
    ordinal = models.SmallIntegerField(
        help_text="0 for the first notice; 1, 2, ... for reminders; the others count for themselves"
    )
    made_at = models.DateTimeField()
    channel = models.TextField(blank=True)
    failed_channels = models.JSONField(default=list)
    sent_at = models.DateTimeField(null=True)
    wording = models.TextField(blank=True, db_default="", help_text="which version of the words was sent")
    is_held = models.BooleanField(db_default=False)
    held_until = models.DateTimeField(null=True)

    class Meta:
        db_table = "notice"
        constraints = (
            models.UniqueConstraint(fields=["letter", "kind", "ordinal"], name="a_notice_is_made_once"),
        )
        indexes = (
            models.Index(fields=["id"], name="notices_to_send", condition=models.Q(sent_at__isnull=True)),
            models.Index(fields=["held_until"], name="notices_held", condition=models.Q(is_held=True)),
            models.Index(fields=["sent_at"], name="notices_of_a_day"),
        )


class NoticeTry(models.Model):
    """
    One notice on one channel: whether the channel took it, and what it told afterwards.

    `key` is what the channel knows the message by, the same at every try. `code` is the channel's own word for why
    it refused, `receipt_code` for why the message did not reach its recipient after all. `batch` is the one a paper
    went to the printer with.
    """

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, db_index=False)
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT, db_index=False, db_constraint=False)
    channel = models.TextField()
    key = models.TextField()
    tried_at = models.DateTimeField()
    taken = models.BooleanField()
    code = models.TextField(blank=True)
    receipt = models.TextField(blank=True, help_text="delivered or failed; empty while nothing was told")
    receipt_code = models.TextField(blank=True)
    receipt_at = models.DateTimeField(null=True)
    batch = models.TextField(blank=True, db_default="")

    class Meta:
        db_table = "notice_try"
        constraints = (
            models.UniqueConstraint(fields=["notice", "channel"], name="a_channel_is_tried_once_a_notice"),
        )
        indexes = (models.Index(fields=["key"], name="tries_by_their_key"),)
