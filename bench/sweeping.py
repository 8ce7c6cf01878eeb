"""The sweeps that time alone brings about, against the bare UPDATE of the same letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from bench import site
from bench.clocks import Clock, Spent, figures, middle
from bench.filling import fill_letters

_FIRST = date(2026, 12, 1)  # Tuesday; the first reminder's day, returns begin 31 days later
_DAYS = 3
_BARE_RETURN = """
UPDATE letter_copy SET state = 'returning', place = 'going_back'
WHERE state = 'ready' AND last_collect_day < %s
"""
_BARE_REMIND = """
UPDATE letter_copy SET remind_on = NULL, reminders_made = reminders_made + 1
WHERE state = 'ready' AND remind_on <= %s
"""


def measure(clock: Clock, *, folder: Path, small: bool) -> Iterator[dict[str, object]]:
    """Sweep three days in turn, the same day on a bare copy of the table beside it; medians of the days."""
    from budstikke.post.actions.moving.sweep import remind, return_uncollected

    del folder
    letters = 100_000 if small else 1_000_000
    due = letters // 10
    site.empty()
    with site.owner() as connection:
        fill_letters(
            connection,
            count=letters,
            state="delivered",
            place="with_recipient",
            waiting=(_DAYS + 1) * due,
            due_a_day=due,
        )
        table = site.like("letter")
        connection.execute(f"INSERT INTO {table} SELECT * FROM letter ORDER BY id")
        connection.execute(f"VACUUM ANALYZE {table}")
        for name, sweep, bare, goal, first in (
            ("remind_sweep", remind, _BARE_REMIND, "", _FIRST),
            ("return_sweep", return_uncollected, _BARE_RETURN, "<= 2", _FIRST + timedelta(days=31)),
        ):
            ours: list[Spent] = []
            bares: list[Spent] = []
            for day in (first + timedelta(days=nth) for nth in range(_DAYS)):
                ours.append(_swept(clock, sweep, day, due))
                bares.append(clock.cost(lambda: connection.execute(bare, [day])))  # noqa: B023
            yield _line(name, middle(ours), middle(bares), goal, due, letters)


def _swept(clock: Clock, sweep: Callable[..., int], day: date, due: int) -> Spent:
    done = 0
    with clock.running() as spent:
        done = sweep(today=day, now=site.NOW)
    if done != due:
        raise SystemExit(f"{done} letters were due on {day}, not {due}: this measures something else")
    return spent


def _line(name: str, ours: Spent, bare: Spent, goal: str, due: int, letters: int) -> dict[str, object]:
    return {
        "measure": name,
        "of": f"{due} due among {letters} letters: letters moved, events or notices written, jobs left",
        "against": "the bare UPDATE of as many rows of a table with the same rows and indexes (times as long)",
        "ratio": round(ours.wall_s / bare.wall_s, 2),
        **({"goal": goal} if goal else {}),
        "ratio_cpu": round(ours.cpu_s / bare.cpu_s, 2),
        **figures("swept", ours, count=due),
        **figures("bare", bare, count=due),
    }
