"""Senders, and the letter numbers that were set aside for them."""

from __future__ import annotations

from django.db import models


class Sender(models.Model):
    """A customer who may send letters with personal delivery (PUM §2), or wants to."""

    id = models.AutoField(primary_key=True)
    customer_number = models.CharField(max_length=11, unique=True)
    name = models.TextField()
    organisation_number = models.CharField(max_length=9)
    edi_id = models.CharField(max_length=35, unique=True)
    aml_obliged = models.BooleanField()
    agreement_on = models.DateField(null=True)
    mailbox_organisation_number = models.CharField(max_length=9, blank=True)
    hand_in_place = models.TextField()
    street = models.TextField()
    postcode = models.CharField(max_length=4)
    city = models.TextField()
    is_canary = models.BooleanField(
        db_default=False, help_text="our own test letters: never billed, in no figure of real letters"
    )
    statuses_paused_at = models.DateTimeField(null=True, help_text="the sender wants no status files for now")

    class Meta:
        db_table = "sender"


class NumberRange(models.Model):
    """Serial numbers of a sender's S10 letter numbers; `next_serial` only ever grows, so none is issued twice."""

    id = models.AutoField(primary_key=True)
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT)
    prefix = models.CharField(max_length=2)
    first_serial = models.IntegerField()
    last_serial = models.IntegerField()
    next_serial = models.IntegerField()

    class Meta:
        db_table = "number_range"
        constraints = (
            models.UniqueConstraint(fields=["prefix", "first_serial"], name="a_range_starts_once"),
            models.CheckConstraint(
                name="next_serial_lies_in_the_range",
                condition=models.Q(next_serial__gte=models.F("first_serial"))
                & models.Q(next_serial__lte=models.F("last_serial") + 1),
            ),
        )
