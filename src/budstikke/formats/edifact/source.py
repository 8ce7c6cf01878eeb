"""The bytes of a file, an interchange at a time, as blocks of whole segments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from budstikke.formats.edifact.canonical import Service, canonical, ends_at
from budstikke.formats.edifact.charsets import LEVELS, Level

BLOCK_BYTES = 1 << 16
SEGMENT_LIMIT_BYTES = 1 << 16

_BLANK = b"\r\n \t\x00\x1a"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Block:
    """
    Whole segments as canonical text, each with a ' before it.

    `suspect` says that a character needs a closer look; `last` that the interchange ends here, with UNZ or
    because `trouble` (the code of a fault) cut it off.
    """

    text: str
    suspect: bool = False
    last: bool = False
    trouble: str | None = None


class Source:
    """A binary stream cut into interchanges and blocks; holds one block at a time."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._data = b""
        self._ended = False
        self._service = Service()
        self._last_segment = re.compile(b"")
        self.level: Level = LEVELS["UNOC"]
        self._more()
        self._data = self._data.removeprefix(_BYTE_ORDER_MARK)

    def _more(self) -> None:
        piece = self._stream.read(BLOCK_BYTES)
        self._ended = not piece
        self._data += piece

    def more_to_read(self) -> bool:
        """Drop line breaks and padding; says whether anything is left."""
        self._data = self._data.lstrip(_BLANK)
        while len(self._data) < 16 and not self._ended:
            self._more()
            self._data = self._data.lstrip(_BLANK)
        return bool(self._data)

    def drop(self) -> None:
        """Read no further: what follows cannot be told apart."""
        self._data, self._ended = b"", True

    def begin(self) -> str | None:
        """
        Read UNA, and the syntax identifier of UNB; the code of the fault that makes reading on impossible.
        """
        self._service = Service()
        if self._data.startswith(b"UNA"):
            service = Service.read(self._data[3:9])
            if service is None:
                return "UNA_INVALID"
            self._service = service
            self._data = self._data[9:]
            self.more_to_read()
        element, component = self._service.element.encode(), self._service.component.encode()
        if not self._data.startswith(b"UNB" + element):
            return "UNB_MISSING"
        level = LEVELS.get(self._data[4:8].decode("latin-1"))
        if level is None or self._data[8:9] not in (element, component):
            return "CHARSET_UNKNOWN"
        self.level = level
        terminator = re.escape(self._service.terminator.encode())
        self._last_segment = re.compile(terminator + b"[\r\n ]*UNZ" + re.escape(element))
        return None

    def blocks(self) -> Iterator[Block]:
        """The blocks of the interchange begun; the last one says so."""
        while True:
            end = ends_at(self._data, service=self._service, before=len(self._data))
            close = self._closed_at(end)
            if end:
                data, self._data = self._data[: close or end], self._data[close or end :]
                text, suspect = canonical(data, level=self.level, service=self._service)
                yield Block(text, suspect, last=close > 0)
                if close:
                    return
            elif len(self._data) > SEGMENT_LIMIT_BYTES:
                self.drop()
                yield Block("", last=True, trouble="SEGMENT_TOO_LONG")
                return
            if self._ended:
                cut = bool(self._data.strip(_BLANK))
                self.drop()
                yield Block("", last=True, trouble="SEGMENT_UNTERMINATED" if cut else "UNZ_MISSING")
                return
            self._more()

    def _closed_at(self, end: int) -> int:
        """The index after the UNZ segment; 0 if there is none before `end`."""
        if self._data.find(b"UNZ", 0, end) < 0:
            return 0
        data, service = b"".join((service_end(self._service), self._data[:end])), self._service
        for match in self._last_segment.finditer(data):
            # The terminator before UNZ must be a real one, and so must the one that ends it.
            if ends_at(data, service=service, before=match.start() + 1) == match.start() + 1:
                at = data.find(service_end(service), match.end()) + 1
                while at and ends_at(data, service=service, before=at) != at:
                    at = data.find(service_end(service), at) + 1
                return max(at - 1, 0)
        return 0


def service_end(service: Service) -> bytes:
    """The segment terminator as it stands in the file."""
    return service.terminator.encode()
