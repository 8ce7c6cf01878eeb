"""Carrying out what a simulated device does, over HTTP, and writing down what it heard."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID, uuid4

import httpx

from budstikke.cli.device_plan import Beat, Plan, Send
from budstikke.kit.authorities import authorities
from budstikke.kit.clock import real_now

_PATH = "/devices/v1"
_NO_SECRET = "not-a-secret"  # noqa: S105  (that is the point of it)
_TIMEOUT_S = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One answer: to what, its status, the outcome or the problem's code, and the codes of what was found."""

    to: str
    status: int
    answer: str
    found: tuple[str, ...] = ()
    repeated: bool = False

    def as_json(self) -> dict[str, object]:
        """Return it as plain JSON values."""
        return asdict(self)


def carry_out(plan: Plan, *, url: str, secret: str, client: httpx.Client | None = None) -> Iterator[Heard]:
    """
    Do what a plan says against the service at an address, and yield each answer as it comes.

    A `client` that is given stays open, for what the device does next.

    Raises: httpx.HTTPError when nobody answers there.
    """
    proof = {"Authorization": f"Bearer {secret if plan.secret_is_right else _NO_SECRET}"}
    with nullcontext(client) if client else _client(url) as service:
        service.headers.update(proof)
        if plan.beat is not None:
            yield _beat(service, plan.beat)
        for send in plan.sends:
            asked = service.get(f"{_PATH}/asked")
            if asked.status_code != 200:
                yield _heard("asked", asked)
                return
            open_now = asked.json()
            if plan.only_wanted and send.kind not in open_now["wanted"]:
                continue
            yield from _send(service, send, check=send.check or open_now["check"])


def _client(url: str) -> httpx.Client:
    return httpx.Client(base_url=url, timeout=_TIMEOUT_S, verify=authorities())


def _beat(service: httpx.Client, beat: Beat) -> Heard:
    clock = real_now() + timedelta(seconds=beat.clock_ahead_s)
    said = {
        "works": beat.works,
        "fault": beat.fault,
        "routine": beat.routine,
        "clock": clock.isoformat(),
    }
    return _heard("heartbeat", service.post(f"{_PATH}/heartbeat", json=said))


def _send(service: httpx.Client, send: Send, *, check: UUID | str | None) -> Iterator[Heard]:
    read_at = (real_now() - timedelta(seconds=send.read_ago_s)).isoformat()
    nonce = send.nonce or uuid4()
    if send.picture is None:
        path = f"{_PATH}/checks/{check}/readings/{nonce}"
        content, kind = json.dumps({**send.said, "read_at": read_at}).encode(), "application/json"
    else:
        asked = urlencode({"read_at": read_at, "page": send.page})
        path = f"{_PATH}/checks/{check}/pictures/{nonce}?{asked}"
        content = send.picture
        kind = "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"
    if send.cut:
        _send_half(service, path, content, kind)
    for _ in range(send.times):
        yield _heard(send.kind, service.put(path, content=content, headers={"Content-Type": kind}))


def _send_half(service: httpx.Client, path: str, content: bytes, kind: str) -> None:
    """Send the head and half of the body, and hang up."""
    at = urlsplit(str(service.base_url))
    assert at.hostname is not None
    connect = http.client.HTTPSConnection if at.scheme == "https" else http.client.HTTPConnection
    connection = connect(at.hostname, at.port, timeout=_TIMEOUT_S)
    try:
        connection.putrequest("PUT", path)
        connection.putheader("Authorization", service.headers["Authorization"])
        connection.putheader("Content-Type", kind)
        connection.putheader("Content-Length", str(len(content)))
        connection.endheaders()
        connection.send(content[: len(content) // 2])
    finally:
        connection.close()


def _heard(to: str, answer: httpx.Response) -> Heard:
    try:
        said: dict[str, Any] = answer.json()
    except ValueError:
        said = {}
    heard = Heard(
        to=to, status=answer.status_code, answer=str(said.get("outcome") or said.get("code") or "ok")
    )
    found = tuple(each["code"] for each in said.get("found", ()))
    if to == "heartbeat" and answer.status_code == 200:
        return replace(heard, answer="works" if said["works"] else said["fault"])
    return replace(heard, found=found, repeated=bool(said.get("repeated")))
