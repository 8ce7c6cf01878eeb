"""Messages for the mailbox's tests."""

from __future__ import annotations

from uuid import UUID, uuid5

import httpx

from budstikke.formats.digipost.message import Document, Message, Recipient
from budstikke.formats.digipost.sending import Sending, build_sending
from budstikke.formats.digipost.vocabulary import AuthenticationLevel, SensitivityLevel

REPORT = b"%PDF-1.7 SPECIMEN report of a hand-over"
NUMBER = "<fødselsnummer>SPECIMEN</fødselsnummer>".encode()
_NAMES = UUID("3f0d6a52-0c0e-4d0a-9a57-6f1f6f3b9a00")
_LEVELS = {
    "authentication_level": AuthenticationLevel.TWO_FACTOR,
    "sensitivity_level": SensitivityLevel.SENSITIVE,
}


def sending(message_id: str = "RR473124829NO", *, to: str = "974760673", report: bytes = REPORT) -> Sending:
    """Return a delivery report with its attachment."""
    first, second = uuid5(_NAMES, f"{message_id}/1"), uuid5(_NAMES, f"{message_id}/2")
    message = Message(
        message_id=message_id,
        recipient=Recipient("organisation-number", to),
        primary=Document(uuid=first, subject="PUM", file_type="pdf", **_LEVELS),
        attachments=(Document(uuid=second, subject="Fødselsnummer", file_type="xml", **_LEVELS),),
    )
    return Sending(message, {first: report, second: NUMBER})


def posted(service: object, asking: object, what: Sending, **more: object) -> httpx.Response:
    """Post a sending to the mailbox."""
    content_type, body = build_sending(what)
    return service.ask(asking, "POST", "/messages", content=body, content_type=content_type, **more)  # type: ignore[attr-defined,no-any-return]
