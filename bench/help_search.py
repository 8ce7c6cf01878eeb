"""Searching two thousand help articles in both languages, misspelt questions among them: milliseconds a question."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from statistics import median

_WARM = 20
_TODAY = date(2026, 11, 23)  # Monday
_ASKED = {
    "no": (
        "glemmt pinkoden", "hvor lenge ligger brevet", "hva koster smartkort", "utenlansk pass", "refusjon",
        "aktiveringskoden mangler", "skaneren virker ikke", "ny kontaktperson", "fornyelse", "får ikke sms",
    ),
    "en": (
        "forgoten pin", "how long does the letter wait", "how much is a smart card", "forein passport", "refund",
        "missing activation code", "the scanner does not work", "change contact person", "renewal", "sms not arriving",
    ),
}  # fmt: skip


def measure(*, folder: Path, small: bool) -> Iterator[dict[str, object]]:  # noqa: ARG001  (given to all)
    """Ask in a process of its own: the issuer has settings and a database of its own."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "budstikke.wiring.issuer",
        "BUDSTIKKE_DATABASE_SUFFIX": os.environ.get("BUDSTIKKE_DATABASE_SUFFIX", "_bench"),
    }
    migrate = [sys.executable, "-m", "budstikke.cli.main", "migrate", "--service", "issuer"]
    subprocess.run(migrate, check=True, env=environment)
    asked = [sys.executable, "-m", "bench.help_search", "200" if small else "2000"]
    done = subprocess.run(asked, check=True, env=environment, stdout=subprocess.PIPE, text=True)
    yield from (json.loads(line) for line in done.stdout.splitlines())


def _main(count: int) -> None:
    import django

    from budstikke.kit.database import start_server

    start_server()
    django.setup()
    from budstikke.issuer.actions.help_index import Entry, index_help
    from budstikke.issuer.actions.help_search import search_help
    from budstikke.issuer.doors.help.catalogue import entries, of_files
    from budstikke.law.words import LANGUAGES

    for language in LANGUAGES:
        _, real = entries(of_files(), language=language, day=_TODAY)
        drawn, digest = random.Random(language), f"bench-{language}-{count}-{time.time_ns()}"
        made = list(real)
        while len(made) < count:
            # Another article of the same language: sections of several, and words that no other has.
            parts = tuple(section for each in drawn.sample(real, 3) for section in each.sections[:2])
            one = drawn.choice(real)
            made.append(Entry(f"made-{len(made)}", f"{one.title} {_word(drawn)}", (_word(drawn),), parts))
        began = time.perf_counter()
        index_help(made, language=language, digest=digest)
        indexed_s = time.perf_counter() - began
        taken_ms, server_s = [], _server_s()
        for nth in range(300):
            asked = _ASKED[language][nth % len(_ASKED[language])]
            began, cpu = time.perf_counter(), time.process_time()
            found = search_help(asked, language=language, digest=digest)
            if nth == _WARM:
                server_s = _server_s()
            if nth >= _WARM:  # the first ones load the words
                taken_ms.append((1000 * (time.perf_counter() - began), 1000 * (time.process_time() - cpu)))
            assert found.hits, asked
        wall = sorted(each for each, _ in taken_ms)
        line = {
            "measure": f"help_search_{language}",
            "of": f"a question to {count} articles, stems, misspelt words put right, answer and marks included",
            "p50_ms": round(median(wall), 2),
            "p95_ms": round(wall[int(0.95 * len(wall))], 2),
            "goal_p95_ms": "<= 20",
            "server_cpu_ms": round(1000 * (_server_s() - server_s) / len(taken_ms), 2),
            "own_cpu_ms": round(median(each for _, each in taken_ms), 2),
            "indexing_s": round(indexed_s, 1),
        }
        print(json.dumps(line), flush=True)


def _server_s() -> float:
    """Return the processor time of the server process that answers us."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (number,) = cursor.fetchone()
    spent = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    return (int(spent[11]) + int(spent[12])) / os.sysconf("SC_CLK_TCK")


def _word(drawn: random.Random) -> str:
    return "".join(
        drawn.choice("bdfgklmnprst") + drawn.choice("aeiouyæøå") for _ in range(drawn.randint(2, 5))
    )


if __name__ == "__main__":
    _main(int(sys.argv[1]))
