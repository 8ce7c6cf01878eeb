"""The worker: jobs outlive whoever was working on them."""

from __future__ import annotations

import asyncio
import json
import os
import queue
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.actions.line import NOW, book, bring_to_outlet, codes, file_of, order
from tests.own_process import OwnProcess

from budstikke.kit.clock import move_to
from budstikke.post.channels.errors import Unreachable
from budstikke.post.doors import timer

pytestmark = pytest.mark.usefixtures("installation")
_LONGEST_S = 60


class Gateway:
    """An SMS gateway that never answers the first time, and takes every message after."""

    def __init__(self) -> None:
        self.asked: queue.Queue[str] = queue.Queue()
        self.answered: list[str] = []
        self.times = 0
        outer, never = self, threading.Event()

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                reference = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["reference"]
                outer.times += 1
                outer.asked.put(reference)
                if outer.times == 1:
                    never.wait(_LONGEST_S)
                    return
                outer.answered.append(reference)
                self.send_response(202)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *given: object) -> None:
                """Say nothing."""

        self._server, self._never = ThreadingHTTPServer(("127.0.0.1", 0), Handler), never
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/"

    @contextmanager
    def running(self) -> Iterator[Gateway]:
        """Serve until the block ends."""
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        yield self
        self._never.set()
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def worker(gateway: Gateway) -> Iterator[OwnProcess]:
    """A worker process as an operator starts it."""
    environment = {**os.environ, "BUDSTIKKE_SMS_URL": gateway.url}
    started = OwnProcess("-m", "budstikke.cli.main", "worker", env=environment, stderr=subprocess.DEVNULL)
    try:
        yield started
    finally:
        if started.poll() is None:
            started.send_signal(signal.SIGTERM)
            try:
                started.wait(15)
            except subprocess.TimeoutExpired:
                started.close()


def test_a_job_whose_worker_is_killed_is_finished_once_by_another() -> None:
    """Killed with -9 while the gateway has the message: the next one sends it under the same key, told once."""
    move_to(NOW)  # at night no SMS goes out
    book(file_of([order(1, mobile="+4799999999")]))
    bring_to_outlet([1])
    with Gateway().running() as gateway:
        with worker(gateway) as first:
            key = gateway.asked.get(timeout=_LONGEST_S)
            first.kill()
            assert first.wait(10) == -signal.SIGKILL
        assert codes(1)[-1] == "READY_FOR_PICKUP"
        with worker(gateway):
            assert gateway.asked.get(timeout=_LONGEST_S) == key
            _until(lambda: codes(1)[-1] == "NOTIFICATION_SENT")
            _until(lambda: not ProcrastinateJob.objects.filter(task_name="send_notices").exists())
        assert gateway.answered == [key]
    assert codes(1).count("NOTIFICATION_SENT") == 1


def test_a_stalled_job_whose_next_waits_already_keeps_no_other_waiting() -> None:
    """Of a round that only one may wait for, a worker died in one and the clock queued the next: that one is it."""
    from procrastinate.contrib.django import app

    first, report = timer.reconcile_reports.defer(), timer.send_one_report.defer(letter_id=1)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES ('epoch') RETURNING id")
        (dead,) = cursor.fetchone()
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [dead])
    following = timer.reconcile_reports.defer()

    async def take_over() -> None:
        async with app.with_connector(app.connector.get_worker_connector()).open_async() as working:
            await timer.retry_stalled.func(SimpleNamespace(app=working))

    asyncio.run(take_over())
    left = dict(ProcrastinateJob.objects.values_list("id", "status"))
    assert (first in left, left) == (False, {report: "todo", following: "todo"})


def _until(holds: object) -> None:
    until = time.monotonic() + _LONGEST_S
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < until, "took too long"
        time.sleep(0.1)


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(0, 4), (1, 16), (2, 64), (5, 3600), (6, 3600), (10_000, 3600)]
)
def test_a_party_that_is_down_is_tried_again_at_most_an_hour_apart(attempts: int, seconds: int) -> None:
    """For as long as it takes: a recipient who was never told has no deadline."""
    from datetime import timedelta

    from budstikke.kit.clock import real_now

    job = timer.send_notices.configure().job.evolve(attempts=attempts)
    decision = timer._AGAIN.get_retry_decision(exception=Unreachable("down"), job=job)
    assert decision
    assert decision.retry_at
    assert abs(decision.retry_at - real_now() - timedelta(seconds=seconds)) < timedelta(seconds=5)


def test_a_fault_of_ours_is_not_tried_again() -> None:
    """It fails where it can be seen."""
    job = timer.send_notices.configure().job
    assert timer._AGAIN.get_retry_decision(exception=ValueError("ours"), job=job) is None
