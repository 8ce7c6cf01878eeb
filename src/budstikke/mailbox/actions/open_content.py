"""Make a link by which one content can be fetched once, within 30 seconds."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from budstikke.law.refusal import Refusal
from budstikke.mailbox.actions.refusals import refused
from budstikke.mailbox.records.models import Account, Document, OneTimeLink
from budstikke.mailbox.records.scope import acting_as

LIFE = timedelta(seconds=30)


def open_content(*, account: Account, document_id: int, now: datetime, real_now: datetime) -> str | Refusal:
    """
    Return the token of a new link; only a hash of it is kept, so who reads the table can open nothing.

    `now` says whether the document is delivered yet; the link's life is in real time.
    """
    token = hashlib.sha512(secrets.token_bytes(64)).hexdigest()
    with acting_as(account.pk):
        document = Document.objects.filter(
            pk=document_id, account=account, deleted_at__isnull=True, delivered_at__lte=now
        ).first()
        if document is None:
            return refused("DOCUMENT_NOT_FOUND")
        OneTimeLink.objects.filter(account=account, expires_at__lt=real_now).delete()
        OneTimeLink.objects.create(
            token_hash=token_hash(token), document=document, account=account, expires_at=real_now + LIFE
        )
    return token


def token_hash(token: str) -> bytes:
    """Return what is kept of a token."""
    return hashlib.sha512(token.encode()).digest()
