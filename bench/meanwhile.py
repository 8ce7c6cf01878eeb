"""
Booking while another process makes the evidence of what is booked and logs it, as the worker does.

    python -m bench.meanwhile     that other process: works until its standard input ends, then says how much it logged
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from bench import site
from bench.booking import book
from bench.clocks import Clock, Spent, figures, middle
from bench.orders import write_file

_AGAIN_AFTER_S = 1.0


def measure(clock: Clock, *, folder: Path, small: bool) -> Iterator[dict[str, object]]:
    """Book the same files alone and beside the other process, in turn, and compare the medians."""
    letters, files, rounds = (2_500, 4, 3) if small else (25_000, 4, 3)
    paths = [folder / f"meanwhile-{nth}.edi" for nth in range(files)]
    for nth, path in enumerate(paths):
        write_file(path, letters=letters, first_serial=1 + nth * letters, reference=f"WHILE{nth}")
    alone, beside, logged = list[Spent](), list[Spent](), list[int]()
    for _ in range(rounds):
        site.empty()
        alone.append(clock.cost(lambda: _book_all(paths, letters)))
        site.empty()
        with subprocess.Popen(
            [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as worker:
            assert worker.stdout is not None and worker.stdin is not None
            worker.stdout.readline()
            beside.append(clock.cost(lambda: _book_all(paths, letters)))
            worker.stdin.close()
            logged.append(int(worker.stdout.readline()))
    count = letters * files
    yield {
        "measure": "booking_while_logging",
        "of": f"{files} files of {letters} orders, {sorted(logged)[rounds // 2]} events evidenced and logged meanwhile",
        "against": "the same files with nobody else at work",
        "ratio": round(middle(alone).wall_s / middle(beside).wall_s, 3),
        "ratio_cpu": round(middle(alone).own_s / middle(beside).own_s, 3),
        **figures("alone", middle(alone), count=count),
        **figures("beside", middle(beside), count=count),
    }


def _book_all(paths: list[Path], letters: int) -> None:
    for path in paths:
        assert book(path) == letters


def _work() -> None:
    site.choose()
    import django

    django.setup()
    from budstikke.post.actions.proving.evidence_of_events import evidence_events
    from budstikke.post.actions.proving.log_evidence import log_evidence
    from budstikke.post.channels import chosen

    sealer, over, count = chosen.sealer(), threading.Event(), 0
    sealer.sign_checkpoint(b"{}", now=site.NOW)  # makes the keys
    threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while not over.wait(_AGAIN_AFTER_S):
        evidence_events(sealer=sealer, now=site.NOW)
        count += log_evidence(sealer=sealer, now=site.NOW)
    sys.stdout.write(f"{count}\n")


if __name__ == "__main__":
    _work()
