"""Jobs while something is down: tried again, left to their next turn, or given to another worker."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import procrastinate
import psycopg
from django.db import InterfaceError, OperationalError
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

# What says that our own database is away: by Django, and by its driver where a statement goes past Django.
DATABASE_AWAY = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
_log = logging.getLogger(__name__)
_P = ParamSpec("_P")
# A worker that has not been heard for so long has died.
_SILENT_SECONDS = 8
_MOST_POWERS = 9


class Again(procrastinate.BaseRetryStrategy):
    """
    Try again while something is down: after a growing number of seconds, at most so many apart, without end.

    For work that is owed. What comes by itself at its next turn is left to it (`left_to_its_next_turn`): a job that
    is to be tried again while the next of its kind waits, where only one may, could be neither and would be lost.
    """

    def __init__(self, *down: type[Exception], growing_by: int, most_seconds_apart: int) -> None:
        self._down = down
        self._growing_by = growing_by
        self._most_seconds_apart = most_seconds_apart

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> procrastinate.RetryDecision | None:
        """Return when to try again, or None where trying again cannot help."""
        if not isinstance(exception, self._down):
            return None
        wait_s = min(self._growing_by ** (min(job.attempts, _MOST_POWERS) + 1), self._most_seconds_apart)
        # Only the kind of fault: a driver's message may repeat what was to be written.
        _log.warning(
            "%s %s: %s, tried again in %s s", job.task_name, job.id, type(exception).__name__, wait_s
        )
        return procrastinate.RetryDecision(retry_in={"seconds": wait_s})


def left_to_its_next_turn(*down: type[Exception]) -> Callable[[Callable[_P, None]], Callable[_P, None]]:
    """
    Let work that comes by itself end without a fault while something is down: its next turn does it.

    Nothing is half done by that: each action is one transaction. A job that failed would stay among the failed and
    say of something that was made up for long since that it is not done.
    """

    def leaving(work: Callable[_P, None]) -> Callable[_P, None]:
        @wraps(work)
        def worked(*args: _P.args, **named: _P.kwargs) -> None:
            try:
                work(*args, **named)
            except down as fault:
                _log.warning("%s: %s, left to its next turn", work.__name__, type(fault).__name__)

        return worked

    return leaving


async def give_to_others(jobs: JobManager) -> None:
    """Give the jobs of a worker that died to another one; with the database away, at the next turn."""
    try:
        for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=_SILENT_SECONDS):
            try:
                await jobs.retry_job(job)
            except UniqueViolation:
                # The next of its kind waits already, where only one may. It must not keep the others from going on.
                await jobs.finish_job(job, status=Status.ABORTED, delete_job=True)
    except ConnectorException as fault:
        _log.warning("stalled jobs: %s, left to the next turn", type(fault).__name__)
