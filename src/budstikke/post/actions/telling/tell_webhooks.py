"""Tell subscribers what has happened: once each, again after 30, 60 and 120 minutes, and then no more."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections import deque
from collections.abc import Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import UTC, datetime, timedelta
from uuid import UUID

from budstikke.post.actions.sealing import unseal_from_webhook
from budstikke.post.channels.callback import Callback
from budstikke.post.channels.errors import Rejected, Unreachable
from budstikke.post.records import horizons, webhooks
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.records.webhooks import Due, Tried
from budstikke.post.terms.events import EVENTS

SIGNATURE = "X-Budstikke-Signature"
# By how many tries are left after one that failed: two more half an hour apart, and a last one an hour later.
_WAITS_MINUTES = {3: 30, 2: 30, 1: 60}
TRIES_AGAIN = len(_WAITS_MINUTES)
_UNKNOWN_FOR = timedelta(days=2)
_CLAIMED_FOR = timedelta(minutes=5)
# So many calls at once; so many claimed together, and at most in one run of the job; what was answered is written down
# by so many together, or when nobody has answered for so long.
_AT_ONCE, _BATCH, _MOST = 32, 256, 5_000
_SETTLED_AT_ONCE, _SETTLED_AFTER_SECONDS = 64, 0.5
_HORIZON = "webhooks"
# What has no status message of its own is a note for the sender, which nobody is called for.
_WORDS = tuple((row.code.value, row.bring) for row in EVENTS.values() if row.wire is not None)


def cast_events(*, now: datetime) -> int:
    """
    Write down what is to be told of everything new, of subscriptions that end, and of numbers nobody knows.

    Returns: how many things there are to tell.
    """
    with acting_as(CARRIER):
        since, horizon = horizons.below(_HORIZON), horizons.oldest_running()
        count = webhooks.cast(_WORDS, since=since, horizon=horizon, tries=TRIES_AGAIN, now=now)
        count += webhooks.end(tries=TRIES_AGAIN, now=now)
        count += webhooks.look_for(after=_UNKNOWN_FOR, tries=TRIES_AGAIN, now=now)
        horizons.advance(_HORIZON, to=horizon)
    return count


def tell_webhooks(*, callback: Callback, now: datetime) -> int:
    """
    Call whoever is due to be told, in the order in which it is due, many at once; nothing is locked while they answer.

    What was answered is written down some dozens at a time, and who answers slowly holds up nobody else's. A process
    that dies has told some whose answers nobody wrote down: they are told again (X-bring-Correlation is the same).
    Returns: how many were called. What is left is due the next time.
    """
    headers_of = _Unsealed()
    due: deque[Due] = deque()
    calls: set[Future[Tried]] = set()
    tried: list[Tried] = []
    count, more = 0, True
    with ThreadPoolExecutor(max_workers=_AT_ONCE, thread_name_prefix="webhook") as callers:
        while True:
            if more and len(due) < _AT_ONCE:
                found = _claimed(now=now) if count < _MOST else []
                more = len(found) == _BATCH
                count += len(found)
                due.extend(found)
            while due and len(calls) < 2 * _AT_ONCE:
                each = due.popleft()
                calls.add(callers.submit(_tell, each, headers_of(each), callback=callback, now=now))
            if calls:
                done, calls = wait(calls, timeout=_SETTLED_AFTER_SECONDS, return_when=FIRST_COMPLETED)
                tried.extend(each.result() for each in done)
            if tried and (len(tried) >= _SETTLED_AT_ONCE or not calls or not done):
                with acting_as(CARRIER):
                    webhooks.settle(tried, now=now)
                tried = []
            if not (calls or due or more):
                return count


def _claimed(*, now: datetime) -> list[Due]:
    with acting_as(CARRIER):
        return webhooks.claim(most=_BATCH, until=now + _CLAIMED_FOR, now=now)


class _Unsealed:
    """The headers and the secret of each webhook, opened once."""

    def __init__(self) -> None:
        self._opened: dict[UUID, tuple[tuple[tuple[str, str], ...], str]] = {}

    def __call__(self, due: Due) -> tuple[tuple[tuple[str, str], ...], str]:
        found = self._opened.get(due.webhook)
        if found is None:
            sealed = unseal_from_webhook(due.headers_sealed, webhook_id=due.webhook)
            headers = tuple((str(name), str(value)) for name, value in sealed["headers"])
            found = self._opened[due.webhook] = (headers, str(sealed["secret"]))
        return found


def _tell(
    due: Due, wanted: tuple[tuple[tuple[str, str], ...], str], *, callback: Callback, now: datetime
) -> Tried:
    body = json.dumps(_said(due, now)).encode()
    try:
        answer = str(callback.call(due.url, headers=_headers(due, wanted, body, now), body=body))
    except Unreachable:
        answer = "unreachable"
    except Rejected as rejected:
        answer = rejected.code
    told = answer.isdecimal() and 200 <= int(answer) < 300
    again = not told and due.tries_left > 0
    return Tried(
        id=due.id,
        sender_id=due.sender_id,
        answer=answer,
        told=told,
        due_at=now + timedelta(minutes=_WAITS_MINUTES[due.tries_left]) if again else None,
        tries_left=due.tries_left - 1 if again else 0,
    )


def _said(due: Due, now: datetime) -> dict[str, str]:
    return {
        "status": due.status,
        "id": str(due.webhook),
        "shipment": due.shipment,
        "package": due.package,
        "created": in_utc(due.happened_at),
        "pushed": in_utc(now),
    }


def _headers(
    due: Due, wanted: tuple[tuple[tuple[str, str], ...], str], body: bytes, now: datetime
) -> Mapping[str, str]:
    of_theirs, secret = wanted
    headers = {
        "Content-Type": "application/json",
        "Accept": "application/json",
        "User-Agent": "Budstikke-Webhook/1",
        "X-Bring-Application": "BMEC",
        "X-bring-Correlation": f"b{due.id}",
        "X-bring-Version": "1",
        **dict(of_theirs),
    }
    if secret:
        headers[SIGNATURE] = signature(secret, body, at=now)
    return headers


def signature(secret: str, body: bytes, *, at: datetime) -> str:
    """Return what proves a callback: its moment, and HMAC-SHA-256 over that moment, a dot and the body."""
    moment = int(at.timestamp())
    proof = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={proof}"


def in_utc(at: datetime) -> str:
    """Return a moment as the interface writes it: in UTC, the offset without a colon."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}+0000"
