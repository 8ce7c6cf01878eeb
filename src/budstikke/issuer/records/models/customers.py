"""Who the issuer's customers are."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Customer(models.Model):
    """A person known by the national number; everything else about them is sealed too."""

    reference = models.UUIDField(unique=True, help_text="what its sealed values are bound to")
    number_lookup = models.BinaryField(
        unique=True, null=True, help_text="keyed, of the national number; none: they were forgotten"
    )
    number_sealed = models.BinaryField(null=True)
    particulars_sealed = models.BinaryField(
        null=True, help_text="JSON: given_names, surname, street, postcode, city, mobile, email"
    )
    language = models.CharField(max_length=2, default="no", help_text="no or en")
    since_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "customer"
        constraints = [
            models.CheckConstraint(
                name="who_is_a_customer_is_not_forgotten",
                condition=Q(closed_at__isnull=False)
                | Q(
                    number_lookup__isnull=False, number_sealed__isnull=False, particulars_sealed__isnull=False
                ),
            )
        ]
