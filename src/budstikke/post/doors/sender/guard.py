"""
Who may pass: somebody who works for a sender, signed in with two factors, in a role the page is for.

Every route of the door stands behind this, by its name in one table and not by a decorator somebody could forget.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from budstikke.kit.clock import real_now
from budstikke.kit.look.headers import POLICY
from budstikke.kit.look.language import language_of
from budstikke.kit.signed_in import Door, has_two_factors, kept_by_nobody, left_alone, to_sign_in
from budstikke.law.words import Language
from budstikke.post.actions.senders.portal_users import KnownPortalUser, portal_user_of
from budstikke.post.terms.roles import Role, may

DOOR = "/sender/"
_ADDRESSES = "budstikke.post.doors.sender.urls"
# Reached before anybody has signed in.
TO_SIGN_IN = frozenset(
    {
        "account_login",
        "account_logout",
        "mfa_authenticate",
        "mfa_login_webauthn",
        "openid_connect_login",
        "openid_connect_callback",
        "sender:begin",
    }
)
# Reached with a password alone: somebody's first factor beside it is made here.
TO_ADD_A_FACTOR = frozenset({"mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"})
# Reached by everybody who works for a sender.
_OWN_SIGN_IN = frozenset({"mfa_reauthenticate", "mfa_reauthenticate_webauthn"})
_HAND_IN = (Role.ORDERS, Role.SUBCONTRACTOR)
# Those whose key may claim at the API.
_CLAIM = (Role.FINANCE, Role.ORDERS)
_FOLLOW = (Role.ORDERS, Role.REPORTS, Role.SUBCONTRACTOR)
# Which roles a page is for; the owner's opens all. A route that is not here opens to nobody.
ROUTES: Mapping[str, tuple[Role, ...]] = {
    "sender:home": tuple(Role),
    "sender:letters": _FOLLOW,
    "sender:letter": _FOLLOW,
    "sender:order": (Role.ORDERS,),
    "sender:table": (Role.ORDERS,),
    "sender:example": (Role.ORDERS,),
    "sender:preview": (Role.ORDERS,),
    "sender:uploads": _HAND_IN,
    "sender:upload": _HAND_IN,
    "sender:labels": _HAND_IN,
    "sender:slip": _HAND_IN,
    "sender:invoices": (Role.FINANCE,),
    "sender:invoice": (Role.FINANCE,),
    "sender:invoice-document": (Role.FINANCE,),
    "sender:invoice-letters": (Role.FINANCE,),
    "sender:statement": (Role.FINANCE,),
    "sender:claims": _CLAIM,
    "sender:make-claim": _CLAIM,
    "sender:claim": _CLAIM,
    "sender:claim-answer": _CLAIM,
    "sender:reports": (Role.REPORTS,),
    "sender:report": (Role.REPORTS,),
    "sender:settings": (Role.ORDERS, Role.REPORTS),
    "sender:webhooks": (Role.ORDERS, Role.REPORTS),
    "sender:webhook": (Role.ORDERS, Role.REPORTS),
    "sender:statuses": (Role.OWNER,),
    "sender:keys": (Role.OWNER,),
    "sender:people": (Role.OWNER,),
    "sender:agreement": (Role.OWNER,),
    "sender:accepted": (Role.OWNER,),
    "sender:eid": tuple(Role),
    # What follows from it is erasure: the owner's alone, as at the API.
    "sender:ended": (),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """For whom somebody asks and in which roles; and the language of the page."""

    user: KnownPortalUser
    language: Language

    @property
    def sender_id(self) -> int:
        """The sender whose rows these pages show."""
        return self.user.sender_id

    def may_open(self, route: str) -> bool:
        """Say whether a page is for one of these roles."""
        return may(self.user.roles, *ROUTES[route])


def standing(request: HttpRequest) -> Standing:
    """Return who asks; the guard has seen to it that there is somebody."""
    return cast("Standing", request.standing)  # type: ignore[attr-defined]


class Guard:
    """Stop every request to the door that comes from nobody, too late, or for a page of other roles (a middleware)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Give the door its own table of addresses, in which the sign-in has the door's."""
        if not request.path_info.startswith(DOOR):
            return self._get_response(request)
        eid = settings.PORTAL_EID
        request.urlconf = _ADDRESSES
        request.door = Door("sender", eid=eid["name"] if eid else "")  # type: ignore[attr-defined]
        response = kept_by_nobody(self._get_response(request))
        if eid:
            # A form that leads to the provider's page is let go there.
            allowed = POLICY.replace("form-action 'self'", f"form-action 'self' {eid['host']}")
            response.headers.setdefault("Content-Security-Policy", allowed)
        return response

    def process_view(self, request: HttpRequest, *_route: object) -> HttpResponse | None:
        """Return None to let the request in, or the page that says why not."""
        match = request.resolver_match
        if match is None or not request.path_info.startswith(DOOR) or match.view_name in TO_SIGN_IN:
            return None
        if not request.user.is_authenticated:
            return to_sign_in(request)
        if left_alone(request, idle_seconds=settings.PORTAL_IDLE_SECONDS, seconds=real_now().timestamp()):
            logout(request)
            return to_sign_in(request, timed_out=True)
        user = portal_user_of(request.user.pk)
        if user is None:
            return render(request, "sender/nobody.html", status=403)
        if not has_two_factors(request):
            return None if match.view_name in TO_ADD_A_FACTOR else redirect("mfa_index")
        at = Standing(user=user, language=language_of(request))
        request.standing = at  # type: ignore[attr-defined]
        if match.view_name in TO_ADD_A_FACTOR | _OWN_SIGN_IN:
            return None
        if match.view_name not in ROUTES or not at.may_open(match.view_name):
            return render(request, "sender/other_role.html", {"standing": at}, status=403)
        return None
