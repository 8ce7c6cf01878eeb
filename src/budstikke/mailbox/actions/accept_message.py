"""Take a message for an organisation: all of it, once, or nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError
from psycopg import errors

from budstikke.formats.digipost.message import ORGANISATION, Delivery, Document, Message
from budstikke.formats.digipost.sending import CONTENT_TYPES, Sending
from budstikke.formats.digipost.signature import content_sha256
from budstikke.formats.digipost.vocabulary import AuthenticationLevel, DeliveryStatus, SensitivityLevel
from budstikke.law.refusal import Refusal
from budstikke.mailbox.actions.refusals import refused
from budstikke.mailbox.actions.sealing import seal
from budstikke.mailbox.records import models
from budstikke.mailbox.records.scope import acting_as

# What a message may ask for besides delivery, and the code that says we do not offer it.
_NOT_OFFERED = {
    "print-details": "NOT_APPROVED_FOR_PRINT",
    "print-if-unread": "NOT_APPROVED_FOR_PRINT",
    "encrypted": "NOT_APPROVED_FOR_PREENCRYPT",
}
# PostgreSQL decides what is a repetition, also between two requests at the same moment.
_REPETITIONS = {
    "a_message_id_is_used_once": "DUPLICATE_MESSAGE",
    "a_uuid_is_used_once": "DUPLICATE_DOCUMENT_ID",
}
# Whether a file is sealed, and until when, is looked at when the sender does not wait for it.
FIRST_LOOK = timedelta(days=1)
_PUBLIC_AGENCIES = (AuthenticationLevel.IDPORTEN_3, AuthenticationLevel.IDPORTEN_4)


def accept_message(sending: Sending, *, sender: models.Account, now: datetime) -> Delivery | Refusal:
    """
    Store a message in its recipient's mailbox, contents sealed, in one transaction.

    Reading: a message id that this sender used before is DUPLICATE_MESSAGE, as the API has it, whatever the
    message holds now. A client that tries again after a lost answer therefore delivers once, and can ask for
    the status of its documents to see that it is the same.

    Returns: what was delivered, or why not.
    """
    message = sending.message
    refusal = _content_refusal(sending, sender=sender, now=now)
    if refusal:
        return refusal
    account = models.Account.objects.filter(organisation_number=message.recipient.value).first()
    if message.recipient.way != ORGANISATION or account is None:
        return refused("UNKNOWN_RECIPIENT")
    delivered_at = message.delivery_at or now
    try:
        with acting_as(account.pk):
            _store(sending, sender=sender, account=account, delivered_at=delivered_at, now=now)
    except IntegrityError as error:
        cause = error.__cause__
        constraint = cause.diag.constraint_name if isinstance(cause, errors.UniqueViolation) else None
        if constraint not in _REPETITIONS:
            raise
        return refused(_REPETITIONS[constraint])
    return Delivery(
        message_id=message.message_id,
        sender_id=sender.sender_id,
        status=DeliveryStatus.DELIVERED,
        delivered_at=delivered_at,
        primary=message.primary,
        attachments=message.attachments,
    )


def _content_refusal(sending: Sending, *, sender: models.Account, now: datetime) -> Refusal | None:
    message = sending.message
    if _for_another(message, sender):
        return refused("BROKER_NOT_AUTHORIZED")
    for asked_for in sorted(message.extras):
        return refused(_NOT_OFFERED.get(asked_for, "VALIDATION_FAILED"), asked_for=asked_for)
    if message.delivery_at is not None and message.delivery_at < now:
        return refused("DELIVERY_DATE_HISTORICAL")
    for number, document in enumerate(message.documents, start=1):
        refusal = _document_refusal(document, number=number, content=sending.contents[document.uuid])
        if refusal:
            return refusal
    return None


def _for_another(message: Message, sender: models.Account) -> bool:
    return message.sender_id not in (None, sender.sender_id) or message.sender_organisation not in (
        None,
        sender.organisation_number,
    )


def _document_refusal(document: Document, *, number: int, content: bytes) -> Refusal | None:
    if document.authentication_level in _PUBLIC_AGENCIES:
        return refused("NOT_APPROVED_FOR_IDPORTEN")
    if (
        document.sensitivity_level is SensitivityLevel.SENSITIVE
        and document.authentication_level is AuthenticationLevel.PASSWORD
    ):
        return refused("AUTHENTICATION_LEVEL_TOO_LOW")
    if document.file_type not in CONTENT_TYPES:
        return refused("ILLEGAL_CONTENT_TYPE", file_types=", ".join(CONTENT_TYPES))
    if document.file_type == "pdf" and not content.startswith(b"%PDF-"):
        return refused("INVALID_PDF_CONTENT", document=number)
    return None


def _store(
    sending: Sending,
    *,
    sender: models.Account,
    account: models.Account,
    delivered_at: datetime,
    now: datetime,
) -> None:
    stored = models.Message.objects.create(
        sender=sender, account=account, message_id=sending.message.message_id, taken_at=now
    )
    primary: models.Document | None = None
    for document in sending.message.documents:
        content = sending.contents[document.uuid]
        row = models.Document.objects.create(
            account=account,
            sender=sender,
            message=stored,
            parent=primary,
            uuid=document.uuid,
            file_type=document.file_type,
            authentication_level=document.authentication_level,
            sensitivity_level=document.sensitivity_level,
            subject_sealed=seal(
                document.subject.encode(), sender=sender.pk, uuid=document.uuid, field="subject"
            ),
            sha256_sealed=seal(
                content_sha256(content).encode(), sender=sender.pk, uuid=document.uuid, field="sha256"
            ),
            delivered_at=delivered_at,
        )
        models.Content.objects.create(
            document=row,
            account=account,
            content_sealed=seal(content, sender=sender.pk, uuid=document.uuid, field="content"),
        )
        if document.file_type == "pdf":
            models.Renewal.objects.create(document=row, account=account, look_at=now + FIRST_LOOK)
        primary = primary or row
