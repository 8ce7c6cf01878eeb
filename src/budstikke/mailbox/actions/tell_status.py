"""Tell a sender what became of a document it sent."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from budstikke.formats.digipost.status import DocumentStatus
from budstikke.law.refusal import Refusal
from budstikke.mailbox.actions.refusals import refused
from budstikke.mailbox.actions.sealing import unseal
from budstikke.mailbox.records.models import Account, Document
from budstikke.mailbox.records.scope import acting_as


def tell_status(*, sender: Account, uuid: UUID, now: datetime) -> DocumentStatus | Refusal:
    """Return the status of a document by the UUID its sender gave it; whether it was read is not told."""
    with acting_as(sender.pk):
        row = Document.objects.filter(sender=sender, uuid=uuid).select_related("message").first()
    if row is None:
        return refused("DOCUMENT_NOT_FOUND")
    delivered = row.delivered_at <= now
    return DocumentStatus(
        uuid=row.uuid,
        sender_id=sender.sender_id,
        delivered=delivered,
        created_at=row.message.taken_at,
        delivered_at=row.delivered_at if delivered else None,
        is_primary=row.parent_id is None,
        sha256=unseal(row.sha256_sealed, sender=sender.pk, uuid=row.uuid, field="sha256").decode(),
    )
