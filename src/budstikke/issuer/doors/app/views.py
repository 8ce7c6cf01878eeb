"""The app's page, what makes it installable, and what it asks and answers."""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from pathlib import Path
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_POST

from budstikke.issuer.actions.attempts import let_in
from budstikke.issuer.actions.mobile_app import Answer, Pairing, answer_app, pair_app, waiting_for
from budstikke.issuer.doors.asked_from import asked_from
from budstikke.issuer.doors.signin.views import read_json
from budstikke.issuer.terms.eid_editions import eid_terms
from budstikke.kit.clock import now, real_now, today
from budstikke.kit.look.language import language_of

_WORKER = Path(__file__).with_name("static") / "app" / "worker.js"
# A phone asks what waits every few seconds; an address may have several phones.
_TRIES_TO_ONE_ASKING = 20


@require_GET
@ensure_csrf_cookie
def app(request: HttpRequest) -> HttpResponse:
    """Show the app; what it holds is in the phone, so the page is the same for everybody."""
    return render(request, "app/app.html", {"ahead_s": round((now() - real_now()).total_seconds())})


@require_GET
def manifest(request: HttpRequest) -> HttpResponse:
    """Tell the phone how to install the app."""
    told = {
        "name": "Eksempel-ID",
        "short_name": "Eksempel-ID",
        "lang": "nb" if language_of(request) == "no" else "en",
        "start_url": "/app/",
        "scope": "/app/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#ffffff",
        "icons": [{"src": static("look/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(told, content_type="application/manifest+json")


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """Give the app's service worker, under the address that it works for."""
    return HttpResponse(_WORKER.read_bytes(), content_type="text/javascript")


@require_POST
def pair(request: HttpRequest) -> HttpResponse:
    """Take an app's key with the code its holder typed."""
    if not _may_ask(request, times=1):
        return JsonResponse({"fault": "many"}, status=429)
    told = read_json(request)
    pairing = Pairing(
        app_id=str(told.get("app_id", ""))[:20],
        code=str(told.get("code", ""))[:20],
        pin=str(told.get("pin", ""))[:20],
        public_key=_bytes(told.get("public_key")),
        signature=_bytes(told.get("signature")),
    )
    refusal = pair_app(pairing, now=now())
    return _told(request, refusal.person.in_(language_of(request)) if refusal else "")


@require_POST
def waiting(request: HttpRequest) -> HttpResponse:
    """Tell an app what waits for it; one that does not sign hears nothing."""
    if not _may_ask(request, times=_TRIES_TO_ONE_ASKING):
        return JsonResponse({"fault": "many"}, status=429)
    told = read_json(request)
    found = waiting_for(
        str(told.get("app_id", ""))[:20],
        stamp=str(told.get("stamp", ""))[:12],
        signature=_bytes(told.get("signature")),
        now=now(),
    )
    if found is None:
        return JsonResponse({"fault": "unknown"}, status=403)
    rows = [
        {"reference": str(row.reference), "challenge": b64encode(bytes(row.challenge)).decode()}
        for row in found
    ]
    return JsonResponse({"waiting": rows})


@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """Take an app's yes or no."""
    if not _may_ask(request, times=1):
        return JsonResponse({"fault": "many"}, status=429)
    told = read_json(request)
    try:
        reference = UUID(str(told.get("reference", "")))
    except ValueError:
        return JsonResponse({"fault": "unknown"}, status=400)
    given = Answer(
        app_id=str(told.get("app_id", ""))[:20],
        reference=reference,
        approves=told.get("approves") is True,
        match=str(told.get("match", ""))[:2],
        pin=str(told.get("pin", ""))[:20],
        signature=_bytes(told.get("signature")),
    )
    refusal = answer_app(given, now=now())
    return _told(request, refusal.person.in_(language_of(request)) if refusal else "")


def _told(request: HttpRequest, fault: str) -> JsonResponse:
    return JsonResponse({"fault": fault} if fault else {"done": True}, status=400 if fault else 200)


def _may_ask(request: HttpRequest, *, times: int) -> bool:
    terms = eid_terms(today())
    return let_in(
        asked_from(request),
        kind=f"app {times}",
        most=terms.tries_of_an_address * times,
        within=terms.tries_within,
        now=real_now(),
    )


def _bytes(text: object) -> bytes:
    try:
        return b64decode(str(text)[:1024], validate=True)
    except (binascii.Error, ValueError):
        return b""
