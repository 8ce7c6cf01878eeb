"""Which programs of a sender may ask, and as whom."""

from __future__ import annotations

from django.db import models

from budstikke.post.records.models.sender import Sender


class ApiKey(models.Model):
    """
    One key by which a sender's program proves itself; of it only the hash is kept.

    `uid` is the name the key is used under, an address of the sender's; a uid may have several keys, so that one
    can be replaced while the other still works. `roles` are words parted by spaces (post.terms.roles).
    """

    id = models.AutoField(primary_key=True)
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT)
    uid = models.TextField()
    key_sha256 = models.BinaryField(unique=True)
    label = models.TextField(help_text="what the sender calls it")
    roles = models.TextField()
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "api_key"


class AnsweredRequest(models.Model):
    """
    A request that its sender named with a key of its own, and how it was answered; the same again is answered alike.

    What is answered names letters and dates, no person.
    """

    sender = models.ForeignKey(Sender, on_delete=models.PROTECT, db_index=False)
    key = models.TextField()
    sha256 = models.CharField(max_length=64, help_text="of what was asked")
    answer = models.JSONField()
    answered_at = models.DateTimeField()

    class Meta:
        db_table = "answered_request"
        constraints = (models.UniqueConstraint(fields=["sender", "key"], name="a_request_is_answered_once"),)


class Ceiling(models.Model):
    """
    How many requests of one caller were let in within one second, over all processes.

    Kept out of the write-ahead log (migration 0002): after a crash everybody may begin anew.
    """

    caller = models.TextField(
        primary_key=True, help_text="a key's id, or a hash of an address; and what it asks"
    )
    second = models.BigIntegerField()
    used = models.IntegerField()

    class Meta:
        db_table = "ceiling"
