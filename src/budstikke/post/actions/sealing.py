"""What is sealed at rest: opened and closed here, bound to its letter and its kind."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from budstikke.kit.vault import vault_for


def seal(content: bytes, *, letter_id: int, kind: str) -> bytes:
    """Seal content so that it opens for this letter and this kind only."""
    return vault_for("post").seal(content, context=_context(letter_id, kind))


def unseal(sealed: bytes | memoryview, *, letter_id: int, kind: str) -> bytes:
    """
    Open what `seal` sealed.

    Raises: kit.vault.CannotOpen when it was changed or moved.
    """
    return vault_for("post").open(bytes(sealed), context=_context(letter_id, kind))


def seal_json(value: object, *, letter_id: int, kind: str) -> bytes:
    """Seal a JSON value."""
    return seal(json.dumps(value, ensure_ascii=False).encode(), letter_id=letter_id, kind=kind)


def unseal_json(sealed: bytes | memoryview, *, letter_id: int, kind: str) -> dict[str, object]:
    """Open a JSON value."""
    value: dict[str, object] = json.loads(unseal(sealed, letter_id=letter_id, kind=kind))
    return value


def seal_for_order(national_number: str, *, consignment_number: str) -> bytes:
    """Seal the national number an order gives, before its letters need have numbers."""
    return vault_for("post").seal(national_number.encode(), context=f"order:{consignment_number}".encode())


def unseal_from_order(sealed: bytes | memoryview, *, consignment_number: str) -> str:
    """Open what `seal_for_order` sealed."""
    return vault_for("post").open(bytes(sealed), context=f"order:{consignment_number}".encode()).decode()


def _context(letter_id: int, kind: str) -> bytes:
    return f"letter:{letter_id}:{kind}".encode()


def seal_for_webhook(value: Mapping[str, object], *, webhook_id: UUID) -> bytes:
    """Seal what a subscriber wants to be sent with each callback: its headers, and the secret it signs with."""
    return vault_for("post").seal(json.dumps(value).encode(), context=f"webhook:{webhook_id}".encode())


def unseal_from_webhook(sealed: bytes | memoryview, *, webhook_id: UUID) -> dict[str, Any]:
    """Open what `seal_for_webhook` sealed."""
    opened: dict[str, Any] = json.loads(
        vault_for("post").open(bytes(sealed), context=f"webhook:{webhook_id}".encode())
    )
    return opened


def seal_for_extract(content: bytes, *, extract_id: UUID) -> bytes:
    """Seal the lines of a list that a sender asked for."""
    return vault_for("post").seal(content, context=f"extract:{extract_id}".encode())


def unseal_from_extract(sealed: bytes | memoryview, *, extract_id: UUID) -> bytes:
    """Open what `seal_for_extract` sealed."""
    return vault_for("post").open(bytes(sealed), context=f"extract:{extract_id}".encode())
