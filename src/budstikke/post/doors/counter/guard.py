"""
Who may pass: an allow-listed station, and there a signed-in clerk of its outlet with two factors.

Every route of the door stands behind this, by its address and not by a decorator somebody could forget.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from budstikke.kit.clock import now, real_now
from budstikke.kit.look.language import language_of
from budstikke.law.words import Language
from budstikke.post.actions.enroll_station import KnownStation
from budstikke.post.actions.hear_station import leave_station
from budstikke.post.actions.register_clerk import clerk_of
from budstikke.post.doors.counter.stations import this_station

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
_SEEN = "seen_at"


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
        return self._get_response(request)

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
            return _to_sign_in(request)
        return self._known(request, station, adding=match.view_name in _TO_ADD_A_FACTOR)

    def _known(self, request: HttpRequest, station: KnownStation, *, adding: bool) -> HttpResponse | None:
        if _left_alone(request):
            logout(request)
            leave_station(station, now=now())
            return _to_sign_in(request, timed_out=True)
        clerk = clerk_of(cast("int", request.user.pk))
        if clerk is None or clerk.outlet_id != station.outlet_id:
            return _turn_away(request, "counter/other_outlet.html", station=station)
        if not has_two_factors(request):
            return None if adding else redirect("mfa_index")
        request.standing = Standing(  # type: ignore[attr-defined]
            clerk=clerk.pseudonym, station=station, language=language_of(request)
        )
        return None


def has_two_factors(request: HttpRequest) -> bool:
    """Say whether this session was begun with more than a password; a passkey with its own unlocking is two."""
    user = cast("AbstractBaseUser", request.user)
    return any(record["method"] == "mfa" for record in get_authentication_records(request, user))


def _left_alone(request: HttpRequest) -> bool:
    """Say whether nobody has touched this session for too long; what the page asks by itself is no touch."""
    seconds = real_now().timestamp()
    seen = request.session.get(_SEEN)
    if seen is not None and seconds - seen > settings.STATION_IDLE_SECONDS:
        return True
    match = request.resolver_match
    by_itself = "X-Background" in request.headers or (match is not None and match.view_name in _BY_ITSELF)
    if seen is None or not by_itself:
        request.session[_SEEN] = seconds
    return False


def _to_sign_in(request: HttpRequest, *, timed_out: bool = False) -> HttpResponse:
    back = (
        request.get_full_path() if request.method == "GET" and "X-Background" not in request.headers else ""
    )
    asked = {"timed_out": "1"} if timed_out else {}
    if back:
        asked["next"] = back
    address = f"{reverse('account_login')}?{urlencode(asked)}" if asked else reverse("account_login")
    if request.headers.get("HX-Request"):
        # A fragment cannot hold the sign-in; the whole page goes there.
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    return redirect(address)


def _turn_away(request: HttpRequest, page: str, **shown: object) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=403, headers={"HX-Refresh": "true"})
    return render(request, page, shown, status=403)
