"""A browser as a station: how it shows that it is one, and how it becomes one."""

from __future__ import annotations

from allauth.core import ratelimit
from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from budstikke.kit.clock import now
from budstikke.post.actions.outlets.enroll_station import KnownStation, claim_station, station_of

COOKIE = "post_station"
_KEPT_SECONDS = 400 * 24 * 3600  # the longest that browsers keep a cookie


def this_station(request: HttpRequest) -> KnownStation | None:
    """Return the station this browser is, or None."""
    try:
        secret = _signer().unsign(request.COOKIES.get(COOKIE, ""))
    except BadSignature:
        return None
    return station_of(secret)


@never_cache
@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """Exchange a one-time code for this browser's secret."""
    if request.method == "POST":
        slow = not ratelimit.consume(request, action="enrol_station")
        secret = None if slow else claim_station(request.POST.get("code", "")[:40], now=now())
        if isinstance(secret, str):
            response = redirect("account_login")
            keep(response, secret)
            return response
        return render(request, "counter/enrol.html", {"fault": True, "slow": slow}, status=400)
    return render(request, "counter/enrol.html", {"station": this_station(request)})


def keep(response: HttpResponse, secret: str) -> None:
    """Let the browser keep its secret, out of reach of every script and of every other site."""
    response.set_cookie(
        COOKIE,
        _signer().sign(secret),
        max_age=_KEPT_SECONDS,
        path="/counter/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="station")
