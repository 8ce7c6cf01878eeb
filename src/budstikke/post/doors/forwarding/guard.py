"""
Who may pass to one's own orders and register: a person of the address register who has signed in by eID.

Every route of the door stands behind this, by its name in one table; a route that is in neither opens to nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import cast
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from budstikke.kit.clock import real_now
from budstikke.kit.look.headers import POLICY
from budstikke.kit.look.language import language_of
from budstikke.law.words import Language

DOOR = "/forwarding/"
# Reached before anybody has signed in: what a message's link or a payer leads to, and the way in.
OPEN = frozenset(
    {
        "forwarding:home",
        "forwarding:order",
        "forwarding:not_me",
        "forwarding:paid",
        "forwarding:prices",
        "forwarding:sign_in",
        "forwarding:sign_in_test",
        "openid_connect_login",
        "openid_connect_callback",
    }
)
SIGNED_IN = frozenset(
    {
        "forwarding:sign_off",
        "forwarding:choose",
        "forwarding:new",
        "forwarding:mine",
        "forwarding:own",
        "forwarding:pay",
        "forwarding:receipt",
        "forwarding:document",
        "forwarding:act",
        "forwarding:complain",
        "forwarding:contact",
        "forwarding:contact_ask",
        "forwarding:contact_code",
        "forwarding:contact_remove",
        "forwarding:register",
        "forwarding:copy",
        "forwarding:ask",
        "forwarding:lock",
    }
)
_KEY = "citizen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Citizen:
    """Who asks: a ref of the address register, and the businesses the sign-in named; and the page's language."""

    ref: UUID
    organisations: Mapping[str, str] = field(default_factory=dict)
    language: Language = "no"


def citizen(request: HttpRequest) -> Citizen:
    """Return who asks; the guard has seen to it that there is somebody."""
    return cast("Citizen", request.citizen)  # type: ignore[attr-defined]


def remember(request: HttpRequest, ref: UUID, *, organisations: Mapping[str, str]) -> None:
    """Let a session be this person's from now on; under another key than before, which nobody else knows."""
    request.session.cycle_key()
    request.session[_KEY] = {
        "ref": str(ref),
        "organisations": dict(organisations),
        "seen": real_now().timestamp(),
    }


def forget(request: HttpRequest) -> None:
    """Let a session be nobody's here; what it is at other doors stays."""
    request.session.pop(_KEY, None)
    request.session.cycle_key()


def signed_in(request: HttpRequest) -> Citizen | None:
    """Return who has signed in here and not been away for too long."""
    kept = request.session.get(_KEY)
    if kept is None:
        return None
    seconds = real_now().timestamp()
    if seconds - kept["seen"] > settings.PORTAL_IDLE_SECONDS:
        forget(request)
        return None
    request.session[_KEY] = {**kept, "seen": seconds}
    return Citizen(ref=UUID(kept["ref"]), organisations=kept["organisations"], language=language_of(request))


class Guard:
    """Stop every request to one's own pages that comes from nobody, or too late (a middleware)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and let a form that leads to the provider of eIDs go there."""
        response = self._get_response(request)
        eid = settings.PORTAL_EID
        if eid and request.path_info.startswith(DOOR):
            allowed = POLICY.replace("form-action 'self'", f"form-action 'self' {eid['host']}")
            response.headers.setdefault("Content-Security-Policy", allowed)
        return response

    def process_view(self, request: HttpRequest, *_route: object) -> HttpResponse | None:
        """Return None to let the request in, or the way to the sign-in."""
        match = request.resolver_match
        if match is None or not request.path_info.startswith(DOOR) or match.view_name in OPEN:
            return None
        who = signed_in(request) if match.view_name in SIGNED_IN else None
        if who is None:
            back = {"next": request.get_full_path()} if request.method == "GET" else {}
            return redirect(f"{reverse('forwarding:sign_in')}?{urlencode(back)}")
        request.citizen = who  # type: ignore[attr-defined]
        return None
