"""
The drop folder: files come in, are taken whole, and end in `done` or `rejected`.

    in/         where order files are put (hidden files and those still under a working name are left alone)
    taken/      a file being worked on; after a crash it is worked on again
    done/       files of which everything was booked
    rejected/   files of which something was not, each with a .faults.json beside it
    out/        acknowledgements and status messages, a folder per sender

A file in a folder of `in` that is called after a customer number came by that sender's own door, and may bring its
orders only; it keeps such a folder through `taken` to where it ends. What lies in `in` itself speaks for everybody.

Whoever works on a file holds a lock on it, which ends with the process; names are given out under a lock on
the folder. So many processes may share one folder of a local disk.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from budstikke.kit.installation import data_folder, write_whole

# A file that is still growing is left to the next round.
SETTLED_SECONDS = 2.0
# Senders' programs write under such a name and rename when the file is whole.
_WORKING_ENDINGS = (".part", ".filepart", ".tmp")


def is_working_name(name: str) -> bool:
    """Say whether a file of this name is still being written."""
    return name.startswith(".") or name.endswith(_WORKING_ENDINGS)


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that is ours until its stream is closed; `owner` is the customer whose orders it may bring, if not all."""

    path: Path
    stream: BufferedReader
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class DropFolder:
    """The folder and its five parts, made where they are missing."""

    root: Path

    def __post_init__(self) -> None:
        for part in ("in", "taken", "done", "rejected", "out"):
            (self.root / part).mkdir(mode=0o700, parents=True, exist_ok=True)

    def waiting(self, *, before_s: float) -> Iterator[Path]:
        """Yield the files left over from a crash, then those in `in` last changed before a moment."""
        yield from self._ready("taken")
        yield from (path for path in self._ready("in") if _changed_s(path) <= before_s)

    def _ready(self, part: str) -> list[Path]:
        folder = self.root / part
        owned = [path for path in folder.iterdir() if path.name.isdecimal() and path.is_dir()]
        return sorted(
            path
            for each in (folder, *owned)
            for path in each.iterdir()
            if not is_working_name(path.name) and path.is_file()
        )

    def arriving(self, customer_number: str) -> Path:
        """Return the folder into which a sender's own door puts its files, made if it is not there."""
        assert customer_number.isdecimal(), customer_number
        folder = self.root / "in" / customer_number
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder

    @contextmanager
    def take(self, path: Path) -> Iterator[Taken | None]:
        """Take a file to work on, for the length of the block; None when another process has it, or had it."""
        owner = self._owner(path)
        begun = path.is_relative_to(self.root / "taken")
        moved = path if begun else self._move(path, "taken")
        if moved is None:
            yield None
            return
        try:
            stream = moved.open("rb")
        except FileNotFoundError:
            yield None
            return
        with stream:
            yield Taken(moved, stream, owner) if _ours(moved, stream) else None

    @contextmanager
    def bring(self, content: bytes | Iterable[bytes], *, name: str) -> Iterator[Taken]:
        """Put content where files are worked on, ours from the start, for the length of the block."""
        part = self.root / "taken" / f".{name}.{os.getpid()}.part"
        write_whole(part, content)
        with part.open("rb") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            moved = self._move(part, "taken", name=name)
            assert moved is not None, "nobody else knows the file yet"
            yield Taken(moved, stream)

    def finish(self, taken: Taken, *, faults: Iterable[bytes] | None) -> Path:
        """Move a worked-on file where it ends; its faults are there before it, so that a crash loses none."""
        moved = self._move(taken.path, "done" if faults is None else "rejected", faults=faults)
        assert moved is not None, "a taken file is nobody else's"
        return moved

    @property
    def finished(self) -> tuple[Path, ...]:
        """Where files lie that nobody works on any more."""
        return tuple(self.root / part for part in ("done", "rejected", "out"))

    def out(self, edi_id: str) -> Path:
        """Return the folder where a sender's system fetches what is meant for it."""
        # What stands in UNB comes from outside: only letters and digits of it may name a folder. An address of
        # other signs has a folder that no plain address could have.
        plain = "".join(filter(_plain, edi_id))[:64]
        digest = hashlib.sha256(edi_id.encode("utf-8", "surrogateescape")).hexdigest()[:16]
        return self.root / "out" / (plain if plain and plain == edi_id else f"{plain}-{digest}")

    def _move(
        self, path: Path, part: str, *, name: str | None = None, faults: Iterable[bytes] | None = None
    ) -> Path | None:
        with self._locked():
            folder = self.root / part / (self._owner(path) or "")
            folder.mkdir(mode=0o700, exist_ok=True)
            target = self._free(folder / (name or path.name))
            if not path.exists():
                return None
            if faults is not None:
                write_whole(target.with_name(f"{target.name}.faults.json"), faults)
            return path.rename(target)

    def _owner(self, path: Path) -> str | None:
        return None if path.parent.parent == self.root else path.parent.name

    @staticmethod
    def _free(wanted: Path) -> Path:
        # An earlier file of the same name keeps its name; the later one gets a number.
        target, number = wanted, 1
        while target.exists():
            number += 1
            target = wanted.with_name(f"{wanted.stem}.{number}{wanted.suffix}")
        return target

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with (self.root / ".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _plain(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()


def _changed_s(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")  # another process took it while we looked


def _ours(path: Path, stream: BufferedReader) -> bool:
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Between finding the file and locking it another process may have finished with it.
        return os.path.samestat(path.stat(), os.fstat(stream.fileno()))
    except (BlockingIOError, FileNotFoundError):
        return False


def drop_folder() -> DropFolder:
    """Return this installation's drop folder."""
    return DropFolder(data_folder() / "edi")
