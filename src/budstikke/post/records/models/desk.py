"""Customer service: who looked up whom, and why."""

from __future__ import annotations

from django.db import models

from budstikke.post.records.models.letter import Letter


class LookUpMade(models.Model):
    """
    One look-up of a person at the desk: a search, or a letter's page that was opened; never changed, never deleted.

    Of what was searched for only a keyed hash is kept: an auditor who knows a name finds who searched for it, and
    nobody reads it here.
    """

    at = models.DateTimeField(db_index=True)
    clerk = models.TextField(help_text="a pseudonym")
    by = models.TextField(
        help_text="a code: number, tracking, order, name or letter (a page that was opened)"
    )
    reason = models.TextField(help_text="a code of post.terms.desk")
    searched_keyed = models.BinaryField(null=True, help_text="empty where a letter's page was opened")
    letter = models.ForeignKey(
        Letter, null=True, on_delete=models.PROTECT, help_text="the letter whose page was opened"
    )
    found = models.SmallIntegerField(help_text="how many letters were shown")

    class Meta:
        db_table = "look_up_made"
        indexes = (models.Index(fields=["clerk", "at"], name="look_ups_of_a_clerk"),)
