"""The notice in the recipient's own digital mailbox, where there is one; else on paper."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree
from tests.actions import line
from tests.actions.line import NOW, TODAY, book, bring_to_outlet, file_of, order
from tests.actions.test_notices import Channel, channels, codes, letter, notice, unsent

from budstikke.formats.digipost.message import (
    PERSON,
    Document,
    Message,
    Recipient,
    build_message,
    parse_message,
)
from budstikke.formats.digipost.pickup_notice import NAMESPACE
from budstikke.post.actions.telling.notify import send_notices
from budstikke.post.channels.digital import DigitalMailbox
from budstikke.post.channels.errors import Rejected
from budstikke.post.channels.mailbox import MailDocument

pytestmark = pytest.mark.usefixtures("installation")
NUMBER = "20914695016"


class Mailboxes:
    """A mailbox provider at which some persons have a mailbox."""

    def __init__(self, *owners: str) -> None:
        self.owners, self.taken = owners, list[tuple[str, str, tuple[MailDocument, ...]]]()

    def send_to_person(
        self, *, message_id: str, national_number: str, subject: str, documents: tuple[MailDocument, ...]
    ) -> None:
        """Take it, or say that nobody of that number is here."""
        if national_number not in self.owners:
            raise Rejected("UNKNOWN_RECIPIENT")
        self.taken.append((message_id, subject, documents))


def arrived(*, mobile: str = "", number: str = NUMBER, passport_only: bool = False) -> None:
    """One letter at its outlet."""
    book(file_of([order(1, mobile=mobile, national_number=number, passport_only=passport_only)]))
    bring_to_outlet([1])


def send(mailboxes: Mailboxes | None, **changed: Channel) -> dict[str, Channel]:
    """Send what waits."""
    through = channels(**changed)
    digital = {"digital": DigitalMailbox(mailboxes)} if mailboxes is not None else {}
    send_notices(unsent(), channels={**through, **digital}, today=TODAY, now=NOW)  # type: ignore[arg-type]
    return through


def test_a_recipient_with_a_digital_mailbox_gets_the_notice_there_and_none_on_paper() -> None:
    """As a document to read, and as data the mailbox understands."""
    arrived(passport_only=True)
    mailboxes = Mailboxes(NUMBER)
    assert send(mailboxes)["letter"].sent == []
    ((key, subject, (document,)),) = mailboxes.taken
    assert (notice().channel, codes()[-1], key) == ("digital", "NOTIFICATION_SENT", f"{line.number(1)}-0")
    assert NUMBER not in subject
    assert document.content.startswith(b"%PDF-")
    read = etree.fromstring(document.data_type)

    def said(path: str) -> str | None:
        return read.findtext(path, namespaces={None: NAMESPACE})  # type: ignore[dict-item]

    assert etree.QName(read).namespace == NAMESPACE
    assert said("parcel-id") == said("barcode/barcode-value") == line.number(1)
    assert said("arrival-date-time") == "2026-11-23T09:00:00+01:00"  # Monday
    assert said("return-date-time") == "2026-12-15T00:00:00+01:00"  # the end of Monday 14 December
    assert said("pickup-place/code") == str(line.BERGEN)
    assert "pass" in (said("pickup-place/instruction") or "")
    assert "Fullmakt gjelder ikke" in (said("extra-information") or "")
    assert said("status") == "READY_FOR_PICKUP"
    assert NUMBER.encode() not in document.data_type


def test_a_recipient_without_a_mailbox_is_told_on_paper() -> None:
    """The mailbox's no is on record like any channel's."""
    arrived()
    through = send(Mailboxes())
    assert len(through["letter"].sent) == 1
    assert codes()[-2:] == ["NOTIFICATION_FAILED", "NOTIFICATION_PRINTED"]
    assert notice().failed_channels == ["digital"]


def test_the_digital_mailbox_comes_after_sms_and_before_paper() -> None:
    """The terms name SMS and e-mail; what is said there is not said twice."""
    arrived(mobile="+4799999999")
    mailboxes = Mailboxes(NUMBER)
    assert len(send(mailboxes)["sms"].sent) == 1
    assert mailboxes.taken == []


def test_an_sms_that_is_refused_is_followed_by_the_digital_mailbox() -> None:
    """And the reminders are those of e-mail."""
    arrived(mobile="+4799999999")
    mailboxes = Mailboxes(NUMBER)
    send(mailboxes, sms=Channel(Rejected("unknown-subscriber")))
    assert len(mailboxes.taken) == 1
    assert letter().remind_on is not None


@pytest.mark.parametrize("number", ["", NUMBER])
def test_where_nobody_agreed_on_digital_notices_none_is_sent(number: str) -> None:
    """Nor where the sender gave no number: nobody looks one up."""
    arrived(number=number)
    mailboxes = Mailboxes(NUMBER) if not number else None
    assert len(send(mailboxes)["letter"].sent) == 1


def test_a_message_carries_the_data_type_and_is_read_back() -> None:
    """The mailbox at the other end takes it as any message."""
    from uuid import UUID

    document = Document(uuid=UUID(int=1), subject="Du har et brev å hente", file_type="pdf")
    pickup = b'<pickup-notice xmlns="http://api.digipost.no/schema/datatypes"/>'
    message = Message(
        message_id="k", recipient=Recipient(PERSON, NUMBER), primary=replace(document, data_type=pickup)
    )
    written = build_message(message)
    assert b"<data-type>" in written
    assert NAMESPACE.encode() in written
    assert parse_message(written).recipient == Recipient(PERSON, NUMBER)
    assert NUMBER not in repr(message)
