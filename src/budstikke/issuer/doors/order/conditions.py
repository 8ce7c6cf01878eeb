"""The conditions that whoever orders accepts, clause by clause as decisions cite them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from budstikke.issuer.terms.clauses import HEADINGS
from budstikke.issuer.terms.conditions import conditions as in_words
from budstikke.kit.clock import today
from budstikke.kit.look.language import language_of


@require_safe
def conditions(request: HttpRequest) -> HttpResponse:
    """Show them as they are today."""
    language = language_of(request)
    clauses = [
        {"number": number, "about": HEADINGS[number].about.in_(language), "text": words.in_(language)}
        for number, words in in_words(today()).items()
    ]
    return render(request, "order/conditions.html", {"clauses": clauses})
