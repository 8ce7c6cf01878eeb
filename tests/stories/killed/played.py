"""The whole play: letters are handed over while parts are killed, and in the end everything is counted."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.stories.killed import clerks
from tests.stories.killed.counted import settled, wrong
from tests.stories.killed.site import Killer, Site, running

from budstikke.kit.installation import data_folder

_CLERKS = 4


@dataclass(slots=True)
class Played:
    """What came of it: what is wrong, what the clerks had to try again, what was killed, and how long it took."""

    wrong: dict[str, object]
    about: str = field(repr=False)
    killed: Counter[str]
    tried_again: Counter[str]
    served_s: float
    settled_s: float


def play(
    *,
    letters: int,
    seed: int,
    kills: int,
    apart_s: tuple[float, float],
    served_within_s: float,
    settled_within_s: float,
) -> Played:
    """
    Play it in an installation of its own; returns what came of it.

    Unit: `apart_s` is the least and the most that lies between two kills, in seconds.
    """
    with running(Path(f"{data_folder()}-killed")) as site:
        given = site.furnished(letters=letters, clerks=_CLERKS)
        began = time.monotonic()
        killer = Killer(site, seed=seed, apart_s=apart_s, most=kills)
        killer.start()
        at_work = clerks.serve(
            site.ports.post_url, given["browsers"], given["numbers"], seed=seed, seconds=served_within_s
        )
        while any(clerk.is_alive() for clerk in at_work) and site.runs.poll() is None:
            time.sleep(0.2)
        killer.stop()
        served_s = time.monotonic() - began
        found: dict[str, object] = {}
        if site.runs.poll() is not None:
            found["ended by itself"] = "budstikke run"
        elif stuck := [clerk.stuck for clerk in at_work if clerk.stuck]:
            found["clerks who did not get on"] = stuck
        elif not settled(site, within_s=settled_within_s):
            found["not settled"] = site.command("reconcile")[1]
        settled_s = time.monotonic() - began - served_s
        found = found or wrong(site, given["numbers"])
        tried = sum((clerk.tries for clerk in at_work), Counter())
        return Played(found, _about(site) if found else "", killer.killed, tried, served_s, settled_s)


def _about(site: Site) -> str:
    logs = site.said.parent / "logs"
    return "\n".join(
        f"--- {path.name}\n{path.read_text(errors='replace')[-8000:]}"
        for path in (site.said, *sorted(logs.glob("*.log")))
    )
