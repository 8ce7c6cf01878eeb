"""Events: what happened to a letter, when it happened, and when we heard of it."""

from __future__ import annotations

from django.db import models

from budstikke.post.records.models.letter import Letter
from budstikke.post.records.models.sender import Sender


class EventRule(models.Model):
    """A copy of post.terms.events for the database to hold: from which state an event may come, what it makes."""

    code = models.TextField()
    from_state = models.TextField()
    to_state = models.TextField()
    custody = models.TextField(
        null=True, help_text="whose hands it puts the letter in; empty when it moves nothing"
    )
    pk = models.CompositePrimaryKey("code", "from_state")

    class Meta:
        db_table = "event_rule"


class Event(models.Model):
    """
    One thing that happened to one letter; never changed, never deleted.

    A custody event also says from which place the letter went and to which, so that the balance of letters is
    counted and never guessed. That the letter is there and is this sender's, the trigger of migration 0002 sees
    to. The table has one more column, `recorded_in` (migration 0002): the transaction that wrote the row, by
    which readers of "everything new" leave out what is still being written.
    `decision` holds the question, the inputs and the answer where terms were asked.
    """

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, db_index=False, db_constraint=False)
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT, db_index=False, db_constraint=False)
    code = models.TextField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    at_place = models.TextField(blank=True, help_text="a place of the network, such as outlet:122608")
    actor = models.TextField(blank=True, help_text="a pseudonym: clerk-7, worker, edi")
    from_place = models.TextField(null=True)
    to_place = models.TextField(null=True)
    decision = models.JSONField(null=True)

    class Meta:
        db_table = "event"
        indexes = (
            models.Index(fields=["letter", "id"], name="events_of_a_letter"),
            # What came to an outlet and left it, by day; nobody asks so of other places.
            models.Index(
                fields=["to_place", "recorded_at"],
                name="events_into_an_outlet",
                condition=models.Q(to_place__startswith="at_outlet:"),
            ),
            models.Index(
                fields=["from_place", "recorded_at"],
                name="events_out_of_an_outlet",
                condition=models.Q(from_place__startswith="at_outlet:"),
            ),
        )
        constraints = (
            models.CheckConstraint(
                name="custody_names_where_it_went",
                condition=models.Q(from_place__isnull=True) | models.Q(to_place__isnull=False),
            ),
        )


class LettersEntered(models.Model):
    """
    How many letters of a sender one statement entered; written by the database (migration 0002), never changed.

    It has one more column, `recorded_in`, as `event` has: letters are counted as they come, without reading them all.
    """

    sender = models.ForeignKey(Sender, on_delete=models.PROTECT, db_index=False, db_constraint=False)
    letters = models.IntegerField()

    class Meta:
        db_table = "letters_entered"


class Tally(models.Model):
    """Letters by whose hands they are in (`place`: terms.events.Custody; empty: all entered), up to a horizon."""

    place = models.TextField(primary_key=True)
    letters = models.BigIntegerField()

    class Meta:
        db_table = "tally"
