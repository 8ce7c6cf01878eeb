"""A part of the installation is killed every few seconds; no hand-over is lost, and none is doubled."""

from __future__ import annotations

import os

import pytest
from tests.stories.killed.played import play

# Others to look further: SEEDS="1 2 3" pytest tests/stories/killed
_SEEDS = [int(each) for each in os.environ.get("SEEDS", "20261123").split()]


@pytest.mark.parametrize("seed", _SEEDS)
def test_120_hand_overs_survive_kills_at_random_moments(seed: int) -> None:
    """Web, worker, mailbox and PostgreSQL by turns, under clerks who press F8 again; then everything is counted."""
    played = play(
        letters=120, seed=seed, kills=10, apart_s=(1.0, 2.5), served_within_s=1_200, settled_within_s=600
    )
    assert not played.wrong, f"seed {seed}: {played}\n{played.about}"
    assert played.killed.total() >= 8
