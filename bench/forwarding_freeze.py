"""From one word against an order to its effect at sorting, with others around it; and what publishing takes."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.clocks import Clock

_AROUND = 2_000


def measure(clock: Clock, *, folder: Path, small: bool) -> Iterator[dict[str, object]]:
    """Make orders, publish them, and object to some while a machine sorts."""
    del clock, folder
    from tests.actions import forwarding as street

    from budstikke.post.actions.forwarding.object_to_order import object_to_order
    from budstikke.post.actions.sorting.order_facts import MailAddress
    from budstikke.post.actions.sorting.publish_snapshot import publish_snapshot
    from budstikke.post.actions.sorting.sort_items import ItemToSort, sort_batch
    from budstikke.post.terms.forwarding.kinds import ItemKind

    around = 100 if small else _AROUND
    objected = 10 if small else 40
    names = [f"Kari N{nth:05d}" for nth in range(around)]
    references = []
    begun = time.perf_counter()
    for nth, name in enumerate(names):
        old = MailAddress(street=f"Lilleveien {nth + 1}", postcode="5004", city="BERGEN")
        references.append(street.order(street.wanted(street.person(name), old=old)).reference)
    ordered_s = time.perf_counter() - begun
    street.send_all()
    begun = time.perf_counter()
    publish_snapshot(everything=True, now=street.NOW)
    published_s = time.perf_counter() - begun
    on = street.noon(date(2026, 12, 8))  # Tuesday
    taken_ms, publish_ms = [], []
    for nth in range(objected):
        item = ItemToSort(
            kind=ItemKind.LETTER,
            name=names[nth],
            street=f"Lilleveien {nth + 1}",
            postcode="5004",
            city="BERGEN",
        )
        assert str(sort_batch([item], machine="m-1", now=on)[0].verdict.outcome) == "redirect"
        begun = time.perf_counter()
        object_to_order(reference=references[nth], by="desk", now=on + timedelta(seconds=nth))
        while str(sort_batch([item], machine="m-1", now=on)[0].verdict.outcome) != "deliver":
            pass
        taken_ms.append((time.perf_counter() - begun) * 1_000)
        begun = time.perf_counter()
        publish_snapshot(now=on)
        publish_ms.append((time.perf_counter() - begun) * 1_000)
    yield {
        "measure": "forwarding_freeze",
        "of": f"{objected} objections, {around} orders around them; each until the next item is delivered as addressed",
        "goal": "<= 2 s",
        "median_ms": round(statistics.median(taken_ms), 1),
        "worst_ms": round(max(taken_ms), 1),
    }
    yield {
        "measure": "forwarding_publishing",
        "of": f"{around} orders",
        "whole_ms_per_order": round(published_s * 1_000 / around, 3),
        "one_change_median_ms": round(statistics.median(publish_ms), 1),
        "ordering_ms_per_order": round(ordered_s * 1_000 / around, 2),
    }
