"""Taking in order files: each is booked, answered, and moved to where it ends."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from budstikke.kit.clock import now, real_now, today
from budstikke.kit.installation import write_whole
from budstikke.post.actions.book import Booked, book_orders
from budstikke.post.doors.edi.folder import SETTLED_SECONDS, DropFolder, Taken
from budstikke.post.papers.glyphs import PRINTABLE


@dataclass(frozen=True, slots=True)
class Intake:
    """A file that was taken in: where it lies now, what became of its interchanges, and the answers written."""

    file: Path
    interchanges: tuple[Booked, ...]
    answers: tuple[Path, ...]


def take_in_waiting(folder: DropFolder) -> Iterator[Intake]:
    """
    Take in every file that waits; files that another process takes first are left to it.

    Raises: the first trouble that kept a file from being taken in, after all the others were; it is tried again.
    """
    trouble: Exception | None = None
    for path in folder.waiting(before_s=real_now().timestamp() - SETTLED_SECONDS):
        with folder.take(path) as taken:
            if taken is None:
                continue
            try:
                intake = take_in(folder, taken)
            except Exception as error:  # noqa: BLE001  (one file must not hold up the others)
                trouble = trouble or error
                continue
        yield intake
    if trouble:
        raise trouble


def take_in(folder: DropFolder, taken: Taken) -> Intake:
    """
    Book a file's orders, write the answers and the faults, and move the file last.

    A crash on the way leaves the file in `taken`: the next round books nothing twice and writes the same answers.
    """
    sha256 = hashlib.file_digest(taken.stream, "sha256").hexdigest()
    taken.stream.seek(0)
    results = tuple(book_orders(taken.stream, printable=PRINTABLE, sha256=sha256, today=today(), now=now()))
    answers = tuple(_answered(folder, result) for result in results if result.header and result.answer)
    well = bool(results) and all(result.all_well for result in results)
    listed = json.dumps([shown(result) for result in results], ensure_ascii=False, indent=1)
    moved = folder.finish(taken, faults=None if well else listed.encode())
    return Intake(file=moved, interchanges=results, answers=answers)


def _answered(folder: DropFolder, result: Booked) -> Path:
    assert result.header is not None
    # The same answer at every try has the same name.
    path = folder.out(result.header.sender) / f"CONTRL_{result.reference}.edi"
    write_whole(path, result.answer)
    return path


def shown(result: Booked) -> dict[str, object]:
    """Return what became of an interchange, as JSON: the content of a .faults.json."""
    return {
        "interchange": result.header.reference if result.header else None,
        "booked": result.booked,
        "changed": result.changed,
        "rejected": len(result.rejected),
        "repeated": result.repeated,
        "faults": result.all_faults,
    }
