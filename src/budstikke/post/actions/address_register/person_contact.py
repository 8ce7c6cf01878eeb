"""The ways to reach a person of the register: sealed together, bound to the person."""

from __future__ import annotations

from uuid import UUID

from budstikke.kit.vault import vault_for
from budstikke.post.actions.sealing import Contact
from budstikke.post.records.models import Person


def seal_contact_of(contact: Contact, *, ref: UUID) -> bytes | None:
    """Seal mobile number and e-mail address of a person; nothing where there is neither."""
    if not (contact.mobile or contact.email):
        return None
    return vault_for("post").seal(f"{contact.mobile}\n{contact.email}".encode(), context=_context(ref))


def contact_of_person(person: Person) -> Contact:
    """
    Return the ways to reach a person.

    Raises: kit.vault.CannotOpen when the row was changed.
    """
    if person.contact_sealed is None:
        return Contact()
    opened = vault_for("post").open(bytes(person.contact_sealed), context=_context(person.ref)).decode()
    mobile, _, email = opened.partition("\n")
    return Contact(mobile=mobile, email=email)


def _context(ref: UUID) -> bytes:
    return f"person:{ref}:contact".encode()
