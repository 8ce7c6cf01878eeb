"""Peak memory of booking a file, in a process of its own: does it follow the file's length?"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench import site
from bench.clocks import Clock
from bench.orders import write_file

_KINDS: tuple[tuple[str, int], ...] = (("clean", 0), ("one_percent_bad", 100), ("all_bad", 1))


def measure(clock: Clock, *, folder: Path, small: bool) -> Iterator[dict[str, object]]:
    """Book a short file and one ten times as long, of each kind."""
    del clock
    lengths = (1_000, 10_000) if small else (10_000, 100_000)
    for kind, bad_every in _KINDS:
        peaks = []
        for letters in lengths:
            path = folder / f"memory-{kind}-{letters}.edi"
            write_file(path, letters=letters, first_serial=1, reference="MEMORY", bad_every=bad_every)
            site.empty()
            peaks.append(_peak(path))
            path.unlink()
        yield {
            "measure": "memory_of_booking",
            "of": f"{lengths[1]} orders, {kind}: peak resident memory of the process",
            "against": f"{lengths[0]} orders (times as much)",
            "ratio": round(peaks[1] / peaks[0], 3),
            "goal": "<= 1.2",
            "long_mb": round(peaks[1] / 1024, 1),
            "short_mb": round(peaks[0] / 1024, 1),
        }


def _peak(path: Path) -> int:
    done = subprocess.run([sys.executable, "-m", "bench.memory", str(path)], check=True, capture_output=True)
    return int(json.loads(done.stdout)["peak_kb"])


def _child() -> None:
    site.choose()
    import django

    django.setup()
    from bench.booking import book

    booked = book(Path(sys.argv[1]))
    print(json.dumps({"booked": booked, "peak_kb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}))


if __name__ == "__main__":
    _child()
