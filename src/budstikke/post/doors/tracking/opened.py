"""Which letter this browser knows the second fact of: a signed cookie for half an hour, no account, no session."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_NAME = "post_letter"
_PATH = "/track/"
_SECONDS = 30 * 60


def remember(response: HttpResponse, number: str) -> None:
    """Let the browser keep that it may ask for things about a letter."""
    response.set_signed_cookie(
        _NAME,
        number,
        salt=_NAME,
        max_age=_SECONDS,
        path=_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def forget(response: HttpResponse) -> None:
    """Have the browser forget it."""
    response.delete_cookie(_NAME, path=_PATH, samesite="Strict")


def opened(request: HttpRequest) -> str:
    """Return the number of the letter this browser may ask for things about, or nothing."""
    found = request.get_signed_cookie(_NAME, default="", salt=_NAME, max_age=_SECONDS)
    return str(found)
