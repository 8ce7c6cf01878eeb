"""A subscriber of this machine that keeps what it is told, and answers as it is told to."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Heard:
    """What came, and what is answered next; the last answer stays."""

    url: str = ""
    requests: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answers: list[int] = field(default_factory=lambda: [200])

    def next_answer(self) -> int:
        """The answer that is due."""
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def subscriber() -> Iterator[Heard]:
    """Serve on a port of its own until the block ends."""
    heard = Heard()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """Keep what came."""
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.requests.append((dict(self.headers.items()), body))
            status = heard.next_answer()
            self.send_response(status)
            if status == 302:
                self.send_header("Location", f"{heard.url}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *said: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        heard.url = f"http://localhost:{server.server_port}/told"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield heard
        finally:
            server.shutdown()
            thread.join()
