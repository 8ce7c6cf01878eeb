"""Who of a sender's people signs in to the portal, and the tables they bring."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from budstikke.post.records.models.evidence import Evidence
from budstikke.post.records.models.sender import Sender


class PortalUser(models.Model):
    """
    One who works for a sender, with the roles that say which pages open (post.terms.roles, parted by spaces).

    Somebody who works for two senders has an account with each, so that a page is always one sender's.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.PROTECT)
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT)
    roles = models.TextField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "portal_user"


class Invitation(models.Model):
    """
    A link by which somebody chooses their own password, once; of it only the hash is kept.

    For a name that is known it is a new beginning with another password.
    """

    id = models.AutoField(primary_key=True)
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT)
    username = models.CharField(max_length=150)
    roles = models.TextField()
    token_sha256 = models.BinaryField(unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "invitation"


class Acceptance(models.Model):
    """
    A sender's acceptance of an edition of the terms, with what it declared; never changed (migration 0002).

    Its evidence is in the log: who accepted, what, and when. Made in one transaction with it.
    """

    id = models.AutoField(primary_key=True)
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT)
    edition = models.TextField()
    obliged_as = models.TextField(help_text="terms.pum.onboarding.OBLIGED")
    mailbox_organisation_number = models.CharField(max_length=9)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    accepted_at = models.DateTimeField()
    evidence = models.OneToOneField(Evidence, on_delete=models.PROTECT)

    class Meta:
        db_table = "acceptance"


class Upload(models.Model):
    """
    Orders made in the portal, one or a table of them: looked through first, booked when somebody says so.

    The rows lie here sealed from the preview until they are booked, and are dropped after a day if they are not.
    """

    id = models.UUIDField(primary_key=True)
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT)
    made_at = models.DateTimeField()
    booked_at = models.DateTimeField(null=True)
    rows = models.IntegerField()
    rows_sealed = models.BinaryField(null=True)

    class Meta:
        db_table = "upload"
        indexes = (models.Index(fields=["sender", "-made_at"], name="uploads_of_a_sender"),)
