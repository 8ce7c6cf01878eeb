"""A message is taken whole, once, or refused with the API's own code and nothing kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from tests.mailbox.post import REPORT, posted, sending
from tests.mailbox.running import Organisation, Service, code_of

from budstikke.formats.digipost.message import Recipient
from budstikke.formats.digipost.sending import Sending, build_sending
from budstikke.formats.digipost.vocabulary import ERROR_TYPES, AuthenticationLevel
from budstikke.kit.clock import real_now
from budstikke.mailbox.actions.refusals import REASONS


def _nothing_is_kept(mailbox: Service) -> bool:
    tables = ("message", "document", "content")
    return all(mailbox.look(f"SELECT count(*) FROM {table}") == [(0,)] for table in tables)


def _with(*, primary: dict[str, object] | None = None, **message: object) -> Sending:
    whole = sending()
    changed = replace(whole.message, primary=replace(whole.message.primary, **(primary or {})), **message)
    return Sending(changed, whole.contents)


_REFUSED = {
    "the recipient has no account": (
        _with(recipient=Recipient("organisation-number", "810034882")),
        (400, "UNKNOWN_RECIPIENT"),
    ),
    "the recipient is named in a way we do not know": (
        _with(recipient=Recipient("digipost-address", "eksempel.eid#1234")),
        (400, "UNKNOWN_RECIPIENT"),
    ),
    "it is sent for another account": (_with(sender_id=6), (403, "BROKER_NOT_AUTHORIZED")),
    "it is sent for another organisation": (
        _with(sender_organisation="984661185"),
        (403, "BROKER_NOT_AUTHORIZED"),
    ),
    "its delivery time has passed": (
        _with(delivery_at=real_now() - timedelta(hours=1)),
        (400, "DELIVERY_DATE_HISTORICAL"),
    ),
    "its level is for public agencies": (
        _with(primary={"authentication_level": AuthenticationLevel.IDPORTEN_4}),
        (403, "NOT_APPROVED_FOR_IDPORTEN"),
    ),
    "a sensitive document opens by password": (
        _with(primary={"authentication_level": AuthenticationLevel.PASSWORD}),
        (400, "AUTHENTICATION_LEVEL_TOO_LOW"),
    ),
    "its file type is not taken": (_with(primary={"file_type": "exe"}), (415, "ILLEGAL_CONTENT_TYPE")),
    "its PDF is none": (sending(report=b"<html>"), (400, "INVALID_PDF_CONTENT")),
    "a document is empty": (sending(report=b""), (400, "MISSING_CONTENT")),
}


@pytest.mark.parametrize("what", _REFUSED)
def test_a_message_is_refused_when(what: str, mailbox: Service, carrier: Organisation) -> None:
    """Each reason has its code, and nothing of the message stays."""
    refused, expected = _REFUSED[what]
    assert code_of(posted(mailbox, carrier, refused)) == expected
    assert _nothing_is_kept(mailbox)


@pytest.mark.parametrize(
    ("before", "extra", "expected"),
    [
        (b"</recipient>", b"<print-details/>", (400, "NOT_APPROVED_FOR_PRINT")),
        (b"</message>", b"<request-for-registration/>", (400, "VALIDATION_FAILED")),
        (b"<authentication-level>", b"<sms-notification/>", (400, "VALIDATION_FAILED")),
        (b"</primary-document>", b"<encrypted/>", (400, "NOT_APPROVED_FOR_PREENCRYPT")),
        (b"<primary-document>", b"<post-type/>", (400, "SCHEMA_VALIDATION_ERROR")),
        (b"<subject>PUM</subject>", None, (400, "MISSING_SUBJECT")),
        (b"<recipient>", b"<message-id>x</message-id>", (400, "SCHEMA_VALIDATION_ERROR")),
    ],
)
def test_what_the_mailbox_does_not_offer_is_said_not_forgotten(
    mailbox: Service, carrier: Organisation, before: bytes, extra: bytes | None, expected: tuple[int, str]
) -> None:
    """A wish that would be lost in silence is refused, and so is what the schema does not know."""
    content_type, body = build_sending(sending())
    body = body.replace(before, b"" if extra is None else extra + before, 1)
    answer = mailbox.ask(carrier, "POST", "/messages", content=body, content_type=content_type)
    assert code_of(answer) == expected
    assert _nothing_is_kept(mailbox)


@pytest.mark.parametrize(
    ("content_type", "old", "new", "expected"),
    [
        ("text/plain", b"", b"", (415, "ILLEGAL_CONTENT_TYPE")),
        ("", b'filename="message"', b"", (400, "MISSING_BODYPART_FILENAME")),
        ("", b"Content-Disposition", b"Disposition", (400, "MISSING_BODYPART_CONTENT_DISPOSITION")),
        ("", b'filename="', b'filename="x', (400, "SCHEMA_VALIDATION_ERROR")),
        ("", b"<uuid>", b"<uuid> ", (400, "SCHEMA_VALIDATION_ERROR")),
    ],
)
def test_a_body_that_cannot_be_read_is_refused_with_every_fault(
    mailbox: Service,
    carrier: Organisation,
    content_type: str,
    old: bytes,
    new: bytes,
    expected: tuple[int, str],
) -> None:
    """The code is the API's where it has one; the message lists the faults."""
    right_type, body = build_sending(sending())
    answer = mailbox.ask(
        carrier,
        "POST",
        "/messages",
        content=body.replace(old, new) if old else body,
        content_type=content_type or right_type,
    )
    assert code_of(answer) == expected
    assert _nothing_is_kept(mailbox)


