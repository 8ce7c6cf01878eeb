"""
A customer register as a file: read in batches, written back with more columns. This is CSV; Parquet is beside it.

Nothing is held but one batch. Of CSV every line is read strictly; what cannot be read as a record is a fault with its
row and column, and the rows around it are read all the same. Row 1 is the first record after the header.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from budstikke.formats.malformed import Fault, Malformed

ENCODINGS = ("utf-8", "iso-8859-1", "cp1252")
# As customers call the columns, in either language; what is not found is named with --columns.
KNOWN = {
    "name": ("name", "navn", "full_name", "fullt navn"),
    "street": ("street", "address", "gate", "adresse", "gateadresse"),
    "postcode": ("postcode", "postal_code", "postnummer", "postnr"),
    "country": ("country", "land", "landkode"),
}
_NEEDED = ("name", "street", "postcode")
_SEPARATORS = ";\t,|"
_MOST_LINE_CHARACTERS = 1 << 20


@dataclass(frozen=True, slots=True)
class Columns:
    """Where in a record each part stands; a name may be put together from several columns."""

    name: tuple[int, ...]
    street: int
    postcode: int
    country: int | None = None


@dataclass(slots=True)
class Batch:
    """Records next to each other: `rows` are their numbers, the rest is what stands in each."""

    first_row: int
    count: int
    rows: list[int]
    names: list[str]
    streets: list[str]
    postcodes: list[str]
    countries: list[str] | None
    # As they were read, for whoever writes them back.
    records: Any = field(repr=False)
    faults: list[Fault] = field(default_factory=list)


def place(row: int, column: str = "") -> str:
    """Return how a place in a register is told."""
    return f"row {row}, column {column}" if column else f"row {row}"


def columns_of(header: Sequence[str], *, named: Mapping[str, str]) -> Columns:
    """
    Find the columns needed in a header; `named` gives the header's words for some, several joined by a plus.

    Raises: Malformed with every column that is not there, is there twice, or is not known.
    """
    faults = [
        Fault("columns", "UNKNOWN", f"{part} is no part of a record; known are {', '.join(KNOWN)}")
        for part in named
        if part not in KNOWN
    ]
    lowered = [word.strip().casefold() for word in header]
    found: dict[str, tuple[int, ...]] = {}
    for part, words in KNOWN.items():
        wanted = named[part].split("+") if part in named else [each for each in words if each in lowered][:1]
        places = []
        for word in wanted:
            times = lowered.count(word.strip().casefold())
            if times == 1:
                places.append(lowered.index(word.strip().casefold()))
            else:
                said = "twice" if times else "not"
                faults.append(Fault("header", "COLUMN", f"the column {word.strip()} is {said} in the file"))
        found[part] = tuple(places)
        if part in _NEEDED and not wanted:
            faults.append(
                Fault("header", "COLUMN", f"no column is the {part}; name it with --columns {part}=…")
            )
        if part != "name" and len(places) > 1:
            faults.append(Fault("columns", "SEVERAL", f"only a name is put together; {part} is one column"))
    if faults:
        raise Malformed(tuple(faults))
    country = found["country"]
    return Columns(found["name"], found["street"][0], found["postcode"][0], country[0] if country else None)


class Register(Protocol):
    """A register that can be read in batches and written back in parts."""

    columns: Columns
    # How much there is to read, in whatever unit `done` has.
    whole: int

    def done(self) -> int:
        """Return how much was read."""

    def batches(self, *, skip: int, size: int) -> Iterator[Batch]:
        """
        Yield the records after the first so many, batch by batch.

        Raises: Malformed for a file that is no table at all.
        """

    def write(self, path: Path, batch: Batch, added: Mapping[str, Sequence[str]]) -> None:
        """Write a batch with columns added, as a part."""

    def join(self, parts: Sequence[Path], *, out: Path, added: Sequence[str]) -> None:
        """Put parts together into one file."""


class CsvRegister:
    """A register in CSV; the separator is that of its header."""

    def __init__(self, path: Path, *, encoding: str, named: Mapping[str, str], added: Sequence[str]) -> None:
        self._path = path
        self._encoding = "utf-8-sig" if encoding == "utf-8" else encoding
        self._reading: BinaryIO | None = None
        self.whole = path.stat().st_size
        with path.open("rb") as raw, self._text(raw) as text:
            self.separator = max(_SEPARATORS, key=text.readline(_MOST_LINE_CHARACTERS).count)
        with path.open("rb") as raw, self._text(raw) as text:
            self.header = next(csv.reader(_lines(text), delimiter=self.separator), [])
        self.columns = columns_of(self.header, named=named)
        refuse_taken(self.header, added)

    def done(self) -> int:
        """Return how many bytes of the file were read."""
        return self._reading.tell() if self._reading else self.whole

    def _text(self, raw: BinaryIO) -> io.TextIOWrapper:
        return io.TextIOWrapper(raw, encoding=self._encoding, errors="surrogateescape", newline="")

    def batches(self, *, skip: int, size: int) -> Iterator[Batch]:
        """
        Yield the records after the first so many, batch by batch.

        Raises: Malformed for a file that is no text at all: a line without an end.
        """
        with self._path.open("rb") as raw, self._text(raw) as text:
            self._reading = raw
            reader = csv.reader(_lines(text), delimiter=self.separator, strict=True)
            for _ in range(skip + 1):
                # A record that cannot be read is one that was passed.
                with suppress(csv.Error, StopIteration):
                    next(reader)
            row = skip
            while (batch := self._batch(reader, row, size)).count:
                yield batch
                row += batch.count
            self._reading = None

    def _batch(self, reader: Iterator[list[str]], row: int, size: int) -> Batch:
        records: list[list[str]] = []
        rows: list[int] = []
        faults: list[Fault] = []
        width, first = len(self.header), row + 1
        while row - first + 1 < size:
            try:
                record = next(reader)
            except StopIteration:
                break
            except csv.Error:
                row += 1
                text = "a quotation mark is not closed, or text follows a closed one; quote the whole field"
                faults.append(Fault(place(row), "QUOTES", text))
                continue
            row += 1
            if len(record) == width:
                records.append(record)
                rows.append(row)
            else:
                text = f"{len(record)} columns instead of {width}"
                faults.append(Fault(place(row), "COLUMNS", text))
        if not _encodable(records):
            rows, records = self._without_undecodable(rows, records, faults)
        at, names = self.columns, self.columns.name
        return Batch(
            first_row=first,
            count=row - first + 1,
            rows=rows,
            names=[record[names[0]] for record in records]
            if len(names) == 1
            else [" ".join(record[each] for each in names) for record in records],
            streets=[record[at.street] for record in records],
            postcodes=[record[at.postcode] for record in records],
            countries=None if at.country is None else [record[at.country] for record in records],
            records=records,
            faults=faults,
        )

    def _without_undecodable(
        self, rows: list[int], records: list[list[str]], faults: list[Fault]
    ) -> tuple[list[int], list[list[str]]]:
        kept_rows, kept = [], []
        for row, record in zip(rows, records, strict=True):
            bad = [self.header[i] for i, value in enumerate(record) if not _encodable([[value]])]
            if not bad:
                kept_rows.append(row)
                kept.append(record)
            text = f"not in {self._encoding.removesuffix('-sig')}; say which it is with --encoding"
            faults.extend(Fault(place(row, column), "ENCODING", text) for column in bad)
        return kept_rows, kept

    def write(self, path: Path, batch: Batch, added: Mapping[str, Sequence[str]]) -> None:
        """Write a batch with columns added; the header comes when the parts are put together."""
        text = io.StringIO()
        writer = csv.writer(text, delimiter=self.separator, lineterminator="\n")
        more = zip(*added.values(), strict=True)
        writer.writerows([*record, *values] for record, values in zip(batch.records, more, strict=True))
        path.write_bytes(text.getvalue().encode())

    def join(self, parts: Sequence[Path], *, out: Path, added: Sequence[str]) -> None:
        """Put parts together into one file, under a header."""
        head = io.StringIO()
        csv.writer(head, delimiter=self.separator, lineterminator="\n").writerow([*self.header, *added])
        with out.open("wb") as stream:
            stream.write(head.getvalue().encode())
            for part in parts:
                with part.open("rb") as source:
                    while content := source.read(1 << 20):
                        stream.write(content)


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    number = 0
    while line := text.readline(_MOST_LINE_CHARACTERS):
        number += 1
        if len(line) == _MOST_LINE_CHARACTERS:
            said = f"a line of {_MOST_LINE_CHARACTERS} characters or more; this is no table"
            raise Malformed((Fault(f"line {number}", "LINE", said),))
        yield line


def refuse_taken(header: Sequence[str], added: Sequence[str]) -> None:
    """
    Refuse a file that has a column of a name that is to be added.

    Raises: Malformed with every such column.
    """
    taken = tuple(
        Fault("header", "TAKEN", f"the file has a column {name} already; rename it")
        for name in added
        if name in header
    )
    if taken:
        raise Malformed(taken)


def _encodable(records: Sequence[Sequence[str]]) -> bool:
    try:
        "".join(["".join(record) for record in records]).encode()
    except UnicodeEncodeError:
        return False
    return True
