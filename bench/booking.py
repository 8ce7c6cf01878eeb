"""From an order file to committed letters and events, against a COPY of the very same rows of both tables."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from bench import site
from bench.clocks import Clock, Spent, figures, middle
from bench.orders import write_file

_KINDS: dict[str, dict[str, int | bool]] = {
    "clean": {},
    "one_percent_bad": {"bad_every": 100},
    "carrier_numbers": {"numbered": False},
}
_TABLES = ("letter", "event")  # what an order becomes when it is booked; notices come at the outlet


def book(path: Path) -> int:
    """Book a file as the drop folder does; return how many letters were booked."""
    from budstikke.post.actions.booking.book import book_orders
    from budstikke.post.papers.glyphs import PRINTABLE

    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        stream.seek(0)
        results = list(
            book_orders(stream, printable=PRINTABLE, sha256=digest, today=site.TODAY, now=site.NOW)
        )
    return sum(result.booked for result in results)


def measure(clock: Clock, *, folder: Path, small: bool) -> Iterator[dict[str, object]]:
    """Book files of each kind in turn, COPY beside them, and compare the medians."""
    letters, rounds = (10_000, 3) if small else (100_000, 3)
    files = {}
    for kind, shape in _KINDS.items():
        files[kind] = folder / f"{kind}.edi"
        write_file(files[kind], letters=letters, first_serial=1, reference="BENCH", **shape)  # type: ignore[arg-type]
    spent: dict[str, list[Spent]] = {kind: [] for kind in (*_KINDS, *_TABLES)}
    booked: dict[str, int] = {}
    rows: dict[str, bytes] = {}
    for _ in range(rounds):
        for kind, path in files.items():
            site.empty()
            with clock.running() as cost:
                booked[kind] = book(path)
            spent[kind].append(cost)
            if kind == "clean":
                rows = rows or {table: site.copy_out(f"SELECT * FROM {table}") for table in _TABLES}
                for table in _TABLES:
                    spent[table].append(_copied(clock, table, rows[table]))
    yield from _lines({kind: middle(costs) for kind, costs in spent.items()}, letters, booked)


def _copied(clock: Clock, table: str, rows: bytes) -> Spent:
    copy = site.like(table)
    with site.owner() as connection:
        return clock.cost(lambda: site.copy_in(connection, copy, rows))


def _lines(spent: dict[str, Spent], letters: int, booked: dict[str, int]) -> Iterator[dict[str, object]]:
    clean = spent["clean"]
    for measure, tables, goal in (
        ("book_letters", _TABLES, ">= 0.125"),
        ("book_letters_against_letters_only", _TABLES[:1], ""),
    ):
        copy = sum((spent[table] for table in tables), start=Spent())
        count = len(tables) * letters
        yield {
            "measure": measure,
            "of": f"{letters} orders from a file, every check, committed: rows of {' and '.join(tables)} a second",
            "against": f"binary COPY of the same rows of {' and '.join(tables)}, ready made, into tables with the"
            " same indexes and checks and no triggers",
            "ratio": round(copy.wall_s / clean.wall_s, 3),
            **({"goal": goal} if goal else {}),
            "ratio_cpu": round(copy.cpu_s / clean.cpu_s, 3),
            **figures("booked", clean, count=len(tables) * booked["clean"]),
            **figures("copied", copy, count=count),
        }
    for kind, goal in (("one_percent_bad", ">= 0.9"), ("carrier_numbers", "")):
        cost = spent[kind]
        yield {
            "measure": f"book_{kind}",
            "of": f"{letters} orders, {letters - booked[kind]} of them refused",
            "against": "the clean file of as many",
            "ratio": round(clean.wall_s / cost.wall_s, 3),
            **({"goal": goal} if goal else {}),
            "ratio_cpu": round(clean.cpu_s / cost.cpu_s, 3),
            **figures("read", cost, count=letters),
        }
