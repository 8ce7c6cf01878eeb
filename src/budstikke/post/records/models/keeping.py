"""Keeping and forgetting: what ends it, what holds it up, the receipts of what was erased."""

from __future__ import annotations

from django.db import models

from budstikke.post.records.models.evidence import Evidence
from budstikke.post.records.models.letter import Letter
from budstikke.post.records.models.sender import Sender


class RelationshipEnd(models.Model):
    """
    What a sender told about the end of its relationship with a letter's recipient.

    Rows are added and never changed; the newest of a letter counts.
    """

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT)
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT, db_index=False, db_constraint=False)
    ended_on = models.DateField()
    told_at = models.DateTimeField()
    told_by = models.TextField(help_text="a pseudonym")

    class Meta:
        db_table = "relationship_end"


class Hold(models.Model):
    """While a letter has one that is not lifted, nothing of it is erased."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, db_index=False)
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT, db_index=False, db_constraint=False)
    reason = models.TextField(help_text="a code: claim, dispute, court or authority")
    placed_at = models.DateTimeField()
    placed_by = models.TextField(help_text="a pseudonym")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.TextField(blank=True)

    class Meta:
        db_table = "hold"
        constraints = (
            models.UniqueConstraint(
                fields=["letter", "reason"],
                condition=models.Q(lifted_at__isnull=True),
                name="one_hold_for_a_reason",
            ),
        )


class Erasure(models.Model):
    """
    The receipt of an erasure; it comes first, and without it the database lets nothing be erased (migration 0002).

    `moment` is one of post.terms.pum.keeping; a letter is forgotten at each of them once.
    """

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, db_index=False)
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT, db_index=False, db_constraint=False)
    moment = models.TextField()
    erased_at = models.DateTimeField()
    evidence = models.OneToOneField(Evidence, on_delete=models.PROTECT, help_text="the signed receipt")

    class Meta:
        db_table = "erasure"
        constraints = (
            models.UniqueConstraint(fields=["letter", "moment"], name="a_letter_is_forgotten_once"),
        )


class RecordTry(models.Model):
    """A try to fetch a recipient's own record that failed; working data, gone after a day."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, db_index=False)
    tried_at = models.DateTimeField()

    class Meta:
        db_table = "record_try"
        indexes = (models.Index(fields=["letter", "tried_at"], name="tries_of_a_letter"),)
