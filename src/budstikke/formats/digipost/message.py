"""A message to a mailbox: who it is for, its documents, and what is answered when it is taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from lxml import etree

from budstikke.formats.digipost.vocabulary import (
    ATTACHMENTS,
    SUBJECT_CHARACTERS,
    AuthenticationLevel,
    DeliveryStatus,
    SensitivityLevel,
)
from budstikke.formats.digipost.xml import (
    Child,
    add,
    add_known,
    filled,
    is_moment,
    is_uuid,
    longest,
    matches,
    moment_of,
    new_root,
    one_of,
    qualified,
    read_root,
    text_of,
    uuid_of,
    written,
)
from budstikke.formats.malformed import Fault, Malformed

ORGANISATION = "organisation-number"
PERSON = "personal-identification-number"

_NUMBER = matches(r"-?\d{1,18}", "a whole number")
_DIGITS_11 = matches(r"\d{11}", "11 digits")
_RECIPIENT = (
    Child(PERSON, check=_DIGITS_11),
    Child(ORGANISATION, check=matches(r"\d{9}", "9 digits")),
    Child("digipost-address", check=filled),
    Child("email-details"),
    Child("peppol-addresses"),
    Child("name-and-address"),
    Child("bank-account-number", check=_DIGITS_11),
    Child("print-details"),
)
_WAYS = tuple(row.name for row in _RECIPIENT if row.name != "print-details")

_ORGANISATION_SENDER = (
    Child("organization-id", least=1, check=matches(r"\w{1,35}", "1 to 35 letters or digits")),
    Child("part-id", check=longest(100)),
)


def _document(*, extras: bool) -> tuple[Child, ...]:
    return (
        Child("uuid", least=1, check=is_uuid),
        Child("subject", least=int(extras), check=longest(SUBJECT_CHARACTERS), missing="MISSING_SUBJECT"),
        Child("file-type", least=1, check=filled),
        Child("opening-receipt"),
        Child("opened"),
        Child("sms-notification"),
        Child("email-notification"),
        Child("authentication-level", check=one_of(AuthenticationLevel)),
        Child("sensitivity-level", check=one_of(SensitivityLevel)),
        Child("encrypted"),
        Child("content-hash"),
        Child("link", most=None),
        Child("data-type"),
    )


_SENT, _TAKEN = _document(extras=True), _document(extras=False)
_MESSAGE = (
    Child("message-id", check=filled),
    Child("sender-id", check=_NUMBER),
    Child("sender-organization", shape=_ORGANISATION_SENDER),
    Child("recipient", least=1, shape=_RECIPIENT, missing="MISSING_RECIPIENT"),
    Child("delivery-time", check=is_moment),
    Child("invoice-reference", check=longest(100)),
    Child("primary-document", least=1, shape=_SENT),
    Child("attachment", most=ATTACHMENTS, shape=_SENT),
    Child("print-if-unread"),
    Child("request-for-registration"),
    Child("batch"),
)
_DELIVERY = (
    Child("message-id"),
    Child("delivery-method", least=1),
    Child("sender-id", least=1, check=_NUMBER),
    Child("status", least=1, check=one_of(DeliveryStatus)),
    Child("delivery-time", check=is_moment),
    Child("primary-document", least=1, shape=_TAKEN),
    Child("attachment", most=ATTACHMENTS, shape=_TAKEN),
    Child("link", most=None),
)
# What a sender may ask for besides delivery. A mailbox that does not offer it must say so, not forget it.
_MESSAGE_EXTRAS = ("print-if-unread", "request-for-registration", "batch")
_DOCUMENT_EXTRAS = ("opening-receipt", "sms-notification", "email-notification", "encrypted")


@dataclass(frozen=True, slots=True)
class Recipient:
    """
    Whom a message is for: one of the API's ways to name somebody, and the name.

    Reading: the ways that are more than one text (name-and-address and its like) keep an empty value.
    """

    way: str
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """
    One document of a message; its content travels beside the message under the same UUID.

    `data_type` is XML that says to a program what the document says to a person; it is written, and not read.
    """

    uuid: UUID
    subject: str
    file_type: str
    authentication_level: AuthenticationLevel = AuthenticationLevel.PASSWORD
    sensitivity_level: SensitivityLevel = SensitivityLevel.NORMAL
    data_type: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message; `extras` names what it asks for besides delivery."""

    message_id: str | None
    recipient: Recipient
    primary: Document
    attachments: tuple[Document, ...] = ()
    sender_id: int | None = None
    sender_organisation: str | None = None
    delivery_at: datetime | None = None
    extras: frozenset[str] = frozenset()

    @property
    def documents(self) -> tuple[Document, ...]:
        """The primary document and its attachments."""
        return (self.primary, *self.attachments)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """The answer to a message that was taken."""

    message_id: str | None
    sender_id: int
    status: DeliveryStatus
    delivered_at: datetime | None
    primary: Document
    attachments: tuple[Document, ...] = ()


