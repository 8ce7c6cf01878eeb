"""From an order file to committed letters and events, against a COPY of the very same letter rows."""

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


def book(path: Path) -> int:
    """Book a file as the drop folder does; return how many letters were booked."""
    from budstikke.post.actions.book import book_orders
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
    spent: dict[str, list[Spent]] = {kind: [] for kind in (*_KINDS, "copy")}
    booked: dict[str, int] = {}
    rows = b""
    for _ in range(rounds):
        for kind, path in files.items():
            site.empty()
            with clock.running() as cost:
                booked[kind] = book(path)
            spent[kind].append(cost)
            if kind == "clean":
                rows = rows or site.copy_out("SELECT * FROM letter")
                table = site.like("letter")
                with site.owner() as connection:
                    spent["copy"].append(clock.cost(lambda: site.copy_in(connection, table, rows)))  # noqa: B023
    yield from _lines({kind: middle(costs) for kind, costs in spent.items()}, letters, booked)


def _lines(spent: dict[str, Spent], letters: int, booked: dict[str, int]) -> Iterator[dict[str, object]]:
    copy, clean = spent["copy"], spent["clean"]
    yield {
        "measure": "book_letters",
        "of": f"{letters} orders from a file, every check, letters and first events committed",
        "against": "binary COPY of the same letter rows, ready made, into a table with the same indexes and checks",
        "ratio": round(copy.wall_s / clean.wall_s, 3),
        "goal": ">= 0.125",
        "ratio_cpu": round(copy.cpu_s / clean.cpu_s, 3),
        **figures("booked", clean, count=booked["clean"]),
        **figures("copied", copy, count=letters),
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
