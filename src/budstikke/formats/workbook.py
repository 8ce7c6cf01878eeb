"""The first sheet of a workbook (xlsx) as lines of text; what unpacks too large is refused before it is unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime

from budstikke.formats.malformed import Fault, Malformed

# Unpacked, of all parts together, and of one part against what it is packed.
_MOST_BYTES = 64 << 20
_MOST_TIMES = 200
_MOST_PARTS = 200
_MOST_COLUMNS = 40
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
                    # A declared document type is how entities come in; no workbook has one.
                    if b"<!DOCTYPE" in opened.read(4096).upper().replace(b"\0", b""):
                        raise _refused("NOT_A_WORKBOOK", "save it anew as xlsx")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error) as error:
        raise _refused("NOT_A_WORKBOOK", "save it anew as xlsx") from error


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
