"""Canary letters: test letters sent through the same doors, to see that the doors are open."""

from __future__ import annotations

from django.db import models


class Canary(models.Model):
    """
    One test letter, from the moment its order was left at the door; what became of it is the letter's own history.

    The letter is known by `reference`, its order's, because an order that no door takes in has no letter.
    """

    reference = models.TextField(unique=True)
    ordered_at = models.DateTimeField()
    through_at = models.DateTimeField(null=True, help_text="handed over, and its report sent")
    alarmed_at = models.DateTimeField(null=True, help_text="late, and operations were told")

    class Meta:
        db_table = "canary"
        indexes = (models.Index(fields=["ordered_at"], name="canaries_of_a_day"),)
