"""
Asking a web service as many connections at once do, each sending its next request when it has its answer.

Run as a process of its own, so that what asking costs stands in no one's way but the processor's; it looks at each
answer's status and length only. What it costs is counted against the service.
"""

from __future__ import annotations

import json
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Load:
    """What was asked and answered within so many seconds; times in milliseconds."""

    per_s: float
    p50_ms: float
    p99_ms: float
    other_than_200: int
    own_cpu_s: float


def load(port: int, requests: Sequence[Sequence[bytes]], *, seconds: float) -> Load:
    """Ask over as many connections as there are lists of requests, each its own list again and again."""
    asked = [[each.decode("ascii") for each in one] for one in requests]
    given = json.dumps({"port": port, "requests": asked, "seconds": seconds})
    ran = subprocess.run(
        [sys.executable, "-m", "bench.loading"], input=given, capture_output=True, text=True, check=True
    )
    return Load(**json.loads(ran.stdout))


class _Asking:
    """One connection."""

    def __init__(self, port: int, requests: Sequence[bytes]) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._requests, self._nth, self._left = requests, 0, -1
        self.began = 0.0

    def ask(self) -> None:
        self.began = time.perf_counter()
        self._left = -1
        self.socket.sendall(self._requests[self._nth % len(self._requests)])
        self._nth += 1

    def hear(self) -> bool | None:
        """Return whether an answer that has come whole is a 200; None when there is more to come."""
        come = self.socket.recv(1 << 18)
        if not come:
            raise SystemExit("the service closed a connection")
        if self._left < 0:
            head, _, rest = come.partition(b"\r\n\r\n")
            self._ok = head[9:12] == b"200"
            length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
            if not length:
                raise SystemExit(f"an answer does not say how long it is: {come[:200]!r}")
            self._left = int(length) - len(rest)
        else:
            self._left -= len(come)
        return self._ok if self._left == 0 else None


def _run(port: int, requests: Sequence[Sequence[bytes]], seconds: float) -> Load:
    connections = [_Asking(port, each) for each in requests]
    took: list[float] = []
    wrong = 0
    with selectors.DefaultSelector() as selector:
        for each in connections:
            selector.register(each.socket, selectors.EVENT_READ, each)
            each.ask()
        began = time.perf_counter()
        while (now := time.perf_counter()) < began + seconds:
            for key, _ in selector.select(1):
                asking: _Asking = key.data
                ok = asking.hear()
                if ok is not None:
                    took.append(time.perf_counter() - asking.began)
                    wrong += not ok
                    asking.ask()
    took.sort()
    return Load(
        per_s=round(len(took) / (now - began)),
        p50_ms=round(1000 * took[len(took) // 2], 2),
        p99_ms=round(1000 * took[len(took) * 99 // 100], 2),
        other_than_200=wrong,
        own_cpu_s=round(time.process_time(), 2),
    )


def _child() -> None:
    given = json.load(sys.stdin)
    requests = [[each.encode("ascii") for each in one] for one in given["requests"]]
    done = _run(given["port"], requests, given["seconds"])
    print(json.dumps({name: getattr(done, name) for name in Load.__slots__}))


if __name__ == "__main__":
    _child()
