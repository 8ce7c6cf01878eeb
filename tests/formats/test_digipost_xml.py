"""Messages, inboxes and their like: golden files, round trips, and every fault by its name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from uuid import UUID

import pytest

from budstikke.formats.digipost.entrypoint import Entrypoint, build_entrypoint, parse_entrypoint
from budstikke.formats.digipost.error import ApiError, build_error, parse_error
from budstikke.formats.digipost.inbox import InboxDocument, build_inbox, parse_inbox
from budstikke.formats.digipost.message import (
    Delivery,
    Document,
    Message,
    Recipient,
    build_delivery,
    build_message,
    parse_delivery,
    parse_message,
)
from budstikke.formats.digipost.status import DocumentStatus, build_status, parse_status
from budstikke.formats.digipost.vocabulary import AuthenticationLevel, DeliveryStatus, SensitivityLevel
from budstikke.formats.malformed import Malformed

SAMPLES = Path(__file__).parent.parent / "samples" / "digipost"
PDF_UUID = UUID("3f0d6a52-0c0e-4d0a-9a57-6f1f6f3b9a01")
XML_UUID = UUID("3f0d6a52-0c0e-4d0a-9a57-6f1f6f3b9a02")
DELIVERED_AT = datetime(2026, 11, 21, 10, 15, tzinfo=timezone(timedelta(hours=1)))  # Saturday

_LEVELS = {
    "authentication_level": AuthenticationLevel.TWO_FACTOR,
    "sensitivity_level": SensitivityLevel.SENSITIVE,
}
REPORT = Document(uuid=PDF_UUID, subject="PUM", file_type="pdf", **_LEVELS)
NUMBER = Document(uuid=XML_UUID, subject="Fødselsnummer", file_type="xml", **_LEVELS)
MESSAGE = Message(
    message_id="RR473124829NO",
    recipient=Recipient("organisation-number", "991825827"),
    primary=REPORT,
    attachments=(NUMBER,),
)
DELIVERY = Delivery(
    message_id="RR473124829NO",
    sender_id=9001,
    status=DeliveryStatus.DELIVERED,
    delivered_at=DELIVERED_AT,
    primary=REPORT,
    attachments=(NUMBER,),
)
INBOX = (
    InboxDocument(
        id=1001,
        subject="PUM",
        sender="Postselskapet AS",
        delivered_at=DELIVERED_AT,
        authentication_level=AuthenticationLevel.TWO_FACTOR,
        content_type="application/pdf",
        content_uri="http://localhost:8201/5/inbox/1001/content",
        delete_uri="http://localhost:8201/5/inbox/1001",
        reference="RR473124829NO",
        first_accessed_at=DELIVERED_AT + timedelta(hours=2),
        attachments=(
            InboxDocument(
                id=1002,
                subject="Fødselsnummer",
                sender="Postselskapet AS",
                delivered_at=DELIVERED_AT,
                authentication_level=AuthenticationLevel.TWO_FACTOR,
                content_type="application/xml",
                content_uri="http://localhost:8201/5/inbox/1002/content",
            ),
        ),
    ),
)
ENTRYPOINT = Entrypoint(
    "-----BEGIN CERTIFICATE-----\nSPECIMEN\n-----END CERTIFICATE-----\n",
    {"CREATE_MESSAGE": "http://localhost:8201/messages", "GET_INBOX": "http://localhost:8201/9001/inbox"},
)
ERROR = ApiError("DUPLICATE_MESSAGE", "This message id was used before.", "CLIENT_DATA")
STATUS = DocumentStatus(
    uuid=PDF_UUID,
    sender_id=9001,
    delivered=True,
    created_at=DELIVERED_AT,
    delivered_at=DELIVERED_AT,
    is_primary=True,
    sha256="gvXOB75lBGBY6LVTAVVpapZkBOv531VUE0EHrP2rryE=",
)


def _entrypoint(value: Entrypoint) -> bytes:
    return build_entrypoint(value, host_url="http://localhost:8201")


@pytest.mark.parametrize(
    ("name", "value", "build", "parse"),
    [
        ("message", MESSAGE, build_message, parse_message),
        ("message-delivery", DELIVERY, build_delivery, parse_delivery),
        ("inbox", INBOX, build_inbox, parse_inbox),
        ("entrypoint", ENTRYPOINT, _entrypoint, parse_entrypoint),
        ("error", ERROR, build_error, parse_error),
        ("document-status", STATUS, build_status, parse_status),
    ],
)
def test_a_value_is_written_as_the_golden_file_and_read_back(
    name: str, value: object, build: Callable[[object], bytes], parse: Callable[[bytes], object]
) -> None:
    """Each golden file was valid against the official schema when it was made."""
    golden = (SAMPLES / f"{name}.xml").read_bytes()
    assert build(value) == golden
    assert parse(golden) == value


def test_relations_count_in_either_case() -> None:
    """Servers write relations in lower case, some clients know them in upper case."""
    upper = _entrypoint(ENTRYPOINT).replace(b"relations/create_message", b"relations/CREATE_MESSAGE")
    assert parse_entrypoint(upper).links["CREATE_MESSAGE"] == "http://localhost:8201/messages"


# What is done to the golden message -> the place and code of each fault it must give.
_GOLDEN = (SAMPLES / "message.xml").read_text()
_RECIPIENT = "<recipient><organisation-number>991825827</organisation-number></recipient>"
_ATTACHMENT = _GOLDEN[_GOLDEN.index("<attachment>") : _GOLDEN.index("</message>")]
_FAULTS = {
    "it is cut off": (_GOLDEN[:-20], [("line 2", "NOT_XML")]),
    "it is empty": ("", [("line", "NOT_XML")]),
    "it has a document type": (
        _GOLDEN.replace("<message ", '<!DOCTYPE message [<!ENTITY a "b">]><message '),
        [("document", "DOCTYPE")],
    ),
    "it is something else": (_GOLDEN.replace("message", "massage"), [("root", "WRONG_ROOT")]),
    "its namespace is another": (_GOLDEN.replace("schema/v8", "schema/v7"), [("root", "WRONG_ROOT")]),
    "it has no recipient": (_GOLDEN.replace(_RECIPIENT, ""), [("message/recipient", "MISSING_RECIPIENT")]),
    "its recipient is nobody": (
        _GOLDEN.replace(_RECIPIENT, "<recipient/>"),
        [("message/recipient", "MISSING_RECIPIENT")],
    ),
    "its recipient is named twice": (
        _GOLDEN.replace("</recipient>", "<digipost-address>a#1234</digipost-address></recipient>"),
        [("message/recipient", "TOO_MANY")],
    ),
    "an organisation number is short": (
        _GOLDEN.replace("991825827", "99182582"),
        [("message/recipient/organisation-number", "BAD_VALUE")],
    ),
    "a UUID is in upper case": (
        _GOLDEN.replace(str(PDF_UUID), str(PDF_UUID).upper()),
        [("message/primary-document/uuid", "BAD_VALUE")],
    ),
    "a UUID is missing": (
        _GOLDEN.replace(f"<uuid>{PDF_UUID}</uuid>", ""),
        [("message/primary-document/uuid", "MISSING_ELEMENT")],
    ),
    "two documents have one UUID": (
        _GOLDEN.replace(str(XML_UUID), str(PDF_UUID)),
        [("message", "DUPLICATE_DOCUMENT_ID")],
    ),
    "a subject is missing": (
        _GOLDEN.replace("<subject>PUM</subject>", ""),
        [("message/primary-document/subject", "MISSING_SUBJECT")],
    ),
    "a subject is too long": (
        _GOLDEN.replace("PUM", "P" * 256),
        [("message/primary-document/subject", "BAD_VALUE")],
    ),
    "a level is written with a space": (
        _GOLDEN.replace("TWO_FACTOR", "TWO FACTOR"),
        [
            ("message/primary-document/authentication-level", "BAD_VALUE"),
            ("message/attachment[1]/authentication-level", "BAD_VALUE"),
        ],
    ),
    "an element is unknown": (
        _GOLDEN.replace("<primary-document>", "<post-type/><primary-document>"),
        [("message, line 2", "UNEXPECTED_ELEMENT")],
    ),
    "elements are in the wrong order": (
        _GOLDEN.replace("<message-id>RR473124829NO</message-id>", "").replace(
            "<primary-document>", "<message-id>RR473124829NO</message-id><primary-document>"
        ),
        [("message/message-id", "WRONG_ORDER")],
    ),
    "there are too many attachments": (
        _GOLDEN.replace(_ATTACHMENT, _ATTACHMENT * 202),
        [("message/attachment", "TOO_MANY")],
    ),
    "both kinds of sender are named": (
        _GOLDEN.replace(
            "<recipient>",
            "<sender-id>1</sender-id><sender-organization><organization-id>991825827</organization-id>"
            "</sender-organization><recipient>",
        ),
        [("message", "TOO_MANY")],
    ),
    "a delivery time lacks its offset": (
        _GOLDEN.replace(
            "<primary-document>", "<delivery-time>2026-11-21T10:15:00</delivery-time><primary-document>"
        ),
        [("message/delivery-time", "BAD_VALUE")],
    ),
}


@pytest.mark.parametrize("what", _FAULTS)
def test_each_fault_of_a_message_is_named(what: str) -> None:
    """Place and code of every fault, and no fault that is not there."""
    content, expected = _FAULTS[what]
    with pytest.raises(Malformed) as caught:
        parse_message(content.encode())
    found = [(fault.where, fault.code) for fault in caught.value.faults]
    assert [
        (where[: len(wanted)], code) for (where, code), (wanted, _) in zip(found, expected, strict=True)
    ] == (expected)


def test_faults_do_not_repeat_a_national_number() -> None:
    """A wrong personal number is wrong in the log, too: it is named by its place only."""
    content = _GOLDEN.replace(
        _RECIPIENT,
        "<recipient><personal-identification-number>0101809999</personal-identification-number></recipient>",
    )
    with pytest.raises(Malformed) as caught:
        parse_message(content.encode())
    assert "0101809999" not in str(caught.value)


def test_every_fault_is_listed_not_only_the_first() -> None:
    """Three mistakes in one message give three faults."""
    content = (
        _GOLDEN.replace("991825827", "12")
        .replace("<subject>PUM</subject>", "")
        .replace("SENSITIVE", "SECRET", 1)
    )
    with pytest.raises(Malformed) as caught:
        parse_message(content.encode())
    assert len(caught.value.faults) == 3


def test_what_a_message_asks_for_besides_delivery_is_kept() -> None:
    """A mailbox must be able to say no to what it does not offer."""
    content = _GOLDEN.replace("</recipient>", "<print-details/></recipient>").replace(
        "<authentication-level>", "<sms-notification/><authentication-level>", 1
    )
    assert parse_message(content.encode()).extras == {"print-details", "sms-notification"}


def test_an_entity_is_never_expanded_or_fetched(tmp_path: Path) -> None:
    """A document type that names a file is refused before anything of the file can be seen."""
    secret = tmp_path / "secret"
    secret.write_text("hidden")
    content = _GOLDEN.replace(
        "<message ", f'<!DOCTYPE message [<!ENTITY a SYSTEM "{secret.as_uri()}">]><message '
    ).replace("PUM", "&a;")
    with pytest.raises(Malformed) as caught:
        parse_message(content.encode())
    assert [fault.code for fault in caught.value.faults] == ["DOCTYPE"]
    assert "hidden" not in str(caught.value)


@pytest.mark.parametrize(
    ("parse", "content"),
    [
        (parse_inbox, build_inbox(INBOX).replace(b"1001<", b"x<", 1)),
        (parse_status, build_status(STATUS).replace(b' uuid="', b' uuiD="')),
        (parse_status, build_status(STATUS).replace(b'sender-id="9001"', b'sender-id="x"')),
        (parse_status, build_status(STATUS).replace(b'created="2026-', b'created="x-')),
        (parse_entrypoint, _entrypoint(ENTRYPOINT).replace(b" uri=", b" url=")),
        (parse_error, build_error(ERROR).replace(b"error-type", b"error-kind")),
    ],
)
def test_an_answer_that_is_not_as_it_should_be_is_malformed(
    parse: Callable[[bytes], object], content: bytes
) -> None:
    """A client meets strange answers as faults, never as other exceptions."""
    with pytest.raises(Malformed):
        parse(content)
