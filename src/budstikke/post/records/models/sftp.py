"""Which programs of a sender may bring and fetch files by SFTP."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from budstikke.post.records.models.sender import Sender


class SftpUser(models.Model):
    """
    A name under which a sender's program signs in by SFTP; it reaches that sender's folder and nothing else.

    `password_hash` is empty for a user who has keys only; of a key only the fingerprint is kept, in the form that
    OpenSSH prints.
    """

    id = models.AutoField(primary_key=True)
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT)
    name = models.TextField(unique=True)
    password_hash = models.TextField(blank=True)
    key_fingerprints = ArrayField(models.TextField(), default=list)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "sftp_user"
