"""
Who may pass: somebody of the desk, signed in with two factors, in a role that the page is for.

Every route of the door stands behind this, by its address; a route that is in no row of `MAY` opens to nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from budstikke.kit.clock import real_now
from budstikke.kit.look.language import language_of
from budstikke.kit.signed_in import Door, has_two_factors, kept_by_nobody, left_alone, to_sign_in
from budstikke.law.words import Language
from budstikke.post.actions.outlets.register_clerk import clerk_of
from budstikke.post.terms.roles import StaffRole

DOOR = "desk/"
_DESK = frozenset({StaffRole.DESK, StaffRole.DESK_LEAD})
_LEAD = frozenset({StaffRole.DESK_LEAD})
_AUDITOR = frozenset({StaffRole.AUDITOR})
# Which roles a route is for. What a page may show or do follows from here alone.
MAY: Mapping[str, frozenset[StaffRole]] = {
    "desk:home": _DESK | _AUDITOR,
    "desk:search": _DESK,
    "desk:letter": _DESK,
    "desk:act": _DESK,
    "desk:address": _DESK,
    "desk:open_claim": _DESK,
    "desk:claims": _DESK,
    "desk:claim": _DESK,
    "desk:decide_claim": _DESK,
    "desk:confirm_claim": _LEAD,
    "desk:answer": _DESK,
    "desk:claim_documents": _DESK,
    "desk:payments": _DESK,
    "desk:see_to_payment": _DESK,
    "desk:forwarding": _DESK,
    "desk:search_forwarding": _DESK,
    "desk:order": _DESK,
    "desk:act_order": _DESK,
    "desk:order_document": _DESK,
    "desk:confirm_order": _LEAD,
    "desk:phone": _DESK,
    "desk:phone_order": _DESK,
    "desk:cases": _DESK,
    "desk:case": _DESK,
    "desk:act_case": _DESK,
    "desk:waiting": _LEAD,
    "desk:confirm": _LEAD,
    "desk:look_ups": _AUDITOR,
}
# Reached before anybody has signed in.
_TO_SIGN_IN = frozenset({"account_login", "account_logout", "mfa_authenticate", "mfa_login_webauthn"})
# Reached with a password alone: the first factor beside it is made here.
_TO_ADD_A_FACTOR = frozenset({"mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"})
# Reached by everybody of the desk who has signed in.
OF_ONES_OWN = _TO_ADD_A_FACTOR | {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
_AT_THE_DESK = _DESK | _AUDITOR


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Who asks (a pseudonym), in which roles; and the language of the page."""

    clerk: str
    roles: frozenset[StaffRole]
    language: Language

    def may(self, route: str) -> bool:
        """Say whether a route of the door is for somebody in these roles."""
        return not self.roles.isdisjoint(MAY[route])


def standing(request: HttpRequest) -> Standing:
    """Return who asks; the guard has seen to it that there is somebody."""
    return cast("Standing", request.standing)  # type: ignore[attr-defined]


class Guard:
    """Stop every request to the door that comes from nobody, from somebody else, or too late (a middleware)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Give the desk's requests the desk's addresses, so that django-allauth's names lead to its own sign-in."""
        if not request.path_info.startswith(f"/{DOOR}"):
            return self._get_response(request)
        request.urlconf = settings.DESK_URLCONF
        request.door = Door("desk")  # type: ignore[attr-defined]
        return kept_by_nobody(self._get_response(request))

    def process_view(
        self, request: HttpRequest, view: object, arguments: tuple[Any, ...], named: dict[str, Any]
    ) -> HttpResponse | None:
        """Return None to let the request in, or the page that says why not."""
        match = request.resolver_match
        if match is None or not match.route.startswith(DOOR) or match.view_name in _TO_SIGN_IN:
            return None
        if not request.user.is_authenticated:
            return to_sign_in(request)
        moment = real_now().timestamp()
        if left_alone(request, idle_seconds=settings.STATION_IDLE_SECONDS, seconds=moment):
            logout(request)
            return to_sign_in(request, timed_out=True)
        clerk = clerk_of(request.user.pk)
        if clerk is None or clerk.roles.isdisjoint(_AT_THE_DESK):
            return render(request, "desk/not_yours.html", status=403)
        if not has_two_factors(request):
            return None if match.view_name in _TO_ADD_A_FACTOR else redirect("mfa_index")
        if match.view_name not in OF_ONES_OWN and clerk.roles.isdisjoint(MAY.get(match.view_name, ())):
            return render(request, "desk/not_yours.html", status=403)
        request.standing = Standing(  # type: ignore[attr-defined]
            clerk=clerk.pseudonym, roles=clerk.roles, language=language_of(request)
        )
        return None
