"""
What was written to a PDF after it was sealed.

A PDF is changed by writing more behind it (ISO 32000-2, 7.5.6). After a seal of ours nothing may be written but
what keeps the seal alive: certificates and revocation lists, further time stamps, and the dates of the file.
So each byte behind the seal must lie in an object its own table lists, and each object that was there before
must say what it said.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import cast

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

_START = re.compile(rb"startxref\r?\n(\d{1,10})\r?\n%%EOF\r?\n?\Z")
_TABLE = re.compile(rb"xref\r?\n((?:\d+ \d+ *\r?\n(?:\d{10} \d{5} [nf](?: \r| \n|\r\n))+)+)trailer\s")
_SECTION = re.compile(rb"(\d+) (\d+) *\r?\n((?:\d{10} \d{5} [nf](?: \r| \n|\r\n))+)")
_ENTRY = 20
_OBJECT = re.compile(rb"(\d+) (\d+) obj\b")
_MOST_UPDATES = 100
_MAY_DATE = frozenset({"/ModDate", "/Producer"})
_XMP_DATES = frozenset(
    {
        "{http://ns.adobe.com/xap/1.0/}ModifyDate",
        "{http://ns.adobe.com/xap/1.0/}MetadataDate",
        "{http://ns.adobe.com/pdf/1.3/}Producer",
    }
)
_STAMP_FIELD = frozenset({"/FT", "/T", "/TU", "/Type", "/Subtype", "/F", "/Ff", "/Rect", "/P", "/V"})


class Altered(Exception):
    """Something was added or changed that does not belong to keeping a seal alive; the message says what."""


@dataclass(frozen=True, slots=True)
class Field:
    """A signature field: its dictionary's kind, the bytes it covers, and what lies in the stretch it cannot."""

    kind: str
    filter: str
    covered: bytes
    content: bytes
    end: int


def fields_of(data: bytes, reader: PdfReader) -> tuple[Field, ...]:
    """
    Return the signature fields that are filled, in the order of what they cover.

    Raises: Altered when one does not cover everything but itself, from the first byte on.
    """
    form = _resolved(cast(DictionaryObject, reader.trailer["/Root"]).get("/AcroForm"))
    named = _resolved(form.get("/Fields")) if isinstance(form, DictionaryObject) else None
    found = []
    for each in named if isinstance(named, ArrayObject) else ():
        field = _resolved(each)
        if isinstance(field, DictionaryObject) and field.get("/FT") == "/Sig":
            value = _resolved(field.get("/V"))
            if isinstance(value, DictionaryObject):
                found.append(_field(data, value))
    return tuple(sorted(found, key=lambda field: field.end))


def _field(data: bytes, value: DictionaryObject) -> Field:
    numbers = [int(number) for number in cast(ArrayObject, value["/ByteRange"])]
    if len(numbers) != 4:
        raise Altered("a signature covers the file in more pieces than two")
    start, length, second, rest = numbers
    end = second + rest
    if start != 0 or not 0 < length < second <= end <= len(data):
        raise Altered("a signature does not cover the file from its start")
    gap = data[length:second]
    content = value["/Contents"]
    written = content.original_bytes if isinstance(content, TextStringObject | ByteStringObject) else b""
    # Only one spelling: what lies between the two covered stretches is in hexadecimal and nothing else.
    if gap not in (b"<%b>" % written.hex().encode(), b"<%b>" % written.hex().upper().encode()):
        raise Altered("something else lies where a signature should")
    return Field(
        kind=str(value.get("/Type", "/Sig")),
        filter=str(value.get("/SubFilter")),
        covered=data[:length] + data[second:end],
        content=written,
        end=end,
    )


def check_updates(data: bytes, reader: PdfReader, *, sealed_end: int) -> None:
    """
    Hold what was written behind the seal to what may be.

    Raises: Altered.
    """
    if sealed_end == len(data):
        return
    before = PdfReader(BytesIO(data[:sealed_end]), strict=True)
    rewritten = _rewritten(data, sealed_end)
    _same_trailer(before, reader)
    places, now = _places(before), _places(reader)
    known = set(places)
    if any(places[number] != now.get(number) for number in known - rewritten):
        raise Altered("a table forgets what was sealed")
    allowed = _Allowed(before, reader, known)
    for number in sorted(rewritten & known):
        old, new = (each.get_object(IndirectObject(number, 0, each)) for each in (before, reader))
        allowed.check(number, old, new)


