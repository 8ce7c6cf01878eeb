"""
Who may pass: an allow-listed station, and there a signed-in clerk of its outlet with two factors.

Every route of the door stands behind this, by its address and not by a decorator somebody could forget.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from budstikke.kit.clock import now, real_now
from budstikke.kit.look.language import language_of
from budstikke.kit.signed_in import has_two_factors, kept_by_nobody, left_alone, to_sign_in
from budstikke.law.words import Language
from budstikke.post.actions.outlets.enroll_station import KnownStation
from budstikke.post.actions.outlets.hear_station import leave_station
from budstikke.post.actions.outlets.register_clerk import clerk_of
from budstikke.post.doors.counter.stations import this_station
from budstikke.post.terms.roles import StaffRole

DOOR = "counter/"
# Reached by a browser that is no station yet.
_BY_ANYBODY = frozenset({"counter:enrol"})
# Reached at a station before anybody has signed in.
_TO_SIGN_IN = frozenset({"account_login", "account_logout", "mfa_authenticate", "mfa_login_webauthn"})
# Reached with a password alone: a clerk's first factor beside it is made here.
_TO_ADD_A_FACTOR = frozenset({"mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"})
# Sent by a browser that is being closed; it can carry no header of ours.
_BY_ITSELF = frozenset({"counter:leave"})
_SIGN_OFF = "account_logout"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a request comes from: the clerk (a pseudonym) at a station; and the language of the page."""

    clerk: str
    station: KnownStation
    language: Language


def standing(request: HttpRequest) -> Standing:
    """Return who asks; the guard has seen to it that there is somebody."""
    return cast("Standing", request.standing)  # type: ignore[attr-defined]


class Guard:
    """Stop every request to the door that comes from elsewhere, from nobody, or too late (a middleware)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; what is decided is decided in `process_view`, where the route is known."""
        response = self._get_response(request)
        return kept_by_nobody(response) if request.path_info.startswith(f"/{DOOR}") else response

    def process_view(
        self, request: HttpRequest, view: object, arguments: tuple[Any, ...], named: dict[str, Any]
    ) -> HttpResponse | None:
        """Return None to let the request in, or the page that says why not."""
        match = request.resolver_match
        if match is None or not match.route.startswith(DOOR) or match.view_name in _BY_ANYBODY:
            return None
        station = this_station(request)
        if station is None:
            return _turn_away(request, "counter/no_station.html")
        if match.view_name in _TO_SIGN_IN:
            if match.view_name == _SIGN_OFF and request.method == "POST":
                leave_station(station, now=now())
            return None
        if not request.user.is_authenticated:
            return to_sign_in(request)
        return self._known(request, station, adding=match.view_name in _TO_ADD_A_FACTOR)

    def _known(self, request: HttpRequest, station: KnownStation, *, adding: bool) -> HttpResponse | None:
        moment = real_now().timestamp()
        if left_alone(
            request, idle_seconds=settings.STATION_IDLE_SECONDS, seconds=moment, by_themselves=_BY_ITSELF
        ):
            logout(request)
            leave_station(station, now=now())
            return to_sign_in(request, timed_out=True)
        clerk = clerk_of(cast("int", request.user.pk))
        if clerk is None or StaffRole.CLERK not in clerk.roles or clerk.outlet_id != station.outlet_id:
            return _turn_away(request, "counter/other_outlet.html", station=station)
        if not has_two_factors(request):
            return None if adding else redirect("mfa_index")
        request.standing = Standing(  # type: ignore[attr-defined]
            clerk=clerk.pseudonym, station=station, language=language_of(request)
        )
        return None


def _turn_away(request: HttpRequest, page: str, **shown: object) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=403, headers={"HX-Refresh": "true"})
    return render(request, page, shown, status=403)
