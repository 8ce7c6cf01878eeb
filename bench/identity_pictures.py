"""Reading pictures of specimen pages: how many are exact, how many wrong unnoticed, and what it costs."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import median

# The first is the one the reader was tuned with, the second was never looked at.
_SEEDS = {"development": 1, "unseen": 77}
_TODAY = date(2026, 11, 21)  # Saturday
_BOOKLETS = ("no_passport", "no_passport", "foreign_passport", "no_immigrant_passport", "no_travel_document")
_CARDS = ("no_national_id_card", "no_national_id_card", "eu_id_card")
_SHARE_OF_BOOKLETS = 0.6
_WITHOUT_ZONE = ("no_driving_licence", "no_bank_card", "other")


def measure(*, folder: Path, small: bool) -> Iterator[dict[str, object]]:
    """Read the mixed set of each seed, and pages without a zone; processor time only, since nothing waits."""
    from budstikke.formats import picture

    del folder  # nothing is written
    if missing := picture.missing():
        yield {"measure": "identity_pictures", "not_measured": f"missing: {', '.join(missing)}"}
        return
    count = 20 if small else 100
    for name, seed in _SEEDS.items():
        yield _mixed(name, seed, count).line(count)
    yield _without_zone()


@dataclass(slots=True)
class _Tally:
    name: str
    exact: Counter[str] = field(default_factory=Counter)
    automatic: Counter[str] = field(default_factory=Counter)
    silent: Counter[str] = field(default_factory=Counter)
    first_s: list[float] = field(default_factory=list)
    whole_s: list[float] = field(default_factory=list)

    def line(self, count: int) -> dict[str, object]:
        return {
            "measure": "identity_pictures",
            "of": f"{count} pictures, a quarter of each tier, {self.name} seed",
            "exact": self.exact.total(),
            "goal": ">= 89 of 100 exact, no silent error in scan, first pass <= 150 ms",
            "exact_by_tier": dict(self.exact),
            "automatic": self.automatic.total(),
            "silent_errors_by_tier": {tier: self.silent[tier] for tier in self.exact},
            "first_pass_cpu_ms": round(1000 * median(self.first_s)),
            "whole_cpu_ms": round(1000 * median(self.whole_s)),
            "whole_cpu_ms_p95": round(1000 * sorted(self.whole_s)[int(0.95 * len(self.whole_s))]),
        }


def _mixed(name: str, seed: int, count: int) -> _Tally:
    from budstikke.formats import picture

    # What one pass alone reads is acted on by nobody, so nothing public gives it.
    from budstikke.formats.picture.reading import _found, decoded
    from budstikke.post.papers import specimen

    tally, rng, tiers = _Tally(name), random.Random(seed), list(specimen.TIERS)
    for nth in range(count):
        kind = rng.choice(_BOOKLETS if rng.random() < _SHARE_OF_BOOKLETS else _CARDS)
        tier, own = tiers[nth % len(tiers)], seed * 1000 + nth
        holder = specimen.invented(kind, seed=own)
        content = specimen.photographed(holder, tier=tier, seed=own)
        began = time.process_time()
        _found(decoded(content), today=_TODAY)
        tally.first_s.append(time.process_time() - began)
        began = time.process_time()
        reading = picture.read(content, today=_TODAY)
        tally.whole_s.append(time.process_time() - began)
        exact = reading.lines == specimen.zone_lines(holder)
        tally.exact[tier] += exact
        tally.automatic[tier] += reading.automatic
        tally.silent[tier] += reading.automatic and not exact
    return tally


def _without_zone() -> dict[str, object]:
    from budstikke.formats import picture
    from budstikke.post.papers import specimen

    spent = []
    for nth, kind in enumerate(_WITHOUT_ZONE * 4):
        tier = list(specimen.TIERS)[nth % 4]
        content = specimen.photographed(specimen.invented(kind, seed=nth), tier=tier, seed=nth)
        began = time.process_time()
        assert picture.read(content, today=_TODAY).lines == ()
        spent.append(time.process_time() - began)
    return {
        "measure": "identity_pictures_without_zone",
        "of": f"{len(spent)} pictures of pages without a zone",
        "goal": "<= 1000 ms",
        "slowest_cpu_ms": round(1000 * max(spent)),
        "middle_cpu_ms": round(1000 * median(spent)),
    }
