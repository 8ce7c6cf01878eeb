"""A part of the installation is killed every second or two; no hand-over is lost, and none is doubled."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from tests.stories.killed import clerks
from tests.stories.killed.counted import settled, wrong
from tests.stories.killed.site import Killer, Site, running

_LETTERS, _CLERKS = 200, 4
_SERVED_WITHIN_S, _SETTLED_WITHIN_S = 150, 90
_SEEDS = [int(each) for each in os.environ.get("SEEDS", "20261123").split()]


@pytest.mark.parametrize("seed", _SEEDS)
def test_hand_overs_survive_kills_at_random_moments(seed: int) -> None:
    """Web, worker, mailbox and PostgreSQL by turns, under clerks who press F8 again; then everything is counted."""
    folder = Path(os.environ["BUDSTIKKE_DATA"] + "-killed")
    with running(folder) as site:
        began = time.monotonic()
        given = site.furnished(letters=_LETTERS, clerks=_CLERKS)
        print("furnished", time.monotonic() - began)
        killer = Killer(site, seed=seed, apart_s=(1.5, 4.0), most=16)
        killer.start()
        served = clerks.serve(
            site.ports.post_url, given["browsers"], given["numbers"], seed=seed, seconds=_SERVED_WITHIN_S
        )
        while any(clerk.is_alive() for clerk in served) and site.runs.poll() is None:
            time.sleep(0.2)
        killer.stop()
        print("served", time.monotonic() - began, dict(killer.killed), [dict(c.tries) for c in served])
        about = _about(site, seed)
        assert site.runs.poll() is None, about
        assert not [clerk.stuck for clerk in served if clerk.stuck], about
        assert settled(site, within_s=_SETTLED_WITHIN_S), about
        print("settled", time.monotonic() - began)
        assert wrong(site, given["numbers"]) == {}, about
        print("counted", time.monotonic() - began)


def _about(site: Site, seed: int) -> str:
    logs = site.said.parent / "logs"
    tails = [
        f"--- {path.name}\n" + path.read_text(errors="replace")[-6000:]
        for path in (site.said, *sorted(logs.glob("*.log")))
    ]
    return f"seed {seed}\n" + "\n".join(tails)
