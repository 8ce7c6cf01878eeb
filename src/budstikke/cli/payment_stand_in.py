"""
Stand in for a card provider on this machine: the ePayment API, a page on which to say yes or no, and signed webhooks.

Nothing is kept when it ends. --fail makes it fail on purpose: what, how, and how often. An answer that is `lost` is of
something that was done.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from secrets import token_urlsafe
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

import httpx

from budstikke.cli.stand_in_page import HEADERS, page
from budstikke.cli.stand_in_payments import FAILURES, Answer, Ledger, problem
from budstikke.cli.stand_in_serving import Failing, StandInServer, served
from budstikke.formats.epayment import STAND_IN_SECRET, EventName, State, signed_headers
from budstikke.kit.authorities import authorities
from budstikke.kit.clock import real_now
from budstikke.kit.installation import is_test

HELP = "stand in for a card provider, and fail on purpose"
EXAMPLES = (
    "budstikke payment-stand-in --webhook http://localhost:8200/payments/webhook --fail capture:lost:2",
)
PORT = 8206
_MOST_BODY_BYTES = 65_536
_PAYMENTS = "/epayment/v1/payments"
_TELL_AGAIN_SECONDS = (0.5, 2.0, 8.0)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--port", type=int, default=PORT, help="to listen at, on loopback (8206)")
    parser.add_argument("--webhook", default="", metavar="URL", help="whom to tell what happens to payments")
    known = "; ".join(f"{on}: {', '.join(ways)}" for on, ways in FAILURES.items())
    parser.add_argument("--fail", action="append", default=[], metavar="ON:HOW[:TIMES]", help=known)
    parser.add_argument(
        "--slow-seconds", type=float, default=60.0, help="how long what is late or times out takes"
    )


def run(arguments: argparse.Namespace) -> int:
    """Serve until Ctrl-C; 2 on an installation that is no test."""
    if not is_test():
        print("this is no test installation; payments there are real", file=sys.stderr)
        return 2
    try:
        with serving(
            port=arguments.port,
            webhook_url=arguments.webhook,
            failures=arguments.fail,
            slow_seconds=arguments.slow_seconds,
        ) as server:
            print(json.dumps({"url": server.url, "webhook": arguments.webhook}), flush=True)
            threading.Event().wait()
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"cannot serve on port {arguments.port}: {error.strerror}", file=sys.stderr)
        return 2
    return 0


class StandIn(StandInServer):
    """The stand-in as a server on loopback."""

    def __init__(self, *, port: int, webhook_url: str, slow_seconds: float) -> None:
        super().__init__(("127.0.0.1", port), _Asked)
        self.url = f"http://localhost:{self.server_port}"
        self.failing = Failing(FAILURES)
        self.slow_seconds = slow_seconds
        self.webhook_url = webhook_url
        self.tokens: set[str] = set()
        self.ledger = Ledger(real_now=real_now, tell=self._tell)

    def _tell(self, event: Mapping[str, Any]) -> None:
        if self.webhook_url:
            how = self.failing.next("webhook")
            if how != "never":
                threading.Thread(target=self._tell_until_heard, args=(dict(event), how), daemon=True).start()

    def _tell_until_heard(self, event: dict[str, Any], how: str) -> None:
        if how == "late":
            time.sleep(self.slow_seconds)
        content = json.dumps({"msn": "000000", **event}).encode()
        for _ in range(2 if how == "double" else 1):
            for pause in (*_TELL_AGAIN_SECONDS, 0):
                if self._told(content, secret="another" if how == "wrong_signature" else STAND_IN_SECRET):
                    break
                time.sleep(pause)

    def _told(self, content: bytes, *, secret: str) -> bool:
        parts = urlsplit(self.webhook_url)
        path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        date = format_datetime(real_now(), usegmt=True)
        headers = signed_headers(path=path, host=parts.netloc, content=content, secret=secret, date=date)
        with suppress(httpx.HTTPError):
            sent = {**headers, "Content-Type": "application/json"}
            return httpx.post(
                self.webhook_url, content=content, headers=sent, timeout=10, verify=authorities()
            ).is_success
        return False


@contextmanager
def serving(
    *, port: int = 0, webhook_url: str = "", failures: list[str] | None = None, slow_seconds: float = 60.0
) -> Iterator[StandIn]:
    """
    Serve while the block runs; port 0 takes a free one.

    Raises: ValueError for a failure that is none.
    """
    server = StandIn(port=port, webhook_url=webhook_url, slow_seconds=slow_seconds)
    with served(server, failures=failures or []):
        yield server


class _Asked(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    server_version, sys_version = "stand-in", ""

    @property
    def _here(self) -> StandIn:
        return cast(StandIn, self.server)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  (the library's word)
        """Say nothing: what fails on purpose is not news."""

    def do_GET(self) -> None:
        """Answer how a payment stands, or show its page."""
        parts = urlsplit(self.path).path.strip("/").split("/")
        if parts[0] == "pay" and len(parts) == 2:
            self._show(parts[1])
        elif parts[:3] == ["epayment", "v1", "payments"] and len(parts) in (4, 5):
            self._failing("get", lambda: self._looked(*parts[3:]))
        else:
            self._send(*problem(404, "Not Found"))

    def do_POST(self) -> None:
        """Take a request to change something, or the payer's answer."""
        length = self.headers.get("Content-Length", "0")
        if not (length.isascii() and length.isdecimal() and int(length) <= _MOST_BODY_BYTES):
            self.close_connection = True
            self._send(*problem(413, "Content Too Large"))
            return
        content = self.rfile.read(int(length))
        path = urlsplit(self.path).path
        parts = path.strip("/").split("/")
        if path == "/accesstoken/get":
            self._failing("token", self._let_in)
        elif path == _PAYMENTS:
            self._failing("create", lambda: self._created(content))
        elif path.startswith(_PAYMENTS) and len(parts) == 5 and parts[4] in ("capture", "refund", "cancel"):
            self._failing(parts[4], lambda: self._modified(parts[4], parts[3], content))
        elif parts[0] == "pay" and len(parts) == 2:
            self._paid(parts[1], content)
        else:
            self._send(*problem(404, "Not Found"))

    def _failing(self, on: str, work: Callable[[], Answer]) -> None:
        how = self._here.failing.next(on)
        if how in ("409", "500"):
            self._send(*problem(int(how), "Failing on purpose"))
            return
        if how == "timeout":
            time.sleep(self._here.slow_seconds)
            self.close_connection = True
            return
        status, said = work()
        if how == "lost":
            self.close_connection = True
            return
        self._send(status, said)

    def _let_in(self) -> Answer:
        if not (self.headers.get("client_id") and self.headers.get("client_secret")):
            return problem(401, "Unauthorized")
        token = token_urlsafe(24)
        self._here.tokens.add(token)
        return 200, {"token_type": "Bearer", "expires_in": "3600", "access_token": token}

    def _refused(self, *, keyed: bool) -> Answer | None:
        if self.headers.get("Authorization", "").removeprefix("Bearer ") not in self._here.tokens:
            return problem(401, "Unauthorized")
        needed = (
            "Ocp-Apim-Subscription-Key",
            "Merchant-Serial-Number",
            *(("Idempotency-Key",) if keyed else ()),
        )
        missing = [name for name in needed if not self.headers.get(name)]
        return problem(400, f"Missing header {missing[0]}") if missing else None

    def _looked(self, reference: str, more: str = "") -> Answer:
        refused = self._refused(keyed=False)
        if refused or more not in ("", "events"):
            return refused or problem(404, "Not Found")
        if not more:
            return self._here.ledger.look(reference)
        events = self._here.ledger.events(reference)
        return problem(404, "Payment not found") if events is None else (200, cast(Any, events))

    def _created(self, content: bytes) -> Answer:
        key = self.headers.get("Idempotency-Key", "")
        body = _object(content)
        return self._refused(keyed=True) or self._here.ledger.create(body, key=key, page_url=self._here.url)

    def _modified(self, verb: str, reference: str, content: bytes) -> Answer:
        key = self.headers.get("Idempotency-Key", "")
        return self._refused(keyed=True) or self._here.ledger.modify(
            verb, reference, _object(content), key=key
        )

    def _show(self, token: str) -> None:
        payment = self._here.ledger.of_payer(token)
        if payment is None:
            self._send(*problem(404, "Not Found"))
            return
        if self._here.failing.next("pay") == "expired":
            self._here.ledger.answered(payment, EventName.EXPIRED)
        self._send_bytes(200, page(payment), HEADERS)

    def _paid(self, token: str, content: bytes) -> None:
        payment = self._here.ledger.of_payer(token)
        if payment is None:
            self._send(*problem(404, "Not Found"))
            return
        said = parse_qs(content.decode("utf-8", "replace")).get("answer", [""])[0]
        if payment.state is State.CREATED and said in ("yes", "no"):
            name = EventName.AUTHORIZED if said == "yes" else EventName.ABORTED
            self._here.ledger.answered(payment, name)
        self._send_bytes(303, b"", {"Location": payment.return_url})

    def _send(self, status: int, said: object) -> None:
        kind = "application/json" if status < 400 else "application/problem+json"
        self._send_bytes(status, json.dumps(said).encode(), {"Content-Type": kind})

    def _send_bytes(self, status: int, content: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)


def _object(content: bytes) -> dict[str, Any]:
    try:
        said = json.loads(content or b"{}")
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
