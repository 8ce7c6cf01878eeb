"""Read an organisation's mailbox over the Digipost API: list it, fetch contents, delete documents."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from budstikke.formats.digipost.inbox import InboxDocument
from budstikke.formats.malformed import Malformed
from budstikke.issuer.channels.inbox import InboxReader, NotAnswered
from budstikke.kit.clock import real_now
from budstikke.kit.installation import write_whole

HELP = "read a digital mailbox"
EXAMPLES = ("budstikke inbox list --url http://localhost:8201 --sender 2001 --key var/senders/310000019.pem",)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("action", choices=["list", "get", "delete", "browse"], help="what to do")
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
        reader = InboxReader(url=arguments.url, sender_id=arguments.sender, key=key, real_now=real_now)
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
