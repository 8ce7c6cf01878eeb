"""The decision at sorting: CPU per item with and without reading its name and address, and the snapshot behind it."""

from __future__ import annotations

import gc
import os
import random
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import TypeVar

from bench.invented import SORTED_ON, orders, person
from budstikke.formats.postal_address import address_key, name_key
from budstikke.post.terms.editions import FORWARDING_PRESENT, PUM_PRESENT
from budstikke.post.terms.forwarding.kinds import ItemKind
from budstikke.post.terms.forwarding.snapshot import Snapshot, publish
from budstikke.post.terms.forwarding.sorting import Item, SortingRules, decide

_T = TypeVar("_T")

_SORTED_DAY = SORTED_ON.toordinal()
_KINDS = (ItemKind.PARCEL, ItemKind.REGISTERED, ItemKind.PUM)
# Of ten items, so many are for somebody who has an order; measured shares are about one in eight.
_HIT_SHARE = 0.13
_BUDGET_US = 10
_LOOK_EACH = 1_000_000


def measure(*, folder: Path, small: bool) -> Iterator[dict[str, object]]:  # noqa: ARG001  (all are called alike)
    """Publish orders, decide items from it, and count working days."""
    count = 20_000 if small else 1_000_000
    batch = 200_000 if small else 10_000_000
    known = list(orders(count))
    gc.collect()
    before = _resident_bytes()
    spent, snapshot = _cpu(lambda: publish(known, number=1, edition=FORWARDING_PRESENT))
    yield {
        "measure": "publish_snapshot",
        "of": f"{count} orders, {len(snapshot)} rows",
        "cpu_us_per_order": round(spent / count * 1e6, 1),
        "resident_bytes_per_row": round((_resident_bytes() - before) / len(snapshot)),
    }
    known.clear()
    written = list(_written(count, items=min(count, 200_000)))
    rules = SortingRules.of(FORWARDING_PRESENT, pum=PUM_PRESENT)
    items = [_item(*each) for each in written]

    def read() -> object:
        return [_item(*each) for each in written]

    def look() -> object:
        return [decide(item, snapshot=snapshot, rules=rules) for item in items]

    def both() -> object:
        return [decide(_item(*each), snapshot=snapshot, rules=rules) for each in written]

    def plain() -> object:
        keys = {item.address: item for item in items}
        return [keys.get(item.address) for item in items]

    outcomes = [decide(item, snapshot=snapshot, rules=rules).outcome for item in items]
    floor = _typical(plain, rounds=3)
    for name, work in (("read", read), ("decide", look), ("read_and_decide", both)):
        took = _typical(work, rounds=3)
        yield {
            "measure": f"sorting_{name}",
            "of": f"{len(items)} items, "
            + ", ".join(f"{outcomes.count(o)} {o}" for o in sorted(set(outcomes))),
            "cpu_us_per_item": round(took / len(items) * 1e6, 2),
            "against": "building and asking one dict of the addresses",
            "ratio": round(took / floor, 1),
            **({"goal": f"<= {_BUDGET_US} us"} if name == "read_and_decide" else {}),
        }
    before = _resident_bytes()
    spent, most = _cpu(lambda: _decided(count, items=batch, snapshot=snapshot, rules=rules))
    made, _ = _cpu(lambda: sum(1 for _ in _written(count, items=batch)))
    yield {
        "measure": "sorting_batch",
        "of": f"{batch} items read and decided, one after the other, each made up on the way",
        "cpu_us_per_item": round((spent - made) / batch * 1e6, 2),
        "goal": f"<= {_BUDGET_US} us",
        "resident_mb_before": before >> 20,
        "resident_mb_most": most >> 20,
    }
    yield _working_days()


def _decided(count: int, *, items: int, snapshot: Snapshot, rules: SortingRules) -> int:
    """Return the most memory that was resident at any millionth item."""
    most = _resident_bytes()
    for nth, each in enumerate(_written(count, items=items), start=1):
        decide(_item(*each), snapshot=snapshot, rules=rules)
        if not nth % _LOOK_EACH:
            most = max(most, _resident_bytes())
    return most


def _working_days() -> dict[str, object]:
    from budstikke.law.working_days import WorkingDays

    calendar = WorkingDays()
    days = [date(2026, 1, 1) + timedelta(days=offset) for offset in range(730)]

    def walk() -> object:
        found = []
        for day in days:
            each = day
            for _ in range(8):
                each += timedelta(days=1)
                while not calendar.is_working_day(each):
                    each += timedelta(days=1)
            found.append(each)
        return found

    def table() -> object:
        return [calendar.add(day, 8) for day in days]

    assert walk() == table()
    walked, added = _typical(walk, rounds=5), _typical(table, rounds=5)
    return {
        "measure": "working_days",
        "of": "the eighth working day after each day of two years",
        "per_s": round(len(days) / added),
        "against": "walking day by day over the same table",
        "ratio": round(walked / added, 1),
    }


def _written(count: int, *, items: int) -> Iterator[tuple[str, str, str, int]]:
    chance = random.Random(2)
    for _ in range(items):
        hit = chance.random() < _HIT_SHARE
        name, street, postcode = person(chance.randrange(count) if hit else count + chance.randrange(10**7))
        yield name, street, postcode, chance.randrange(100)


def _item(name: str, street: str, postcode: str, kind: int) -> Item:
    return Item(
        _KINDS[kind] if kind < len(_KINDS) else ItemKind.LETTER,
        address_key(street, postcode=postcode),
        name_key(name),
        _SORTED_DAY,
    )


def _resident_bytes() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _cpu(work: Callable[[], _T]) -> tuple[float, _T]:
    began = time.process_time()
    made = work()
    return time.process_time() - began, made


def _typical(work: Callable[[], object], *, rounds: int) -> float:
    spent = []
    for _ in range(rounds):
        gc.collect()
        spent.append(_cpu(work)[0])
    return median(spent)
