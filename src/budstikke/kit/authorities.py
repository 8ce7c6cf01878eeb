"""Whose certificates are believed when we ask another host over HTTPS."""

from __future__ import annotations

from functools import cache
from ssl import SSLContext

import httpx


@cache
def authorities() -> SSLContext:
    """
    Return the authorities that every client of HTTP goes by, read once for the whole process.

    Each client would read the hundred and more of them by itself, which takes longer than what most are opened for.
    """
    return httpx.create_ssl_context()
