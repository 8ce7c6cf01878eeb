"""One check: the letter, the document, and what the rules say of it so far."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from budstikke.kit.clock import now, today
from budstikke.law.refusal import Refusal
from budstikke.post.actions.counter.continue_check import continue_check
from budstikke.post.actions.counter.give_up_check import give_up_check
from budstikke.post.actions.counter.keep_draft import keep_draft
from budstikke.post.actions.counter.preview_check import Preview, preview_check
from budstikke.post.actions.counter.under_way import UnderWay
from budstikke.post.actions.moving.open_case import CAUSES, open_case
from budstikke.post.doors.counter import readings, shown
from budstikke.post.doors.counter.form import ALL_SHOWN, Filled, filled
from budstikke.post.doors.counter.guard import standing
from budstikke.post.doors.counter.here import gone, here
from budstikke.post.doors.counter.pages import page
from budstikke.post.doors.counter.ready import is_ready_to_sign
from budstikke.post.doors.counter.shown_readings import Confirming
from budstikke.post.doors.counter.verdict import decide


@require_http_methods(["GET", "POST"])
def letter(request: HttpRequest, nonce: UUID) -> HttpResponse:
    """Show the letter and what is accepted for it; a document chosen leads on."""
    check = here(request, nonce)
    if check is None:
        return gone(request, nonce)
    if check.check_id is not None:
        return redirect("counter:verdict", nonce)
    at = standing(request)
    if request.method == "POST":
        kept = _keep(request, check)
        return gone(request, nonce) if isinstance(kept, Refusal) else redirect("counter:document", nonce)
    return page(
        request,
        "counter/letter.html",
        {"check": check, "letter": shown.letter(check, language=at.language), "step": 1},
        health=check.health,
    )


@require_http_methods(["GET", "POST"])
def document(request: HttpRequest, nonce: UUID) -> HttpResponse:
    """Show the document's fields and readings; what is filled in is kept at every change."""
    check = here(request, nonce)
    if check is None:
        return gone(request, nonce)
    if check.check_id is not None:
        return redirect("counter:verdict", nonce)
    if not check.draft.kind and request.method == "GET":
        return redirect("counter:check", nonce)
    faults: Filled | None = None
    if request.method == "POST":
        kept = _keep(request, check)
        if isinstance(kept, Refusal):
            return gone(request, nonce)
        if not kept.faults and not request.headers.get("HX-Request"):
            if request.POST.get("then") in ("decide", ALL_SHOWN):
                return decide(request, nonce)
            if is_ready_to_sign(request, check):
                return redirect("counter:sign", nonce)
        faults, check = kept, here(request, nonce) or check
    return _document_page(request, check, faults)


@require_safe
def news(request: HttpRequest, nonce: UUID) -> HttpResponse:
    """Answer the page's own question for news: nothing while there is none."""
    check = here(request, nonce)
    if check is None:
        return readings.not_here_any_more()
    at, known = readings.of_check(nonce), request.GET.get("known", "")
    return readings.panel(request, at, _said(request, check), known=known)


@require_POST
def photo(request: HttpRequest, nonce: UUID) -> HttpResponse:
    """Take in a picture of the document by this browser's camera, or a file, and show what it says."""
    check = here(request, nonce)
    if check is None:
        return gone(request, nonce)
    fault = not readings.photo_taken(request, nonce)
    fresh = here(request, nonce) or check
    return readings.panel(request, readings.of_check(nonce), _said(request, fresh), photo_fault=fault)


@require_safe
def picture(request: HttpRequest, nonce: UUID, reading: UUID) -> HttpResponse:
    """Show the picture of one reading of the check that is open here."""
    check = here(request, nonce)
    return readings.picture_answer(reading, among=check.readings if check else ())


@require_POST
def confirm(request: HttpRequest, nonce: UUID, reading: UUID) -> HttpResponse:
    """Keep the fields as the clerk saw them on the strip; what was not looked at is asked for again."""
    check = here(request, nonce)
    if check is None:
        return gone(request, nonce)
    left = readings.confirmed(request, nonce, reading, among=check.readings)
    if isinstance(left, Refusal):
        return gone(request, nonce)
    return redirect("counter:document", nonce) if left is None else _document_page(request, check, left=left)


@require_POST
def other_person(request: HttpRequest, nonce: UUID) -> HttpResponse:
    """Note that somebody else came than the recipient, and have it decided (PUM §1, §11)."""
    check = here(request, nonce)
    if check is None:
        return gone(request, nonce)
    keep_draft(nonce, replace(check.draft, in_person=False), clerk=standing(request).clerk, now=now())
    return decide(request, nonce)


@require_POST
def go_on(request: HttpRequest, nonce: UUID) -> HttpResponse:
    """Let the clerk who is here now go on with the check that is open at this station."""
    at = standing(request)
    continued = continue_check(nonce, station_id=at.station.id, clerk=at.clerk, now=now())
    return redirect("counter:check", nonce) if continued else gone(request, nonce)


@require_POST
def give_up(request: HttpRequest, nonce: UUID) -> HttpResponse:
    """Put the letter back on the shelf; what was filled in is erased."""
    if here(request, nonce) is not None:
        give_up_check(nonce, clerk=standing(request).clerk)
    return redirect("counter:home")


@require_POST
def case(request: HttpRequest, nonce: UUID) -> HttpResponse:
    """Call support: a case is opened, and the letter's deadline is held."""
    cause = request.POST.get("cause", "")
    if here(request, nonce) is None:
        return gone(request, nonce)
    open_case(nonce, cause=cause if cause in CAUSES else "other", clerk=standing(request).clerk, now=now())
    return redirect("counter:check", nonce)


def _keep(request: HttpRequest, check: UnderWay) -> Filled | Refusal:
    result = filled(request.POST.dict(), before=check.draft, addressee=check.letter.addressee, today=today())
    refusal = keep_draft(check.nonce, result.draft, clerk=standing(request).clerk, now=now())
    return refusal or result


def _preview(request: HttpRequest, check: UnderWay) -> Preview | None:
    return preview_check(check.nonce, clerk=standing(request).clerk, online=True, today=today())


def _document_page(
    request: HttpRequest, check: UnderWay, faults: Filled | None = None, *, left: Confirming | None = None
) -> HttpResponse:
    """Answer with the document's page, or with the panel alone where the page itself asks."""
    at, places = standing(request), readings.of_check(check.nonce)
    said = _said(request, check, left=left)
    if request.headers.get("HX-Request"):
        return readings.panel(request, places, said, known=request.POST.get("known", ""))
    told = {name: words.in_(at.language) for name, words in faults.faults.items()} if faults else {}
    return page(
        request,
        "counter/document.html",
        {
            "too_early": faults is not None and not told,
            "confirm_fault": left,
            "check": check,
            "at": places,
            "letter": shown.letter(check, language=at.language),
            "document": said,
            "fields": shown.fields(check.draft, faults=told, language=at.language),
            "step": 2,
        },
        health=check.health,
        status=400 if told or left else 200,
    )


def _said(request: HttpRequest, check: UnderWay, *, left: Confirming | None = None) -> dict[str, object]:
    return shown.document(
        check.draft,
        sent=check.readings,
        contradictions=check.contradictions,
        preview=_preview(request, check),
        language=standing(request).language,
        confirming=left,
    )
