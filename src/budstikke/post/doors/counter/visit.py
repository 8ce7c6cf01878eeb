"""A visit about forwarding: who somebody is, shown by a document with the same machinery as for a letter."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from budstikke.kit.clock import now, today
from budstikke.law.refusal import Refusal
from budstikke.post.actions.counter.visit import (
    Visit,
    documents_accepted,
    end_visit,
    identify_visitor,
    judge_visit,
    keep_document,
    kinds_recognised,
    open_visit,
    readings_in,
    visit_at,
)
from budstikke.post.doors.counter import readings, shown
from budstikke.post.doors.counter.form import ALL_SHOWN, Filled, filled
from budstikke.post.doors.counter.guard import standing
from budstikke.post.doors.counter.nonces import nonce_of
from budstikke.post.doors.counter.pages import page
from budstikke.post.doors.counter.shown_readings import Confirming


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Show what can be done here, or open a visit at this station."""
    at = standing(request)
    if request.method == "POST":
        nonce = open_visit(station_id=at.station.id, clerk=at.clerk, nonce=nonce_of(request), now=now())
        return redirect("counter:visit", nonce)
    return page(request, "counter/visit_start.html", {"nonce": uuid4()}, here="forwarding")


@require_http_methods(["GET", "POST"])
def visit(request: HttpRequest, nonce: UUID) -> HttpResponse:
    """Show what is accepted; a document chosen leads on."""
    found = visit_here(request, nonce)
    if found is None:
        return redirect("counter:forwarding")
    at = standing(request)
    if request.method == "POST":
        if isinstance(_keep(request, found), Refusal):
            return redirect("counter:forwarding")
        return redirect("counter:visit_document", nonce)
    context: dict[str, object] = {
        "kinds": shown.kinds(documents_accepted(today=today()), language=at.language),
        "recognised": kinds_recognised(found, today=today()),
    }
    return visit_page(request, found, "counter/visit_kind.html", context, step=1)


@require_http_methods(["GET", "POST"])
def document(request: HttpRequest, nonce: UUID) -> HttpResponse:
    """Show the document's fields and what the rules say so far; one that passes leads on to the orders."""
    found = visit_here(request, nonce)
    if found is None:
        return redirect("counter:forwarding")
    if not found.draft.kind and request.method == "GET":
        return redirect("counter:visit", nonce)
    kept: Filled | None = None
    if request.method == "POST":
        result = _keep(request, found)
        if isinstance(result, Refusal):
            return redirect("counter:forwarding")
        kept, found = result, visit_here(request, nonce) or found
        if not kept.faults and not request.headers.get("HX-Request"):
            identify_visitor(found, today=today(), now=now())
            found = visit_here(request, nonce) or found
            if found.person is not None:
                return redirect("counter:visit_orders", nonce)
    return _document_page(request, found, kept)


@require_safe
def news(request: HttpRequest, nonce: UUID) -> HttpResponse:
    """Answer the page's own question for news: nothing while there is none."""
    found = visit_here(request, nonce)
    if found is None:
        return readings.not_here_any_more()
    at, known = readings.of_visit(nonce), request.GET.get("known", "")
    return readings.panel(request, at, _said(request, found), known=known)


@require_POST
def photo(request: HttpRequest, nonce: UUID) -> HttpResponse:
    """Take in a picture of the document by this browser's camera, or a file, and show what it says."""
    found = visit_here(request, nonce)
    if found is None:
        return redirect("counter:forwarding")
    fault = not readings.photo_taken(request, nonce)
    fresh = visit_here(request, nonce) or found
    return readings.panel(request, readings.of_visit(nonce), _said(request, fresh), photo_fault=fault)


@require_safe
def picture(request: HttpRequest, nonce: UUID, reading: UUID) -> HttpResponse:
    """Show the picture of one reading of the visit that is open here."""
    found = visit_here(request, nonce)
    return readings.picture_answer(reading, among=readings_in(found, today=today()) if found else ())


@require_POST
def confirm(request: HttpRequest, nonce: UUID, reading: UUID) -> HttpResponse:
    """Keep the fields as the clerk saw them on the strip; what was not looked at is asked for again."""
    found = visit_here(request, nonce)
    if found is None:
        return redirect("counter:forwarding")
    left = readings.confirmed(request, nonce, reading, among=readings_in(found, today=today()))
    if isinstance(left, Refusal):
        return redirect("counter:forwarding")
    if left is None:
        return redirect("counter:visit_document", nonce)
    return _document_page(request, found, left=left)


@require_POST
def end(request: HttpRequest, nonce: UUID) -> HttpResponse:
    """End the visit; what was filled in is erased."""
    end_visit(nonce, clerk=standing(request).clerk)
    return redirect("counter:forwarding")


def visit_here(request: HttpRequest, nonce: UUID) -> Visit | None:
    """Return the visit if it is open at this station for this clerk, else None."""
    at = standing(request)
    return visit_at(nonce, station_id=at.station.id, clerk=at.clerk)


def visit_page(
    request: HttpRequest,
    found: Visit,
    template: str,
    context: dict[str, object],
    *,
    step: int,
    status: int = 200,
) -> HttpResponse:
    """Answer with a page of a visit."""
    return page(
        request, template, {**context, "visit": found, "step": step}, here="forwarding", status=status
    )


def _keep(request: HttpRequest, found: Visit) -> Filled | Refusal:
    result = filled(request.POST.dict(), before=found.draft, addressee="", today=today())
    refusal = keep_document(found.nonce, result.draft, clerk=standing(request).clerk, now=now())
    return refusal or result


def _document_page(
    request: HttpRequest, found: Visit, kept: Filled | None = None, *, left: Confirming | None = None
) -> HttpResponse:
    at, places = standing(request), readings.of_visit(found.nonce)
    said = _said(request, found, left=left)
    if request.headers.get("HX-Request"):
        return readings.panel(request, places, said, known=request.POST.get("known", ""))
    faults = {name: words.in_(at.language) for name, words in kept.faults.items()} if kept else {}
    return visit_page(
        request,
        found,
        "counter/visit_document.html",
        {
            "at": places,
            "confirm_fault": left,
            "document": said,
            "fields": shown.fields(found.draft, faults=faults, language=at.language),
            "too_early": kept is not None and not faults,
            "turned_away": kept is not None and request.POST.get("then") == ALL_SHOWN,
        },
        step=2,
        status=400 if faults or left else 200,
    )


def _said(request: HttpRequest, found: Visit, *, left: Confirming | None = None) -> dict[str, object]:
    preview = judge_visit(found, today=today())
    facts = preview.reading.facts if preview.reading else None
    return shown.document(
        found.draft,
        sent=readings_in(found, today=today()),
        contradictions=[one.words for one in facts.contradictions] if facts else (),
        preview=preview,
        language=standing(request).language,
        confirming=left,
        decided=shown.DECIDED_IN_VISIT,
    )
