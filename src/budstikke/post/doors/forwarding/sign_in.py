"""
Sign-in by eID at the door of forwarding: out to the provider and back, or on a test installation by a plain form.

The provider is the portal's; here nobody has an account, and the person is found by the national number that the
provider vouches for. It is in nobody's session: that has the person's ref.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.providers.openid_connect import views
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from budstikke.formats import national_number
from budstikke.kit.clock import now
from budstikke.kit.installation import is_test
from budstikke.kit.look.language import language_of
from budstikke.law.words import Words
from budstikke.post.actions.address_register.citizens import NameTold, citizen_of
from budstikke.post.channels import chosen
from budstikke.post.doors.forwarding.guard import DOOR, forget, remember
from budstikke.post.doors.sender import eid as portal

_LONGEST = 200
_ACTORS = "iso6523-actorid-upis"
_ORGANISATION = "0192:"
_NOT_A_NUMBER = Words(
    no="Skriv et syntetisk fødselsnummer: elleve siffer, måneden pluss 80.",
    en="Type a synthetic national number: eleven digits, the month plus 80.",
)
_NOT_KNOWN = Words(
    no="Adresseregisteret kjenner ikke dette nummeret.", en="The address register does not know this number."
)


class Eids(portal.Eids):
    """Who is let in by an eID: at this door whoever it names, at the portal those who have connected it."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """
        Let a citizen in without an account, or leave it to the portal.

        Raises: ImmediateHttpResponse with the page the person goes on to, or the one that says why not.
        """
        if not request.path_info.startswith(DOOR):
            super().pre_social_login(request, sociallogin)
            return
        claims = request.eid_claims  # type: ignore[attr-defined]
        back = str(sociallogin.state.get("next") or "")
        raise ImmediateHttpResponse(_welcome(request, claims, back=back))

    def on_authentication_error(self, request: HttpRequest, *by: Any, **why: Any) -> None:
        """
        Answer alike whatever went wrong.

        Raises: ImmediateHttpResponse with the door's own page.
        """
        if request.path_info.startswith(DOOR):
            raise ImmediateHttpResponse(_refused(request))
        super().on_authentication_error(request, *by, **why)


@never_cache
@require_safe
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the way in: the eID's button, or on a test installation without a provider the plain form."""
    return _entrance(request)


@require_POST
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """
    Send the browser to the provider.

    Raises: Http404 where none is configured.
    """
    return portal.through(views.login, request, provider_id, refused=_refused)


@require_safe
def back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """
    Take the browser back from the provider.

    Raises: Http404 where none is configured.
    """
    return portal.through(views.callback, request, provider_id, refused=_refused)


@never_cache
@require_POST
def sign_in_test(request: HttpRequest) -> HttpResponse:
    """
    Let in whoever types a synthetic number, on a test installation that has named no provider.

    Raises: Http404 everywhere else.
    """
    if not is_test() or settings.PORTAL_EID:
        raise Http404
    number = national_number.canonical(request.POST.get("number", "")[:_LONGEST])
    if not ratelimit.consume(request, action="citizen_sign_in"):
        return _refused(request, status=429)
    if not national_number.is_valid(number, synthetic=True) or not national_number.is_synthetic(number):
        return _entrance(request, fault=_NOT_A_NUMBER)
    ref = citizen_of(number, registry=chosen.registry(), now=now())
    if ref is None:
        return _entrance(request, fault=_NOT_KNOWN)
    remember(request, ref, organisations=_test_organisations(request))
    return redirect(_safe(request.POST.get("next", "")))


@require_POST
def sign_off(request: HttpRequest) -> HttpResponse:
    """Forget who it was, on a browser that others use too."""
    forget(request)
    return redirect("forwarding:home")


def _welcome(request: HttpRequest, claims: Mapping[str, Any], *, back: str) -> HttpResponse:
    """Let in the person the claims name, if anybody vouches for their name."""
    given, surname = claims.get("given_name"), claims.get("family_name")
    told = (
        NameTold(given=given, surname=surname)
        if isinstance(given, str) and isinstance(surname, str) and given.strip() and surname.strip()
        else None
    )
    ref = citizen_of(claims["pid"], told=told, registry=chosen.registry(), now=now())
    if ref is None:
        page = {"language": language_of(request)}
        return render(request, "forwarding/not_known.html", page, status=403)
    remember(request, ref, organisations=_organisations(claims))
    return redirect(_safe(back))


def _organisations(claims: Mapping[str, Any]) -> dict[str, str]:
    """
    Return the businesses the claims say the person may act for, by their numbers.

    Source: Ansattporten's documentation of authorization_details (reportees with Authority, ID and Name).
    """
    found: dict[str, str] = {}
    details = claims.get("authorization_details")
    for detail in details if isinstance(details, list) else []:
        reportees = detail.get("reportees") if isinstance(detail, dict) else None
        for each in reportees if isinstance(reportees, list) else []:
            if not isinstance(each, dict) or each.get("Authority") != _ACTORS:
                continue
            number = str(each.get("ID", ""))
            if number.startswith(_ORGANISATION):
                found[number.removeprefix(_ORGANISATION)] = str(each.get("Name", ""))[:_LONGEST]
    return found


def _test_organisations(request: HttpRequest) -> dict[str, str]:
    number = request.POST.get("organisation", "").replace(" ", "")[:9]
    return {number: ""} if number.isascii() and number.isdecimal() and len(number) == 9 else {}


def _safe(back: str) -> str:
    """Return a page of this door to go on to, whatever was asked for."""
    mine = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if back.startswith(DOOR) and mine else reverse("forwarding:mine")


def _entrance(request: HttpRequest, *, fault: Words | None = None) -> HttpResponse:
    language = language_of(request)
    given = request.POST if request.method == "POST" else request.GET
    page = {
        "language": language,
        "eid": settings.PORTAL_EID.get("name", "") if settings.PORTAL_EID else "",
        "test": is_test() and not settings.PORTAL_EID,
        "next": given.get("next", "")[:_LONGEST],
        "fault": fault.in_(language) if fault else "",
    }
    return render(request, "forwarding/sign_in.html", page, status=422 if fault else 200)


def _refused(request: HttpRequest, *, status: int = 403) -> HttpResponse:
    name = settings.PORTAL_EID.get("name", "") if settings.PORTAL_EID else ""
    page = {"language": language_of(request), "name": name}
    return render(request, "forwarding/eid_refused.html", page, status=status)
