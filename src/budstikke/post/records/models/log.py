"""The log of evidence: its entries, the roots of its full blocks, its checkpoints, and how far its making has come."""

from __future__ import annotations

from django.db import models

from budstikke.post.records.models.evidence import Evidence


class LogEntry(models.Model):
    """
    One entry of the log: the leaf hash of a piece of evidence, at its place for ever.

    The entry is the evidence's fingerprint; entries are written in order by one sequencer at a time.
    """

    index = models.BigIntegerField(primary_key=True)
    evidence = models.OneToOneField(Evidence, on_delete=models.PROTECT)
    leaf_hash = models.BinaryField()

    class Meta:
        db_table = "log_entry"


class LogNode(models.Model):
    """The root of a full block: 256 entries at level 1, 256 such blocks at level 2, and so on; proofs need few."""

    level = models.SmallIntegerField()
    nth = models.BigIntegerField()
    hash = models.BinaryField()
    pk = models.CompositePrimaryKey("level", "nth")

    class Meta:
        db_table = "log_node"


class LogCheckpoint(models.Model):
    """The log at a moment, signed with its own key; what is published can never be taken back."""

    origin = models.TextField(help_text="the log's name")
    size = models.BigIntegerField()
    root = models.BinaryField()
    made_at = models.DateTimeField()
    protected = models.TextField(help_text="the signature's header (JWS)")
    signature = models.TextField()

    class Meta:
        db_table = "log_checkpoint"
        indexes = (models.Index(fields=["size", "id"], name="checkpoints_by_size"),)


class Horizon(models.Model):
    """
    How far something that follows transactions has come: of every transaction below it, everything is done.

    Whatever runs still may commit rows below those already seen, so nobody goes by row numbers.
    """

    name = models.TextField(primary_key=True)
    below = models.BigIntegerField()

    class Meta:
        db_table = "horizon"
