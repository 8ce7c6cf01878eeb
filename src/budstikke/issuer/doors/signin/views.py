"""The pages of the sign-in: choose an eID, prove it, and whatever fails gets one and the same answer."""

from __future__ import annotations

import json
import secrets
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from budstikke.issuer.actions.attempts import let_in
from budstikke.issuer.actions.cards import sign_in_by_card
from budstikke.issuer.actions.code_app import sign_in_by_code
from budstikke.issuer.actions.fido2 import sign_in_by_key, sign_in_options
from budstikke.issuer.actions.mobile_app import ask_app, is_over, take_approval
from budstikke.issuer.doors.asked_from import asked_from
from budstikke.issuer.doors.signin import session
from budstikke.issuer.doors.signin.site import site
from budstikke.issuer.records.models import Eid, SignInAsked
from budstikke.issuer.terms.eid_editions import eid_terms
from budstikke.kit.clock import now, real_now, today

_CHALLENGE, _ASKED, _NEXT = "challenge", "asked", "next"
_CHALLENGE_BYTES = 32
_MOST_DIGITS = 16


@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """Show the ways to sign in; whoever is signed in proves it again."""
    _keep_next(request)
    return _page(request)


@require_POST
def by_code(request: HttpRequest) -> HttpResponse:
    """Sign in by national number, the app's code and the PIN."""
    number, code, pin = (_digits(request, name) for name in ("number", "code", "pin"))
    if not _may_try(request, number):
        return _page(request, fault="many", status=429)
    eid = sign_in_by_code(number=number, code=code, pin=pin, now=now(), clock_at=real_now())
    return _entered(request, eid) or _page(request, fault="code", status=400)


@require_POST
def by_card(request: HttpRequest) -> HttpResponse:
    """Sign in by a card's number and its PIN."""
    number, pin = _digits(request, "card"), _digits(request, "pin")
    if not settings.TEST_INSTALLATION:
        return _page(request, fault="card", status=400)
    if not _may_try(request, f"card {number}"):
        return _page(request, fault="many", status=429)
    eid = sign_in_by_card(number=number, pin=pin, now=now())
    return _entered(request, eid) or _page(request, fault="card", status=400)


@require_POST
def key_options(request: HttpRequest) -> HttpResponse:
    """Return what the browser asks a FIDO2 key."""
    challenge = secrets.token_bytes(_CHALLENGE_BYTES)
    request.session[_CHALLENGE] = bytes_to_base64url(challenge)
    return JsonResponse(sign_in_options(challenge=challenge, site=site()))


@require_POST
def by_key(request: HttpRequest) -> HttpResponse:
    """Take what a FIDO2 key signed."""
    challenge = request.session.pop(_CHALLENGE, "")
    if not _may_try(request, ""):
        return JsonResponse({"fault": "many"}, status=429)
    credential = read_json(request)
    eid = (
        sign_in_by_key(credential=credential, challenge=base64url_to_bytes(challenge), site=site(), now=now())
        if challenge and credential
        else None
    )
    entered = _entered(request, eid)
    if entered is None:
        return JsonResponse({"fault": "key"}, status=400)
    return JsonResponse({"to": entered.headers["Location"]})


@require_POST
def by_app(request: HttpRequest) -> HttpResponse:
    """Ask the app of a national number, and wait."""
    number = _digits(request, "number")
    if not _may_try(request, number):
        return _page(request, fault="many", status=429)
    request.session[_ASKED] = str(ask_app(number, now=now()).reference)
    return redirect("signin:waiting")


@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """Show the number to type in the app, until it was approved or the time is over."""
    reference = request.session.get(_ASKED)
    if not reference:
        return redirect("signin:choose")
    asked = UUID(reference)
    entered = _entered(request, take_approval(asked, now=now()))
    if entered is not None:
        return entered
    if is_over(asked, now=now()):
        request.session.pop(_ASKED)
        return _page(request, fault="app", status=400)
    match = SignInAsked.objects.values_list("match", flat=True).get(reference=asked)
    return render(request, "signin/waiting.html", {"match": match})


@require_http_methods(["POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out."""
    session.end(request)
    return redirect("front:front")


def read_json(request: HttpRequest) -> dict[str, Any]:
    """Return the JSON object of a request's body; empty when there is none."""
    try:
        told = json.loads(request.body)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _entered(request: HttpRequest, eid: Eid | None) -> HttpResponse | None:
    """Sign in, or note the fresh proof, and lead on; None where nobody is."""
    if eid is None:
        return None
    back = _next(request)
    if session.signed_in(request) is None:
        session.begin(request, eid)
    elif not session.prove_again(request, eid):
        # Somebody else at the same browser: what the one before could do is over.
        session.end(request)
        session.begin(request, eid)
        back = reverse("mypage:home")
    return redirect(back)


def _may_try(request: HttpRequest, number: str) -> bool:
    terms, moment = eid_terms(today()), real_now()
    from_there = let_in(
        asked_from(request),
        kind="sign-in address",
        most=terms.tries_of_an_address,
        within=terms.tries_within,
        now=moment,
    )
    if not number:
        return from_there
    of_number = let_in(
        number, kind="sign-in number", most=terms.tries_of_a_number, within=terms.tries_within, now=moment
    )
    return from_there and of_number


def _digits(request: HttpRequest, name: str) -> str:
    return "".join(each for each in request.POST.get(name, "") if each.isascii() and each.isdigit())[
        :_MOST_DIGITS
    ]


def _keep_next(request: HttpRequest) -> None:
    asked = request.GET.get("next", "")
    if asked and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        request.session[_NEXT] = asked


def _next(request: HttpRequest) -> str:
    return str(request.session.pop(_NEXT, "") or reverse("mypage:home"))


def _page(request: HttpRequest, *, fault: str = "", status: int = 200) -> HttpResponse:
    known = session.signed_in(request)
    shown = {"fault": fault, "again": known is not None, "cards": settings.TEST_INSTALLATION}
    return render(request, "signin/choose.html", shown, status=status)
