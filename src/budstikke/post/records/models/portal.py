"""Who of a sender's people signs in to the portal, and the tables they bring."""

from __future__ import annotations

from django.conf import settings
from django.db import models

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
