"""Delete a document with its attachments."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from budstikke.law.refusal import Refusal
from budstikke.mailbox.actions.refusals import refused
from budstikke.mailbox.records.models import Account, Content, Document, OneTimeLink, Renewal
from budstikke.mailbox.records.scope import acting_as


def delete_document(*, account: Account, document_id: int, now: datetime) -> Refusal | None:
    """
    Delete the contents; the rows stay, so that the sender's question about their status has an answer.

    Reading: attachments go with their document and cannot be deleted alone, as the inbox offers no address
    for that.
    """
    with acting_as(account.pk):
        document = (
            Document.objects.select_for_update(of=("self",))
            .filter(
                pk=document_id,
                account=account,
                parent__isnull=True,
                deleted_at__isnull=True,
                delivered_at__lte=now,
            )
            .first()
        )
        if document is None:
            return refused("DOCUMENT_NOT_FOUND")
        gone = Document.objects.filter(Q(pk=document.pk) | Q(parent=document), account=account)
        numbers = list(gone.values_list("pk", flat=True))
        OneTimeLink.objects.filter(account=account, document_id__in=numbers).delete()
        Renewal.objects.filter(account=account, document_id__in=numbers).delete()
        Content.objects.filter(account=account, document_id__in=numbers).delete()
        gone.update(deleted_at=now)
    return None
