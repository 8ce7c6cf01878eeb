"""
The drop folder: files come in, are taken whole, and end in `done` or `rejected`.

    in/         where senders' systems put order files (hidden files and *.part are left alone)
    taken/      a file being worked on; after a crash it is worked on again
    done/       files of which everything was booked
    rejected/   files of which something was not, each with a .faults.json beside it
    out/        acknowledgements and status messages, a folder per sender
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from budstikke.kit.installation import data_folder

# A file that is still growing is left to the next round.
SETTLED_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class DropFolder:
    """The folder and its five parts, made where they are missing."""

    root: Path

    def __post_init__(self) -> None:
        for part in ("in", "taken", "done", "rejected", "out"):
            (self.root / part).mkdir(mode=0o700, parents=True, exist_ok=True)

    def waiting(self, *, before_s: float) -> Iterator[Path]:
        """Yield the files left over from a crash, then those in `in` last changed before a moment."""
        yield from sorted(path for path in (self.root / "taken").iterdir() if path.is_file())
        for path in sorted((self.root / "in").iterdir()):
            ours = path.is_file() and not path.name.startswith(".") and not path.name.endswith(".part")
            if ours and path.stat().st_mtime <= before_s:
                yield path

    def take(self, path: Path) -> Path | None:
        """Take a file to work on; None when another process was quicker."""
        if path.parent.name == "taken":
            return path
        return self._move(path, "taken")

    def finish(self, path: Path, *, well: bool) -> Path:
        """Move a worked-on file where it ends."""
        moved = self._move(path, "done" if well else "rejected")
        assert moved is not None, "a taken file is nobody else's"
        return moved

    def _move(self, path: Path, part: str) -> Path | None:
        # An earlier file of the same name keeps its name; the later one gets a number.
        for number in range(1, 10_000):
            target = self.root / part / (path.name if number == 1 else f"{path.stem}.{number}{path.suffix}")
            if target.exists():
                continue
            try:
                return path.rename(target)
            except FileNotFoundError:
                return None
        raise OSError(f"too many files named like {path.name} in {self.root / part}")


def drop_folder() -> DropFolder:
    """Return this installation's drop folder."""
    return DropFolder(data_folder() / "edi")
