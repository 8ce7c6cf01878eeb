"""A table of orders looked through, every rule asked of every row and nothing booked, against reading it alone."""

from __future__ import annotations

import csv
import io
import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench import site
from bench.clocks import Clock

_COLUMNS = ("name", "street", "postcode", "city", "mobile", "email", "reference", "weight_g", "envelope")


def measure(clock: Clock, *, folder: Path, small: bool) -> Iterator[dict[str, object]]:
    """Look tables of two lengths through, each in a process of its own, and read the longer one twice besides."""
    del clock
    site.empty()
    lengths = (1_000, 10_000) if small else (10_000, 100_000)
    told = []
    for rows in lengths:
        path = folder / f"uploading-{rows}.csv"
        path.write_bytes(_table(rows))
        done = subprocess.run(
            [sys.executable, "-m", "bench.uploading", str(path)], check=True, capture_output=True
        )
        told.append(json.loads(done.stdout))
        path.unlink()
    short, long = told
    yield {
        "measure": "upload_preview",
        "of": f"{lengths[1]} rows of CSV, read and looked through as the portal does: processor time of the process",
        "against": "reading the same bytes with csv (times as long)",
        "ratio": round(long["looked_s"] / long["csv_s"], 1),
        "against_polars": round(long["looked_s"] / long["polars_s"], 1),
        "seconds": round(long["wall_s"], 1),
        "cpu_s": round(long["looked_s"], 1),
        "peak_mb": round(long["peak_kb"] / 1024),
        "peak_mb_of_a_tenth": round(short["peak_kb"] / 1024),
    }


def _table(rows: int) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";")
    writer.writerow(_COLUMNS)
    for nth in range(rows):
        writer.writerow(
            (
                "Kari Nordmann",
                f"Lilleveien {nth % 200}",
                "5004",
                "BERGEN",
                "",
                f"kari{nth}@example.no",
                nth,
                45,
                "C5",
            )
        )
    return written.getvalue().encode()


def _child() -> None:
    site.choose()
    import django

    django.setup()
    import polars

    from budstikke.post.actions.booking.order_table import rows_of
    from budstikke.post.actions.booking.upload import look_through

    content = Path(sys.argv[1]).read_bytes()
    clock = Clock()
    with clock.running() as read:
        list(csv.reader(io.StringIO(content.decode()), delimiter=";"))
    with clock.running() as looked:
        rows, faults = rows_of(content)
        assert not faults, faults[:3]
        faults = look_through(rows, sender_id=1, today=site.TODAY, now=site.NOW)
        assert not faults, faults[:3]
    # Before Polars has its memory.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with clock.running() as by_polars:
        polars.read_csv(io.BytesIO(content), separator=";", infer_schema=False)
    print(
        json.dumps(
            {
                "csv_s": read.own_s,
                "polars_s": by_polars.own_s,
                "looked_s": looked.own_s,
                "wall_s": looked.wall_s,
                "peak_kb": peak,
            }
        )
    )


if __name__ == "__main__":
    _child()
