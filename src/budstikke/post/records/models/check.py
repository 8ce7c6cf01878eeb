"""ID checks and hand-overs: who was looked at, what was found, who got the letter."""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from budstikke.post.records.models.evidence import Evidence
from budstikke.post.records.models.letter import Letter
from budstikke.post.records.models.place import Outlet
from budstikke.post.records.models.sender import Sender


class IdCheck(models.Model):
    """
    One check of one person's document for one letter, passed or not (PUM §11, §12).

    What the document says is sealed as one JSON value (`document_sealed`), the picture too; `findings` and
    `decision` carry codes, dates and clauses only. The nonce makes a repeated request harmless.
    """

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT)
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT, db_index=False, db_constraint=False)
    nonce = models.UUIDField(unique=True)
    outlet = models.ForeignKey(Outlet, on_delete=models.PROTECT, db_index=False)
    clerk = models.TextField(help_text="a pseudonym")
    device = models.TextField(blank=True)
    checked_at = models.DateTimeField()
    passed = models.BooleanField()
    findings = models.JSONField()
    decision = models.JSONField()
    document_sealed = models.BinaryField(null=True, help_text="empty once it was erased")
    picture_sealed = models.BinaryField(null=True)

    class Meta:
        db_table = "id_check"
        indexes = (
            models.Index(fields=["outlet", "checked_at"], name="checks_of_an_outlet"),
            models.Index(
                fields=["sender", "checked_at"],
                name="refused_checks_of_a_sender",
                condition=models.Q(passed=False),
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=["id", "letter", "passed"], name="a_check_is_of_one_letter"),
        )


class HandOver(models.Model):
    """
    The one hand-over of a letter: its key is the letter, so it cannot happen twice.

    The foreign keys demand a passed check of this very letter and the signed record; the trigger of migration
    0002 demands a letter that is ready and inside its deadline.
    """

    letter = models.OneToOneField(Letter, primary_key=True, on_delete=models.PROTECT)
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT, db_index=False, db_constraint=False)
    id_check = models.OneToOneField(IdCheck, on_delete=models.PROTECT)
    passed = models.BooleanField(default=True)
    evidence = models.OneToOneField(Evidence, on_delete=models.PROTECT)
    clerk = models.TextField()
    handed_over_at = models.DateTimeField()
    handed_over_on = models.DateField()
    signing = models.TextField(help_text="signed, assisted or not_able_to_sign")
    signature_sealed = models.BinaryField(null=True)

    class Meta:
        db_table = "hand_over"
        indexes = (BrinIndex(fields=["handed_over_at"], name="hand_overs_of_a_day"),)
        constraints = (
            models.CheckConstraint(
                name="no_hand_over_without_a_passed_check", condition=models.Q(passed=True)
            ),
        )
