"""The messages of an interchange that are not booked, until it has its answer."""

from __future__ import annotations

import json
import pickle
import sqlite3
from collections.abc import Iterable, Iterator
from types import TracebackType

from budstikke.formats.edifact.faults import Fault
from budstikke.formats.edifact.iftmin import Rejected


class Rejections:
    """
    Rejected messages, taken in as they are found and given back in the order of the file.

    All of a long file may be rejected, and some of it is known only at its end; so they wait in a file of SQLite's,
    which sorts them there. Nothing in them names a person.
    """

    def __init__(self) -> None:
        self._file = sqlite3.connect("")  # ours alone, gone when closed
        self._file.execute("CREATE TABLE rejected (segment_number INTEGER, message BLOB)")
        self._count = 0

    def __enter__(self) -> Rejections:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._file.close()

    def __len__(self) -> int:
        return self._count

    def add(self, rejected: Rejected) -> None:
        """Take one in."""
        self._file.execute(
            "INSERT INTO rejected VALUES (?, ?)", (rejected.segment_number, pickle.dumps(rejected))
        )
        self._count += 1

    def __iter__(self) -> Iterator[Rejected]:
        for (message,) in self._file.execute("SELECT message FROM rejected ORDER BY segment_number"):
            yield pickle.loads(message)  # noqa: S301  (nobody else can write that file)


def as_lines(faults: Iterable[Fault]) -> Iterator[bytes]:
    """Yield each fault as a line of JSON."""
    for fault in faults:
        yield json.dumps(fault.as_json(), ensure_ascii=False).encode() + b"\n"
