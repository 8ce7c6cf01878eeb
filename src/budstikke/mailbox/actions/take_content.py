"""Fetch a content by its one-time link."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from budstikke.law.refusal import Refusal
from budstikke.mailbox.actions.open_content import token_hash
from budstikke.mailbox.actions.refusals import refused
from budstikke.mailbox.actions.sealing import unseal
from budstikke.mailbox.records.models import Account, Content, Document, OneTimeLink, Renewal
from budstikke.mailbox.records.scope import acting_as


@dataclass(frozen=True, slots=True)
class Taken:
    """A content in the clear, on its way to its account; `changed_at` is when it came, or was last renewed."""

    file_type: str
    content: bytes = field(repr=False)
    changed_at: datetime


def take_content(
    *, account: Account, document_id: int, token: str, now: datetime, real_now: datetime
) -> Taken | Refusal:
    """
    Use a link up and return the content; from here on the document counts as accessed.

    Returns: the content, or one and the same refusal whether the link is used, expired or invented.
    """
    with acting_as(account.pk):
        # One statement looks and uses: of two that come at once, PostgreSQL lets one have it.
        used = OneTimeLink.objects.filter(
            token_hash=token_hash(token),
            account=account,
            document_id=document_id,
            used_at__isnull=True,
            expires_at__gt=real_now,
        ).update(used_at=real_now)
        found = (
            Content.objects.filter(document_id=document_id, account=account)
            .select_related("document")
            .first()
        )
        if not used or found is None:
            return refused("ILLEGAL_ACCESS")
        document = found.document
        Document.objects.filter(pk=document_id, first_accessed_at__isnull=True).update(first_accessed_at=now)
        renewed = Renewal.objects.filter(document_id=document_id).values_list("renewed_at", flat=True).first()
    return Taken(
        document.file_type,
        unseal(found.content_sealed, sender=document.sender_id, uuid=document.uuid, field="content"),
        renewed or document.delivered_at,
    )
