"""The pages everybody reads: the front of the help centre, its topics and its articles."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from budstikke.issuer.actions.maintenance import incidents
from budstikke.issuer.doors.help.catalogue import catalogue
from budstikke.issuer.doors.help.rendering import html
from budstikke.issuer.doors.maintenance.told import shown
from budstikke.issuer.terms.help_articles import filled
from budstikke.issuer.terms.help_facts import facts
from budstikke.issuer.terms.help_groups import GROUPS, MOVED
from budstikke.issuer.terms.opening import EMAIL, HOURS, PHONE
from budstikke.kit.clock import local_day, now
from budstikke.kit.look.language import language_of

# Where a session keeps which articles its answer to "did this help?" was counted for.
VOTED = "help_voted"


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Show the search, the topics with what is asked most, and how to reach somebody."""
    language, read = language_of(request), catalogue()
    articles = read.of(language)
    groups = [
        {
            "id": name,
            "words": group.words.in_(language),
            "moved": GROUPS[group.moved_to].words.in_(language) if group.moved_to else "",
            "moved_to": group.moved_to,
            "popular": [articles[each] for each in group.popular if each in articles],
        }
        for name, group in GROUPS.items()
    ]
    told = [shown(each, language=language) for each in incidents(at=now()) if each.articles]
    return render(request, "help/front.html", {"groups": groups, "incidents": told, **reaching(request)})


def reaching(request: HttpRequest) -> dict[str, object]:
    """Return how and when customer service is reached, for the box on the pages."""
    at = now()
    known, language = facts(local_day(at)), language_of(request)
    return {
        "weekday": known["hours_weekday"].words.in_(language),
        "saturday": known["hours_saturday"].words.in_(language),
        "open_until": HOURS.closes_at(at=at),
        "opens_at": HOURS.opens_at(at=at),
        "closed_soon": HOURS.closed_days(first=local_day(at), days=14),
        "phone": PHONE,
        "email": EMAIL,
    }


@require_safe
def group(request: HttpRequest, name: str) -> HttpResponse:
    """Show a topic's articles; one that has moved leads on."""
    if name not in GROUPS:
        raise Http404
    if to := GROUPS[name].moved_to:
        return HttpResponsePermanentRedirect(f"{reverse('help:group', args=[to])}?moved={name}")
    language = language_of(request)
    known, moved = facts(local_day(now())), request.GET.get("moved", "")
    page = {
        "words": GROUPS[name].words.in_(language),
        "moved": GROUPS[moved].words.in_(language) if moved in GROUPS else "",
        "articles": [
            (each, filled(each.summary, facts=known, language=language))
            for each in catalogue().in_group(name, language=language)
        ],
        **reaching(request),
    }
    return render(request, "help/group.html", page)


@require_safe
def article(request: HttpRequest, name: str) -> HttpResponse:
    """Show an article; one that has moved leads on, and the new page says so."""
    if name in MOVED:
        return HttpResponsePermanentRedirect(f"{reverse('help:article', args=[MOVED[name].to])}?moved={name}")
    language = language_of(request)
    articles = catalogue().of(language)
    found = articles.get(name)
    if found is None:
        raise Http404
    known = facts(local_day(now()))
    moved = MOVED.get(request.GET.get("moved", ""))
    page = {
        "article": found,
        "summary": filled(found.summary, facts=known, language=language),
        "body": html(found, facts=known),
        "group": GROUPS[found.group].words.in_(language),
        "related": [articles[each] for each in found.related if each in articles],
        "moved": moved if moved and moved.to == name else None,
        "incidents": [
            shown(each, language=language) for each in incidents(at=now()) if name in each.articles
        ],
        "thanked": name in request.session.get(VOTED, ()),
        **reaching(request),
    }
    return render(request, "help/article.html", page)
