"""
An SMS gateway on this machine: speaks the gateway's HTTP, and delays, refuses and loses by the number it is given.

It is a real server in front of our own client: the same requests, answers and receipts as a gateway afar.
"""

from __future__ import annotations

import hmac
import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx

from budstikke.kit.authorities import authorities
from budstikke.post.channels.sms import GATEWAY_DOWN, NUMBER_UNKNOWN

# Numbers at which it does otherwise than take and deliver; the series is not in use in Norway.
NEVER_ARRIVES = "+4700000003"
NO_RECEIPT = "+4700000004"
SLOW = "+4700000005"
_MOST_BYTES = 16_384
_TRIES, _APART_S, _SECONDS = 5, 1.0, 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class StandInSettings:
    """
    How the gateway behaves; `receipts_url` is called with a receipt for each message, unless it is empty.

    `file` gets a line of JSON for each message.
    """

    token: str = ""
    receipts_url: str = ""
    receipts_token: str = field(default="", repr=False)
    receipt_after_s: float = 0.2
    slow_s: float = 5.0
    file: Path | None = None


class SmsStandIn:
    """The gateway, on loopback; use it as a context, or `serve_forever`."""

    def __init__(self, settings: StandInSettings, *, port: int = 0) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self.taken: dict[str, dict[str, str]] = {}
        self.asked = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        self._server.daemon_threads = True

    @property
    def url(self) -> str:
        """Where messages are posted."""
        return f"http://127.0.0.1:{self._server.server_port}/messages"

    def __enter__(self) -> SmsStandIn:
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def serve_forever(self) -> None:
        """Serve until the process ends."""
        self._server.serve_forever(poll_interval=0.05)

    def answer(self, authorization: str, body: bytes) -> tuple[int, dict[str, str]]:
        """Take a message, or refuse it: a status and its JSON."""
        self.asked += 1
        if self._settings.token and not hmac.compare_digest(authorization, f"Bearer {self._settings.token}"):
            return 401, {"code": "unauthorized"}
        try:
            told = json.loads(body)
            message = {name: str(told[name]) for name in ("to", "from", "text", "reference")}
        except (ValueError, KeyError, TypeError):
            return 400, {"code": "malformed"}
        number = message["to"]
        if number == NUMBER_UNKNOWN:
            return 422, {"code": "unknown-subscriber"}
        if number == GATEWAY_DOWN:
            return 503, {"code": "down"}
        if number == SLOW:
            time.sleep(self._settings.slow_s)
        # The same reference is the same message: it is taken once, however often it is given.
        with self._lock:
            known = message["reference"] in self.taken
            self.taken.setdefault(message["reference"], message)
        if not known:
            self._keep(message)
            if number != NO_RECEIPT and self._settings.receipts_url:
                threading.Thread(target=self._tell, args=(message,), daemon=True).start()
        return 202, {"id": message["reference"]}

    def _keep(self, message: dict[str, str]) -> None:
        if self._settings.file is None:
            return
        line = json.dumps({name: message[name] for name in ("to", "text", "reference")}, ensure_ascii=False)
        with self._lock, self._settings.file.open("a", encoding="utf-8") as stream:
            stream.write(line + "\n")

    def _tell(self, message: dict[str, str]) -> None:
        """Call back with the receipt, and again where nobody answers."""
        receipt = {"reference": message["reference"], "status": "delivered"}
        if message["to"] == NEVER_ARRIVES:
            receipt |= {"status": "failed", "code": "undeliverable"}
        headers = {"Authorization": f"Bearer {self._settings.receipts_token}"}
        time.sleep(self._settings.receipt_after_s)
        for _ in range(_TRIES):
            try:
                answer = httpx.post(
                    self._settings.receipts_url,
                    json=receipt,
                    headers=headers,
                    timeout=_SECONDS,
                    verify=authorities(),
                )
            except httpx.TransportError:
                answer = None
            # 404 is one they may not have written down yet: the receipt was quicker than their own note.
            if answer is not None and answer.status_code < 500 and answer.status_code != 404:
                return
            time.sleep(_APART_S)


def _handler(gateway: SmsStandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = _SECONDS

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            if self.path != "/messages" or length > _MOST_BYTES:
                status, told = 404 if self.path != "/messages" else 413, {"code": "not-taken"}
                self.close_connection = True
            else:
                status, told = gateway.answer(self.headers.get("Authorization", ""), self.rfile.read(length))
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing: a log would name numbers."""

    return Handler
