"""How the demo waits for the worker: for as long as anything goes on, however slow the machine is."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

from budstikke.cli.demo_papers import Failed
from budstikke.kit.clock import real_now

# Without any progress at all: nothing done, nothing begun, nothing tried again.
_PATIENCE_S = 300
_SAY_EVERY_S = 15
_LOOK_EVERY_S = 0.2
# To see how far it has got takes longer than to see whether it is over.
_PROGRESS_EVERY_S = 3
# They come by themselves, always; nobody waits for them.
_BY_THEMSELVES = ("take_in_orders", "retry_stalled", "watch_devices", "hold_deadlines", "reconcile")


class Waiting:
    """Waits for what the worker does, and starts again whatever has ended meanwhile."""

    def __init__(self, start_again: Callable[[], list[str]]) -> None:
        self._start_again = start_again

    def for_jobs(self, what: str) -> None:
        """Wait until the worker has nothing left to do."""
        self.until(lambda: not _jobs(), what)

    def until(self, ready: Callable[[], bool], what: str, *, every_s: float = _LOOK_EVERY_S) -> None:
        """
        Wait for something the worker does.

        Unit: `every_s` is how long lies between two looks, longer where looking costs something.
        Raises: Failed when nothing has gone on for five minutes, beyond the time of the next try; it says what.
        """
        progress, since = None, time.monotonic()
        said = looked = since
        while not ready():
            for name in self._start_again():
                _say(f"{name} has ended and is started again; its log says why")
            if time.monotonic() - looked > _PROGRESS_EVERY_S:
                looked = time.monotonic()
                if (now := _progress()) != progress:
                    progress, since = now, looked
            if time.monotonic() - since > _PATIENCE_S + _until_next_try_s():
                raise Failed(f"nothing has gone on for {_PATIENCE_S} s; waited for {what}: {_left()}")
            if time.monotonic() - said > _SAY_EVERY_S:
                _say(f"waiting for {what}: {_left()}")
                said = time.monotonic()
            time.sleep(every_s)


def defer(task: str) -> None:
    """Ask the worker for a timed job now, rather than when its time comes."""
    from procrastinate.contrib.django import app
    from procrastinate.exceptions import AlreadyEnqueued

    with suppress(AlreadyEnqueued):  # its own time has come this moment
        app.configure_task(task, queueing_lock=task).defer(timestamp=0)


def failed_jobs() -> Counter[str]:
    """Return the jobs that nobody will try again, by their names."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    return Counter(ProcrastinateJob.objects.filter(status="failed").values_list("task_name", flat=True))


def _jobs() -> list[tuple[object, ...]]:
    from procrastinate.contrib.django.models import ProcrastinateJob

    waiting = ProcrastinateJob.objects.filter(status__in=("todo", "doing")).exclude(
        task_name__in=_BY_THEMSELVES
    )
    return list(waiting.order_by("id").values_list("id", "task_name", "status", "attempts", "scheduled_at"))


def _progress() -> object:
    """Return something that is other whenever a job has got on, or has got on with a batch."""
    from budstikke.post.records.models import Event, Letter, Notice, Report
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        batches = (
            Letter.objects.count(),
            Event.objects.count(),
            Notice.objects.exclude(channel="").count(),
            Report.objects.count(),
        )
    return _jobs(), batches


def _until_next_try_s() -> float:
    later = [at for *_, at in _jobs() if at is not None]
    return max(0.0, (min(later) - real_now()).total_seconds()) if later else 0.0  # type: ignore[type-var, operator]


def _left() -> str:
    jobs = _jobs()
    names = Counter(f"{name} ({state})" for _, name, state, *_ in jobs)
    left = ", ".join(f"{number} {name}" for name, number in sorted(names.items())) or "no job is waiting"
    tried = max((int(str(attempts)) for *_, attempts, _ in jobs), default=0)
    return f"{left}; tried {tried} times" if tried > 1 else left


def _say(words: str) -> None:
    print(f"\n    {words} ...", end="", file=sys.stderr, flush=True)
