"""What holds back forgetting while something is disputed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from budstikke.issuer.records.models.cases import Inquiry
from budstikke.issuer.records.models.customers import Customer


class Hold(models.Model):
    """Nothing of a customer, or of a case, is erased until its last day, unless it is lifted before."""

    customer = models.ForeignKey(Customer, null=True, on_delete=models.PROTECT, related_name="holds")
    case = models.ForeignKey(Inquiry, null=True, on_delete=models.PROTECT, related_name="holds")
    reason = models.CharField(max_length=12, help_text="a word of HeldFor")
    placed_at = models.DateTimeField()
    placed_by = models.CharField(max_length=40, help_text="pseudonym of one of the staff")
    until_on = models.DateField(help_text="the last day on which it holds")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=40, default="")

    class Meta:
        db_table = "hold"
        constraints = [
            models.CheckConstraint(
                name="held_is_one_thing",
                condition=Q(customer=None, case__isnull=False) | Q(customer__isnull=False, case=None),
            ),
            models.CheckConstraint(
                name="lifted_by_somebody",
                condition=Q(lifted_at=None, lifted_by="")
                | Q(lifted_at__gte=F("placed_at")) & ~Q(lifted_by=""),
            ),
            models.UniqueConstraint(
                fields=["customer", "case", "reason"],
                condition=Q(lifted_at=None),
                nulls_distinct=False,
                name="held_once_for_a_reason",
            ),
        ]
