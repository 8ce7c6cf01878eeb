"""A small file that would become large is refused by its reader, in words, within bounded memory and time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.doors.walls.bombs import BOMBS

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def ended() -> dict[str, object]:
    """How each ended; all in one go, because the libraries take longer to load than a bomb to be refused."""
    found = subprocess.run(
        [sys.executable, "-m", "tests.doors.walls.bombs"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    return {told["name"]: told["ended"] for told in map(json.loads, found.stdout.splitlines())}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_within_bounds(ended: dict[str, object], bomb: str) -> None:
    """With 400 MB and ten seconds of a processor at most; a reader that needs more is killed, and this is red."""
    assert ended[bomb] is None
