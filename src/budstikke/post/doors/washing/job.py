"""
The work through one file: in parts that are done whole or not at all, so that it may be killed at any moment.

Beside the file to be made lies a folder: what the job is, each part, and beside each part its record, which is put
there last and makes it count. Whoever starts the same job again goes on after the last part that counts. The file
appears when all of it is there, and never half.
"""

from __future__ import annotations

import csv
import fcntl
import gc
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from budstikke.formats.customer_file import Register
from budstikke.post.doors.washing.told import ADDED, Washer

RECORDS_A_PART = 25_000
_HEAD_BYTES = 1 << 20


class NotThisJob(Exception):
    """The folder belongs to another job, or somebody is at work in it; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Sums:
    """What a job came to: records read, told of, and not readable as they were."""

    records: int
    told: int
    unread: int


def fingerprint(path: Path) -> dict[str, object]:
    """Return what tells a file from another, or from itself when it was changed: size, time, and how it begins."""
    stat = path.stat()
    with path.open("rb") as stream:
        head = hashlib.sha256(stream.read(_HEAD_BYTES)).hexdigest()
    return {"bytes": stat.st_size, "changed_ns": stat.st_mtime_ns, "head_sha256": head}


class Job:
    """One wash of one file into another."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self._folder = out.with_name(f"{out.name}.wash")

    @contextmanager
    def begun(self, said: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """
        Begin a job, or take it up again; yields what it was begun with, and keeps others out meanwhile.

        `said` is what the job is: two that differ in anything but `ref` and `day` are not the same.
        Raises: NotThisJob.
        """
        self._folder.mkdir(mode=0o700, exist_ok=True)
        with (self._folder / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise NotThisJob(f"somebody is washing into {self.out} already") from None
            path = self._folder / "job.json"
            if not path.exists():
                _put(path, json.dumps(said).encode())
            begun = json.loads(path.read_bytes())
            own = ("ref", "day")
            other = [key for key in said if key not in own and begun.get(key) != said[key]]
            if other:
                raise NotThisJob(
                    f"{self._folder} belongs to a wash with another {', '.join(other)};"
                    " finish that one, or remove the folder"
                )
            yield dict(begun)

    def run(self, register: Register, washer: Washer, *, progress: Callable[[Sums], None]) -> Sums:
        """
        Wash what is not washed yet, part by part; `progress` is told after each.

        Raises: Malformed for a file that is no table, with what was washed of it kept.
        """
        # What was loaded before stays till the end: looking through it for garbage takes longer than washing.
        gc.freeze()
        sums = self._done()
        for batch in register.batches(skip=sums.records, size=RECORDS_A_PART):
            told = washer.told(batch)
            part = self._folder / f"{batch.first_row:012d}"
            fresh = part.with_suffix(".new")
            register.write(fresh, batch, told.added)
            _settle(fresh)
            fresh.replace(part.with_suffix(".part"))
            sums = Sums(sums.records + batch.count, sums.told + told.records, sums.unread + told.unread)
            record = {
                "count": batch.count,
                "sums": asdict(sums),
                "persons": told.persons,
                "faults": [(fault.where, fault.code, fault.text) for fault in told.faults],
            }
            _put(part.with_suffix(".json"), json.dumps(record).encode())
            progress(sums)
        return sums

    def _records(self) -> Iterator[dict[str, Any]]:
        for path in sorted(self._folder.glob("[0-9]*.json")):
            yield json.loads(path.read_bytes())

    def _done(self) -> Sums:
        done = sorted(self._folder.glob("[0-9]*.json"))
        return Sums(**json.loads(done[-1].read_bytes())["sums"]) if done else Sums(0, 0, 0)

    def persons(self) -> Iterator[tuple[str, ...]]:
        """Yield, part by part, the references of those whose new address was given."""
        for record in self._records():
            yield tuple(record["persons"])

    def join(self, register: Register) -> int:
        """Put the parts together and the faults beside them, into files that do not count yet; returns the faults."""
        parts = [path.with_suffix(".part") for path in sorted(self._folder.glob("[0-9]*.json"))]
        register.join(parts, out=self._folder / "whole", added=ADDED)
        _settle(self._folder / "whole")
        count = 0
        with (self._folder / "faults").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(("where", "code", "text"))
            for record in self._records():
                writer.writerows(record["faults"])
                count += len(record["faults"])
        return count

    def finish(self, receipt: dict[str, object], *, faults: int) -> None:
        """Let the file appear, with its receipt and its faults, and clear away what it was made of."""
        if faults:
            (self._folder / "faults").replace(faults_beside(self.out))
        _put(
            _beside(self.out, ".receipt.json"),
            json.dumps(receipt, indent=2, ensure_ascii=False).encode() + b"\n",
        )
        whole = self._folder / "whole"
        whole.chmod(0o600)
        whole.replace(self.out)
        shutil.rmtree(self._folder)


def faults_beside(out: Path) -> Path:
    """Return where the faults of a wash lie."""
    return _beside(out, ".faults.csv")


def _beside(out: Path, more: str) -> Path:
    return out.with_name(out.name + more)


def _put(path: Path, content: bytes) -> None:
    fresh = path.with_name(path.name + ".new")
    fresh.write_bytes(content)
    _settle(fresh)
    fresh.replace(path)


def _settle(path: Path) -> None:
    with path.open("rb") as stream:
        os.fsync(stream.fileno())
