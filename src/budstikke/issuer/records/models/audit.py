"""The audit log: who did what to which customer's affairs; appended only."""

from __future__ import annotations

from django.db import models


class AuditRow(models.Model):
    """One line: by whom, what, about which customer and order; facts are codes and numbers of ours."""

    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    verb = models.CharField(max_length=40)
    customer = models.UUIDField(null=True, help_text="the customer's reference")
    order_number = models.CharField(max_length=12, default="")
    facts = models.JSONField(default=dict)

    class Meta:
        db_table = "audit_row"
        indexes = (models.Index(fields=["customer", "at"], name="audit_of_customer"),)
