"""Multipart bodies: written whole, read in pieces of any size with every fault and a ceiling."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.message import Message as Headers
from enum import Enum, auto

from budstikke.formats.digipost.vocabulary import ATTACHMENTS, MULTIPART_TYPE
from budstikke.formats.malformed import Fault, Malformed

_HEADER_BYTES = 8192
_MOST_PARTS = 1 + 1 + ATTACHMENTS
_BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]")
_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its file name, its media type and its bytes."""

    filename: str
    content_type: str
    content: bytes


def build_multipart(parts: Sequence[Part]) -> tuple[str, bytes]:
    """
    Write parts as one body.

    Reading: the boundary is a hash over the parts, so the same parts always give the same bytes, and no part
    can contain it but by breaking SHA-256.

    Returns: the Content-Type and the body.
    """
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part.content).digest() + part.filename.encode())
    boundary = f"budstikke-{digest.hexdigest()[:48]}"
    pieces: list[bytes] = []
    for part in parts:
        pieces += [
            f"--{boundary}\r\nContent-Type: {part.content_type}\r\nContent-Transfer-Encoding: binary\r\n"
            f'Content-Disposition: attachment; filename="{part.filename}"\r\n\r\n'.encode("ascii"),
            part.content,
            b"\r\n",
        ]
    pieces.append(f"--{boundary}--\r\n".encode("ascii"))
    return f"{MULTIPART_TYPE}; boundary={boundary}", b"".join(pieces)


def boundary_of(content_type: str) -> str:
    """
    Return the boundary a Content-Type names, quoted or not.

    Raises: Malformed when it is another media type, or names no usable boundary.
    """
    headers = _headers("content-type", content_type)
    if headers.get_content_type() != MULTIPART_TYPE:
        raise Malformed((Fault("Content-Type", "ILLEGAL_CONTENT_TYPE", f"must be {MULTIPART_TYPE}"),))
    boundary = headers.get_boundary()
    if boundary is None or not _BOUNDARY.fullmatch(boundary):
        raise Malformed(
            (Fault("Content-Type", "BAD_BOUNDARY", "names no boundary of 1 to 70 permitted characters"),)
        )
    return boundary


def read_multipart(chunks: Iterable[bytes], *, content_type: str, limit_bytes: int) -> tuple[Part, ...]:
    """
    Read a body that comes in pieces; where the pieces are cut does not matter.

    Unit: bytes; a body longer than the limit is left at once.
    Raises: Malformed with every fault.
    """
    reader = _Reader(boundary_of(content_type).encode("ascii"))
    total = 0
    for chunk in chunks:
        total += len(chunk)
        if total > limit_bytes:
            raise Malformed((Fault("body", "REQUEST_TOO_LARGE", f"is longer than {limit_bytes} bytes"),))
        reader.feed(chunk)
    reader.close()
    if reader.faults:
        raise Malformed(tuple(reader.faults))
    return tuple(reader.parts)


class _At(Enum):
    PREAMBLE = auto()
    BOUNDARY = auto()
    HEADERS = auto()
    CONTENT = auto()
    END = auto()
    LOST = auto()


