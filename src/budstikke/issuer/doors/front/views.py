"""The front page: what can be ordered, and where help is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Say who this is."""
    return render(request, "front/front.html")