def test_a_file_of_no_document_is_a_mismatch(mailbox: Service, carrier: Organisation) -> None:
    """The UUID of each document must be the file name of one part."""
    content_type, body = build_sending(sending())
    uuid = str(sending().message.primary.uuid)
    body = body.replace(f'filename="{uuid}"'.encode(), f'filename="{uuid4()}"'.encode())
    answer = mailbox.ask(carrier, "POST", "/messages", content=body, content_type=content_type)
    assert code_of(answer) == (400, "DOCUMENTS_AND_FILES_MISMATCH")


def test_a_body_over_the_limit_is_refused(mailbox: Service, carrier: Organisation) -> None:
    """Before it is read: 25 MiB for everything."""
    answer = posted(mailbox, carrier, sending(report=REPORT + bytes(25 * 2**20)))
    assert code_of(answer) == (413, "REQUEST_TOO_LARGE")


def test_a_repeated_message_id_is_said_and_delivers_nothing_twice(
    mailbox: Service, carrier: Organisation, issuer: Organisation
) -> None:
    """The same message again, and another under its id, are both DUPLICATE_MESSAGE; another sender's id is its own."""
    assert posted(mailbox, carrier, sending()).status_code == 200
    assert code_of(posted(mailbox, carrier, sending())) == (409, "DUPLICATE_MESSAGE")
    other = sending("another")
    other = Sending(replace(other.message, message_id="RR473124829NO"), other.contents)
    assert code_of(posted(mailbox, carrier, other)) == (409, "DUPLICATE_MESSAGE")
    assert mailbox.look("SELECT count(*) FROM document") == [(2,)]
    assert posted(mailbox, issuer, sending()).status_code == 200


def test_the_same_message_to_another_recipient_is_a_repetition_too(
    mailbox: Service, carrier: Organisation
) -> None:
    """The id is the sender's, whoever receives, although one recipient's rows are hidden from the other."""
    posted(mailbox, carrier, sending())
    assert code_of(posted(mailbox, carrier, sending(to="984661185"))) == (409, "DUPLICATE_MESSAGE")


def test_a_used_document_uuid_is_refused_with_its_whole_message(
    mailbox: Service, carrier: Organisation
) -> None:
    """All or nothing: the new message id is free again afterwards."""
    posted(mailbox, carrier, sending("first"))
    second = sending("first")
    second = Sending(replace(second.message, message_id="second"), second.contents)
    assert code_of(posted(mailbox, carrier, second)) == (409, "DUPLICATE_DOCUMENT_ID")
    assert posted(mailbox, carrier, sending("second")).status_code == 200


def test_of_eight_tries_at_once_one_delivers(mailbox: Service, carrier: Organisation) -> None:
    """PostgreSQL decides which; the others are told that the id is used."""
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: posted(mailbox, carrier, sending()), range(8)))
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 7
    assert mailbox.look("SELECT count(*) FROM content") == [(2,)]


def test_a_failure_in_the_middle_leaves_nothing(mailbox: Service, carrier: Organisation) -> None:
    """With the attachment's content refused by the database, the answer is 500 and no part is stored."""
    mailbox.look(
        "ALTER TABLE content ADD CONSTRAINT broken CHECK (octet_length(content_sealed) < 70) NOT VALID"
    )
    try:
        answer = posted(mailbox, carrier, sending(report=REPORT + b"x" * 100))
        assert code_of(answer) == (500, "SERVER_ERROR")
        assert _nothing_is_kept(mailbox)
    finally:
        mailbox.look("ALTER TABLE content DROP CONSTRAINT broken")
    assert posted(mailbox, carrier, sending(report=REPORT + b"x" * 100)).status_code == 200


def test_every_refusal_is_worded_twice_and_typed() -> None:
    """Norwegian and English, a cure, and a type that clients of the API know."""
    for code, row in REASONS.items():
        assert code in ERROR_TYPES
        for words in (row.staff, row.cure):
            assert words.no
            assert words.en
            assert words.no != words.en
