"""Sorting: the snapshots that were published, the names denied, and every verdict that was given."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, BigIntegerRangeField, DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value


class Snapshot(models.Model):
    """
    One published state of the orders.

    Names and addresses are in it as keyed hashes; `look_up_key` says under which key.
    """

    number = models.BigAutoField(primary_key=True)
    made_at = models.DateTimeField()
    edition = models.TextField()
    look_up_key = models.TextField()
    upto_transaction = models.BigIntegerField()
    rows = models.IntegerField()
    changed = models.IntegerField()

    class Meta:
        db_table = "snapshot"


class SortingRow(models.Model):
    """
    What holds for a name at an address on some days, in some snapshots; names and addresses are keyed hashes.

    A row is published once and closed when a later snapshot has it no more, so that every past snapshot can be read
    again. `key` is the database's: address and name in one number.
    """

    address = models.BinaryField()
    name = models.BinaryField()
    door = models.BinaryField(help_text="behind which the address lies: as forwarding_order.door_lookup")
    key = models.BigIntegerField()
    days = DateRangeField(help_text="half open; no end for what never ends")
    snapshots = BigIntegerRangeField(help_text="half open; no end while it is published")
    shape = models.TextField()
    to = models.BinaryField(null=True)
    release_on = models.DateField(null=True)
    since = models.DateField()
    order = models.TextField(help_text="the reference of the order")

    class Meta:
        db_table = "sorting_row"
        indexes = (
            models.Index(fields=["key"], name="rows_of_a_key"),
            models.Index(fields=["door"], name="rows_of_a_door"),
            models.Index(fields=["order"], name="rows_of_an_order"),
        )
        constraints = (
            # Two verdicts for one item are impossible, in any snapshot there ever was.
            ExclusionConstraint(
                name="one_row_for_a_name_a_day_and_a_snapshot",
                expressions=[
                    (Func(F("key"), F("key"), Value("[]"), function="int8range"), RangeOperators.OVERLAPS),
                    ("days", RangeOperators.OVERLAPS),
                    ("snapshots", RangeOperators.OVERLAPS),
                ],
            ),
        )


class DenyChange(models.Model):
    """One change of the deny set; its id is the set's number from then on."""

    at = models.DateTimeField()

    class Meta:
        db_table = "deny_change"


class DenyEntry(models.Model):
    """
    A name at an address for which no order counts, as keyed hashes.

    `numbers` are the numbers of the set it is in. Why it is there, an objection or protection, is not said here.
    """

    address = models.BinaryField()
    name = models.BinaryField()
    numbers = BigIntegerRangeField(help_text="half open; no end while it is denied")
    source = models.TextField(help_text="opaque: what the entry is lifted by")

    class Meta:
        db_table = "deny_entry"
        indexes = (
            models.Index(fields=["source"], name="denied_by_source"),
            models.Index(fields=["address"], name="denied_by_address"),
            models.Index(fields=["id"], name="denied_now", condition=Q(numbers__endswith__isnull=True)),
        )


class SortingBatch(models.Model):
    """
    Items sorted at once by one machine; `sha256` is that of their verdicts, as the evidence names it.

    The table has one more column, `recorded_in` (migration 0002), as `event` has.
    """

    reference = models.TextField(unique=True)
    machine = models.TextField()
    sorted_at = models.DateTimeField()
    edition = models.TextField()
    snapshot = models.BigIntegerField()
    items = models.IntegerField()
    outcomes = models.JSONField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        db_table = "sorting_batch"


class SortedItem(models.Model):
    """
    One item and its verdict; what it was asked with is kept, so that it can be asked again.

    `routing_code` is printed on an item that goes on instead of an address, and says nothing to who reads it.
    """

    batch = models.ForeignKey(SortingBatch, on_delete=models.PROTECT, db_index=False)
    nth = models.IntegerField()
    kind = models.TextField()
    address = models.BinaryField()
    name = models.BinaryField()
    sorted_on = models.DateField()
    posted_on = models.DateField(null=True)
    flags = models.TextField(blank=True)
    snapshot = models.BigIntegerField()
    denied = models.BigIntegerField()
    outcome = models.TextField()
    path = ArrayField(models.TextField())
    reason = models.TextField(blank=True)
    release_on = models.DateField(null=True)
    to = models.BinaryField(null=True)
    via = ArrayField(models.BinaryField())
    orders = ArrayField(models.TextField())
    routing_code = models.TextField(null=True, unique=True)

    class Meta:
        db_table = "sorted_item"
        # Most items have no order; what sorting did by one is asked for at its end, and at the desk.
        indexes = (GinIndex(fields=["orders"], name="items_of_an_order", condition=~Q(orders=[])),)
        constraints = (models.UniqueConstraint(fields=["batch", "nth"], name="an_item_of_a_batch_once"),)
