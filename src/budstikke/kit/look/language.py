"""Which language a page is in: what the switch asks for, else what the browser kept from the last time."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from budstikke.kit.days import Language

_KEPT_SECONDS = 365 * 24 * 3600


def language_of(request: HttpRequest) -> Language:
    """Return the page's language; Norwegian unless English was asked for, here or before."""
    asked = request.GET.get("language") or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return "en" if asked == "en" else "no"


def keep_language(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer in the page's language, and let the browser keep what its switch asked for."""

    def answer(request: HttpRequest) -> HttpResponse:
        language = language_of(request)
        with translation.override("en" if language == "en" else "nb"):
            response = get_response(request)
        if request.GET.get("language") in ("no", "en"):
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                language,
                max_age=_KEPT_SECONDS,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response

    return answer


def on_every_page(request: HttpRequest) -> dict[str, object]:
    """Return what the page around the content needs (a context processor)."""
    return {"language": language_of(request), "test_installation": settings.TEST_INSTALLATION}
