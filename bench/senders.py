"""What senders' programs do: one booking by POST against one in a file, indexes, and being called."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID, uuid4

import httpcore

from bench import site
from bench.booking import book
from bench.clocks import Clock
from bench.orders import CUSTOMER, write_file

_POSTS, _IN_A_FILE, _CALLED = 60, 5_000, 2_000
# Those of the letter that booking pays for and only reading uses.
_INDEXES = {
    "letters_of_a_consignment": "(sender_id, consignment_number)",
    "letters_of_an_order": "(sender_id, order_reference)",
    "letters_of_a_state": "(sender_id, state, interchange_id, id)",
}
_SAME_INDEX = "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND strpos(indexdef, %s) > 0"


def measure(clock: Clock, *, folder: Path, small: bool) -> Iterator[dict[str, object]]:
    """Measure each in turn, alternating what is compared."""
    site.empty()
    asking = Asking()
    yield _posts(clock, folder, asking)
    yield from _indexes(clock, folder, rounds=3 if small else 5)
    yield _webhooks(clock)


class Asking:
    """A program of the sender's, within this process: through every middleware, without the network."""

    def __init__(self) -> None:
        from django.test import Client

        from budstikke.post.actions.senders.api_keys import register_api_key
        from budstikke.post.doors.api import asking
        from budstikke.post.doors.bring.asking import CEILINGS
        from budstikke.post.terms.roles import Role

        # What is measured is what a request costs, not how many are let in.
        CEILINGS["booking"] = asking._MOST_KNOWN = 1_000_000
        key = register_api_key(CUSTOMER, uid="bench@post.example", label="", roles=[Role.OWNER], now=site.NOW)
        self._headers = {"X-MyBring-API-Uid": "bench@post.example", "X-MyBring-API-Key": str(key)}
        self._client = Client(SERVER_NAME="localhost", headers=self._headers)

    def get(self, path: str) -> Any:
        answer = self._client.get(path)
        assert answer.status_code == 200, (path, answer.content)
        return answer.json()

    def post(self, path: str, body: object) -> None:
        answer = self._client.post(path, body, content_type="application/json")
        assert answer.status_code == 200, answer.content


def _posts(clock: Clock, folder: Path, asking: Asking) -> dict[str, object]:
    path = folder / "senders.edi"
    order = json.loads((Path(__file__).parents[1] / "examples" / "booking.json").read_text())
    order["testIndicator"] = False
    order["consignments"][0]["product"]["customerNumber"] = CUSTOMER
    ratios, ratios_cpu, posted, filed = [], [], [], []
    for turn in range(6):
        write_file(path, letters=_IN_A_FILE, first_serial=1 + turn * _IN_A_FILE, reference=f"S{turn}")
        in_file = clock.cost(lambda: book(path))
        bodies = [copy.deepcopy(order) for _ in range(_POSTS)]
        by_post = clock.cost(lambda: [asking.post("/booking/api/create", body) for body in bodies])  # noqa: B023
        if turn == 0:
            continue  # statements are prepared and connections made
        ratios.append((in_file.wall_s / _IN_A_FILE) / (by_post.wall_s / _POSTS))
        ratios_cpu.append((in_file.cpu_s / _IN_A_FILE) / (by_post.cpu_s / _POSTS))
        posted.append(1000 * by_post.wall_s / _POSTS)
        filed.append(1000 * in_file.wall_s / _IN_A_FILE)
    return {
        "measure": "bulk_letter_against_post",
        "of": f"a letter of {_IN_A_FILE} in a file",
        "against": "a letter by POST, through Django without the network (times as long)",
        "ratio": round(median(ratios), 4),
        "goal": "<= 0.033",
        "ratio_cpu": round(median(ratios_cpu), 4),
        "post_ms": round(median(posted), 1),
        "in_file_ms": round(median(filed), 3),
    }


