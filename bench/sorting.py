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

from budstikke.formats.postal_address import address_key, name_key
from budstikke.post.terms.editions import FORWARDING_PRESENT, PUM_PRESENT
from budstikke.post.terms.forwarding.days import Period
from budstikke.post.terms.forwarding.kinds import ItemKind, Service
from budstikke.post.terms.forwarding.orders import ForwardingOrder
from budstikke.post.terms.forwarding.persons import Covered
from budstikke.post.terms.forwarding.snapshot import publish
from budstikke.post.terms.forwarding.sorting import Item, SortingRules, decide

_T = TypeVar("_T")

# A Wednesday, in the middle of the periods below.
SORTED_ON = date(2026, 7, 1)
_SORTED_DAY = SORTED_ON.toordinal()
_KINDS = (ItemKind.PARCEL, ItemKind.REGISTERED, ItemKind.PUM)
_FIRST = ("Kari", "Ola", "Åse", "Bjørn", "Anne-Marie", "Per", "Ingrid", "Øystein", "Siri", "Lars Petter")
_LAST = ("Testesen", "Prøvestad", "Eksempelbakken", "Åsenøy", "O'Prøve", "van der Test", "Nordlåtten")
_STREETS = (
    "Storgata",
    "Kirkeveien",
    "Lillev.",
    "Øvre Prøvegt.",
    "Eksempelsvingen",
    "Bakkealléen",
    "Skolegaten",
)
# Of ten items, so many are for somebody who has an order; measured shares are about one in eight.
_HIT_SHARE = 0.13
_BUDGET_US = 10


def measure(*, folder: Path, small: bool) -> Iterator[dict[str, object]]:  # noqa: ARG001  (all are called alike)
    """Publish orders, decide items from it, and count working days."""
    count = 20_000 if small else 200_000
    orders = list(_orders(count))
    gc.collect()
    before = _resident_bytes()
    spent, snapshot = _cpu(lambda: publish(orders, number=1, edition=FORWARDING_PRESENT))
    yield {
        "measure": "publish_snapshot",
        "of": f"{count} orders, {len(snapshot)} rows",
        "cpu_us_per_order": round(spent / count * 1e6, 1),
        "resident_bytes_per_row": round((_resident_bytes() - before) / len(snapshot)),
    }
    written = list(_written(count, items=count))
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
    yield _working_days()


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


def _person(nth: int) -> tuple[str, str, str]:
    """Return name, street and postcode of the nth invented person, no two alike in all three."""
    street = f"{_STREETS[nth % 7]} {1 + nth // 7 % 400}{' B' if nth % 5 == 0 else ''}"
    return f"{_FIRST[nth % 10]} {_LAST[nth // 10 % 7]}", street, f"{1000 + nth // 2800 % 9000:04d}"


def _orders(count: int) -> Iterator[ForwardingOrder]:
    chance = random.Random(1)
    for nth in range(count):
        name, street, postcode = _person(nth)
        service = (Service.PERMANENT, Service.PERMANENT, Service.TEMPORARY, Service.STORAGE)[nth % 4]
        start = SORTED_ON - timedelta(days=chance.randrange(1, 80))
        yield ForwardingOrder(
            ref=str(nth),
            service=service,
            period=Period(start, start + timedelta(days=90)),
            old=address_key(street, postcode=postcode),
            # One in ten goes on to where another order begins.
            new=None if service is Service.STORAGE else _moved_to(nth, count),
            covered=(Covered(ref=str(nth), name=name),),
            parcels=nth % 3 == 0,
            edition=FORWARDING_PRESENT,
        )


def _moved_to(nth: int, count: int) -> str:
    if nth % 10 == 0:
        _, street, postcode = _person((nth + 70) % count)
        return address_key(street, postcode=postcode)
    return address_key(f"Nyveien {nth}", postcode="0155")


def _written(count: int, *, items: int) -> Iterator[tuple[str, str, str, int]]:
    chance = random.Random(2)
    for _ in range(items):
        hit = chance.random() < _HIT_SHARE
        name, street, postcode = _person(chance.randrange(count) if hit else count + chance.randrange(10**7))
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
