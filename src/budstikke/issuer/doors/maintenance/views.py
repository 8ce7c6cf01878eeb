"""The page of maintenance and incidents; programs ask the API."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from budstikke.issuer.actions.maintenance import incidents, maintenance_windows
from budstikke.issuer.doors.maintenance.told import resumes_at, sentences, shown
from budstikke.issuer.terms.maintenance import announced
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
        "windows": [
            (each, sentences(each, windows=windows, at=at, language=language))
            for each in announced(windows, at=at)
        ],
        "incidents": [shown(each, language=language) for each in incidents(at=at)],
        "products": [
            (WORDS[product].in_(language), resumes_at(windows, product=product, at=at)) for product in Product
        ],
    }
    return render(request, "maintenance/maintenance.html", page)
