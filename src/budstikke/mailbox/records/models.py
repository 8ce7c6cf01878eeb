"""
The mailbox's tables.

`account` is a directory: names and public keys, no mail. Every other table shows a row only to the account
it belongs to, and what was sent also to its sender; contents and links only to the receiver. Upkeep sees
which contents are due to be renewed, and nothing else (0002_whose_rows.sql).
"""

from __future__ import annotations

from django.db import models


class Account(models.Model):
    """An organisation's mailbox, and the key by which its requests are known."""

    sender_id = models.BigIntegerField(
        unique=True, help_text="X-Digipost-UserId; not the organisation number"
    )
    organisation_number = models.CharField(max_length=9, unique=True)
    name = models.TextField()
    public_key_pem = models.TextField()
    opened_at = models.DateTimeField()

    class Meta:
        db_table = "account"


class Message(models.Model):
    """A message that was taken; its id is used once for each sender, so a repetition is recognised."""

    sender = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="sent")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="received")
    message_id = models.TextField(null=True)
    taken_at = models.DateTimeField()

    class Meta:
        db_table = "message"
        constraints = [
            models.UniqueConstraint(fields=["sender", "message_id"], name="a_message_id_is_used_once")
        ]


class Document(models.Model):
    """One document of a message, without its content; subject and hash are sealed, because both can tell."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False, related_name="+")
    sender = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.PROTECT)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="attachments")
    uuid = models.UUIDField()
    file_type = models.TextField()
    authentication_level = models.TextField()
    sensitivity_level = models.TextField()
    subject_sealed = models.BinaryField()
    sha256_sealed = models.BinaryField()
    delivered_at = models.DateTimeField(help_text="when it appears in the inbox")
    first_accessed_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "document"
        constraints = [models.UniqueConstraint(fields=["sender", "uuid"], name="a_uuid_is_used_once")]
        indexes = [
            models.Index(
                fields=["account", "delivered_at", "id"],
                name="inbox",
                condition=models.Q(parent__isnull=True, deleted_at__isnull=True),
            )
        ]


class Content(models.Model):
    """The sealed content of a document; deleting the document deletes this row."""

    document = models.OneToOneField(Document, primary_key=True, on_delete=models.PROTECT)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False, related_name="+")
    content_sealed = models.BinaryField()

    class Meta:
        db_table = "content"


class Renewal(models.Model):
    """
    When a sealed content is looked at next, so that its archive time stamp is renewed before it ends.

    A content's own row knows nothing of it: the fingerprint in `document` is of what was sent, for ever.
    """

    document = models.OneToOneField(Document, primary_key=True, on_delete=models.PROTECT)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False, related_name="+")
    look_at = models.DateTimeField()
    holds_until = models.DateTimeField(
        null=True, help_text="the end of the last archive time stamp's certificate"
    )
    renewed_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True, help_text="it did not hold, so it was not renewed")
    fault = models.TextField(blank=True, help_text="the checks that failed, by name")

    class Meta:
        db_table = "renewal"
        indexes = [models.Index(fields=["look_at", "document"], name="renewals_due")]


class OneTimeLink(models.Model):
    """A link to one content, good once and for 30 seconds; only a hash of its token is kept."""

    token_hash = models.BinaryField(primary_key=True, max_length=64)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, db_index=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField(help_text="real time")
    used_at = models.DateTimeField(null=True, help_text="real time")

    class Meta:
        db_table = "one_time_link"
