"""How long things take to be there: a migrated database, a first server, the answer to one question."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench import site
from bench.clocks import Clock, Spent, middle

_QUESTION = {
    "id": "1",
    "service": "pum",
    "given": {"op": "pum_target", "handed_in_on": "2026-03-30"},
}


def measure(clock: Clock, *, folder: Path, small: bool) -> Iterator[dict[str, object]]:
    """Migrate an empty database, and ask one question; against starting Python with Django, and without."""
    rounds = 2 if small else 3
    nothing = _median([sys.executable, "-c", ""], rounds=5)
    django = _median([sys.executable, "-c", "import django.core.management, psycopg"], rounds=5)
    migrating: list[Spent] = []
    for _ in range(rounds):
        site.drop()
        migrating.append(clock.cost(site.migrate))
    migrated = middle(migrating).wall_s
    yield {
        "measure": "migrate_empty_database",
        "of": "the post's database, made and migrated by `budstikke migrate --service post`",
        "against": "starting Python and importing Django (times as long)",
        "ratio": round(migrated / django, 1),
        "goal": "< 5 s",
        "migrate_s": round(migrated, 2),
        "django_s": round(django, 2),
    }
    path = folder / "question.jsonl"
    path.write_text(json.dumps(_QUESTION) + "\n")
    ask = [sys.executable, "-m", "budstikke.cli.main", "ask", str(path)]
    asked = _median(ask, rounds=5)
    yield {
        "measure": "start_ask",
        "of": "`budstikke ask` with one question, from process start to its end; no database, no network",
        "against": "starting Python (times as long)",
        "ratio": round(asked / nothing, 1),
        "ask_s": round(asked, 3),
        "python_s": round(nothing, 3),
        "answered": b'"error"' not in subprocess.run(ask, capture_output=True, env=os.environ).stdout,
    }


def _median(command: list[str], *, rounds: int) -> float:
    clock = Clock()

    def run() -> None:
        subprocess.run(command, env=os.environ, capture_output=True)

    return median(clock.cost(run).wall_s for _ in range(rounds))
