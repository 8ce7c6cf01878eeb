"""
Small files that would become large, each given to the reader it was made for, in a process of little memory.

    python -m tests.doors.walls.bombs NAME...      one line of JSON for each: how it ended, in how long
"""

from __future__ import annotations

import io
import json
import os
import resource
import struct
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from budstikke.formats.malformed import Malformed

# More than any reader here needs for the largest file it takes, and a fraction of what the bombs are made of.
MORE_BYTES = 400 << 20
MOST_SECONDS = 10
_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 20}">' for n in range(12)
) + "]>"  # fmt: skip
_LEAK = '<!DOCTYPE a [<!ENTITY m SYSTEM "file:///etc/passwd">]>'
MEGABYTE = 1 << 20


def _zip(**parts: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return content.getvalue()


def _workbook(sheet: bytes | None = None, strings: bytes | None = None) -> bytes:
    """A workbook whose sheet, or whose strings, are these bytes."""
    import openpyxl

    plain, content = io.BytesIO(), io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["name", "street", "postcode", "city"])  # type: ignore[union-attr]
    book.save(plain)
    given = {"xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": strings}
    with zipfile.ZipFile(plain) as read, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for part in read.namelist():
            made.writestr(part, given.get(part) or read.read(part))
    return content.getvalue()


def _varied(piece: str, most: int) -> bytes:
    """Text that is small packed, and not so small that its ratio alone gives it away."""
    found, size, nth = [], 0, 0
    while size < most:
        found.append(piece.format(nth, nth * 7919 % 104_729))
        size += len(found[-1])
        nth += 1
    return "".join(found).encode()


def _sheet(rows: bytes, before: str = "") -> bytes:
    return f'{before}<worksheet xmlns="{_NS}"><sheetData>'.encode() + rows + b"</sheetData></worksheet>"


