"""2,000 hand-overs while web, worker, mailbox and PostgreSQL are killed by turns: what was lost, and what it cost."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from pathlib import Path

_SEED = 20261123
# One every few seconds, for as long as the clerks are at work.
_KILLS = 10_000
_APART_S = (1.5, 4.0)


def measure(*, folder: Path, small: bool, letters: int | None = None) -> Iterator[dict[str, object]]:
    """Play it once, in an installation of its own."""
    from tests.stories.killed.played import play

    del folder
    letters = letters or (200 if small else 2_000)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    played = play(
        letters=letters,
        seed=_SEED,
        kills=_KILLS,
        apart_s=_APART_S,
        served_within_s=3_600,
        settled_within_s=1_800,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    yield {
        "measure": "hand_overs_under_kills",
        "of": f"{letters} hand-overs over HTTP by 4 clerks, {played.killed.total()} kills with -9, seed {_SEED}",
        "goal": "nothing lost, nothing doubled",
        "wrong": played.wrong,
        "killed": dict(played.killed),
        "tried_again_by_clerks": played.tried_again.total(),
        "served_s": round(played.served_s, 1),
        "settled_after_s": round(played.settled_s, 1),
        "cpu_s": round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 1),
    }
