"""The recipient's own digital mailbox: the notice as a document, and as the data type the mailbox understands."""

from __future__ import annotations

from typing import Protocol

from budstikke.post.channels.digipost_mailbox import DigipostMailbox
from budstikke.post.channels.errors import Rejected
from budstikke.post.channels.mailbox import MailDocument
from budstikke.post.channels.message import Message


class PersonalMailbox(Protocol):
    """A way to a person's digital mailbox."""

    def send_to_person(
        self, *, message_id: str, national_number: str, subject: str, documents: tuple[MailDocument, ...]
    ) -> object:
        """Deliver documents, once."""


class DigitalMailbox:
    """
    Sends the paper notice and the pickup notice by the post's own account at the mailbox.

    Who has no mailbox there is refused for good (UNKNOWN_RECIPIENT), and told the next way.
    """

    def __init__(self, mailbox: PersonalMailbox) -> None:
        self._mailbox = mailbox

    def send(self, message: Message) -> None:
        """Hand the notice over, under the message's key."""
        if not message.national_number:
            raise Rejected("address", "nobody told us by which number the mailbox knows its owner")
        document = MailDocument("pdf", message.pdf(), data_type=message.pickup)
        self._mailbox.send_to_person(
            message_id=message.key,
            national_number=message.national_number,
            subject=message.subject,
            documents=(document,),
        )


def digital_mailbox(**mailbox: object) -> DigitalMailbox:
    """Return the channel to the mailbox that reports go to as well, at the level a letter of this kind is read at."""
    return DigitalMailbox(DigipostMailbox(**mailbox))  # type: ignore[arg-type]
