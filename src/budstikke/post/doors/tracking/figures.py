"""The public page of today's figures."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from budstikke.kit.clock import now
from budstikke.law.words import Language, Words
from budstikke.post.actions.watching.canaries import LATE_AFTER
from budstikke.post.actions.watching.figures_today import FRESH_FOR, Figures, figures_today
from budstikke.post.terms.events import Outcome

_SHARES = (
    (
        "notices",
        Words(
            no="Hentemeldinger sendt innen ti sekunder etter at brevet kom",
            en="Notices sent within ten seconds of the letter's arrival",
        ),
    ),
    (
        "reports",
        Words(
            no="Utleveringsrapporter sendt innen fem minutter etter utleveringen",
            en="Delivery reports sent within five minutes of the hand-over",
        ),
    ),
    (
        "canaries",
        Words(
            no="Prøvebrev som kom hele veien innen {minutes} minutter",
            en="Test letters that came all the way within {minutes} minutes",
        ),
    ),
)
_OUTCOMES = {
    Outcome.DELIVERED: Words(no="Utlevert", en="Delivered"),
    Outcome.RETURNED: Words(no="Returnert", en="Returned"),
    Outcome.HELD: Words(no="Hos oss", en="Held by us"),
    Outcome.LOST: Words(no="Tapt", en="Lost"),
    Outcome.CANCELLED: Words(no="Avbestilt", en="Cancelled"),
}


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Show how quick the post was today, and where all the letters are."""
    language: Language = "en" if request.GET.get("language") == "en" else "no"
    found = figures_today(now=now())
    page = render(request, "tracking/figures.html", shown(found, language=language))
    page["Cache-Control"] = f"public, max-age={FRESH_FOR.seconds // 2}"
    return page


def shown(found: Figures, *, language: Language) -> dict[str, object]:
    """Return figures as the page shows them."""
    minutes = {"minutes": str(LATE_AFTER.seconds // 60)}
    shares = [
        {"words": words.filled(minutes).in_(language), "share": getattr(found, name)}
        for name, words in _SHARES
    ]
    for each in shares:
        percent = each["share"].percent
        each["percent"] = None if percent is None else _decimal(percent, language)
    return {
        "language": language,
        "test_installation": settings.TEST_INSTALLATION,
        "made_at": found.made_at,
        "shares": shares,
        "booked": found.booked,
        "outcomes": [(words.in_(language), found.outcomes[each]) for each, words in _OUTCOMES.items()],
        "difference": found.difference,
    }


def _decimal(percent: float, language: Language) -> str:
    written = f"{percent:.1f}"
    return written if language == "en" else written.replace(".", ",")
