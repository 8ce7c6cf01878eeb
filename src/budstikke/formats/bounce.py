"""
A mail that came back: which of ours it was, and whether it will never arrive.

Sources: RFC 3461 and 3464 (delivery status notifications); the address a mail returns to carries its key ("variable
envelope return path"), because what comes back need not name the recipient.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses

from budstikke.formats.malformed import Fault, Malformed

_KEY = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,58}[A-Za-z0-9])?"
_TAG = r"[a-z2-7]{16}"
# Who wrote before addresses were signed, or is not us, has no tag.
_RETURNED_TO = re.compile(rf"[^@+]+\+({_KEY})(?:\.({_TAG}))?@[^@]+")
_MESSAGE_ID = re.compile(rf"<({_KEY})(?:\.({_TAG}))?@[^@>]+>")
_STATUS = re.compile(r"[245]\.[0-9]{1,3}\.[0-9]{1,3}")
_ADDRESSED_BY = ("Delivered-To", "X-Original-To", "Envelope-To", "To")
_ACTIONS = ("failed", "delayed", "delivered", "relayed", "expanded")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """
    One notification: the key of our mail, what became of it (RFC 3464, Action), and the status, such as 5.1.1.

    `tag` is what whoever made the address signed the key with; it is empty where there is none, and not judged here.
    """

    key: str
    tag: str
    action: str
    status: str


def return_path(sender: str, *, key: str, tag: str) -> str:
    """
    Return the address that a mail with this key returns to; `tag` proves that the address is of our making.

    >>> return_path("budstikke@post.example", key="RR000000014NO-0", tag="abcdefgh234567xy")
    'budstikke+RR000000014NO-0.abcdefgh234567xy@post.example'
    """
    local, _, domain = sender.rpartition("@")
    return f"{local}+{key}.{tag}@{domain}"


def message_id(sender: str, *, key: str, tag: str) -> str:
    """Return the Message-ID of a mail, which some servers give back instead of the address."""
    return f"<{key}.{tag}@{sender.rpartition('@')[2]}>"


def read_bounce(content: bytes) -> Bounce:
    """
    Read a notification as a mail server sends it.

    Raises: Malformed for what is no delivery status notification, or does not say which mail it is about. A fault
            repeats nothing of the mail.
    """
    mail = message_from_bytes(content)
    parts = list(mail.walk())
    status = next((part for part in parts if part.get_content_type() == "message/delivery-status"), None)
    fields = {name.lower(): value for name, value in _fields(status)} if status is not None else {}
    action = fields.get("action", "").strip().lower()
    found = _key(mail, parts)
    faults = []
    if action not in _ACTIONS:
        faults.append(Fault("message/delivery-status", "no-action", "is no delivery status notification"))
    if found is None:
        faults.append(Fault("To, Message-ID", "no-key", "does not say which of our mails came back"))
    if faults or found is None:
        raise Malformed(tuple(faults))
    told = _STATUS.search(fields.get("status", ""))
    return Bounce(key=found[0], tag=found[1], action=action, status=told.group() if told else "5.0.0")


def _fields(status: Message) -> Iterator[tuple[str, str]]:
    """Yield the fields of the notification: those of the mail, then those of its recipient; ours have one."""
    blocks = status.get_payload()
    if isinstance(blocks, list):
        for block in blocks:
            if isinstance(block, Message):
                yield from ((name, str(value)) for name, value in block.items())


def _key(mail: Message, parts: list[Message]) -> tuple[str, str] | None:
    addressed = [str(value) for name in _ADDRESSED_BY for value in mail.get_all(name, [])]
    for _, address in getaddresses(addressed):
        if found := _RETURNED_TO.fullmatch(address):
            return found.group(1), found.group(2) or ""
    return next((key for part in parts if (key := _returned_id(part)) is not None), None)


def _returned_id(part: Message) -> tuple[str, str] | None:
    """Return the id of the mail that came back, of which a part has the whole or the headers."""
    returned = part.get_payload()
    if part.get_content_type() == "message/rfc822" and isinstance(returned, list):
        head = str(returned[0].get("Message-ID") or "") if isinstance(returned[0], Message) else ""
    elif part.get_content_type() == "text/rfc822-headers":
        text = part.get_payload(decode=True)
        head = str(message_from_bytes(text if isinstance(text, bytes) else b"").get("Message-ID") or "")
    else:
        return None
    found = _MESSAGE_ID.search(head)
    return (found.group(1), found.group(2) or "") if found else None
