"""Customer service: who looked up whom and why, and what was done about a letter or an order."""

from __future__ import annotations

from django.db import models

from budstikke.post.records.models.forwarding import ForwardingOrder
from budstikke.post.records.models.letter import Letter
from budstikke.post.records.models.sender import Sender


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
    found = models.SmallIntegerField(help_text="how many letters, or orders of forwarding, were shown")
    reference = models.TextField(
        blank=True, help_text="the order of forwarding, or the case of the register, whose page was opened"
    )

    class Meta:
        db_table = "look_up_made"
        indexes = (models.Index(fields=["clerk", "at"], name="look_ups_of_a_clerk"),)


class DeskAct(models.Model):
    """
    One thing done about a letter at the desk, or asked for there and waiting for a second person.

    Who asked is never who decided; a row that waits has nobody who decided. The events it led to say the rest.
    """

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT)
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT, db_index=False, db_constraint=False)
    what = models.TextField(help_text="a code of post.terms.pum.at_the_desk")
    why = models.TextField(help_text="a code, too")
    details = models.JSONField(help_text="until, outlet or return_reason; never anything of a person")
    asked_at = models.DateTimeField()
    asked_by = models.TextField(help_text="a pseudonym")
    waits = models.BooleanField(help_text="for a second person")
    confirmed = models.BooleanField(null=True, help_text="what the second person said")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField(blank=True, help_text="a pseudonym: the second person")

    class Meta:
        db_table = "desk_act"
        constraints = (
            models.CheckConstraint(
                name="who_asked_is_not_who_confirms", condition=~models.Q(asked_by=models.F("decided_by"))
            ),
            models.CheckConstraint(
                name="what_was_confirmed_waits_no_more",
                condition=models.Q(waits=False) | models.Q(confirmed__isnull=True, decided_by=""),
            ),
            models.UniqueConstraint(
                fields=["letter", "what"], condition=models.Q(waits=True), name="one_waits_of_a_kind"
            ),
        )
        indexes = (models.Index(fields=["asked_at"], name="acts_that_wait", condition=models.Q(waits=True)),)


class OrderAct(models.Model):
    """
    That a frozen order is let go, asked for at the desk and waiting for a second person.

    Who asked is never who decided; the event it led to says the rest.
    """

    order = models.ForeignKey(ForwardingOrder, on_delete=models.PROTECT)
    why = models.TextField(help_text="a code of post.terms.forwarding.at_the_desk")
    asked_at = models.DateTimeField()
    asked_by = models.TextField(help_text="a pseudonym")
    waits = models.BooleanField(default=True)
    confirmed = models.BooleanField(null=True, help_text="what the second person said")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField(blank=True, help_text="a pseudonym: the second person")

    class Meta:
        db_table = "order_act"
        constraints = (
            models.CheckConstraint(
                name="who_asked_to_let_go_is_not_who_confirms",
                condition=~models.Q(asked_by=models.F("decided_by")),
            ),
            models.UniqueConstraint(
                fields=["order"], condition=models.Q(waits=True), name="one_letting_go_waits"
            ),
        )
