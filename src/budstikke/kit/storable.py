"""What no column of text can hold, U+0000, is refused before a view asks the database with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

_NUL = "\0"
_ANSWER = "400 - Bad request: an address or a field holds the character U+0000; leave it out.\n"


class Storable:
    """Answer 400 to an address, a question behind it or a form that holds U+0000 (a middleware)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the path; the rest is looked at in `process_view`, behind the look at a form's token."""
        return _refused() if _NUL in request.path_info else self._get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], *_route: Any
    ) -> HttpResponse | None:
        """Return None for a question or a form that can be kept; what programs send is read by their doors."""
        if getattr(view, "csrf_exempt", False):
            return None
        if "%00" in request.META.get("QUERY_STRING", ""):
            return _refused()
        if request.method != "POST":
            return None
        fields = (value for values in request.POST.lists() for value in (values[0], *values[1]))
        return _refused() if any(_NUL in value for value in fields) else None


def _refused() -> HttpResponse:
    return HttpResponse(_ANSWER, content_type="text/plain; charset=utf-8", status=400)
