"""Every page under my/ and staff/ is somebody's: the guard lets nobody in who has not signed in, by its address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from budstikke.issuer.doors.signin.session import Standing, signed_in

_MINE, _STAFF, _HELP = "my/", "staff/", "help/staff/"
# What is looked at by whoever is signed in; everything else under these addresses wants a fresh proof.
_WITHOUT_PROOF = frozenset(
    {"mypage:home", "mypage:eid", "mypage:use", "mypage:money", "mypage:block", "staff:home", "staff:waiting"}
)
# What is read by everybody alike may be kept by a browser; under the help centre two parts are somebody's.
_ALIKE = ("/help/", "/maintenance/", "/ca/", "/app/")
_OF_SOMEBODY = ("/help/staff/", "/help/contact/")


def standing(request: HttpRequest) -> Standing:
    """Return who asks; the guard has seen to it that there is somebody."""
    return cast("Standing", request.standing)  # type: ignore[attr-defined]


class Guard:
    """Stop requests of nobody, of those who do not work here, and of those whose proof is old (a middleware)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Keep pages of a person out of every cache: all that is not known to be the same for everybody."""
        response = self._get_response(request)
        address = request.path_info
        if address != "/" and (not address.startswith(_ALIKE) or address.startswith(_OF_SOMEBODY)):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: object, arguments: tuple[Any, ...], named: dict[str, Any]
    ) -> HttpResponse | None:
        """Return None to let the request in, or the way to the sign-in, or the page that says why not."""
        match = request.resolver_match
        if match is not None and match.route.startswith(_HELP):
            # Whose session is over is nobody there either; who may open which page is that door's to say.
            signed_in(request)
            return None
        if match is None or not match.route.startswith((_MINE, _STAFF)):
            return None
        known = signed_in(request)
        if known is None:
            return to_sign_in(request)
        if match.route.startswith(_STAFF) and known.staff is None:
            return render(request, "signin/not_yours.html", status=403)
        if match.view_name not in _WITHOUT_PROOF and not known.proved:
            return to_sign_in(request)
        request.standing = known  # type: ignore[attr-defined]
        return None


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send the browser to the sign-in, and from there back to the page it asked for; a form is filled in anew."""
    back = request.get_full_path() if request.method in ("GET", "POST") else "/my/"
    return redirect(f"{reverse('signin:choose')}?{urlencode({'next': back})}")