def _places(reader: PdfReader) -> dict[int, object]:
    return {number: at for each in reader.xref.values() for number, at in each.items()} | dict(
        reader.xref_objStm
    )


def _rewritten(data: bytes, sealed_end: int) -> set[int]:
    """
    Return the numbers of the objects written behind the seal.

    Raises: Altered when a byte there belongs to no object that a table of its own lists.
    """
    starts: dict[int, int | None] = {}
    end = len(data)
    for _ in range(_MOST_UPDATES):
        if end <= sealed_end + 2:
            break
        table_at = _table_at(data, end)
        if table_at < sealed_end:
            break
        starts[table_at] = None
        for number, at in _listed(data, table_at, end):
            if at in starts or not sealed_end <= at < table_at:
                raise Altered("a table lists an object that is not there")
            starts[at] = number
        # The update before this one ends where the first byte of this one begins.
        end = min(starts)
    else:
        raise Altered("it was written to too often")
    if data[sealed_end:end].strip():
        raise Altered("something lies behind the seal that no table lists")
    places = sorted(starts)
    for at, following in zip(places, [*places[1:], len(data)], strict=True):
        _whole(data[at:following], starts[at])
    return {number for number in starts.values() if number is not None}


def _table_at(data: bytes, end: int) -> int:
    found = _START.search(data, max(0, end - 64), end)
    if found is None:
        raise Altered("something lies behind an update's end")
    return int(found[1])


def _listed(data: bytes, table_at: int, end: int) -> Iterator[tuple[int, int]]:
    table = _TABLE.match(data, table_at, end)
    if table is None:
        raise Altered("an update has no plain table of its objects")
    for section in _SECTION.finditer(table[1]):
        first, count, entries = int(section[1]), int(section[2]), section[3]
        if len(entries) != count * _ENTRY:
            raise Altered("a table is not as long as it says")
        for at in range(count):
            entry = entries[at * _ENTRY : (at + 1) * _ENTRY]
            if entry[17:18] == b"n":
                yield first + at, int(entry[:10])
            elif first + at:
                raise Altered("an object was taken out")


def _whole(slice_: bytes, number: int | None) -> None:
    if number is None:
        if _START.search(slice_[-64:]) is None or slice_.count(b"%%EOF") != 1:
            raise Altered("something lies behind a table")
        if b"/XRefStm" in slice_ or b"#" in slice_:
            raise Altered("an update has a second table")
        return
    head = _OBJECT.match(slice_)
    if head is None or int(head[1]) != number or int(head[2]) or not slice_.rstrip().endswith(b"endobj"):
        raise Altered("an object is not where its table says")


def _same_trailer(before: PdfReader, after: PdfReader) -> None:
    old, new = before.trailer, after.trailer
    for name in ("/Root", "/Info"):
        if not _same(_raw(old, name), _raw(new, name)):
            raise Altered(f"{name[1:]} of the trailer is another one")
    if "/Encrypt" in new:
        raise Altered("it was encrypted")


