"""The stand-in of the National Registry on a port of this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from budstikke.post.channels.registry_stand_in import Failure, StandIn

# Where who plays with it says what shall happen; the registry has no such place.
CONTROL = "/stand-in"


@contextmanager
def served(stand_in: StandIn, *, port: int = 0, stall_s: float = 60.0) -> Iterator[str]:
    """Serve on loopback while the block runs; yields the address. `stall_s` is how long a timeout lets one wait."""
    stalled = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer("GET")

        def do_POST(self) -> None:
            self._answer("POST")

        def log_message(self, *_: Any) -> None:
            """Nothing of a request is written down."""

        def _answer(self, method: str) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if parts.path.startswith(CONTROL) or parts.path == "/token":
                status, headers, content = _control(stand_in, method, parts.path, body)
            elif not self.headers.get("Authorization", "").startswith("Bearer "):
                status, headers, content = 401, {}, b""
            else:
                status, headers, content = stand_in.answer(
                    method,
                    _path(parts.path),
                    dict(parse_qsl(parts.query)),
                    body,
                    self.headers.get("If-None-Match", ""),
                )
            if status == 0:
                stalled.wait(stall_s)
                self.close_connection = True
                return
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(OSError):
                self.wfile.write(content)

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        stalled.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _path(path: str) -> str:
    """Return what stands behind the rights package and its version, whichever they are."""
    behind = path.removeprefix("/folkeregisteret")
    if behind.startswith("/mottak"):
        return behind
    return behind.partition("/v1")[2].rstrip("/")


def _control(stand_in: StandIn, method: str, path: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
    json_type = {"Content-Type": "application/json"}
    if path == "/token":
        return 200, json_type, json.dumps({"access_token": "stand-in", "expires_in": 120}).encode()
    try:
        asked = json.loads(body) if body else {}
        if method == "POST" and path == f"{CONTROL}/events":
            sequence = stand_in.happens(asked["kind"], asked["number"], **asked.get("changes", {}))
            return 201, json_type, json.dumps({"sequence": sequence}).encode()
        if method == "POST" and path == f"{CONTROL}/failures":
            stand_in.fails(*(Failure(each) for each in asked["failures"]))
            return 201, json_type, b"{}"
    except (ValueError, KeyError, TypeError):
        return 400, json_type, b"{}"
    if path == CONTROL:
        told = {
            "events": len(stand_in.events),
            "persons": len(stand_in.documents),
            "moves": len(stand_in.moves),
        }
        return 200, json_type, json.dumps(told).encode()
    return 404, json_type, b"{}"
