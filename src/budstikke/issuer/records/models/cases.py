"""What customers write to the issuer, and what is answered."""

from __future__ import annotations

from django.db import models


class Inquiry(models.Model):
    """One question by the contact form; who asks and what they write is sealed."""

    reference = models.UUIDField(unique=True, help_text="what its sealed values are bound to")
    number = models.CharField(max_length=9, unique=True, help_text="what the customer knows it by")
    topic = models.CharField(max_length=12)
    language = models.CharField(max_length=2)
    content_sealed = models.BinaryField(help_text="JSON: name, email, order_number, message")
    form_id = models.UUIDField(
        unique=True, help_text="of the form it was sent by: sent twice, it is one case"
    )
    opened_at = models.DateTimeField()
    answer_by_on = models.DateField()
    receipt_sent_at = models.DateTimeField(null=True)
    mail_refused = models.BooleanField(
        default=False, help_text="the customer's mail server takes nothing for them"
    )
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "inquiry"
        indexes = [models.Index(fields=["closed_at", "opened_at"], name="inquiry_waiting")]


class CaseFile(models.Model):
    """A file that came with a case, sealed; its kind was read from its content."""

    reference = models.UUIDField(unique=True)
    case = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(max_length=20)
    size_bytes = models.IntegerField()
    name_sealed = models.BinaryField()
    content_sealed = models.BinaryField()

    class Meta:
        db_table = "case_file"


class CaseAnswer(models.Model):
    """What one of the staff answered; sent by mail."""

    reference = models.UUIDField(unique=True)
    case = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="answers")
    text_sealed = models.BinaryField()
    answered_by = models.CharField(max_length=40, help_text="pseudonym of one of the staff")
    answered_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "case_answer"
