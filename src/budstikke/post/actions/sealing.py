"""What is sealed at rest: opened and closed here, bound to its letter and its kind."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from budstikke.kit.vault import look_up_for, vault_for
from budstikke.post.records.models import Letter

NUMBER = "national number"


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


def seal_number(national_number: str, *, consignment_number: str) -> bytes | None:
    """Seal the national number an order gives, before its letters need have numbers; nothing where none is given."""
    if not national_number:
        return None
    return vault_for("post").seal(national_number.encode(), context=_order(consignment_number, "number"))


def unseal_number(sealed: bytes | memoryview, *, consignment_number: str) -> str:
    """Open what `seal_number` sealed."""
    return vault_for("post").open(bytes(sealed), context=_order(consignment_number, "number")).decode()


def senders_number(letter: Letter) -> str:
    """Return the national number the sender gave, empty where none."""
    if letter.national_number_sealed is None:
        return ""
    return unseal_number(letter.national_number_sealed, consignment_number=letter.consignment_number)


def number_lookup(national_number: str) -> bytes | None:
    """Return the keyed hash by which letters of a national number are found; nothing where none is given."""
    return look_up_for("post").hash(national_number, kind=NUMBER) if national_number else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """The ways to reach a recipient, each empty where the order gave none."""

    mobile: str = field(default="", repr=False)
    email: str = field(default="", repr=False)


def seal_contact(contact: Contact, *, consignment_number: str) -> bytes | None:
    """Seal the ways to reach a recipient together; nothing where there is none."""
    if not (contact.mobile or contact.email):
        return None
    # Neither can hold a line feed (an order that has one is refused), and this is done for every letter.
    plain = f"{contact.mobile}\n{contact.email}".encode()
    return vault_for("post").seal(plain, context=_order(consignment_number, "contact"))


def contact_of(letter: Letter) -> Contact:
    """Return the ways to reach a letter's recipient."""
    if letter.contact_sealed is None:
        return Contact()
    opened = vault_for("post").open(
        bytes(letter.contact_sealed), context=_order(letter.consignment_number, "contact")
    )
    mobile, _, email = opened.decode().partition("\n")
    return Contact(mobile=mobile, email=email)


def _order(consignment_number: str, kind: str) -> bytes:
    return f"order:{consignment_number}:{kind}".encode()


def _context(letter_id: int, kind: str) -> bytes:
    return f"letter:{letter_id}:{kind}".encode()


def seal_for_visit(content: bytes, *, nonce: UUID, kind: str) -> bytes:
    """Seal content so that it opens for this visit to a counter and this kind only."""
    return vault_for("post").seal(content, context=_visit(nonce, kind))


def unseal_from_visit(sealed: bytes | memoryview, *, nonce: UUID, kind: str) -> bytes:
    """
    Open what `seal_for_visit` sealed.

    Raises: kit.vault.CannotOpen when it was changed or moved.
    """
    return vault_for("post").open(bytes(sealed), context=_visit(nonce, kind))


def _visit(nonce: UUID, kind: str) -> bytes:
    return f"visit:{nonce}:{kind}".encode()


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
