"""The number a form is given, by which sending it twice is sending it once."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import HttpRequest


def nonce_of(request: HttpRequest) -> UUID:
    """Return the number the form was given; one of our own where there is none."""
    try:
        return UUID(request.POST.get("nonce", ""))
    except ValueError:
        return uuid4()
