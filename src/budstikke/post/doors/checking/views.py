"""The checking page: sent once, and then it may not even ask its own server for anything."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

# No connection, no form, no frame: what is chosen on the page cannot leave it. What it is made of may be loaded.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:;"
    " connect-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Show the page."""
    page = {
        "language": "en" if request.GET.get("language") == "en" else "no",
        "test_installation": settings.TEST_INSTALLATION,
    }
    response = render(request, "checking/check.html", page)
    response.headers["Content-Security-Policy"] = POLICY
    return response
