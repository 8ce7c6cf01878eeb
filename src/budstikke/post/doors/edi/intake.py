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
from budstikke.post.doors.edi.folder import SETTLED_SECONDS, DropFolder
from budstikke.post.papers.glyphs import PRINTABLE


@dataclass(frozen=True, slots=True)
class Intake:
    """A file that was taken in: where it lies now, what became of its interchanges, and the answers written."""

    file: Path
    interchanges: tuple[Booked, ...]
    answers: tuple[Path, ...]


def take_in_waiting(folder: DropFolder) -> Iterator[Intake]:
    """Take in every file that waits; files that another process takes first are left to it."""
    for path in folder.waiting(before_s=real_now().timestamp() - SETTLED_SECONDS):
        taken = folder.take(path)
        if taken is not None:
            yield take_in(folder, taken)


def take_in(folder: DropFolder, taken: Path) -> Intake:
    """
    Book a file's orders, write the answers and the faults, and move the file last.

    A crash on the way leaves the file in `taken`: the next round books nothing twice and writes the same answers.
    """
    with taken.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        stream.seek(0)
        results = tuple(book_orders(stream, printable=PRINTABLE, sha256=sha256, today=today(), now=now()))
    answers = tuple(_answered(folder, result) for result in results if result.header and result.answer)
    well = bool(results) and all(result.all_well for result in results)
    moved = folder.finish(taken, well=well)
    if not well:
        listed = [shown(result) for result in results]
        write_whole(
            moved.with_name(f"{moved.name}.faults.json"),
            json.dumps(listed, ensure_ascii=False, indent=1).encode(),
        )
    return Intake(file=moved, interchanges=results, answers=answers)


def _answered(folder: DropFolder, result: Booked) -> Path:
    assert result.header is not None
    # What stands in UNB comes from outside: only letters and digits of it may name a folder.
    sender = "".join(sign for sign in result.header.sender if sign.isascii() and sign.isalnum()) or "unknown"
    reference = hashlib.sha256(result.answer).hexdigest()[:12]
    path = folder.root / "out" / sender / f"CONTRL_{reference}.edi"
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
        "faults": result.all_faults or [fault.as_json() for fault in result.faults],
    }
