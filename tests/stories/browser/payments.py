"""Where a story that pays has its provider of payments: one port for the web process and for the story."""

from __future__ import annotations

import socket

with socket.socket() as _free:
    _free.bind(("127.0.0.1", 0))
    PAYMENTS: int = _free.getsockname()[1]
