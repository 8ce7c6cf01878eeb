"""The status of a document, as its sender may ask for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from budstikke.formats.digipost.xml import Child, is_moment, is_uuid, new_root, read_root, written
from budstikke.formats.malformed import Fault, Malformed

_STATUS = (Child("attachments", most=None), Child("link", most=None))
_ATTRIBUTES = {"uuid": is_uuid, "created": is_moment, "delivered": is_moment}


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentStatus:
    """Where a document is; `sha256` is the base64 of its content's hash, where the mailbox tells it."""

    uuid: UUID
    sender_id: int
    delivered: bool
    created_at: datetime | None
    delivered_at: datetime | None
    is_primary: bool
    sha256: str | None = None


def build_status(status: DocumentStatus) -> bytes:
    """Write a status."""
    root = new_root("document-status")
    values = {
        "uuid": str(status.uuid),
        "sender-id": str(status.sender_id),
        "status": "DELIVERED" if status.delivered else "NOT_DELIVERED",
        "created": _text(status.created_at),
        "delivered": _text(status.delivered_at),
        "channel": "DIGIPOST",
        "is-primary-document": "true" if status.is_primary else "false",
        "content-hash": status.sha256,
        "content-hash-algorithm": "SHA256" if status.sha256 else None,
    }
    for name, value in values.items():
        if value is not None:
            root.set(name, value)
    return written(root)


def parse_status(content: bytes) -> DocumentStatus:
    """
    Read a status.

    Raises: Malformed with every fault.
    """
    root = read_root(content, name="document-status", shape=_STATUS)
    found = {str(name): str(value) for name, value in root.items() if value}
    faults = [
        Fault(f"document-status/@{name}", "BAD_VALUE", wrong)
        for name, check in _ATTRIBUTES.items()
        if name in found and (wrong := check(found[name]))
    ]
    if "uuid" not in found:
        faults.append(Fault("document-status/@uuid", "MISSING_ATTRIBUTE", "is missing"))
    if not found.get("sender-id", "0").isdecimal():
        faults.append(Fault("document-status/@sender-id", "BAD_VALUE", "must be a whole number"))
    if faults:
        raise Malformed(tuple(faults))
    return DocumentStatus(
        uuid=UUID(found["uuid"]),
        sender_id=int(found.get("sender-id", "0")),
        delivered=found.get("status") == "DELIVERED",
        created_at=_moment(found.get("created")),
        delivered_at=_moment(found.get("delivered")),
        is_primary=found.get("is-primary-document") == "true",
        sha256=found.get("content-hash") if found.get("content-hash-algorithm") == "SHA256" else None,
    )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
