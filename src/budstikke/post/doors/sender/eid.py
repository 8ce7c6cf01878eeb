"""Sign-in by eID: the way out to its provider and back, who is let in by it, and the page where it is connected."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.openid_connect import views
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from requests import RequestException

from budstikke.kit.signed_in import has_two_factors
from budstikke.post.actions.senders.eids import forget_eid, has_eid
from budstikke.post.actions.senders.portal_users import portal_user_of
from budstikke.post.doors.sender.guard import standing
from budstikke.post.doors.sender.pages import page

_FAULT = "sign_in_fault"


class Eids(DefaultSocialAccountAdapter):
    """Who is let in by an eID: one of a sender's people who has connected it, and nobody else."""

    def is_open_for_signup(self, *_asked: Any) -> bool:
        """Say no: accounts are made by invitation."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """
        Let through what was connected before, or is being connected by somebody who has signed in with two factors.

        Raises: ImmediateHttpResponse with the page that says why not.
        """
        if sociallogin.state.get("process") == "connect":
            known = request.user.is_authenticated and portal_user_of(request.user.pk)
            if not known or not has_two_factors(request):
                raise ImmediateHttpResponse(_refused(request))
            return
        if not sociallogin.is_existing or portal_user_of(sociallogin.user.pk) is None:
            raise ImmediateHttpResponse(_refused(request))
        # An eID of a level that is high enough is two factors by itself.
        request.by_eid = True  # type: ignore[attr-defined]

    def on_authentication_error(self, request: HttpRequest, *_by: Any, **_why: Any) -> None:
        """Answer alike whatever went wrong: broken off, too low a level, an answer that is not for us."""
        raise ImmediateHttpResponse(_refused(request))

    def get_connect_redirect_url(self, *_connected: Any) -> str:
        """Return where an eID that was connected is shown."""
        return reverse("sender:eid")


@require_POST
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """
    Send the browser to the provider.

    Raises: Http404 where none is configured.
    """
    return through(views.login, request, provider_id, refused=_refused)


@require_safe
def back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """
    Take the browser back from the provider.

    Raises: Http404 where none is configured.
    """
    return through(views.callback, request, provider_id, refused=_refused)


@require_http_methods(["GET", "HEAD", "POST"])
def eid(request: HttpRequest) -> HttpResponse:
    """
    Show whether somebody can sign in by eID; connect it, or take it away.

    Raises: Http404 where none is configured.
    """
    if not settings.PORTAL_EID:
        raise Http404
    user_id = standing(request).user.user_id
    if request.method == "POST":
        forget_eid(user_id)
        return redirect("sender:eid")
    shown = {
        "name": settings.PORTAL_EID["name"],
        "has": has_eid(user_id),
        "fault": request.session.pop(_FAULT, False),
    }
    return page(request, "sender/eid.html", shown)


def through(
    view: Any, request: HttpRequest, provider_id: str, *, refused: Callable[[HttpRequest], HttpResponse]
) -> HttpResponse:
    """
    Let the library's view answer; a provider that is away is answered by the door's own page.

    Raises: Http404 where no provider is configured.
    """
    if not settings.PORTAL_EID:
        raise Http404
    try:
        answer: HttpResponse = view(request, provider_id=provider_id)
    except RequestException:
        return refused(request)
    return answer


def _refused(request: HttpRequest) -> HttpResponse:
    return render(request, "sender/eid_refused.html", {"name": settings.PORTAL_EID["name"]}, status=403)
