"""Files that say something of persons and have done their work: order files, answers, printed notices."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def forget_files(folders: Iterable[Path], *, before_s: float) -> int:
    """Delete the files in these folders that were last changed before a moment; returns how many."""
    count = 0
    for folder in folders:
        for path in folder.rglob("*"):
            try:
                if path.is_file() and path.stat().st_mtime < before_s:
                    path.unlink()
                    count += 1
            except FileNotFoundError:
                continue  # another process was quicker, or whoever it is for has fetched it
    return count
