"""The issuer: orders a second through to a printed letter, and what a try to activate takes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path


def measure(*, folder: Path, small: bool) -> Iterator[dict[str, object]]:
    """Measure in processes of the issuer's own settings and data, against a carrier that answers at once."""
    environment = {**os.environ, "BUDSTIKKE_DATA": str(folder / "issuer-data")}
    migrate = [sys.executable, "-m", "budstikke.cli.main", "migrate", "--service", "issuer"]
    subprocess.run(migrate, env=environment, check=True)
    inside = [sys.executable, "-m", "bench.issuer_inside", "100" if small else "500"]
    try:
        ran = subprocess.run(inside, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    finally:
        subprocess.run([sys.executable, "-m", "budstikke.cli.main", "stop"], env=environment)
    for line in ran.stdout.splitlines():
        yield json.loads(line)
