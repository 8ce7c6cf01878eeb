"""Programs that sign their requests for access: registered public keys, and assertions that were used."""

from __future__ import annotations

from django.db import models

from budstikke.post.records.models.sender import Sender


class ApiClient(models.Model):
    """
    A program of a sender's that proves itself by signed assertions (RFC 7523); we hold its public keys only.

    `public_keys` is a list of JWK (RFC 7517), each with its own kid, so that one can follow another. `scopes` are
    words parted by spaces, what it may ask for at most.
    """

    id = models.AutoField(primary_key=True)
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT)
    client_id = models.UUIDField(unique=True)
    label = models.TextField(help_text="what the sender calls it")
    public_keys = models.JSONField()
    scopes = models.TextField()
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "api_client"


class UsedAssertion(models.Model):
    """The name of an assertion that was used; kept until the assertion has run out, since each counts once."""

    sha256 = models.BinaryField(primary_key=True, help_text="of the client's id and the assertion's jti")
    until = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "used_assertion"
