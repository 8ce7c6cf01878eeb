"""Which part of which document a sealed value is: the context it is bound to."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from budstikke.kit.vault import vault_for

Field = Literal["subject", "sha256", "content"]


def seal(value: bytes, *, sender: int, uuid: UUID, field: Field) -> bytes:
    """Return a value sealed to its place; a sender's UUID is that document's for ever."""
    return vault_for("mailbox").seal(value, context=_context(sender, uuid, field))


def unseal(sealed: bytes | memoryview, *, sender: int, uuid: UUID, field: Field) -> bytes:
    """
    Return what was sealed.

    Raises: CannotOpen when the value was changed or lay elsewhere before.
    """
    return vault_for("mailbox").open(bytes(sealed), context=_context(sender, uuid, field))


def _context(sender: int, uuid: UUID, field: Field) -> bytes:
    return f"mailbox/document/{sender}/{uuid}/{field}".encode("ascii")