class _Allowed:
    """Which objects may differ, and how."""

    def __init__(self, before: PdfReader, after: PdfReader, known: set[int]) -> None:
        self._known, self._after = known, after
        root = cast(IndirectObject, before.trailer.raw_get("/Root"))
        self._catalog = root.idnum
        catalog = cast(DictionaryObject, root.get_object())
        self._info = _number(_raw(before.trailer, "/Info"))
        self._metadata = _number(_raw(catalog, "/Metadata"))
        self._form = _number(_raw(catalog, "/AcroForm"))
        form = _resolved(catalog.get("/AcroForm"))
        self._fields = _number(_raw(form, "/Fields")) if isinstance(form, DictionaryObject) else None
        self._pages = {
            page.indirect_reference.idnum: page for page in before.pages if page.indirect_reference
        }
        self._notes = {_number(_raw(page, "/Annots")) for page in self._pages.values()} - {None}
        self._store = _number(_raw(catalog, "/DSS"))

    def check(self, number: int, old: PdfObject | None, new: PdfObject | None) -> None:
        if number == self._store or _same(old, new):
            return
        if number == self._metadata and isinstance(old, StreamObject) and isinstance(new, StreamObject):
            if _metadata(old) == _metadata(new):
                return
        elif number in (self._fields, *self._notes):
            self._stamps_added(old, new)
            return
        elif isinstance(old, DictionaryObject) and isinstance(new, DictionaryObject):
            self._dictionary(number, old, new)
            return
        raise Altered("an object was exchanged")

    def _dictionary(self, number: int, old: DictionaryObject, new: DictionaryObject) -> None:
        for name in old.keys() | new.keys():
            was, now = _raw(old, name), _raw(new, name)
            if _same(was, now):
                continue
            if number == self._info and name in _MAY_DATE:
                continue
            if number == self._catalog and name in ("/DSS", "/Extensions"):
                continue
            if (number == self._form and name == "/Fields") or (number in self._pages and name == "/Annots"):
                self._stamps_added(was, now)
                continue
            raise Altered(f"{name[1:40]} was changed")

    def _stamps_added(self, old: PdfObject | None, new: PdfObject | None) -> None:
        were = list(old) if isinstance(old, ArrayObject) else []
        are = list(new) if isinstance(new, ArrayObject) else []
        if (old is not None and not isinstance(old, ArrayObject)) or not _same_items(were, are[: len(were)]):
            raise Altered("a field was taken out or exchanged")
        for each in are[len(were) :]:
            field = _resolved(each)
            number = _number(each)
            if number is None or number in self._known or not isinstance(field, DictionaryObject):
                raise Altered("a field was added that is no time stamp")
            value = _resolved(field.get("/V"))
            invisible = [float(side) for side in cast(ArrayObject, field.get("/Rect", []))] == [0, 0, 0, 0]
            if (
                field.keys() - _STAMP_FIELD
                or field.get("/FT") != "/Sig"
                or not invisible
                or not isinstance(value, DictionaryObject)
                or value.get("/Type") != "/DocTimeStamp"
            ):
                raise Altered("a field was added that is no time stamp")


def _same(old: object, new: object) -> bool:
    """Say whether two values say the same; a reference is compared by what it names, not followed."""
    if old is None or new is None:
        return old is new
    if isinstance(old, IndirectObject) or isinstance(new, IndirectObject):
        return _number(old) is not None and _number(old) == _number(new)
    if type(old) is not type(new):
        return False
    if isinstance(old, DictionaryObject) and isinstance(new, DictionaryObject):
        if isinstance(old, StreamObject) and old._data != cast(StreamObject, new)._data:
            return False
        return old.keys() == new.keys() and all(_same(old.raw_get(name), new.raw_get(name)) for name in old)
    if isinstance(old, ArrayObject) and isinstance(new, ArrayObject):
        return _same_items(list(old), list(new))
    return bool(old == new)


def _same_items(old: list[PdfObject], new: list[PdfObject]) -> bool:
    return len(old) == len(new) and all(_same(was, now) for was, now in zip(old, new, strict=True))


def _metadata(stream: StreamObject) -> list[tuple[object, ...]]:
    text = stream.get_data()
    if b"<!" in text:
        raise Altered("the metadata declare something")
    return [
        (
            each.tag,
            sorted((name, value) for name, value in each.attrib.items() if name not in _XMP_DATES),
            None if each.tag in _XMP_DATES else (each.text or "").strip(),
            (each.tail or "").strip(),
        )
        for each in ET.fromstring(text).iter()  # noqa: S314  (nothing is declared, so nothing can expand)
    ]


def _resolved(value: object) -> object:
    return value.get_object() if isinstance(value, IndirectObject) else value


def _raw(dictionary: object, name: str) -> PdfObject | None:
    if not isinstance(dictionary, DictionaryObject) or name not in dictionary:
        return None
    return cast(PdfObject, dictionary.raw_get(name))


def _number(value: object) -> int | None:
    return value.idnum if isinstance(value, IndirectObject) else None
