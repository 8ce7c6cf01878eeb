"""
What a sender's program remembers, so that it goes on where it stopped and never sends anything twice.

    next-serial          the next letter number of the sender's own range
    batches/ID/batch.json    one table: its rows by reference and number, and what was heard of them
    batches/ID/orders.edi    its order file, until it is acknowledged

The id is made from what the table holds, so the same table is the same batch. No name and no address is kept once
the order file is acknowledged.
"""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from budstikke.formats import s10
from budstikke.formats.edifact.answers import Acknowledged, Heard
from budstikke.kit.installation import write_whole


class NoNumbersLeft(Exception):
    """The sender's own range is used up."""


class InUse(Exception):
    """Another run is at work with this state."""


@dataclass(slots=True, kw_only=True)
class Kept:
    """One letter of a batch: `booked` is None until the order file is acknowledged."""

    row: int
    reference: str
    number: str
    booked: bool | None = None
    why: list[str] = field(default_factory=list)
    status: str = ""
    status_text: str = ""
    status_at: str = ""


@dataclass(slots=True, kw_only=True)
class Batch:
    """One table that was or will be sent."""

    id: str
    file_name: str
    uploaded: bool = False
    answered: bool = False
    faults: list[str] = field(default_factory=list)
    letters: list[Kept] = field(default_factory=list)


class State:
    """The folder; one run at a time holds it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        (folder / "batches").mkdir(mode=0o700, parents=True, exist_ok=True)

    @contextmanager
    def held(self) -> Iterator[None]:
        """
        Hold the folder for the length of the block.

        Raises: InUse.
        """
        with (self._folder / ".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise InUse(f"another run is at work in {self._folder}") from None
            yield

    def batch(self, batch_id: str) -> Batch | None:
        """Return a batch that was begun before."""
        try:
            said = json.loads(self._path(batch_id, "batch.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        return Batch(**{**said, "letters": [Kept(**each) for each in said["letters"]]})

    def batches(self) -> list[Batch]:
        """Return every batch."""
        found = (self.batch(path.name) for path in sorted((self._folder / "batches").iterdir()))
        return [batch for batch in found if batch]

    def begin(self, batch: Batch, content: Iterable[bytes]) -> None:
        """Write down a new batch, its order file first: what stands in batch.json can be sent."""
        write_whole(self._path(batch.id, "orders.edi"), content)
        self.keep(batch)

    def keep(self, batch: Batch) -> None:
        """Write a batch down as it is now; an order file that is acknowledged is not needed any more."""
        said = json.dumps(asdict(batch), ensure_ascii=False, indent=1)
        write_whole(self._path(batch.id, "batch.json"), said.encode())
        if batch.answered:
            self._path(batch.id, "orders.edi").unlink(missing_ok=True)

    def orders(self, batch: Batch) -> bytes:
        """Return the order file of a batch: the same bytes at every try."""
        return self._path(batch.id, "orders.edi").read_bytes()

    def numbers(self, many: int, *, first: str, last: str) -> list[str]:
        """
        Take letter numbers of the range, which nobody is given again, whatever becomes of this run.

        Raises: NoNumbersLeft.
        """
        beginning, end = s10.parse(first), s10.parse(last)
        path = self._folder / "next-serial"
        serial = max(int(path.read_text()) if path.exists() else 0, beginning.serial)
        if serial + many - 1 > end.serial:
            raise NoNumbersLeft(
                f"{max(0, end.serial - serial + 1)} letter numbers are left; ask for a new range"
            )
        write_whole(path, str(serial + many).encode())
        return [s10.make(prefix=beginning.service, serial=serial + nth) for nth in range(many)]

    def hear_answer(self, answer: Acknowledged, faults: list[dict[str, object]]) -> None:
        """Take in an acknowledgement, and the faults in words that came with it."""
        for batch in self.batches():
            if answer.interchange != batch.id or batch.answered or not answer.judged:
                continue
            batch.answered = True
            batch.faults = [str(each["text"]) for each in faults if each.get("message") is None]
            for letter in batch.letters:
                letter.booked = answer.stands and str(letter.row) not in answer.rejected
                letter.why = [str(each["text"]) for each in faults if each.get("message") == str(letter.row)]
            self.keep(batch)

    def hear_statuses(self, statuses: Iterable[Heard]) -> None:
        """Take in statuses: of each letter the last one is kept, and the number it was given."""
        heard = list(statuses)
        for batch in self.batches():
            by_consignment = {f"{batch.id}{letter.row:06}": letter for letter in batch.letters}
            changed = False
            for status in heard:
                letter = by_consignment.get(status.consignment_number)
                at = status.happened_at.isoformat() if status.happened_at else ""
                if letter is None or at < letter.status_at:
                    continue
                letter.number = letter.number or status.letter_number
                letter.status, letter.status_text, letter.status_at = status.event_code, status.event_text, at
                changed = True
            if changed:
                self.keep(batch)

    def _path(self, batch_id: str, name: str) -> Path:
        return self._folder / "batches" / batch_id / name
