"""What came in and went out by EDI."""

from __future__ import annotations

from django.db import models

from budstikke.post.records.models.sender import Sender


class Interchange(models.Model):
    """
    One order file's interchange; its three references make a repetition visible (EDIFACT S002, S003, 0020).

    One that was `refused` as a whole may come again, put right, under the same references; it is told by its bytes.
    """

    sender = models.ForeignKey(Sender, on_delete=models.PROTECT, db_index=False)
    sender_edi_id = models.TextField()
    recipient_edi_id = models.TextField()
    reference = models.TextField()
    received_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    booked = models.IntegerField(default=0)
    rejected = models.IntegerField(default=0)
    refused = models.BooleanField(default=False)

    class Meta:
        db_table = "interchange"
        constraints = (
            models.UniqueConstraint(
                fields=["sender_edi_id", "recipient_edi_id", "reference"],
                condition=models.Q(refused=False),
                name="an_interchange_is_taken_once",
            ),
            models.UniqueConstraint(
                fields=["sender", "sha256"],
                condition=models.Q(refused=True),
                name="an_interchange_is_refused_once",
            ),
        )


class Told(models.Model):
    """
    A piece of what the sender of an interchange was told; a repetition is told the same.

    There are the CONTRL ("answer") and the faults, a line of JSON each ("faults"). In pieces, since all of a long
    interchange may be wrong.
    """

    interchange = models.ForeignKey(Interchange, on_delete=models.PROTECT, db_index=False)
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT, db_index=False, db_constraint=False)
    kind = models.TextField()
    nth = models.IntegerField()
    content = models.BinaryField()
    pk = models.CompositePrimaryKey("interchange", "kind", "nth")

    class Meta:
        db_table = "told"


class StatusFile(models.Model):
    """
    One interchange of status messages for a sender, kept until it lies in the sender's folder.

    `horizon`: every transaction below it had ended when the file was written, so the next file begins there and
    no event is told twice or left out.
    """

    sender = models.ForeignKey(Sender, on_delete=models.PROTECT, db_index=False)
    written_at = models.DateTimeField()
    horizon = models.BigIntegerField()
    statuses = models.IntegerField()
    content = models.BinaryField()
    put_out_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "status_file"
        # A sender's files are read from the newest on.
        indexes = (models.Index(fields=["sender", "id"], name="status_files_of_a_sender"),)
