"""Washes of customer registers: whose, on what ground, against what, and what it came to."""

from __future__ import annotations

from django.db import models


class Wash(models.Model):
    """
    One wash of one file; who was told of in it stands with each person, as a reading of the register.

    `basis` is a code of terms.forwarding.washing, `agreement` where the customer said so, `moves` the number of what
    was published. `file_sha256` is of how the file begins.
    """

    ref = models.UUIDField(unique=True)
    customer = models.TextField(help_text="the number of the customer whose register it is")
    basis = models.TextField()
    agreement = models.TextField()
    moves = models.BigIntegerField()
    as_of_on = models.DateField()
    file_bytes = models.BigIntegerField()
    file_sha256 = models.CharField(max_length=64)
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    records = models.BigIntegerField(null=True)
    told = models.BigIntegerField(null=True)
    unread = models.BigIntegerField(null=True)

    class Meta:
        db_table = "wash"
