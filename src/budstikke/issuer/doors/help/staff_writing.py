"""Where staff write articles: both languages side by side, a preview, and a second person who looks them over."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_safe

from budstikke.formats.malformed import Malformed
from budstikke.issuer.actions.help_editions import NotReviewed, ask_for_review, judged, review, save_draft
from budstikke.issuer.doors.help.catalogue import catalogue
from budstikke.issuer.doors.help.rendering import html
from budstikke.issuer.doors.help.who import Who, for_staff, in_frame
from budstikke.issuer.records.models import HelpDraft, HelpMiss, HelpVote
from budstikke.issuer.terms.help_articles import PLACE, parse_article, written
from budstikke.issuer.terms.help_facts import facts
from budstikke.issuer.terms.staff import StaffRole
from budstikke.kit.clock import local_day, now
from budstikke.kit.look.language import language_of
from budstikke.law.words import Language

_STAFF = (StaffRole.SUPPORT, StaffRole.LEAD)
_LONGEST = 20_000
_LISTED = 50
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# A question that was asked once may be somebody's name; it is listed when it was asked again.
_ASKED_AGAIN = 2


@require_safe
@for_staff(*_STAFF)
def articles(request: HttpRequest, asking: Who) -> HttpResponse:
    """List the articles, the drafts that wait, what nobody found and what did not help."""
    page = in_frame(request, asking, here="articles") | {
        "articles": sorted(catalogue().of(language_of(request)).values(), key=lambda each: each.title),
        "drafts": HelpDraft.objects.filter(state__in=("draft", "review")).order_by("written_at")[:_LISTED],
        "misses": HelpMiss.objects.filter(count__gte=_ASKED_AGAIN).order_by("-day", "-count")[:_LISTED],
        "votes": HelpVote.objects.order_by("-day", "article", "language", "-helped")[:_LISTED],
    }
    return render(request, "help/staff/articles.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*_STAFF)
def edit(request: HttpRequest, asking: Who, name: str) -> HttpResponse:
    """Write an article in both languages; its faults and its preview stand beside it. Handing over needs no fault."""
    if not _ID.fullmatch(name):
        raise Http404
    own = HelpDraft.objects.filter(article=name, state="draft", written_by=asking.pseudonym).first()
    texts = {"no": own.text_no, "en": own.text_en} if own else _present(name)
    refused = ""
    if request.method == "POST":
        texts = {language: request.POST.get(language, "")[:_LONGEST] for language in ("no", "en")}
        number = own.id if own else None
        own = save_draft(name, no=texts["no"], en=texts["en"], by=asking.pseudonym, now=now(), draft=number)
        if "review" in request.POST:
            try:
                ask_for_review(own.id, by=asking.pseudonym, today=local_day(now()))
            except NotReviewed as reason:
                refused = str(reason)
            else:
                return HttpResponseRedirect(reverse("help:articles"))
    page = in_frame(request, asking, here="articles") | {
        "name": name,
        "texts": texts,
        "refused": refused,
        "faults": judged(name, no=texts["no"], en=texts["en"], today=local_day(now())) if own else (),
        "previews": _previews(name, texts) if own else (),
        "facts": sorted(facts(local_day(now()))),
    }
    return render(request, "help/staff/edit.html", page, status=422 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*_STAFF)
def look_over(request: HttpRequest, asking: Who, draft: int) -> HttpResponse:
    """Show what another wrote, as it would be read; publish it or say no."""
    row = HelpDraft.objects.filter(id=draft, state="review").first()
    if row is None:
        raise Http404
    refused = ""
    if request.method == "POST":
        there = catalogue().of("no").get(row.article)
        try:
            review(
                draft,
                by=asking.pseudonym,
                agreed="publish" in request.POST,
                note=request.POST.get("note", "")[:400],
                version=there.version if there else 0,
                now=now(),
                today=local_day(now()),
            )
        except NotReviewed as reason:
            refused = str(reason)
        else:
            return HttpResponseRedirect(reverse("help:articles"))
    texts = {"no": row.text_no, "en": row.text_en}
    page = in_frame(request, asking, here="articles") | {
        "draft": row,
        "own": row.written_by == asking.pseudonym,
        "refused": refused,
        "texts": texts,
        "previews": _previews(row.article, texts),
    }
    return render(request, "help/staff/look_over.html", page, status=422 if refused else 200)


def _present(name: str) -> dict[str, str]:
    """Return what is read now, or how a new article begins."""
    begun = f"---\ntitle: \nsummary: \ngroup: eid\nasks: \nupdated: {local_day(now())}\nversion: 1\nrelated: \n---\n"
    read = catalogue()
    languages: tuple[Language, ...] = ("no", "en")
    known = {language: read.of(language).get(name) for language in languages}
    return {language: written(each) if each else begun for language, each in known.items()}


def _previews(name: str, texts: dict[str, str]) -> list[tuple[str, str, SafeString]]:
    """Return each language as it would be read, where it can be read at all."""
    known = facts(local_day(now()))
    shown = []
    for language, code in (("no", "nb"), ("en", "en")):
        try:
            article = parse_article(texts[language], id=name, language=language)  # type: ignore[arg-type]
        except Malformed:
            continue
        if set(PLACE.findall(article.body)) <= set(known):
            shown.append((code, article.title, html(article, facts=known)))
    return shown
