"""A sending: one message and the content of each of its documents, as one signed body."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from budstikke.formats.digipost.message import Message, build_message, parse_message
from budstikke.formats.digipost.multipart import Part, build_multipart, read_multipart
from budstikke.formats.digipost.vocabulary import XML_TYPE
from budstikke.formats.malformed import Fault, Malformed

_MESSAGE = "message"
CONTENT_TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "xml": "application/xml",
    "txt": "text/plain; charset=utf-8",
    "json": "application/json",
    "png": "image/png",
    "jpg": "image/jpeg",
    "zip": "application/zip",
}


@dataclass(frozen=True, slots=True)
class Sending:
    """A message whose every document has its content, and whose every content has its document."""

    message: Message
    contents: Mapping[UUID, bytes]


def build_sending(sending: Sending) -> tuple[str, bytes]:
    """Return the Content-Type and the body to post."""
    return build_multipart(
        [
            Part(_MESSAGE, XML_TYPE, build_message(sending.message)),
            *(
                Part(
                    str(document.uuid),
                    CONTENT_TYPES.get(document.file_type, "application/octet-stream"),
                    sending.contents[document.uuid],
                )
                for document in sending.message.documents
            ),
        ]
    )


def parse_sending(chunks: Iterable[bytes], *, content_type: str, limit_bytes: int) -> Sending:
    """
    Read a posted body.

    Raises: Malformed with every fault of the body or, where the body can be parted, of what is in it.
    """
    parts = read_multipart(chunks, content_type=content_type, limit_bytes=limit_bytes)
    first, *rest = parts
    if first.filename != _MESSAGE or first.content_type.partition(";")[0].strip().lower() != XML_TYPE:
        raise Malformed(
            (Fault("part 1", "MISSING_MESSAGE", f'must be the message: {XML_TYPE}, filename="{_MESSAGE}"'),)
        )
    message = parse_message(first.content)
    contents = {part.filename: part.content for part in rest}
    wanted = {str(document.uuid) for document in message.documents}
    faults = [
        Fault(
            f"document {number}",
            "DOCUMENTS_AND_FILES_MISMATCH",
            "no part has this document's UUID as file name",
        )
        for number, document in enumerate(message.documents, start=1)
        if str(document.uuid) not in contents
    ]
    for number, part in enumerate(rest, start=2):
        if part.filename not in wanted:
            faults.append(
                Fault(
                    f"part {number}", "DOCUMENTS_AND_FILES_MISMATCH", "no document has this part's file name"
                )
            )
        elif not part.content:
            faults.append(Fault(f"part {number}", "MISSING_CONTENT", "is empty"))
    if faults:
        raise Malformed(tuple(faults))
    return Sending(message, {document.uuid: contents[str(document.uuid)] for document in message.documents})
