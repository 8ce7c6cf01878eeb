"""Transport scans of letters on their way, against a COPY of the very same event rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from bench import site
from bench.clocks import Clock, Spent, figures
from bench.filling import fill_letters

BATCH = 10_000


def measure(clock: Clock, *, folder: Path, small: bool) -> Iterator[dict[str, object]]:
    """Scan every letter ten times, in batches of 10,000, each a transaction; then COPY the event rows so."""
    del folder
    letters = 10_000 if small else 100_000
    site.empty()
    with site.owner() as connection:
        fill_letters(connection, count=letters, state="handed_in", place="at_hand_in")
        ids = [row[0] for row in connection.execute("SELECT id FROM letter ORDER BY md5(id::text)")]
    scanned = Spent()
    written = 0
    for wave in range(10):
        for start in range(0, letters, BATCH):
            cost = clock.cost(lambda: _scan(ids[start : start + BATCH], wave))  # noqa: B023
            scanned += cost
            written += len(ids[start : start + BATCH])
    batches = [
        site.copy_out(f"SELECT * FROM event ORDER BY id OFFSET {start} LIMIT {BATCH}")
        for start in range(0, written, BATCH)
    ]
    table = site.like("event")
    with site.owner() as connection:
        copied = clock.cost(lambda: [site.copy_in(connection, table, rows) for rows in batches])
    yield {
        "measure": "scan_events",
        "of": f"{written} scans of {letters} letters in batches of {BATCH}: events written, letters moved",
        "against": "binary COPY of the same event rows in the same batches, into a table with the same indexes",
        "ratio": round(copied.wall_s / scanned.wall_s, 3),
        "ratio_cpu": round(copied.cpu_s / scanned.cpu_s, 3),
        **figures("scanned", scanned, count=written),
        **figures("copied", copied, count=written),
    }


def _scan(ids: list[object], wave: int) -> None:
    from budstikke.post.actions.moving.scan import record_scans
    from budstikke.post.records.history import Scan

    code, place = (("TERMINAL", "OSLO"), ("IN_TRANSIT", ""))[wave % 2]
    at = site.NOW + timedelta(hours=wave)
    scans = (Scan(letter_id=int(str(each)), code=code, happened_at=at, at_place=place) for each in ids)
    record_scans(scans, actor="scanner-1", now=at)
