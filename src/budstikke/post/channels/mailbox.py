"""The mailbox of a sender: delivery reports and letters brought to it, and what it holds of them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from budstikke.post.channels.errors import Rejected, Unreachable


@dataclass(frozen=True, slots=True)
class MailDocument:
    """One document to send; the first of a message takes the message's subject."""

    file_type: str
    content: bytes = field(repr=False)
    subject: str = ""
    data_type: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Receipt:
    """The mailbox has the message; `repeated` says that it had it before this try."""

    message_id: str
    delivered_at: datetime | None
    repeated: bool = False


class Holds(StrEnum):
    """What a mailbox says it has of a message."""

    THE_SAME = "the same"
    OTHER_CONTENT = "other content"
    NOTHING = "nothing"


class Mailbox(Protocol):
    """A way to an organisation's digital mailbox."""

    def send(
        self,
        *,
        message_id: str,
        recipient_organisation_number: str,
        subject: str,
        documents: Sequence[MailDocument],
    ) -> Receipt:
        """
        Deliver the documents, once, however often it is tried under the same message id.

        Raises: Unreachable (try again later) or Rejected (the mailbox will not take it).
        """

    def holds(self, *, message_id: str, sha256: str) -> Holds:
        """
        Ask the mailbox what it has under a message id; `sha256` is that of the first document, in hexadecimal.

        Raises: Unreachable (it cannot say now) or Rejected (it does not let us ask).
        """


class FakeMailbox:
    """Keeps what is sent in memory, once for each message id, and fails on purpose as it is told to."""

    def __init__(self, *, failures: Sequence[Unreachable | Rejected] = ()) -> None:
        self.sent: dict[str, tuple[str, str, tuple[MailDocument, ...]]] = {}
        self._failures = list(failures)

    def send(
        self,
        *,
        message_id: str,
        recipient_organisation_number: str,
        subject: str,
        documents: Sequence[MailDocument],
    ) -> Receipt:
        """Raise the next failure if one is left; otherwise keep the message."""
        if self._failures:
            raise self._failures.pop(0)
        message = (recipient_organisation_number, subject, tuple(documents))
        repeated = message_id in self.sent
        if repeated and self.sent[message_id] != message:
            raise Rejected("DUPLICATE_MESSAGE", "the mailbox holds other content under this message id")
        self.sent[message_id] = message
        return Receipt(message_id, None, repeated)

    def holds(self, *, message_id: str, sha256: str) -> Holds:
        """Raise the next failure if one is left; otherwise say what was kept."""
        if self._failures:
            raise self._failures.pop(0)
        if message_id not in self.sent:
            return Holds.NOTHING
        same = hashlib.sha256(self.sent[message_id][2][0].content).hexdigest() == sha256
        return Holds.THE_SAME if same else Holds.OTHER_CONTENT
