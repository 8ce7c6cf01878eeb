"""The delivery of reports: what keeps one back, and how the accounts of all of them stood."""

from __future__ import annotations

from django.db import models

from budstikke.post.records.models.letter import Letter


class Hindrance(models.Model):
    """
    What kept a letter's report back the last time it was tried; gone when it was sent.

    `lasting`: trying again by itself would not help (a refusal, or a fault of ours).
    """

    letter = models.OneToOneField(Letter, primary_key=True, on_delete=models.PROTECT, db_constraint=False)
    code = models.TextField(help_text="the other side's own word, UNREACHABLE, or the kind of our fault")
    words = models.TextField()
    lasting = models.BooleanField()
    tries = models.IntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        db_table = "hindrance"


class Reconciliation(models.Model):
    """The figures of one run that differed from those before: handed over = reported = in the mailbox, or not."""

    at = models.DateTimeField()
    handed_over = models.BigIntegerField()
    sealed = models.BigIntegerField()
    sent = models.BigIntegerField()
    in_mailbox = models.BigIntegerField()
    stuck = models.IntegerField()
    queued_again = models.IntegerField()

    class Meta:
        db_table = "reconciliation"
