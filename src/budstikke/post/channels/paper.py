"""Paper: PDF files in a folder, gathered into batches for the print shop, each with a list of what is in it."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import pikepdf

from budstikke.kit.installation import write_whole
from budstikke.kit.keyring import alone
from budstikke.post.channels.errors import Unreachable
from budstikke.post.channels.message import Message

MOST_SHEETS = 500
_SHEETS, _MANIFEST = "sheets.pdf", "manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One notice in a batch: its key, on which pages of the batch it stands, and the hash of its own file."""

    key: str
    first_page: int
    pages: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What the print shop gets at once: one PDF, and the list of what it holds; no name stands in the list."""

    id: str
    made_at: datetime
    sheets: tuple[Sheet, ...]
    file: Path


class PrintFolder:
    """One file per notice, named by its key, so that a repetition replaces itself; batches lie beside them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: Message) -> None:
        """Write the PDF whole or not at all."""
        try:
            write_whole(self._folder / f"{message.key}.pdf", message.pdf())
        except OSError as error:
            raise Unreachable(f"the print folder cannot be written: {error.strerror}") from None

    def gather(self, *, now: datetime) -> list[Batch]:
        """
        Gather what waits into batches; a batch that a crash left half made is finished first, so none is in two.

        Returns: the batches made, oldest first.
        """
        with alone(self._folder / ".lock"):
            batches = self._folder / "batches"
            waiting = sorted(self._folder.glob("*.pdf"))
            for nth, start in enumerate(range(0, len(waiting), MOST_SHEETS)):
                place = batches / f"{now:%Y%m%dT%H%M%S}-{nth:02}"
                (place / "single").mkdir(mode=0o700, parents=True, exist_ok=True)
                for sheet in waiting[start : start + MOST_SHEETS]:
                    sheet.rename(place / "single" / sheet.name)
            unfinished = sorted(single.parent for single in batches.glob("*/single"))
            return [_finish(place, now=now) for place in unfinished]


def _finish(place: Path, *, now: datetime) -> Batch:
    """Set the sheets of a batch together, write down what it holds, and only then let go of the single files."""
    singles = sorted((place / "single").glob("*.pdf"))
    whole, sheets = pikepdf.new(), []
    for single in singles:
        content = single.read_bytes()
        with pikepdf.open(io.BytesIO(content)) as pdf:
            first = len(whole.pages) + 1
            whole.pages.extend(pdf.pages)
            sheets.append(
                Sheet(
                    key=single.stem,
                    first_page=first,
                    pages=len(pdf.pages),
                    sha256=hashlib.sha256(content).hexdigest(),
                )
            )
    batch = Batch(id=place.name, made_at=now, sheets=tuple(sheets), file=place / _SHEETS)
    made = io.BytesIO()
    whole.save(made)
    write_whole(batch.file, made.getvalue())
    listed = {"batch": batch.id, "made_at": now.isoformat(), "sheets": [asdict(sheet) for sheet in sheets]}
    write_whole(place / _MANIFEST, (json.dumps(listed, indent=1) + "\n").encode())
    for single in singles:
        single.unlink()
    (place / "single").rmdir()
    return batch
