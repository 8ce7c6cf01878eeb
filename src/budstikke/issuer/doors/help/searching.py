"""The page of a search, and the answer to "did this help?"."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_POST, require_safe

from budstikke.issuer.actions.help_index import index_help, is_indexed
from budstikke.issuer.actions.help_search import BEGIN, END, Found, search_help, write_miss
from budstikke.issuer.actions.help_votes import count_vote
from budstikke.issuer.doors.help.catalogue import catalogue, entries
from budstikke.issuer.doors.help.views import VOTED, reaching
from budstikke.kit.clock import local_day, now
from budstikke.kit.look.language import language_of
from budstikke.law.words import Language

_MOST_CHARACTERS = 200
_OTHER: dict[Language, Language] = {"no": "en", "en": "no"}


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what a question finds; found in the other language only, that is said."""
    language = language_of(request)
    asked = request.GET.get("q", "").strip()[:_MOST_CHARACTERS]
    if not asked:
        return HttpResponseRedirect(reverse("help:front"))
    found, other = _found(asked, language), None
    if not found.hits:
        found = _found(asked, _OTHER[language])
        other = _OTHER[language] if found.hits else None
    if not found.hits:
        write_miss(asked, language=language, today=local_day(now()))
    page = {
        "asked": asked,
        "found": found,
        "other": other,
        "other_code": "nb" if other == "no" else other,
        "hits": [(hit, marked(hit.text)) for hit in found.hits],
        "read_as": found.read_as,
        **reaching(request),
    }
    return render(request, "help/search.html", page)


def _found(asked: str, language: Language) -> Found:
    digest, made = entries(catalogue(), language=language, day=local_day(now()))
    if not is_indexed(digest, language=language):
        index_help(made, language=language, digest=digest)
    return search_help(asked, language=language, digest=digest)


def marked(text: str) -> SafeString:
    """Return a text as HTML, with marks around the words that were asked for."""
    safe = escape(text).replace(BEGIN, "<mark>").replace(END, "</mark>")
    return mark_safe(safe)  # noqa: S308  (escaped here)


@require_POST
def vote(request: HttpRequest, name: str) -> HttpResponse:
    """Count whether an article helped, once a session; nothing of who answers is kept beside the count."""
    article = catalogue().of(language_of(request)).get(name)
    helped = {"yes": True, "no": False}.get(request.POST.get("helped", ""))
    if article is None or helped is None:
        raise Http404
    voted = request.session.get(VOTED, [])
    if name not in voted:
        count_vote(article, helped=helped, today=local_day(now()))
        request.session[VOTED] = [*voted, name]
    return HttpResponseRedirect(f"{reverse('help:article', args=[name])}#did-it")
