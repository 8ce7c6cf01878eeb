"""§7, §1–§4: a snapshot as a file: a line for each row and address in print, and a last one that says it is whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, fields
from datetime import date
from typing import IO, Any

from budstikke.formats.malformed import Fault, Malformed
from budstikke.post.terms.forwarding.kinds import AddressKind
from budstikke.post.terms.forwarding.snapshot import DenySet, Snapshot
from budstikke.post.terms.forwarding.spans import Row, Shape, Stage

_FORMAT = "budstikke snapshot 1"


@dataclass(frozen=True, slots=True)
class PrintedAddress:
    """An address as it stands on mail; `country` is a code of two letters."""

    street: str
    postcode: str
    city: str
    country: str = "NO"


@dataclass(frozen=True, slots=True)
class Published:
    """What a file of a snapshot holds: the rows, for whom no order counts, and new addresses by their keys."""

    snapshot: Snapshot
    denied: DenySet
    printed: Mapping[str, PrintedAddress]


def write(
    stream: IO[bytes],
    rows: Iterable[Row],
    *,
    number: int,
    printed: Mapping[str, PrintedAddress],
    denied: DenySet,
) -> int:
    """
    Write a snapshot as lines of JSON; its rows are as `Snapshot.of` wants them.

    The file names persons and where they are: whoever opens it for this lets nobody else read it.
    Returns: how many rows it has.
    """
    digest = hashlib.sha256()
    shapes: dict[Shape, int] = {}
    count = 0

    def put(line: object) -> None:
        content = json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        digest.update(content)
        stream.write(content)

    put({"format": _FORMAT, "number": number, "denied": denied.number})
    for key in sorted(denied.keys):
        put(["d", key])
    for row in rows:
        if row.shape not in shapes:
            shapes[row.shape] = len(shapes)
            put(["s", *astuple(row.shape)])
        put(["r", *_plain(row, shapes[row.shape])])
        count += 1
    for key, address in printed.items():
        put(["a", key, *astuple(address)])
    stream.write(json.dumps({"rows": count, "sha256": digest.hexdigest()}).encode() + b"\n")
    return count


def read(stream: IO[bytes]) -> Published:
    """
    Read a snapshot back, once it is known to be whole.

    Raises: Malformed for a file that is another, was cut off, or was changed.
    """
    reading = _Reading(stream)
    try:
        snapshot = Snapshot.of(reading.rows(), number=reading.number)
    except (ValueError, TypeError, KeyError, IndexError) as error:
        if isinstance(error, Malformed):
            raise
        raise _malformed(reading.line, "UNREADABLE", "not a line of a snapshot; publish it again") from None
    return Published(snapshot, DenySet(reading.denied_number, frozenset(reading.denied)), reading.printed)


class _Reading:
    """Where in a file we are, and what of it is no row."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._digest = stream, hashlib.sha256()
        self.line = 1
        self.denied: list[str] = []
        self.printed: dict[str, PrintedAddress] = {}
        first = stream.readline(1000)
        self._digest.update(first)
        try:
            head = json.loads(first)
            known = head["format"] == _FORMAT
            self.number, self.denied_number = int(head["number"]), int(head["denied"])
        except (ValueError, TypeError, KeyError):
            known = False
        if not known:
            raise _malformed(1, "FORMAT", "not a snapshot; make one with `budstikke forwarding publish`")

    def rows(self) -> Iterator[Row]:
        """Yield the rows, and take everything else down on the way."""
        shapes: list[Shape] = []
        count = 0
        for content in self._stream:
            self.line += 1
            said = json.loads(content)
            if isinstance(said, dict):
                if (
                    said["rows"] != count
                    or said["sha256"] != self._digest.hexdigest()
                    or self._stream.read(1)
                ):
                    raise _malformed(self.line, "CHANGED", "not as it was published; publish it again")
                return
            self._digest.update(content)
            match said[0]:
                case "r":
                    count += 1
                    yield _row(said, shapes)
                case "a":
                    self.printed[said[1]] = PrintedAddress(*said[2:])
                case "d":
                    self.denied.append(said[1])
                case _:
                    shapes.append(_shape(said[1:]))
        raise _malformed(self.line, "CUT_OFF", "the last line is missing; publish it again")


def _plain(row: Row, shape: int) -> tuple[object, ...]:
    release = row.release_on.toordinal() if row.release_on else 0
    days = (row.from_on.toordinal(), row.until_on.toordinal(), release, row.since.toordinal())
    return row.address, row.name, shape, *days, row.to, row.order


def _shape(said: list[Any]) -> Shape:
    given = dict(zip([each.name for each in fields(Shape)], said, strict=True))
    return Shape(**given | {"stage": Stage(given["stage"]), "new_kind": AddressKind(given["new_kind"])})


def _row(said: list[Any], shapes: list[Shape]) -> Row:
    _, address, name, shape, from_day, until_day, release, since, to, order = said
    return Row(
        address=address,
        name=name,
        from_on=date.fromordinal(from_day),
        until_on=date.fromordinal(until_day),
        shape=shapes[shape],
        to=to,
        release_on=date.fromordinal(release) if release else None,
        since=date.fromordinal(since),
        order=order,
    )


def _malformed(line: int, code: str, text: str) -> Malformed:
    return Malformed((Fault(f"line {line}", code, text),))
