"""The conditions: those of today, and each edition that an order was placed under."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from budstikke.issuer.terms.conditions import conditions_of
from budstikke.issuer.terms.edition import BY_ID, EDITIONS, edition_of
from budstikke.kit.clock import today
from budstikke.kit.look.language import language_of


@require_safe
def conditions(request: HttpRequest, edition: str = "") -> HttpResponse:
    """Show an edition of the conditions with its days, and where the others are."""
    day, language = today(), language_of(request)
    shown = BY_ID.get(edition) if edition else edition_of(day)
    if shown is None:
        raise Http404
    on = min(day, shown.valid_to) if shown.valid_to else max(day, shown.valid_from)
    page = {
        "edition": shown,
        "read": [
            {
                "clause": str(each.clause),
                "number": each.clause.number,
                "about": each.about.in_(language),
                "said": [words.in_(language) for words in each.said],
            }
            for each in conditions_of(shown, on=on)
        ],
        "others": [each for each in EDITIONS if each.id != shown.id],
    }
    return render(request, "order/conditions.html", page)
