"""Who the issuer's customers are."""

from __future__ import annotations

from django.db import models


class Customer(models.Model):
    """A person known by the national number; everything else about them is sealed too."""

    reference = models.UUIDField(unique=True, help_text="what its sealed values are bound to")
    number_lookup = models.BinaryField(unique=True, help_text="keyed, of the national number")
    number_sealed = models.BinaryField()
    particulars_sealed = models.BinaryField(
        help_text="JSON: given_names, surname, street, postcode, city, mobile, email"
    )
    language = models.CharField(max_length=2, default="no", help_text="no or en")
    since_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "customer"
