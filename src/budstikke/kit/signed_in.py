"""What every door with a sign-in asks of a session: two factors, somebody still there, else the way to the sign-in."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import cast

from allauth.account.authentication import get_authentication_records
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

_SEEN = "seen_at"


@dataclass(frozen=True, slots=True)
class Door:
    """Which door a request came to: the pages of the sign-in, which all doors share, take from here what differs."""

    name: str
    # What people call the provider of eIDs that let in here; empty where there is none.
    eid: str = ""

    @property
    def entrance(self) -> str:
        """The page that the sign-in's pages are filled into."""
        return f"{self.name}/entrance.html"

    @property
    def home(self) -> str:
        """The route of the page where the door begins."""
        return f"{self.name}:home"


def has_two_factors(request: HttpRequest) -> bool:
    """
    Say whether this session was begun with more than a password; a passkey with its own unlocking is two.

    So is an eID: whoever lets somebody in by one has judged its level.
    """
    user = cast("AbstractBaseUser", request.user)
    records = get_authentication_records(request, user)
    return any(record["method"] in ("mfa", "socialaccount") for record in records)


def left_alone(
    request: HttpRequest, *, idle_seconds: int, seconds: float, by_themselves: Container[str] = ()
) -> bool:
    """
    Say whether nobody has touched this session for too long; what a page asks by itself is no touch.

    `seconds` is the moment of the request; `by_themselves` names routes that browsers ask for without anybody.
    """
    seen = request.session.get(_SEEN)
    if seen is not None and seconds - seen > idle_seconds:
        return True
    match = request.resolver_match
    by_itself = "X-Background" in request.headers or (match is not None and match.view_name in by_themselves)
    if seen is None or not by_itself:
        request.session[_SEEN] = seconds
    return False


def kept_by_nobody(response: HttpResponse) -> HttpResponse:
    """Have no copy of an answer stay in the browser's own store: whoever is next at the screen turns none back."""
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def to_sign_in(request: HttpRequest, *, timed_out: bool = False) -> HttpResponse:
    """Send the browser to the sign-in of its door, and from there back to the page it asked for."""
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
