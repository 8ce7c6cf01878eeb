"""What is too long for memory and is wanted again soon: kept in a temporary file, read piece by piece."""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterable, Iterator
from tempfile import SpooledTemporaryFile

_MEMORY_BYTES = 1 << 20  # what is longer than this waits in a file
PIECE_BYTES = 1 << 16


class Spool:
    """One temporary file, however many things wait in it; it is gone when nobody holds any of them."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=_MEMORY_BYTES)  # noqa: SIM115  (closed with the spool)
        weakref.finalize(self, self._file.close)

    def keep(self, pieces: Iterable[bytes]) -> Kept:
        """Write pieces down side by side; one thing is kept at a time."""
        start = self._file.seek(0, os.SEEK_END)
        for piece in pieces:
            self._file.write(piece)
        return Kept(self, start, self._file.tell() - start)

    def read(self, at: int, most: int) -> bytes:
        """Return what stands at a place."""
        self._file.seek(at)
        return self._file.read(most)


class Kept:
    """Bytes that wait in a spool; they can be read as often as wanted, and several at once."""

    __slots__ = ("_length", "_spool", "_start")

    def __init__(self, spool: Spool, start: int, length: int) -> None:
        self._spool, self._start, self._length = spool, start, length

    def __len__(self) -> int:
        return self._length

    def pieces(self, *, most: int = PIECE_BYTES) -> Iterator[bytes]:
        """Yield the bytes in their order."""
        end = self._start + self._length
        for at in range(self._start, end, most):
            yield self._spool.read(at, min(most, end - at))

    def lines(self) -> Iterator[bytes]:
        """Yield line by line, without the line breaks; the last line ends with one."""
        begun = b""
        for piece in self.pieces():
            *whole, begun = (begun + piece).split(b"\n")
            yield from whole