class _Reader:
    """Finds parts; keeps only the part it is in and one boundary's length of what comes next."""

    def __init__(self, boundary: bytes) -> None:
        self.parts: list[Part] = []
        self.faults: list[Fault] = []
        self._delimiter = b"\r\n--" + boundary
        # The first boundary may open the body; a line end put before it makes it like the others.
        self._buffer = bytearray(b"\r\n")
        self._content = bytearray()
        self._at = _At.PREAMBLE
        self._count = 0
        self._filename = self._type = ""

    def feed(self, chunk: bytes) -> None:
        """Take the next piece."""
        self._buffer += chunk
        steps = {
            _At.PREAMBLE: self._skip, _At.BOUNDARY: self._after_boundary,
            _At.HEADERS: self._read_headers, _At.CONTENT: self._read_content,
        }  # fmt: skip
        while self._at in steps and steps[self._at]():
            pass
        if self._at in (_At.END, _At.LOST):
            self._buffer.clear()

    def close(self) -> None:
        """Say what an end at this point means."""
        if self._at is _At.PREAMBLE:
            self._fault("body", "NO_PARTS", "the boundary that Content-Type names never comes")
        elif self._at not in (_At.END, _At.LOST):
            self._fault(f"part {self._count}", "TRUNCATED", "the body ends without its closing boundary")
        elif self._at is _At.END and self._count == 0:
            self._fault("body", "NO_PARTS", "the body has no part")

    def _skip(self) -> bool:
        found = self._buffer.find(self._delimiter)
        if found < 0:
            del self._buffer[: max(0, len(self._buffer) - len(self._delimiter))]
            return False
        del self._buffer[: found + len(self._delimiter)]
        self._at = _At.BOUNDARY
        return True

    def _after_boundary(self) -> bool:
        if len(self._buffer) < 2:
            return False
        if self._buffer.startswith(b"--"):
            self._at = _At.END
            return False
        newline = self._buffer.find(b"\n")
        if newline < 0 and len(self._buffer) < _HEADER_BYTES:
            return False
        end = newline - 1
        if newline < 1 or self._buffer[end] != ord("\r") or self._buffer[:end].strip(b" \t"):
            return self._lose("BAD_BOUNDARY", "a boundary is not followed by CR LF")
        self._count += 1
        if self._count > _MOST_PARTS:
            return self._lose("TOO_MANY_PARTS", f"{_MOST_PARTS} parts at most")
        # The line end stays, so that a part without headers ends its headers like any other.
        del self._buffer[:end]
        self._at = _At.HEADERS
        return True

    def _read_headers(self) -> bool:
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0 and len(self._buffer) <= _HEADER_BYTES:
            return False
        if end < 0 or end > _HEADER_BYTES:
            return self._lose(
                "HEADERS_TOO_LONG", f"headers end by an empty line within {_HEADER_BYTES} bytes"
            )
        self._understand(bytes(self._buffer[2:end]))
        del self._buffer[: end + 4]
        self._at = _At.CONTENT
        return True

    def _understand(self, block: bytes) -> None:
        where = f"part {self._count}"
        found: dict[str, str] = {}
        for line in block.split(b"\r\n") if block else []:
            name, colon, value = line.partition(b":")
            if not colon or not _NAME.fullmatch(name):
                self._fault(where, "BAD_HEADER", "a header line is not of the form Name: value")
                continue
            found[name.decode("ascii").lower()] = value.decode("latin-1").strip()
        if found.get("content-transfer-encoding", "binary").lower() not in ("binary", "8bit", "7bit"):
            self._fault(where, "BAD_ENCODING", "Content-Transfer-Encoding must be binary")
        self._type = found.get("content-type", "application/octet-stream")
        self._filename = ""
        if "content-disposition" not in found:
            self._fault(where, "MISSING_BODYPART_CONTENT_DISPOSITION", "lacks Content-Disposition")
            return
        self._filename = _headers("content-disposition", found["content-disposition"]).get_filename() or ""
        if not self._filename:
            self._fault(where, "MISSING_BODYPART_FILENAME", "Content-Disposition lacks filename")
        elif self._filename in {part.filename for part in self.parts}:
            self._fault(where, "DUPLICATE_FILENAME", "an earlier part has the same file name")

    def _read_content(self) -> bool:
        found = self._buffer.find(self._delimiter)
        if found < 0:
            safe = max(0, len(self._buffer) - len(self._delimiter))
            self._content += self._buffer[:safe]
            del self._buffer[:safe]
            return False
        self._content += self._buffer[:found]
        del self._buffer[: found + len(self._delimiter)]
        self.parts.append(Part(self._filename, self._type, bytes(self._content)))
        self._content.clear()
        self._at = _At.BOUNDARY
        return True

    def _lose(self, code: str, text: str) -> bool:
        self._fault(f"part {self._count}", code, text)
        self._at = _At.LOST
        return False

    def _fault(self, where: str, code: str, text: str) -> None:
        self.faults.append(Fault(where, code, text))


def _headers(name: str, value: str) -> Headers:
    headers = Headers()
    # A raw line end in a value would be refused by the class itself with an error of its own.
    headers[name] = value.replace("\r", " ").replace("\n", " ")
    return headers
