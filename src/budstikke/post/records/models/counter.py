"""The counter: who serves, at which station, with which devices, and the check that is open there."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from budstikke.post.records.models.letter import Letter
from budstikke.post.records.models.place import Outlet
from budstikke.post.records.models.sender import Sender


class Clerk(models.Model):
    """
    One who works for the carrier; what is recorded of a clerk elsewhere is the pseudonym alone.

    `roles` are post.terms.roles.StaffRole; who serves at a counter has an outlet, the desk has none.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.PROTECT)
    outlet = models.ForeignKey(Outlet, null=True, on_delete=models.PROTECT)
    pseudonym = models.TextField(unique=True, help_text="such as clerk-7")
    roles = ArrayField(models.TextField())
    left_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "clerk"


class Station(models.Model):
    """One allow-listed browser at a counter; it proves itself by a secret of which only the hash is kept."""

    id = models.AutoField(primary_key=True)
    outlet = models.ForeignKey(Outlet, on_delete=models.PROTECT)
    name = models.TextField()
    secret_sha256 = models.BinaryField(unique=True)
    enrolled_at = models.DateTimeField(null=True, help_text="when the browser took its secret")
    code_until = models.DateTimeField(help_text="until when the one-time code may be exchanged for a secret")
    revoked_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(
        null=True, help_text="when its page last asked how the outlet is; empty while nobody works there"
    )

    class Meta:
        db_table = "station"


class Device(models.Model):
    """
    One document scanner, chip reader or camera of an outlet (PUM §11: the scanner makes the outlet).

    `works` is what the device said last, `heard_at` when; `fault` its own code for what is wrong.
    """

    id = models.TextField(primary_key=True, help_text="such as document-scanner-2")
    outlet = models.ForeignKey(Outlet, on_delete=models.PROTECT)
    station = models.ForeignKey(Station, null=True, on_delete=models.SET_NULL)
    kind = models.TextField(help_text="document_scanner, chip_reader, swipe_reader, camera or canary")
    model = models.TextField()
    routine = models.TextField(blank=True, help_text="the version of its checking routine, as it says itself")
    secret_sha256 = models.BinaryField(unique=True)
    works = models.BooleanField(default=False)
    fault = models.TextField(blank=True)
    heard_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "device"


class OpenCheck(models.Model):
    """
    A check that is under way at a station, until it is decided or given up.

    A letter has one at a time, and so has a station: of two clerks who take up the same letter one is told. The
    nonce becomes that of the check itself. `draft_sealed` is what the clerk put in so far, so that signing off
    or a dead browser loses nothing. Rows are working data and go when the check ends.
    """

    nonce = models.UUIDField(primary_key=True)
    letter = models.OneToOneField(Letter, on_delete=models.PROTECT)
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT, db_index=False, db_constraint=False)
    station = models.OneToOneField(Station, on_delete=models.PROTECT)
    taken_from = models.ForeignKey(
        Station,
        null=True,
        on_delete=models.PROTECT,
        related_name="taken_over",
        help_text="the station that left it untouched for so long that another took it over",
    )
    clerk = models.TextField(help_text="a pseudonym")
    opened_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    draft_sealed = models.BinaryField(null=True)
    check_made = models.OneToOneField(
        "IdCheck",
        null=True,
        on_delete=models.PROTECT,
        help_text="once decided, until the letter is handed over",
    )

    class Meta:
        db_table = "open_check"


class Visit(models.Model):
    """
    Somebody who came to a counter about forwarding, until they leave.

    A station has one at a time. `person` is known once a document has shown who it is, by the decision in `checked`.
    `draft_sealed` is what the clerk put in of the document, `wanted_sealed` of the order. Rows are working data and go
    when the visit ends.
    """

    nonce = models.UUIDField(primary_key=True)
    station = models.OneToOneField(Station, on_delete=models.PROTECT)
    clerk = models.TextField(help_text="a pseudonym")
    opened_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    person = models.ForeignKey("Person", null=True, on_delete=models.PROTECT, related_name="+")
    checked = models.JSONField(null=True)
    draft_sealed = models.BinaryField(null=True)
    wanted_sealed = models.BinaryField(null=True)

    class Meta:
        db_table = "visit"


class Pushed(models.Model):
    """
    What a device sent into an open check or a visit, sealed; the device's own nonce makes a repetition harmless.

    `content_sealed` is JSON: what was read; `picture_sealed` the page or the face as the device saw it.
    """

    nonce = models.UUIDField(primary_key=True)
    open_check = models.ForeignKey(OpenCheck, null=True, on_delete=models.CASCADE)
    visit = models.ForeignKey(Visit, null=True, on_delete=models.CASCADE)
    sender = models.ForeignKey(
        Sender,
        null=True,
        on_delete=models.PROTECT,
        db_index=False,
        db_constraint=False,
        help_text="whose letter the check is for",
    )
    device = models.ForeignKey(
        Device, null=True, on_delete=models.PROTECT, help_text="empty: the clerk's own"
    )
    source = models.TextField(
        help_text="chip, mrz_picture, mrz_swiped, mrz_typed, pattern, page or signature"
    )
    received_at = models.DateTimeField()
    content_sealed = models.BinaryField()
    picture_sealed = models.BinaryField(null=True)

    class Meta:
        db_table = "pushed"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(open_check=None, visit__isnull=False, sender=None)
                | models.Q(open_check__isnull=False, visit=None, sender__isnull=False),
                name="pushed_into_a_check_or_a_visit",
            )
        ]
