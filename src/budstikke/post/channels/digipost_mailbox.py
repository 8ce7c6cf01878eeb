"""A mailbox reached over the Digipost API v8: our own, or the real one."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID, uuid5

import httpx
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

from budstikke.formats.digipost.entrypoint import Entrypoint, parse_entrypoint
from budstikke.formats.digipost.error import parse_error
from budstikke.formats.digipost.message import (
    ORGANISATION,
    PERSON,
    Document,
    Message,
    Recipient,
    parse_delivery,
)
from budstikke.formats.digipost.sending import Sending, build_sending
from budstikke.formats.digipost.signature import answer_fault, content_sha256, signed_request
from budstikke.formats.digipost.status import DocumentStatus, parse_status
from budstikke.formats.digipost.vocabulary import XML_TYPE, AuthenticationLevel, SensitivityLevel
from budstikke.formats.malformed import Malformed
from budstikke.kit.authorities import authorities
from budstikke.kit.rsa_keys import KeyFile
from budstikke.post.channels.errors import Rejected, Unreachable
from budstikke.post.channels.mailbox import Holds, MailDocument, Receipt

_SECONDS = 30.0
_KEY_UNKNOWN = "INVALID_SIGNATURE"
_NAMES = UUID("5e0c1d2a-5d0e-4c53-9d4c-2f6d1b7a9e10")
_REPEATED = frozenset({"DUPLICATE_MESSAGE", "MESSAGE_ALREADY_SENT", "DIGIPOST_MESSAGE_ALREADY_DELIVERED"})
# 4xx answers that another try may turn: the other side is busy, or our clock was off for a moment.
_TRY_AGAIN = frozenset({408, 421, 425, 429})


class DigipostMailbox:
    """
    A client of the Digipost API v8.

    `real_now` tells real time: requests are dated by it whatever an installation's clock says. The server's
    certificate is taken from its entrypoint, unless one is given to hold it to.
    """

    def __init__(
        self,
        *,
        base_url: str,
        sender_id: int,
        key: KeyFile,
        real_now: Callable[[], datetime],
        certificate_pem: str | None = None,
        authentication_level: str = "TWO_FACTOR",
        sensitivity_level: str = "SENSITIVE",
    ) -> None:
        self._base_path = urlsplit(base_url).path.rstrip("/")
        self._sender_id, self._key, self._real_now = sender_id, key, real_now
        self._held_to = certificate_pem
        self._authentication_level = AuthenticationLevel(authentication_level)
        self._sensitivity_level = SensitivityLevel(sensitivity_level)
        self._server_key: RSAPublicKey | None = None
        self._client = httpx.Client(
            base_url=base_url, timeout=_SECONDS, headers={"Accept": XML_TYPE}, verify=authorities()
        )

    def send(
        self,
        *,
        message_id: str,
        recipient_organisation_number: str,
        subject: str,
        documents: Sequence[MailDocument],
    ) -> Receipt:
        """Post the message; one that the mailbox has already counts as delivered if it is the same."""
        recipient = Recipient(ORGANISATION, recipient_organisation_number)
        return self._send(message_id, recipient, subject, documents)

    def send_to_person(
        self, *, message_id: str, national_number: str, subject: str, documents: Sequence[MailDocument]
    ) -> Receipt:
        """
        Deliver documents to a person, once, however often it is tried under the same message id.

        Raises: Unreachable (try again later) or Rejected (UNKNOWN_RECIPIENT: the person has no mailbox there).
        """
        return self._send(message_id, Recipient(PERSON, national_number), subject, documents)

    def _send(
        self, message_id: str, recipient: Recipient, subject: str, documents: Sequence[MailDocument]
    ) -> Receipt:
        sending = self._sending(message_id, recipient, subject, documents)
        content_type, body = build_sending(sending)
        answer = self._asked("POST", "/messages", content=body, content_type=content_type)
        if answer.is_success:
            try:
                return Receipt(message_id, parse_delivery(answer.content).delivered_at)
            except Malformed:
                # It was taken; an answer in other words than ours does not undo that.
                return Receipt(message_id, None)
        code = _code(answer)
        if code in _REPEATED:
            return self._repeated(sending, message_id, code)
        raise Rejected(code, f"the mailbox refuses the message: {code}")

    def holds(self, *, message_id: str, sha256: str) -> Holds:
        """Ask for the status of the first document: a message is taken whole or not at all."""
        status = self._status(self._name(message_id, 0))
        if status is None:
            return Holds.NOTHING
        # A mailbox need not tell the hash; that it has the document under this id is then its word.
        if status.sha256 in (None, base64.b64encode(bytes.fromhex(sha256)).decode()):
            return Holds.THE_SAME
        return Holds.OTHER_CONTENT

    def close(self) -> None:
        """Close the connections that are kept open between messages."""
        self._client.close()

    def _sending(
        self, message_id: str, recipient: Recipient, subject: str, documents: Sequence[MailDocument]
    ) -> Sending:
        # UUIDs follow from the message id, so that a later try asks about the same documents.
        rows = [
            Document(
                uuid=self._name(message_id, number),
                subject=document.subject or subject,
                file_type=document.file_type,
                authentication_level=self._authentication_level,
                sensitivity_level=self._sensitivity_level,
                data_type=document.data_type,
            )
            for number, document in enumerate(documents)
        ]
        message = Message(
            message_id=message_id,
            recipient=recipient,
            primary=rows[0],
            attachments=tuple(rows[1:]),
        )
        contents = {row.uuid: document.content for row, document in zip(rows, documents, strict=True)}
        return Sending(message, contents)

    def _name(self, message_id: str, number: int) -> UUID:
        return uuid5(_NAMES, f"{self._sender_id}/{message_id}/{number}")

    def _status(self, uuid: UUID) -> DocumentStatus | None:
        answer = self._asked("GET", f"/documents/{self._sender_id}/{uuid}/status")
        if answer.status_code == httpx.codes.NOT_FOUND:
            return None
        if not answer.is_success:
            raise Rejected(_code(answer), f"the mailbox does not tell us a status: {_code(answer)}")
        try:
            return parse_status(answer.content)
        except Malformed:
            raise Unreachable("the mailbox's status of a document cannot be read") from None

    def _repeated(self, sending: Sending, message_id: str, code: str) -> Receipt:
        # The answer to an earlier try may have been lost. Each document is asked for: only the same content
        # under the same id is a repetition, anything else must not be taken for delivered.
        delivered_at = None
        for document in sending.message.documents:
            status = self._status(document.uuid)
            if status is None:
                raise Rejected(code, "the mailbox knows the message id, but not this message's documents")
            if status.sha256 not in (None, content_sha256(sending.contents[document.uuid])):
                raise Rejected(code, "the mailbox holds other content under this message id")
            delivered_at = delivered_at or status.delivered_at
        return Receipt(message_id, delivered_at, repeated=True)

    def _asked(
        self, method: str, path: str, *, content: bytes = b"", content_type: str = XML_TYPE
    ) -> httpx.Response:
        answer = self._spoken(method, path, content=content, content_type=content_type)
        fault = self._fault(answer, path, self._known_server_key())
        if fault:
            # The server may have changed its certificate since we last looked.
            self._server_key = None
            fault = self._fault(answer, path, self._known_server_key())
        # A proxy on the way does not sign; its word is no word of the mailbox, so the next try decides.
        if fault:
            raise Unreachable(f"{fault} (it says {answer.status_code} {_code(answer)})")
        return answer

    def _spoken(
        self, method: str, path: str, *, content: bytes = b"", content_type: str = XML_TYPE
    ) -> httpx.Response:
        used = self._key.present().key
        answer = self._said(method, path, key=used, content=content, content_type=content_type)
        if answer.status_code != httpx.codes.UNAUTHORIZED or _code(answer) != _KEY_UNKNOWN:
            return answer
        # Our key was rotated: the mailbox may know the next one already, or another process has put it in place.
        following = self._key.following() or self._key.present()
        if following.key is used:
            return answer
        again = self._said(method, path, key=following.key, content=content, content_type=content_type)
        if _code(again) != _KEY_UNKNOWN:
            self._key.take_following()
        return again

    def _said(
        self, method: str, path: str, *, key: RSAPrivateKey, content: bytes, content_type: str
    ) -> httpx.Response:
        signed = signed_request(
            method=method,
            path=self._base_path + path,
            content=content,
            user_id=self._sender_id,
            at=self._real_now(),
            key=key,
        )
        headers = signed | ({"Content-Type": content_type} if content else {})
        try:
            answer = self._client.request(method, path, content=content or None, headers=headers)
        except httpx.TransportError as error:
            raise Unreachable(f"the mailbox does not answer ({type(error).__name__})") from None
        if answer.status_code >= 500 or answer.status_code in _TRY_AGAIN:
            raise Unreachable(f"the mailbox answers {answer.status_code}")
        return answer

    def _known_server_key(self) -> RSAPublicKey:
        if self._server_key is None:
            self._server_key = _public_key(self._held_to or self._entrypoint().certificate_pem)
        return self._server_key

    def _entrypoint(self) -> Entrypoint:
        answer = self._spoken("GET", "/")
        if not answer.is_success:
            code = _code(answer)
            raise Rejected(code, f"the mailbox refuses us: {code}")
        try:
            return parse_entrypoint(answer.content)
        except Malformed:
            raise Unreachable("the mailbox's entrypoint cannot be read") from None

    def _fault(self, answer: httpx.Response, path: str, key: RSAPublicKey) -> str | None:
        return answer_fault(
            status=answer.status_code,
            path=self._base_path + path,
            headers=answer.headers,
            content=answer.content,
            key=key,
        )


def _code(answer: httpx.Response) -> str:
    try:
        return parse_error(answer.content).code
    except Malformed:
        return str(answer.status_code)


def _public_key(pem: str) -> RSAPublicKey:
    try:
        key = x509.load_pem_x509_certificate(pem.encode()).public_key()
    except ValueError:
        raise Unreachable("the mailbox's certificate cannot be read") from None
    if not isinstance(key, RSAPublicKey):
        raise Unreachable("the mailbox's certificate is not for an RSA key")
    return key
