"""Read an organisation's mailbox over the Digipost API: list it, fetch contents, delete documents."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from budstikke.formats.digipost.entrypoint import parse_entrypoint
from budstikke.formats.digipost.error import parse_error
from budstikke.formats.digipost.inbox import InboxDocument, parse_inbox
from budstikke.formats.digipost.signature import answer_fault, signed_request
from budstikke.formats.malformed import Malformed
from budstikke.kit.clock import real_now
from budstikke.kit.installation import write_whole

HELP = "read a digital mailbox"
_SECONDS = 30.0
_PAGE = 100


class NotAnswered(Exception):
    """The mailbox did not answer, said no, or did not sign what it said."""


class InboxReader:
    """An organisation's view of its own mailbox; every answer is checked against the server's certificate."""

    def __init__(self, *, url: str, sender_id: int, key: RSAPrivateKey) -> None:
        self._base_path = urlsplit(url).path.rstrip("/")
        self._sender_id, self._key = sender_id, key
        self._client = httpx.Client(base_url=url, timeout=_SECONDS)
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
            at=real_now(),
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


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("action", choices=["list", "get", "delete", "browse"])
    parser.add_argument(
        "ids", nargs="*", type=int, metavar="ID", help="documents or attachments; none: all (get)"
    )
    parser.add_argument("--url", required=True, help="the mailbox, such as http://localhost:8201")
    parser.add_argument("--sender", required=True, type=int, help="the account's sender id")
    parser.add_argument("--key", required=True, type=Path, help="PEM file with the account's RSA key")
    parser.add_argument("--folder", type=Path, default=Path(), help="where get writes contents (here)")


def run(arguments: argparse.Namespace) -> int:
    """Do what is asked; results as JSON, one line for each document."""
    try:
        key = load_pem_private_key(arguments.key.read_bytes(), None)
    except (OSError, ValueError):
        print(f"cannot read a key from {arguments.key}", file=sys.stderr)
        return 2
    if not isinstance(key, RSAPrivateKey):
        print(f"{arguments.key} does not hold an RSA key", file=sys.stderr)
        return 2
    try:
        reader = InboxReader(url=arguments.url, sender_id=arguments.sender, key=key)
        return {"list": _list, "get": _get, "delete": _delete, "browse": _browse}[arguments.action](
            reader, arguments
        )
    except (NotAnswered, Malformed) as reason:
        print(reason, file=sys.stderr)
        return 1


def _browse(reader: InboxReader, _arguments: argparse.Namespace) -> int:
    print(json.dumps({"open": reader.browser_address()}))
    return 0


def _list(reader: InboxReader, _arguments: argparse.Namespace) -> int:
    for document in reader.documents():
        print(json.dumps(_described(document), ensure_ascii=False))
    return 0


def _get(reader: InboxReader, arguments: argparse.Namespace) -> int:
    listed = {each.id: each for document in reader.documents() for each in (document, *document.attachments)}
    unknown = [number for number in arguments.ids if number not in listed]
    if unknown:
        print(f"not in this inbox: {', '.join(map(str, unknown))}", file=sys.stderr)
        return 1
    for number in arguments.ids or listed:
        path = arguments.folder / f"{number}.{_ending(listed[number])}"
        write_whole(path, reader.content(number))
        print(
            json.dumps(
                {"id": number, "subject": listed[number].subject, "file": str(path)}, ensure_ascii=False
            )
        )
    return 0


def _delete(reader: InboxReader, arguments: argparse.Namespace) -> int:
    if not arguments.ids:
        print("name what to delete", file=sys.stderr)
        return 2
    for number in arguments.ids:
        reader.delete(number)
        print(json.dumps({"id": number, "deleted": True}))
    return 0


def _described(document: InboxDocument) -> dict[str, object]:
    return {
        "id": document.id,
        "reference": document.reference,
        "subject": document.subject,
        "sender": document.sender,
        "delivered_at": document.delivered_at.isoformat(),
        "first_accessed_at": document.first_accessed_at and document.first_accessed_at.isoformat(),
        "content_type": document.content_type,
        "attachments": [_described(attachment) for attachment in document.attachments],
    }


def _ending(document: InboxDocument) -> str:
    # The last word of the media type is the file's ending for all that we send (pdf, xml, json).
    ending = (document.content_type or "").partition(";")[0].rpartition("/")[2]
    return "txt" if ending == "plain" else ending or "bin"


def _checked(answer: httpx.Response) -> httpx.Response:
    if answer.status_code < 400:
        return answer
    try:
        error = parse_error(answer.content)
    except Malformed:
        raise NotAnswered(f"the mailbox answers {answer.status_code}") from None
    raise NotAnswered(f"{error.code}: {error.message}")
