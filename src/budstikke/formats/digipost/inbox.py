"""An inbox as its owner sees it: documents with their attachments and where to fetch or delete them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from budstikke.formats.digipost.vocabulary import AuthenticationLevel
from budstikke.formats.digipost.xml import (
    Child,
    add,
    add_known,
    is_moment,
    matches,
    moment_of,
    new_root,
    one_of,
    qualified,
    read_root,
    text_of,
    written,
)

_ATTACHMENT = (
    Child("id", least=1, check=matches(r"\d{1,18}", "a whole number")),
    Child("reference-from-sender"),
    Child("subject"),
    Child("sender", least=1),
    Child("delivery-time", least=1, check=is_moment),
    Child("first-accessed", check=is_moment),
    Child("authentication-level", least=1, check=one_of(AuthenticationLevel)),
    Child("content-type"),
    Child("content-uri"),
    Child("delete-uri"),
)
# The schema lets attachments have attachments; nobody has seen one, and they are read away without fault.
_DOCUMENT = (
    *_ATTACHMENT,
    Child("attachment", most=None, shape=(*_ATTACHMENT, Child("attachment", most=None))),
)
_INBOX = (Child("document", most=None, shape=_DOCUMENT),)


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxDocument:
    """One line of the inbox; `first_accessed_at` stays unknown until its content is fetched."""

    id: int
    subject: str
    sender: str
    delivered_at: datetime
    authentication_level: AuthenticationLevel
    content_type: str | None = None
    content_uri: str | None = None
    delete_uri: str | None = None
    reference: str | None = None
    first_accessed_at: datetime | None = None
    attachments: tuple[InboxDocument, ...] = ()


def build_inbox(documents: Sequence[InboxDocument]) -> bytes:
    """Write an inbox."""
    root = new_root("inbox")
    for document in documents:
        _write(add(root, "document"), document)
    return written(root)


def parse_inbox(content: bytes) -> tuple[InboxDocument, ...]:
    """
    Read an inbox.

    Raises: Malformed with every fault.
    """
    root = read_root(content, name="inbox", shape=_INBOX)
    return tuple(_read(element) for element in root)


def _write(element: etree._Element, document: InboxDocument) -> None:
    add(element, "id", document.id)
    add_known(element, "reference-from-sender", document.reference)
    add(element, "subject", document.subject)
    add(element, "sender", document.sender)
    add(element, "delivery-time", document.delivered_at)
    add_known(element, "first-accessed", document.first_accessed_at)
    add(element, "authentication-level", document.authentication_level)
    add_known(element, "content-type", document.content_type)
    add_known(element, "content-uri", document.content_uri)
    add_known(element, "delete-uri", document.delete_uri)
    for attachment in document.attachments:
        _write(add(element, "attachment"), attachment)


def _read(element: etree._Element) -> InboxDocument:
    delivered_at = moment_of(element, "delivery-time")
    assert delivered_at is not None, "the shape asks for it"
    return InboxDocument(
        id=int(text_of(element, "id") or 0),
        reference=text_of(element, "reference-from-sender"),
        subject=text_of(element, "subject") or "",
        sender=text_of(element, "sender") or "",
        delivered_at=delivered_at,
        first_accessed_at=moment_of(element, "first-accessed"),
        authentication_level=AuthenticationLevel(text_of(element, "authentication-level") or ""),
        content_type=text_of(element, "content-type"),
        content_uri=text_of(element, "content-uri"),
        delete_uri=text_of(element, "delete-uri"),
        attachments=tuple(
            _read(child)
            for child in element.iterfind(qualified("attachment"))
            if child.find(qualified("id")) is not None
        ),
    )
