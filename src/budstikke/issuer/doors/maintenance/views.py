"""The page of maintenance and incidents, and the same as JSON."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from budstikke.issuer.actions.maintenance import incidents, maintenance_windows
from budstikke.issuer.doors.maintenance.told import sentences, shown, words
from budstikke.issuer.terms.maintenance import (
    Incident,
    Window,
    announced,
    ordering_paused,
    ordering_resumes_at,
    renewal_paused,
)
from budstikke.issuer.terms.product_words import WORDS
from budstikke.issuer.terms.products import Product
from budstikke.kit.clock import now
from budstikke.kit.look.language import language_of


@require_safe
def maintenance(request: HttpRequest) -> HttpResponse:
    """Show what is planned, what goes on, and how each product stands."""
    at, language = now(), language_of(request)
    windows = maintenance_windows(at=at)
    page = {
        "windows": [(each, sentences(each, at=at, language=language)) for each in announced(windows, at=at)],
        "incidents": [shown(each, language=language) for each in incidents(at=at)],
        "products": [
            (WORDS[product].in_(language), ordering_paused(windows, product=product, at=at))
            for product in Product
        ],
    }
    return render(request, "maintenance/maintenance.html", page)


@require_safe
def as_json(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  (a view is given the request, whether it asks or not)
    """Answer programs: per product whether one may order now, and every window and incident in both languages."""
    at = now()
    windows = maintenance_windows(at=at)
    answer = {
        "at": at.isoformat(timespec="seconds"),
        "products": {product: _product(windows, product=product, at=at) for product in Product},
        "windows": [_window(each, at=at) for each in announced(windows, at=at)],
        "incidents": [_incident(each) for each in incidents(at=at)],
    }
    response = JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
    # A window begins to the second: an answer kept by somebody would be wrong after it.
    response["Cache-Control"] = "no-store"
    return response


def _product(windows: tuple[Window, ...], *, product: Product, at: datetime) -> dict[str, object]:
    paused = ordering_paused(windows, product=product, at=at)
    resumes_at = ordering_resumes_at(windows, product=product, at=at) if paused else None
    return {
        "name": WORDS[product].as_json(),
        "ordering": "paused" if paused else "open",
        "resumes_at": resumes_at and resumes_at.isoformat(),
        "renewal": "paused" if renewal_paused(windows, product=product, at=at) else "open",
    }


def _window(window: Window, *, at: datetime) -> dict[str, object]:
    return {
        "code": window.code,
        "products": sorted(window.products),
        "ordering_paused_from": window.from_at.isoformat(),
        "ordering_paused_to": window.to_at.isoformat(),
        "renewal_allowed": window.renewal_allowed,
        "existing_work": window.existing_work,
        "has_begun": window.from_at <= at,
        "words": words(window, at=at),
    }


def _incident(incident: Incident) -> dict[str, object]:
    return {
        "code": incident.code,
        "scope": incident.scope.as_json(),
        "words": incident.words.as_json(),
        "advice": incident.advice.as_json(),
        "since": incident.begun_at.isoformat(),
        "articles": sorted(incident.articles),
    }
