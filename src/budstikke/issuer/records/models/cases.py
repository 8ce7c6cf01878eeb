"""What customers write to the issuer, and what is answered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Inquiry(models.Model):
    """One question by the contact form; who asks and what they write is sealed."""

    reference = models.UUIDField(unique=True, help_text="what its sealed values are bound to")
    number = models.CharField(max_length=9, unique=True, help_text="what the customer knows it by")
    topic = models.CharField(max_length=12)
    language = models.CharField(max_length=2)
    content_sealed = models.BinaryField(
        null=True, help_text="JSON: name, email, order_number, message; none: it was forgotten"
    )
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
        constraints = [
            models.CheckConstraint(
                name="what_waits_is_not_forgotten",
                condition=Q(content_sealed__isnull=False) | Q(closed_at__isnull=False),
            )
        ]


class CaseFile(models.Model):
    """A file that came with a case, sealed; its kind was read from its content."""

    reference = models.UUIDField(unique=True)
    case = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(max_length=20)
    size_bytes = models.IntegerField()
    name_sealed = models.BinaryField(null=True)
    content_sealed = models.BinaryField(null=True)

    class Meta:
        db_table = "case_file"


class CaseAnswer(models.Model):
    """What one of the staff answered; sent by mail."""

    reference = models.UUIDField(unique=True)
    case = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="answers")
    text_sealed = models.BinaryField(null=True)
    answered_by = models.CharField(max_length=40, help_text="pseudonym of one of the staff")
    answered_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "case_answer"
