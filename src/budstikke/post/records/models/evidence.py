"""Evidence and reports: the signed record of an attempt, and the sealed document made from it."""

from __future__ import annotations

from django.db import models

from budstikke.post.records.models.letter import Letter
from budstikke.post.records.models.sender import Sender


class Evidence(models.Model):
    """One signed record of one event, in canonical form; sealed at rest because it names a person."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT)
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT, db_index=False, db_constraint=False)
    name = models.TextField(help_text="the event's name in ETSI EN 319 522-3, such as ContentHandover")
    made_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64, help_text="of the signed evidence file")
    content_sealed = models.BinaryField()

    class Meta:
        db_table = "evidence"


class Report(models.Model):
    """The delivery report (PUM §12): made once, sent once, its message id the same at every try."""

    letter = models.OneToOneField(Letter, primary_key=True, on_delete=models.PROTECT)
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT, db_index=False, db_constraint=False)
    message_id = models.TextField(unique=True, help_text="the letter's number: what the sender's inbox shows")
    sha256 = models.CharField(max_length=64)
    content_sealed = models.BinaryField()
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "report"
