"""Extracts: lists of a sender's letters that were asked for, and are made by the worker."""

from __future__ import annotations

from django.db import models

from budstikke.post.records.models.sender import Sender


class Extract(models.Model):
    """
    One list, asked for and perhaps made: `finished_at` is empty until it is, and then either `failed` or lines.

    The lines are sealed; they name no recipient.
    """

    id = models.UUIDField(primary_key=True)
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT)
    kind = models.TextField()
    from_on = models.DateField()
    to_on = models.DateField()
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    failed = models.BooleanField(default=False)
    rows = models.IntegerField(default=0)
    lines_sealed = models.BinaryField(null=True)

    class Meta:
        db_table = "extract"
