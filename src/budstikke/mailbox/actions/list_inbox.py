"""List what lies in a mailbox."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from budstikke.formats.digipost.inbox import InboxDocument
from budstikke.formats.digipost.sending import CONTENT_TYPES
from budstikke.formats.digipost.vocabulary import AuthenticationLevel
from budstikke.mailbox.actions.sealing import unseal
from budstikke.mailbox.records.models import Account, Document
from budstikke.mailbox.records.scope import acting_as


def list_inbox(*, account: Account, offset: int, limit: int, now: datetime) -> tuple[InboxDocument, ...]:
    """
    Return delivered documents, oldest first, with their attachments and without addresses.

    Reading: the message id is what the sender refers to the delivery by.
    """
    with acting_as(account.pk):
        primaries = list(
            Document.objects.filter(
                account=account, parent__isnull=True, deleted_at__isnull=True, delivered_at__lte=now
            )
            .select_related("sender", "message")
            .order_by("delivered_at", "id")[offset : offset + limit]
        )
        attachments: dict[int | None, list[Document]] = defaultdict(list)
        for row in (
            Document.objects.filter(account=account, parent__in=primaries)
            .select_related("sender", "message")
            .order_by("id")
        ):
            attachments[row.parent_id].append(row)
    return tuple(_listed(row, attachments[row.pk]) for row in primaries)


def _listed(row: Document, attachments: list[Document]) -> InboxDocument:
    return InboxDocument(
        id=row.pk,
        reference=row.message.message_id if row.parent_id is None else None,
        subject=unseal(row.subject_sealed, sender=row.sender_id, uuid=row.uuid, field="subject").decode(),
        sender=row.sender.name,
        delivered_at=row.delivered_at,
        first_accessed_at=row.first_accessed_at,
        authentication_level=AuthenticationLevel(row.authentication_level),
        content_type=CONTENT_TYPES[row.file_type],
        attachments=tuple(_listed(attachment, []) for attachment in attachments),
    )