def build_message(message: Message) -> bytes:
    """Write a message; what `extras` names is not written, because we ask for none."""
    root = new_root("message")
    add_known(root, "message-id", message.message_id)
    add_known(root, "sender-id", message.sender_id)
    if message.sender_organisation is not None:
        add(add(root, "sender-organization"), "organization-id", message.sender_organisation)
    add(add(root, "recipient"), message.recipient.way, message.recipient.value)
    add_known(root, "delivery-time", message.delivery_at)
    _write_documents(root, message.primary, message.attachments)
    return written(root)


def parse_message(content: bytes) -> Message:
    """
    Read a message as a mailbox receives it.

    Raises: Malformed with every fault.
    """
    root = read_root(content, name="message", shape=_MESSAGE)
    recipient = root.find(qualified("recipient"))
    assert recipient is not None, "the shape asks for it"
    ways = [child for child in recipient if child.tag in map(qualified, _WAYS)]
    documents = _read_documents(root)
    faults = _sense(root, ways=len(ways), documents=documents)
    if faults:
        raise Malformed(tuple(faults))
    organisation = root.find(qualified("sender-organization"))
    sender_id = text_of(root, "sender-id")
    return Message(
        message_id=text_of(root, "message-id"),
        sender_id=None if sender_id is None else int(sender_id),
        sender_organisation=None if organisation is None else text_of(organisation, "organization-id"),
        recipient=Recipient(etree.QName(ways[0]).localname, ways[0].text or ""),
        delivery_at=moment_of(root, "delivery-time"),
        primary=documents[0],
        attachments=documents[1:],
        extras=_extras(root, recipient),
    )


def build_delivery(delivery: Delivery) -> bytes:
    """Write the answer to a message."""
    root = new_root("message-delivery")
    add_known(root, "message-id", delivery.message_id)
    add(root, "delivery-method", "DIGIPOST")
    add(root, "sender-id", delivery.sender_id)
    add(root, "status", delivery.status)
    add_known(root, "delivery-time", delivery.delivered_at)
    _write_documents(root, delivery.primary, delivery.attachments)
    return written(root)


def parse_delivery(content: bytes) -> Delivery:
    """
    Read the answer to a message.

    Raises: Malformed with every fault.
    """
    root = read_root(content, name="message-delivery", shape=_DELIVERY)
    documents = _read_documents(root)
    return Delivery(
        message_id=text_of(root, "message-id"),
        sender_id=int(text_of(root, "sender-id") or 0),
        status=DeliveryStatus(text_of(root, "status") or ""),
        delivered_at=moment_of(root, "delivery-time"),
        primary=documents[0],
        attachments=documents[1:],
    )


def _write_documents(root: etree._Element, primary: Document, attachments: tuple[Document, ...]) -> None:
    named = (("primary-document", primary), *(("attachment", document) for document in attachments))
    for name, document in named:
        element = add(root, name)
        add(element, "uuid", document.uuid)
        add(element, "subject", document.subject)
        add(element, "file-type", document.file_type)
        add(element, "authentication-level", document.authentication_level)
        add(element, "sensitivity-level", document.sensitivity_level)
        if document.data_type:
            add(element, "data-type").append(etree.fromstring(document.data_type))


def _read_documents(root: etree._Element) -> tuple[Document, ...]:
    return tuple(
        Document(
            uuid=uuid_of(element, "uuid"),
            subject=text_of(element, "subject") or "",
            file_type=text_of(element, "file-type") or "",
            authentication_level=AuthenticationLevel(text_of(element, "authentication-level") or "PASSWORD"),
            sensitivity_level=SensitivityLevel(text_of(element, "sensitivity-level") or "NORMAL"),
        )
        for name in ("primary-document", "attachment")
        for element in root.iterfind(qualified(name))
    )


def _sense(root: etree._Element, *, ways: int, documents: tuple[Document, ...]) -> list[Fault]:
    # What the table of rows cannot say: choices between elements, and values that must differ.
    faults = []
    if ways == 0:
        faults.append(Fault("message/recipient", "MISSING_RECIPIENT", "names nobody"))
    if ways > 1:
        faults.append(Fault("message/recipient", "TOO_MANY", "names somebody in more than one way; keep one"))
    if None not in (text_of(root, "sender-id"), root.find(qualified("sender-organization"))):
        faults.append(Fault("message", "TOO_MANY", "has both sender-id and sender-organization; keep one"))
    if len({document.uuid for document in documents}) < len(documents):
        faults.append(Fault("message", "DUPLICATE_DOCUMENT_ID", "two documents have the same UUID"))
    return faults


def _extras(root: etree._Element, recipient: etree._Element) -> frozenset[str]:
    found = {name for name in _MESSAGE_EXTRAS if root.find(qualified(name)) is not None}
    found |= {name for name in _DOCUMENT_EXTRAS if root.find(f"*/{qualified(name)}") is not None}
    if recipient.find(qualified("print-details")) is not None:
        found.add("print-details")
    return frozenset(found)
