"""Tell subscribers what has happened: once each, again after 30, 60 and 120 minutes, and then no more."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

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
_AT_ONCE, _MOST_ROUNDS = 64, 20
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
    Call whoever is due to be told, several at once; nothing is locked while they answer.

    Returns: how many were called. What is left is due the next time.
    """
    count = 0
    with ThreadPoolExecutor(max_workers=16) as callers:
        for _ in range(_MOST_ROUNDS):
            with acting_as(CARRIER):
                due = webhooks.claim(most=_AT_ONCE, until=now + _CLAIMED_FOR, now=now)
            if not due:
                break
            tried = list(callers.map(lambda each: _tell(each, callback=callback, now=now), due))
            with acting_as(CARRIER):
                webhooks.settle(tried, now=now)
            count += len(due)
            if len(due) < _AT_ONCE:
                break
    return count


def _tell(due: Due, *, callback: Callback, now: datetime) -> Tried:
    body = json.dumps(_said(due, now)).encode()
    try:
        answer = str(callback.call(due.url, headers=_headers(due, body, now), body=body))
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


def _headers(due: Due, body: bytes, now: datetime) -> Mapping[str, str]:
    sealed = unseal_from_webhook(due.headers_sealed, webhook_id=due.webhook)
    headers = {
        "Content-Type": "application/json",
        "Accept": "application/json",
        "User-Agent": "Budstikke-Webhook/1",
        "X-Bring-Application": "BMEC",
        "X-bring-Correlation": f"b{due.id}",
        "X-bring-Version": "1",
        **{str(name): str(value) for name, value in sealed["headers"]},
    }
    secret = str(sealed["secret"])
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
