"""
Every column of the mailbox, marked: open, readable with a reason, or sealed.

A column that is not here fails tests/house/test_records.py; so does a sealed one whose value opens otherwise than
this table says. Rotating the mailbox's data key follows SEALED.
"""

from __future__ import annotations

from budstikke.kit.resealing import SealedColumn

# Accounts belong to organisations; a message id is a letter's number.
OPEN = {
    "account": "id sender_id organisation_number name public_key_pem opened_at",
    "content": "document_id account_id",
    "django_migrations": "id app name applied",
    "document": "id uuid file_type authentication_level sensitivity_level delivered_at first_accessed_at deleted_at"
    " account_id parent_id sender_id message_id",
    "message": "id message_id taken_at account_id sender_id",
    "renewal": "document_id look_at holds_until renewed_at refused_at fault account_id",
    "one_time_link": "token_hash expires_at used_at account_id document_id",
}
READABLE: dict[str, str] = {}
_OF_DOCUMENT = "'mailbox/document/' || sender_id || '/' || uuid || '/"
SEALED = (
    SealedColumn(table="document", column="subject_sealed", context=f"{_OF_DOCUMENT}subject'"),
    SealedColumn(table="document", column="sha256_sealed", context=f"{_OF_DOCUMENT}sha256'"),
    SealedColumn(
        table="content",
        column="content_sealed",
        key="document_id",
        context=f"(SELECT {_OF_DOCUMENT}content' FROM document WHERE document.id = content.document_id)",
        batch=50,
    ),
)