def _indexes(clock: Clock, folder: Path, *, rounds: int) -> Iterator[dict[str, object]]:
    """Copy the same letters into the same table with each index and without it, in turns."""
    path = folder / "indexes.edi"
    write_file(path, letters=4 * _IN_A_FILE, first_serial=1, reference="INDEXES")
    site.empty()
    booking = clock.cost(lambda: book(path))
    rows = site.copy_out("SELECT * FROM letter ORDER BY id")
    with site.owner() as owner:
        for name, columns in _INDEXES.items():
            costs = []
            for turn in range(2 * rounds):
                copy_of = site.like("letter")
                for other, definition in owner.execute(_SAME_INDEX, [copy_of, columns]).fetchall():
                    assert columns in str(definition)
                    if turn % 2:
                        owner.execute(f"DROP INDEX {other}")
                costs.append(clock.cost(lambda: site.copy_in(owner, copy_of, rows)).server_s)  # noqa: B023
            extra = median(
                with_it - without for with_it, without in zip(costs[::2], costs[1::2], strict=True)
            )
            yield {
                "measure": f"index_{name}",
                "of": "processor time of the server for the index alone, measured by COPY with it and without",
                "against": f"processor time of both sides for booking the same {4 * _IN_A_FILE} orders",
                "ratio": round(extra / booking.cpu_s, 3),
                "extra_s": round(extra, 3),
                "booking_cpu_s": round(booking.cpu_s, 2),
            }


@contextmanager
def _subscriber() -> Iterator[str]:
    command = [sys.executable, "-m", "bench.subscriber"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}/told"
        finally:
            process.terminate()


def _webhooks(clock: Clock) -> dict[str, object]:
    """Have so many things told to a subscriber, and call it as often with the same words and no database, in turns."""
    from budstikke.post.actions.telling.tell_webhooks import tell_webhooks
    from budstikke.post.channels.callback import Callback

    ratios, told, bare, cpu = [], [], [], []
    with _subscriber() as url, site.owner() as owner:
        webhook = _subscription(owner, url)
        for turn in range(4):
            owner.execute(
                "INSERT INTO webhook_delivery (webhook_id, sender_id, status, shipment, package, happened_at, due_at,"
                " tries_left) SELECT %s, 1, 'DELIVERED', 'x', 'y', %s, %s, 3 FROM generate_series(1, %s)",
                [webhook, site.NOW, site.NOW, _CALLED],
            )
            callback = Callback(loopback=True)
            whole = clock.cost(lambda: tell_webhooks(callback=callback, now=site.NOW))  # noqa: B023
            open_ = owner.execute("SELECT count(*) FROM webhook_delivery WHERE told_at IS NULL").fetchone()
            assert open_ == (0,)
            called = clock.cost(lambda: _call(url))
            if turn == 0:
                continue
            ratios.append(called.wall_s / whole.wall_s)
            told.append(_CALLED / whole.wall_s)
            cpu.append(whole.cpu_s)
            bare.append(_CALLED / called.wall_s)
    return {
        "measure": "webhooks",
        "of": f"{_CALLED} callbacks, signed, sent and settled by one worker; the subscriber is a process beside it",
        "against": "the same calls over kept connections without a database, unsigned",
        "ratio": round(median(ratios), 2),
        "called_per_s": round(median(told)),
        "cpu_ms": round(1000 * median(cpu) / _CALLED, 2),
        "bare_per_s": round(median(bare)),
    }


def _subscription(owner: site.Connection, url: str) -> UUID:
    from budstikke.post.actions.sealing import seal_for_webhook

    webhook = uuid4()
    sealed = seal_for_webhook({"headers": [], "secret": "s"}, webhook_id=webhook)
    owner.execute(
        "INSERT INTO api_key (sender_id, uid, key_sha256, label, roles, created_at)"
        " VALUES (1, 'u', %s, '', 'owner', now())",
        [uuid4().bytes],
    )
    owner.execute(
        "INSERT INTO webhook (id, sender_id, api_key_id, tracking_id, event_groups, url, content_type,"
        " header_names, headers_sealed, created_at, expires_at)"
        " SELECT %s, 1, max(id), 'x', 'DELIVERED', %s, 'application/json', '', %s, now(),"
        " now() + interval '1 day' FROM api_key",
        [webhook, url, sealed],
    )
    return webhook


def _call(url: str) -> None:
    body, headers = b"x" * 200, [("Content-Type", "application/json")]
    with httpcore.ConnectionPool(max_connections=64) as pool, ThreadPoolExecutor(32) as callers:
        for response in callers.map(
            lambda _: pool.request("POST", url, headers=headers, content=body), range(_CALLED)
        ):
            assert response.status == 204
