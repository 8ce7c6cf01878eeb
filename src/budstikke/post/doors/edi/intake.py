"""Taking in order files: each is booked, answered, and moved to where it ends."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from budstikke.kit.clock import now, real_now, today
from budstikke.kit.installation import write_whole
from budstikke.post.actions.booking.book import Booked, book_orders
from budstikke.post.doors.edi.folder import SETTLED_SECONDS, DropFolder, Taken
from budstikke.post.papers.glyphs import PRINTABLE
from budstikke.post.records.models import Sender
from budstikke.post.records.scope import CARRIER, acting_as


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
    results = tuple(
        book_orders(
            taken.stream,
            printable=PRINTABLE,
            sha256=sha256,
            only_from=taken.owner,
            today=today(),
            now=now(),
        )
    )
    answers = tuple(
        _answered(folder, result, owner=taken.owner) for result in results if result.header and result.answer
    )
    well = bool(results) and all(result.all_well for result in results)
    moved = folder.finish(taken, faults=None if well else _listed(results))
    return Intake(file=moved, interchanges=results, answers=answers)


def _answered(folder: DropFolder, result: Booked, *, owner: str | None) -> Path:
    assert result.header is not None
    # What came by a sender's own door is answered there, whoever it says it is from.
    out = folder.out(_edi_id(owner) if owner else result.header.sender)
    # The same answer at every try has the same name.
    path = out / f"CONTRL_{result.reference}.edi"
    if owner and not result.all_well:
        # CONTRL has codes only; who cannot see `rejected` reads the sentences here, and has them before it.
        write_whole(path.with_suffix(".faults.json"), chain((b"[\n",), shown(result), (b"\n]\n",)))
    write_whole(path, result.answer.pieces())
    return path


def _edi_id(customer_number: str) -> str:
    with acting_as(CARRIER):
        return Sender.objects.values_list("edi_id", flat=True).get(customer_number=customer_number)


def _listed(results: tuple[Booked, ...]) -> Iterator[bytes]:
    """Yield the content of a .faults.json: what became of each interchange, each fault on a line of its own."""
    for nth, result in enumerate(results):
        yield b",\n" if nth else b"[\n"
        yield from shown(result, parted_by=",\n")
    yield b"\n]\n" if results else b"[]\n"


def shown(result: Booked, *, parted_by: str = ", ", **more: str) -> Iterator[bytes]:
    """Yield what became of an interchange as JSON, piece by piece, after what more there is to say."""
    said = {
        **more,
        "interchange": result.header.reference if result.header else None,
        "booked": result.booked,
        "changed": result.changed,
        "rejected": result.rejected,
        "repeated": result.repeated,
    }
    yield json.dumps(said, ensure_ascii=False).removesuffix("}").encode() + b', "faults": ['
    for nth, fault in enumerate(result.told.lines()):
        yield parted_by.encode() + fault if nth else fault
    yield b"]}"
