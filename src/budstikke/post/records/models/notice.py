"""Notices: that a letter waits, or still waits."""

from __future__ import annotations

from django.db import models

from budstikke.post.records.models.letter import Letter
from budstikke.post.records.models.sender import Sender


class Notice(models.Model):
    """
    One notice or reminder (PUM §11, §14): the channels are tried in order until one takes it.

    `failed_channels` lists those that refused it for good; `channel` the one that took it.
    """

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, db_index=False)
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT, db_index=False, db_constraint=False)
    kind = models.TextField(help_text="ready, reminder or outage")
    ordinal = models.SmallIntegerField(
        help_text="0 for the first notice; 1, 2, ... for reminders, and so for outages"
    )
    made_at = models.DateTimeField()
    channel = models.TextField(blank=True)
    failed_channels = models.JSONField(default=list)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "notice"
        constraints = (
            models.UniqueConstraint(fields=["letter", "kind", "ordinal"], name="a_notice_is_made_once"),
        )
        indexes = (
            models.Index(fields=["id"], name="notices_to_send", condition=models.Q(sent_at__isnull=True)),
        )
