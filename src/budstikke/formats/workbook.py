"""The first sheet of a workbook (xlsx) as lines of text; what unpacks too large is refused before it is unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import IO

from budstikke.formats.malformed import Fault, Malformed

# Unpacked, of all parts together, and of one part against what it is packed.
_MOST_BYTES = 64 << 20
_MOST_TIMES = 200
_MOST_PARTS = 200
_MOST_COLUMNS = 40
# Of one part, each: what begins an element, and what gives an attribute its value. A row is held whole while it is
# read, at a hundred bytes a piece; ten thousand rows of letters have half of this.
_MOST_MARKS = 1_000_000
_CHUNK_BYTES = 1 << 20
# Where a document type is declared, entities come in; no workbook has one. Marks are looked for without the zeros
# that wider alphabets put between them; EBCDIC, which has other marks, is refused by how it begins.
_DECLARES = b"<!DOCTYPE"
_EBCDIC = b"\x4c\x6f\xa7\x94"
_PACKED = b"PK\x03\x04"


def is_workbook(content: bytes) -> bool:
    """Say whether a file begins as workbooks do; whether it is one is seen by reading it."""
    return content.startswith(_PACKED)


def lines_of(content: bytes, *, most_rows: int) -> Iterator[list[str]]:
    """
    Yield the rows of the first sheet, at most so many; numbers as they are typed, without a decimal part of zero.

    Raises: Malformed when it is no workbook, and for one that would unpack to more than anybody types.
    """
    _look_at_the_parts(content)
    return _rows(content, most_rows)


def _rows(content: bytes, most_rows: int) -> Iterator[list[str]]:
    # Read only where a workbook comes: nobody else waits for the library.
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        # What a sheet says of its own size is not to be relied on.
        sheet.reset_dimensions()
        for cells in sheet.iter_rows(max_row=most_rows, max_col=_MOST_COLUMNS, values_only=True):
            yield [_text(cell) for cell in cells]
    except (MemoryError, RecursionError):
        raise
    except Exception as error:
        # The library raises whatever its parts stumble over.
        raise _refused("NOT_A_WORKBOOK", "save it anew as xlsx") from error


def _look_at_the_parts(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            too_large = (
                len(parts) > _MOST_PARTS
                or sum(part.file_size for part in parts) > _MOST_BYTES
                or any(part.file_size > max(part.compress_size, 4096) * _MOST_TIMES for part in parts)
            )
            if too_large:
                raise _refused("UNPACKS_TOO_LARGE", "copy the rows alone into a new workbook")
            for part in parts:
                with packed.open(part) as opened:
                    _look_at_marks(opened)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error) as error:
        raise _refused("NOT_A_WORKBOOK", "save it anew as xlsx") from error


def _look_at_marks(part: IO[bytes]) -> None:
    elements = attributes = 0
    before = b""
    while chunk := part.read(_CHUNK_BYTES):
        if not before and chunk.startswith(_EBCDIC):
            raise _refused("NOT_A_WORKBOOK", "save it anew as xlsx")
        plain = chunk.replace(b"\0", b"")
        # What is declared may begin in one piece and end in the next.
        if _DECLARES in (before + plain).upper():
            raise _refused("NOT_A_WORKBOOK", "save it anew as xlsx")
        elements += plain.count(b"<")
        attributes += plain.count(b"=")
        if max(elements, attributes) > _MOST_MARKS:
            raise _refused("UNPACKS_TOO_LARGE", "copy the rows alone into a new workbook")
        before = plain[-len(_DECLARES) :] or b"\0"


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _refused(code: str, cure: str) -> Malformed:
    return Malformed((Fault("workbook", code, cure),))
