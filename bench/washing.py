"""Washing a customer register: processor time against a plain copy of the same file, and memory against its length."""

from __future__ import annotations

import csv
import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench.invented import SORTED_ON, new_street, orders, person
from budstikke.formats.customer_file import CsvRegister
from budstikke.formats.postal_address import address_key
from budstikke.post.doors.washing.job import Job
from budstikke.post.doors.washing.told import ADDED, Washer
from budstikke.post.terms.editions import FORWARDING_PRESENT, PUM_PRESENT
from budstikke.post.terms.forwarding.moves_file import Moves, PrintedAddress, write_moves
from budstikke.post.terms.forwarding.washing import moves_of

_HEADER = ("customer", "name", "street", "postcode", "city", "email", "mobile", "since")
_HIT_SHARE = 0.1


def measure(*, folder: Path, small: bool) -> Iterator[dict[str, object]]:
    """Wash a file and one ten times as long, against one published file of moves."""
    count = 20_000 if small else 1_000_000
    moves = folder / "moves.sealed"
    began = time.process_time()
    rows = _publish(moves, count)
    yield {
        "measure": "publish_moves",
        "of": f"{count} orders, {rows} moves, {moves.stat().st_size >> 20} MB",
        "cpu_us_per_order": round((time.process_time() - began) / count * 1e6, 1),
    }
    peaks = []
    for records in (count // 10, count) if small else (1_000_000, 10_000_000):
        path = folder / "register.csv"
        _invent(path, records, known=count)
        copied, polars = (_child(kind, path, moves, folder) for kind in ("csv", "polars"))
        washed = _child("wash", path, moves, folder)
        loaded = _child("load", path, moves, folder)
        spent = washed["cpu_s"] - loaded["cpu_s"]
        peaks.append(washed["peak_kb"])
        yield {
            "measure": "wash",
            "of": f"{records} records, {path.stat().st_size >> 20} MB, with the moves of {count} orders",
            "cpu_us_per_record": round(spent / records * 1e6, 2),
            "against": "copying the file with csv",
            "ratio": round(spent / copied["cpu_s"], 2),
            "ratio_with_moves_read": round(washed["cpu_s"] / copied["cpu_s"], 2),
            "ratio_to_polars_copy": round(spent / polars["cpu_s"], 1),
            "goal": "<= 6",
            "peak_mb": washed["peak_kb"] >> 10,
            "peak_mb_of_moves_alone": loaded["peak_kb"] >> 10,
        }
    yield {
        "measure": "memory_of_washing",
        "of": "the longer file: peak resident memory of the process",
        "against": "a tenth of it (times as much)",
        "ratio": round(peaks[1] / peaks[0], 3),
        "goal": "<= 1.2",
    }


def _publish(path: Path, count: int) -> int:
    printed = {}
    for nth in range(count):
        street, postcode = (new_street(nth), "0155") if nth % 10 else person((nth + 70) % count)[1:]
        printed[address_key(street, postcode=postcode)] = PrintedAddress(street, postcode, "PRØVEBY")
    moves = moves_of(orders(count), silent=frozenset(), edition=FORWARDING_PRESENT)
    with path.open("wb") as stream:
        return write_moves(stream, ((each, printed[each.to]) for each in moves), number=1)


def _invent(path: Path, records: int, *, known: int) -> None:
    chance = random.Random(3)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(_HEADER)
        for nth in range(records):
            hit = chance.random() < _HIT_SHARE
            name, street, postcode = person(
                chance.randrange(known) if hit else known + chance.randrange(10**7)
            )
            mobile = f"9{chance.randrange(10**7):07d}"
            writer.writerow(
                (nth, name, street, postcode, "PRØVEBY", f"customer{nth}@example.com", mobile, "2019-04-01")
            )


def _child(kind: str, path: Path, moves: Path, folder: Path) -> dict[str, float]:
    out = folder / "out.csv"
    command = [sys.executable, "-m", "bench.washing", kind, str(path), str(moves), str(out)]
    done = subprocess.run(command, check=True, capture_output=True)
    out.unlink(missing_ok=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _copy(path: Path, out: Path) -> None:
    with (
        path.open(encoding="utf-8", newline="") as source,
        out.open("w", encoding="utf-8", newline="") as stream,
    ):
        csv.writer(stream).writerows(csv.reader(source))


def _copy_by_polars(path: Path, out: Path) -> None:
    import polars as pl

    pl.scan_csv(path, infer_schema=False).sink_csv(out)


def _wash(path: Path, moves: Path, out: Path, *, only_load: bool) -> None:
    with moves.open("rb") as stream:
        published = Moves(stream)
    if only_load:
        return
    register = CsvRegister(path, encoding="utf-8", named={}, added=ADDED)
    job = Job(out)
    with job.begun({"ref": "bench", "day": SORTED_ON.isoformat()}):
        washer = Washer(published, day=SORTED_ON, edition=FORWARDING_PRESENT, pum=PUM_PRESENT)
        job.run(register, washer, progress=lambda _: None)
        job.finish({}, faults=job.join(register))


def _alone() -> None:
    kind, path, moves, out = sys.argv[1], *map(Path, sys.argv[2:])
    began = time.process_time()
    if kind == "csv":
        _copy(path, out)
    elif kind == "polars":
        _copy_by_polars(path, out)
    else:
        _wash(path, moves, out, only_load=kind == "load")
    spent = time.process_time() - began
    print(json.dumps({"cpu_s": spent, "peak_kb": _peak_kb()}))


def _peak_kb() -> int:
    # Not by getrusage: what it tells of a child begins with its parent's.
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0])


if __name__ == "__main__":
    _alone()