def _png(width: int, height: int, *more: tuple[bytes, bytes]) -> bytes:
    """A picture that says it is this large, and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), *more, (b"IDAT", zlib.compress(b"\0" * 50_000_000, 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


def _jpeg(width: int, height: int) -> bytes:
    from PIL import Image

    content = io.BytesIO()
    Image.new("L", (64, 64)).save(content, "JPEG")
    whole = content.getvalue()
    at = whole.index(b"\xff\xc0") + 5
    return whole[:at] + struct.pack(">HH", height, width) + whole[at + 4 :]


class Endless(io.RawIOBase):
    """A file of one beginning, and then the same piece so many times; nobody holds it whole."""

    def __init__(self, begins: bytes, piece: bytes, times: int) -> None:
        self._pieces: Iterator[bytes] = iter([begins, *([piece] * times)])
        self._left = b""

    def read(self, size: int = -1) -> bytes:
        """Give the next bytes."""
        while len(self._left) < size and (piece := next(self._pieces, b"")):
            self._left += piece
        found, self._left = self._left[:size], self._left[size:]
        return found


_UNB = b"UNA:+.? 'UNB+UNOC:3+1:30+2:14+261123:0900+R1'"
_UNH = b"UNH+%d+IFTMIN:D:04A:UN:BIG14'"


def _rows(content: bytes) -> object:
    from budstikke.post.actions.booking.order_table import rows_of

    rows, faults = rows_of(content, most_rows=10_000)
    return None if faults and len(faults) < 1000 and len(rows) <= 10_001 else "taken, or told at length"


def _edi(stream: object) -> object:
    from budstikke.formats.edifact.iftmin import Verdict, read_interchange

    # As those who book do: one part after the other, none kept but the last.
    last: object = None
    for part in read_interchange(stream):  # type: ignore[arg-type]
        last = part
    return None if isinstance(last, Verdict) and last.faults else "taken"


def _picture(content: bytes) -> object:
    from budstikke.formats.picture.decoding import decoded

    return decoded(content).shape


def _xml(content: bytes) -> object:
    """Every reader of XML: each refuses, or takes nothing in of what the entities stand for."""
    from budstikke.formats import report_xml
    from budstikke.formats.digipost.message import parse_message
    from budstikke.formats.registry.move import message_of, schema_faults
    from budstikke.formats.ubl.reading import read
    from budstikke.post.doors.bring.booking_read import Unreadable
    from budstikke.post.doors.bring.booking_xml import load

    readers: tuple[Callable[[bytes], object], ...] = (
        report_xml.read, parse_message, message_of, schema_faults, read, load,
    )  # fmt: skip
    for reader in readers:
        try:
            told = str(reader(content))
        except (Malformed, Unreadable, ValueError):
            continue
        if len(told) > MEGABYTE or "haha" in told or "root:" in told:
            return reader.__module__
    return None


def _register(text: bytes) -> object:
    import tempfile

    from budstikke.formats.customer_file import CsvRegister

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.csv"
        path.write_bytes(text)
        register = CsvRegister(path, encoding="utf-8", named={}, added=())
        return sum(batch.count for batch in register.batches(skip=0, size=1000))


_CELLS = "<c><v>{0}{1}</v></c>"
BOMBS: dict[str, tuple[Callable[[], object], Callable[[object], object]]] = {
    "a row of a million cells": (
        lambda: _workbook(_sheet(b"<row>" + _varied(_CELLS, 30 * MEGABYTE) + b"</row>")), _rows),
    "a cell of a million marks": (
        lambda: _workbook(_sheet(b"<row><c " + _varied("a{0}='{1}' ", 16 * MEGABYTE) + b"/></row>")), _rows),
    "cells in the millionth column": (
        lambda: _workbook(_sheet(b'<row r="1"><c r="ZZZZZ1"><v>1</v></c></row>')), _rows),
    "a row of the far end": (
        lambda: _workbook(_sheet(b'<row r="999999999"><c r="A999999999"><v>1</v></c></row>')), _rows),
    "strings without end": (
        lambda: _workbook(strings=f'<sst xmlns="{_NS}">'.encode()
                          + _varied("<si><t>{0}{1}</t></si>", 30 * MEGABYTE) + b"</sst>"), _rows),
    "laughs in a sheet": (lambda: _workbook(_sheet(b"<row><c><v>&m;</v></c></row>", _LAUGHS)), _rows),
    "laughs behind a long remark": (
        lambda: _workbook(_sheet(b'<row><c t="str"><v>&m;</v></c></row>', "<!--" + " x" * 5000 + "-->" + _LAUGHS)),
        _rows),
    "a file of ours behind a long remark": (
        lambda: _workbook(_sheet(b'<row><c t="str"><v>&m;</v></c></row>', "<!--" + " x" * 5000 + "-->" + _LEAK)),
        _rows),
    "laughs in another alphabet": (
        lambda: _workbook(_sheet(b'<row><c t="str"><v>&m;</v></c></row>',
                                 '<?xml version="1.0" encoding="IBM037"?>' + _LAUGHS).decode().encode("cp037")), _rows),
    "a workbook in a workbook": (lambda: _zip(sheet=_zip(sheet=_zip(sheet=b"\0" * 50 * MEGABYTE))), _rows),
    "ninety thousand parts": (lambda: _zip(**{f"p{nth}": b"" for nth in range(90_000)}), _rows),
    "a table of one line": (lambda: b"name;street;postcode;city\n" + b"x" * 8_000_000, _rows),
    "a table of one endless cell": (lambda: b'name;street;postcode;city\n"' + b"x;\n" * 2_600_000, _rows),
    "a million columns": (lambda: ";".join(map(str, range(1_000_000))).encode() + b"\n", _rows),
    "a million cells": (lambda: b"name;street;postcode;city\n" + b";" * 7_900_000, _rows),
    "a segment without end": (lambda: Endless(_UNB + _UNH % 1 + b"BGM+", b"x" * MEGABYTE, 200), _edi),
    "a message of a million segments": (
        lambda: Endless(_UNB + _UNH % 1, b"FTX+AAI+++x'" * 10_000, 300), _edi),
    "messages within messages": (lambda: Endless(_UNB, (_UNH % 1) * 10_000, 4), _edi),
    "elements without end": (lambda: Endless(_UNB + _UNH % 1 + b"NAD", b"+:" * MEGABYTE, 60), _edi),
    "a picture said to be enormous": (lambda: _png(60_000, 60_000), _picture),
    "a picture as large as is taken, and empty": (lambda: _png(6_300, 6_300), _picture),
    "a picture with a remark that unfolds": (
        lambda: _png(900, 900, (b"zTXt", b"x\0\0" + zlib.compress(b" " * 300_000_000, 9)),
                     (b"iCCP", b"x\0\0" + zlib.compress(b" " * 300_000_000, 9))), _picture),
    "a photograph said to be enormous": (lambda: _jpeg(65_000, 65_000), _picture),
    "laughs in XML": (f"{_LAUGHS}<a>&m;</a>".encode, _xml),
    "a file of ours in XML": (f"{_LEAK}<utleveringsrapport><a>&m;</a></utleveringsrapport>".encode, _xml),
    "one entity a million times": (
        f'<!DOCTYPE a [<!ENTITY m "{"ha" * 50_000}">]><a>{"&m;" * 100_000}</a>'.encode, _xml),
    "XML a million deep": (lambda: b"<a>" * 1_000_000, _xml),
    "XML of a million marks": (lambda: b"<a " + b" ".join(b"a%d=''" % n for n in range(300_000)) + b"/>", _xml),
    "a register of one line": (lambda: b"name;street;postcode\n" + b"x" * 100_000_000, _register),
    "a register of a million columns": (
        lambda: b"name;street;postcode;" + b";".join(b"c%d" % n for n in range(1_000_000)) + b"\n", _register),
}  # fmt: skip


def _memory_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def _set_off(name: str) -> None:
    """Read one bomb within its bounds, and say how it ended; memory beyond the bound is an error of the reader."""
    make, read = BOMBS[name]
    bomb = make()
    resource.setrlimit(resource.RLIMIT_AS, (_memory_bytes() + MORE_BYTES,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    begun = time.process_time()
    try:
        ended = read(bomb)
    except Malformed as malformed:
        ended = None if len(malformed.faults) < 1000 else "told at length"
    except BaseException as error:  # noqa: BLE001  (whatever it is, it is told)
        ended = f"{type(error).__name__}: {error}"[:200]
    took = round(time.process_time() - begun, 2)
    os.write(1, json.dumps({"name": name, "ended": ended, "seconds": took}).encode() + b"\n")


def main(names: list[str]) -> None:
    """Set each off in a process of its own, which may come to a bad end."""
    import cv2  # noqa: F401  (libraries are no reader's memory)
    import openpyxl  # noqa: F401

    from budstikke.formats.edifact import iftmin  # noqa: F401

    _rows(b"name,street,postcode,city\n")
    for name in names:
        child = os.fork()
        if child == 0:
            _set_off(name)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if status:
            os.write(
                1, json.dumps({"name": name, "ended": f"killed: {status}", "seconds": None}).encode() + b"\n"
            )


if __name__ == "__main__":
    main(sys.argv[1:] or list(BOMBS))
