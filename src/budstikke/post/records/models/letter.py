"""The letter: what was ordered, and where in its life it stands."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from budstikke.post.records.models.interchange import Interchange
from budstikke.post.records.models.place import Outlet
from budstikke.post.records.models.sender import Sender


class Letter(models.Model):
    """
    One letter with personal delivery, from its order on.

    `id` is computed from the S10 number (formats.s10.letter_id), so uniqueness needs no other index and
    shards with the number. `state` and `place` are written by the database alone, from the events, and one
    foreign key holds `sender` and `interchange` together; see migration 0002. The recipient's mobile, e-mail and
    national number, where the sender gave them, are sealed; by the keyed hash a letter is found for whoever already
    knows the number.
    """

    id = models.BigIntegerField(primary_key=True)
    number = models.CharField(max_length=13)
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT, db_index=False, db_constraint=False)
    interchange = models.ForeignKey(
        Interchange, on_delete=models.PROTECT, db_index=False, db_constraint=False
    )
    edition = models.TextField(help_text="the edition of the terms the letter was booked under")
    consignment_number = models.TextField()
    order_reference = models.TextField()
    recipient_name = models.TextField()
    street = models.TextField()
    street2 = models.TextField(blank=True)
    postcode = models.CharField(max_length=4)
    city = models.TextField()
    contact_sealed = models.BinaryField(null=True)
    national_number_sealed = models.BinaryField(null=True)
    national_number_lookup = models.BinaryField(null=True)
    passport_only = models.BooleanField()
    envelope = models.TextField(blank=True)
    weight_g = models.IntegerField(null=True)
    thickness_mm = models.IntegerField(null=True)
    return_street = models.TextField()
    return_postcode = models.CharField(max_length=4)
    return_city = models.TextField()
    booked_at = models.DateTimeField()

    state = models.TextField(help_text="terms.events.State")
    place = models.TextField(
        help_text="who has it: a terms.events.Custody, with :place where there are several"
    )
    handed_in_on = models.DateField(null=True)
    outlet = models.ForeignKey(Outlet, null=True, on_delete=models.PROTECT, db_index=False)
    ready_at = models.DateTimeField(null=True)
    notified_on = models.DateField(null=True)
    notice_channel = models.TextField(blank=True, help_text="the channel that took the first notice")
    remind_on = models.DateField(null=True, help_text="the next reminder; empty when none is left")
    later_reminders = ArrayField(models.DateField(), default=list)
    reminders_made = models.SmallIntegerField(default=0)
    last_collect_day = models.DateField(null=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "letter"
        indexes = (
            models.Index(fields=["sender", "consignment_number"], name="letters_of_a_consignment"),
            models.Index(
                fields=["national_number_lookup"],
                name="letters_of_a_person",
                condition=models.Q(national_number_lookup__isnull=False),
            ),
            models.Index(fields=["sender", "order_reference"], name="letters_of_an_order"),
            # A page of any state, and of every state, is read off this one (decision 0110).
            models.Index(fields=["sender", "state", "interchange", "id"], name="letters_of_a_state"),
            # A sender's figures are counted by the day of hand-in.
            models.Index(
                fields=["sender", "handed_in_on"],
                name="letters_by_day_of_hand_in",
                condition=models.Q(handed_in_on__isnull=False),
            ),
            # Customer service looks for a name among the letters to a postcode, and never in all there are.
            models.Index(fields=["postcode"], name="letters_to_a_postcode"),
            models.Index(fields=["outlet"], name="letters_waiting", condition=models.Q(state="ready")),
            models.Index(fields=["place"], name="letters_on_a_shelf", condition=models.Q(state="ready")),
            models.Index(
                fields=["outlet"],
                name="letters_arriving",
                condition=models.Q(state__in=("handed_in", "in_transit"), outlet__isnull=False),
            ),
            models.Index(
                fields=["remind_on"],
                name="reminders_due",
                condition=models.Q(state="ready", remind_on__isnull=False),
            ),
            models.Index(fields=["last_collect_day"], name="returns_due", condition=models.Q(state="ready")),
        )
        constraints = (
            models.CheckConstraint(
                name="the_deadline_lies_after_readiness",
                condition=models.Q(last_collect_day__isnull=True)
                | models.Q(last_collect_day__gte=models.F("notified_on")),
            ),
        )
