"""Guessing activation codes over HTTP: how many tries the limits let in, what each costs, what a guess is worth."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path


def measure(*, folder: Path, small: bool) -> Iterator[dict[str, object]]:
    """Measure in a process of the issuer's own settings and data, against a web process as an operator runs it."""
    environment = {**os.environ, "BUDSTIKKE_DATA": str(folder / "guessing-data")}
    migrate = [sys.executable, "-m", "budstikke.cli.main", "migrate", "--service", "issuer"]
    subprocess.run(migrate, env=environment, check=True)
    inside = [sys.executable, "-m", "bench.guessing_inside", "16" if small else "64"]
    try:
        ran = subprocess.run(inside, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    finally:
        subprocess.run([sys.executable, "-m", "budstikke.cli.main", "stop"], env=environment)
    for line in ran.stdout.splitlines():
        yield json.loads(line)
