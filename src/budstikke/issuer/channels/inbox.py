"""An organisation's own digital mailbox over the Digipost API v8: list it, fetch contents, delete documents."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

import httpx
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

from budstikke.formats.digipost.entrypoint import parse_entrypoint
from budstikke.formats.digipost.error import parse_error
from budstikke.formats.digipost.inbox import InboxDocument, parse_inbox
from budstikke.formats.digipost.signature import answer_fault, signed_request
from budstikke.formats.malformed import Malformed
from budstikke.issuer.channels.errors import Unreachable
from budstikke.kit.authorities import authorities

_SECONDS = 30.0
_PAGE = 100


class NotAnswered(Unreachable):
    """The mailbox did not answer, said no, or did not sign what it said."""


class InboxReader:
    """
    An organisation's view of its own mailbox; every answer is checked against the server's certificate.

    `real_now` tells real time: requests are dated by it whatever an installation's clock says.
    """

    def __init__(
        self, *, url: str, sender_id: int, key: RSAPrivateKey, real_now: Callable[[], datetime]
    ) -> None:
        self._base_path = urlsplit(url).path.rstrip("/")
        self._sender_id, self._key, self._real_now = sender_id, key, real_now
        self._client = httpx.Client(base_url=url, timeout=_SECONDS, verify=authorities())
        pem = parse_entrypoint(self._asked("GET", "/").content).certificate_pem
        server_key = x509.load_pem_x509_certificate(pem.encode()).public_key()
        if not isinstance(server_key, RSAPublicKey):
            raise NotAnswered("the mailbox's certificate is not for an RSA key")
        self._server_key = server_key

    def documents(self) -> list[InboxDocument]:
        """Return everything in the inbox, oldest first."""
        found: list[InboxDocument] = []
        while True:
            path, query = f"/{self._sender_id}/inbox", f"offset={len(found)}&limit={_PAGE}"
            page = parse_inbox(self._believed(self._asked("GET", path, query=query), path))
            found += page
            if len(page) < _PAGE:
                return found

    def content(self, document_id: int) -> bytes:
        """Fetch one content: ask for a link, then use it."""
        answer = self._asked("GET", f"/{self._sender_id}/inbox/{document_id}/content")
        if answer.status_code != httpx.codes.TEMPORARY_REDIRECT:
            raise NotAnswered(f"the mailbox answers {answer.status_code} where a link was due")
        # The link is followed as it is: in life it leads to another host, and it is good only once.
        return _checked(self._sent(httpx.Request("GET", answer.headers["Location"]))).content

    def browser_address(self) -> str:
        """Return the address at which a browser opens this inbox, within a minute."""
        answer = self._asked("GET", "/browser")
        if answer.status_code != httpx.codes.TEMPORARY_REDIRECT:
            raise NotAnswered(f"the mailbox answers {answer.status_code} where an address was due")
        return str(answer.headers["Location"])

    def delete(self, document_id: int) -> None:
        """Delete a document with its attachments."""
        path = f"/{self._sender_id}/inbox/{document_id}"
        self._believed(self._asked("DELETE", path), path)

    def _asked(self, method: str, path: str, *, query: str = "") -> httpx.Response:
        headers = signed_request(
            method=method,
            path=self._base_path + path,
            query=query,
            user_id=self._sender_id,
            at=self._real_now(),
            key=self._key,
        )
        address = f"{path}?{query}" if query else path
        return _checked(self._sent(self._client.build_request(method, address, headers=headers)))

    def _sent(self, request: httpx.Request) -> httpx.Response:
        try:
            return self._client.send(request)
        except httpx.TransportError as error:
            raise NotAnswered(f"the mailbox does not answer ({type(error).__name__})") from None

    def _believed(self, answer: httpx.Response, path: str) -> bytes:
        fault = answer_fault(
            status=answer.status_code,
            path=self._base_path + path,
            headers=answer.headers,
            content=answer.content,
            key=self._server_key,
        )
        if fault:
            raise NotAnswered(fault)
        return answer.content


def _checked(answer: httpx.Response) -> httpx.Response:
    if answer.status_code < 400:
        return answer
    try:
        error = parse_error(answer.content)
    except Malformed:
        raise NotAnswered(f"the mailbox answers {answer.status_code}") from None
    raise NotAnswered(f"{error.code}: {error.message}")
