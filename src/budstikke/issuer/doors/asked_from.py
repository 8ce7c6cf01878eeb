"""Where a request comes from, as tries are counted by it: the address itself is kept nowhere."""

from __future__ import annotations

from django.http import HttpRequest


def asked_from(request: HttpRequest) -> str:
    """Return what stands for whoever asks; what is written down of it is a keyed hash."""
    return str(request.META.get("REMOTE_ADDR", ""))
