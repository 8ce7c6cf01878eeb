"""Reading orders with every check, against a parser that checks nothing and against splitting alone."""

from __future__ import annotations

import gc
import io
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from warnings import catch_warnings, simplefilter

from bench.orders import write_file


def measure(*, folder: Path, small: bool) -> Iterator[dict[str, object]]:
    """Read the same file three ways, in turn; processor time only, since nothing waits."""
    from budstikke.formats.edifact.iftmin import read_interchange
    from budstikke.post.papers.glyphs import PRINTABLE

    messages, rounds = (2_000, 5) if small else (10_000, 5)
    path = folder / "reading.edi"
    write_file(path, letters=messages, first_serial=1, reference="READ")
    data = path.read_bytes()
    text = data.decode()

    def ours() -> None:
        for _ in read_interchange(io.BytesIO(data), printable=PRINTABLE):
            pass

    def pydifact() -> None:
        from pydifact.parser import Parser

        with catch_warnings():
            simplefilter("ignore")  # it misses descriptions of segments that it would not use
            for _ in Parser().parse(text):
                pass

    def split() -> object:
        return [[[c for c in e.split(":")] for e in s.split("+")] for s in text.split("'")]  # noqa: C416

    pydifact_rounds = 1 if small else 2
    cost = _middles(
        {"ours": (ours, rounds), "split": (split, rounds), "pydifact": (pydifact, pydifact_rounds)}
    )
    per_s = {f"{name}_per_s": round(messages / seconds) for name, seconds in cost.items()}
    shared = {
        "of": f"{messages} IFTMIN messages, {len(data)} bytes, every check",
        "unit": "messages per CPU-second",
    }
    yield {
        "measure": "read_iftmin",
        **shared,
        "against": "pydifact's parser on the same file (checks nothing)",
        "ratio": round(cost["pydifact"] / cost["ours"], 2),
        "goal": ">= 10",
        **{name: per_s[name] for name in ("ours_per_s", "pydifact_per_s")},
    }
    yield {
        "measure": "read_iftmin",
        **shared,
        "against": "a naive nested split of the same text",
        "ratio": round(cost["split"] / cost["ours"], 3),
        "goal": ">= 0.333",
        **{name: per_s[name] for name in ("ours_per_s", "split_per_s")},
    }


def _middles(ways: dict[str, tuple[Callable[[], object], int]]) -> dict[str, float]:
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for nth in range(max(rounds for _, rounds in ways.values())):
        for name, (work, rounds) in ways.items():
            if nth < rounds:
                gc.collect()
                gc.disable()  # the splitting keeps millions of lists, and searching them is not what is measured
                began = time.process_time()
                work()
                spent[name].append(time.process_time() - began)
                gc.enable()
    return {name: median(times) for name, times in spent.items()}
