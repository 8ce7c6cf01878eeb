"""The home of the station: scan a letter, see how the outlet is."""

from __future__ import annotations

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from budstikke.formats import s10
from budstikke.kit.clock import now, today
from budstikke.kit.look.headers import POLICY_WITH_CAMERA
from budstikke.law.refusal import Refusal
from budstikke.law.words import Language, Words
from budstikke.post.actions.counter.open_check import Opened, open_check
from budstikke.post.actions.outlets.hear_station import hear_station, leave_station
from budstikke.post.actions.outlets.outlet_health import outlet_health
from budstikke.post.actions.outlets.problems_now import problems_at
from budstikke.post.doors.counter.guard import standing
from budstikke.post.doors.counter.nonces import nonce_of
from budstikke.post.doors.counter.pages import page, shown_health, shown_problem
from budstikke.post.doors.counter.shelf import counts_of, open_at, worded

_NOT_A_NUMBER = Words(
    no="Dette er ikke et brevnummer.",
    en="This is not a letter number.",
)
_ITS_FORM = Words(
    no="Det har to bokstaver, ni sifre og NO, som RR 473 124 829 NO. Se etter om to sifre er byttet om.",
    en="It has two letters, nine digits and NO, such as RR 473 124 829 NO. See whether two digits were swapped.",
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the scan field, the outlet's health, its day in numbers."""
    return _home(request)


@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Take up the letter that was scanned; twice is once, and what stands against it is told."""
    at = standing(request)
    typed = request.POST.get("number", "")[:40]
    number = s10.canonical(typed)
    if not s10.is_valid(number):
        fault: dict[str, object] = {
            "tone": "warning",
            "words": _NOT_A_NUMBER.in_(at.language),
            "cure": _ITS_FORM.in_(at.language),
        }
        return _home(request, typed=typed, refusal=fault, status=400)
    opened = open_check(
        number,
        station_id=at.station.id,
        clerk=at.clerk,
        nonce=nonce_of(request),
        today=today(),
        now=now(),
    )
    if isinstance(opened, Opened):
        return redirect("counter:check", opened.nonce)
    return _home(request, typed=typed, refusal=shown_refusal(opened, at.language), status=409)


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answer the page's own question how the outlet is: nothing while it is as the page knows it."""
    at = standing(request)
    hear_station(at.station, now=now())
    shown = shown_health(outlet_health(at.station.outlet_id, now=now()), language=at.language)
    if request.GET.get("known") == shown["fingerprint"]:
        return HttpResponse(status=204)
    return render(request, "counter/health.html", {"health": shown})


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Note that the browser is being closed: what is silent from now on was switched off."""
    leave_station(standing(request).station, now=now())
    return HttpResponse(status=204)


@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """Note that somebody is at the station; the guard has done it."""
    return HttpResponse(status=204)


def shown_refusal(refusal: Refusal, language: Language) -> dict[str, object]:
    """Return why a letter cannot be taken up, and what to do."""
    return {
        "tone": "warning",
        "words": refusal.staff.in_(language),
        "cure": refusal.cure.in_(language),
        "clauses": ", ".join(str(clause) for clause in refusal.clauses),
        "occupied": refusal.code == "STATION_OCCUPIED",
    }


def _home(
    request: HttpRequest, *, typed: str = "", refusal: dict[str, object] | None = None, status: int = 200
) -> HttpResponse:
    at = standing(request)
    moment, day = now(), today()
    response = page(
        request,
        "counter/home.html",
        {
            "typed": typed,
            "refusal": refusal,
            "nonce": uuid4(),
            "open": open_at(at.station.id),
            "counts": worded(counts_of(at.station.outlet_id, today=day), language=at.language),
            "problems": [
                shown_problem(each, language=at.language)
                for each in problems_at(at.station.outlet_id, today=day, now=moment)
            ],
        },
        here="home",
        status=status,
    )
    response["Content-Security-Policy"] = POLICY_WITH_CAMERA
    return response
