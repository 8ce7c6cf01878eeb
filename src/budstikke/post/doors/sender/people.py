"""The owner's page of who works here, the invitation of somebody new, and the page where that one begins."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from budstikke.kit.clock import now
from budstikke.law.words import Words
from budstikke.post.actions.senders.invite import (
    accept_invitation,
    invitation_of,
    invitations_of,
    invite,
    withdraw_invitation,
)
from budstikke.post.actions.senders.portal_users import (
    LEAST_CHARACTERS,
    NotAPortalUser,
    change_roles,
    leaves_sender,
    portal_users_of,
)
from budstikke.post.doors.sender.guard import standing
from budstikke.post.doors.sender.pages import page, roles_to_choose
from budstikke.post.terms.roles import Role

_INVITE_FAULT = Words(
    no="Velg minst én rolle, og et brukernavn med 3 til 80 små bokstaver, tall, . _ @ + eller - som ingen andre har.",
    en="Choose at least one role, and a user name of 3 to 80 small letters, digits, . _ @ + or - that nobody else has.",
)
_OWNER_FAULT = Words(
    no="Noen må eie avtalen, og alle må ha minst én rolle. Ingenting er endret.",
    en="Somebody has to own the agreement, and everybody has at least one role. Nothing has changed.",
)


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """List who works here; invite, give other roles, note that somebody has left."""
    at = standing(request)
    fault, link, invited = None, "", ""
    if request.method == "POST":
        if request.POST.get("do") == "invite":
            invited = request.POST.get("username", "").strip().lower()
            fault, link = _invited(request, invited)
        else:
            fault = _changed(request)
        if fault is None and not link:
            return redirect("sender:people")
    shown = {
        "people": [
            {
                "row": row,
                "is_self": row.user_id == at.user.user_id,
                "roles": roles_to_choose(at.language, chosen=row.roles.split()),
            }
            for row in portal_users_of(at.user.customer_number)
        ],
        "invitations": invitations_of(at.sender_id, now=now()),
        "roles": roles_to_choose(at.language, chosen=()),
        "fault": fault and fault.in_(at.language),
        "invited": invited,
        "link": link,
    }
    return page(request, "sender/people.html", shown, here="sender:settings", status=422 if fault else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, token: str) -> HttpResponse:
    """
    Let somebody who was invited choose a password; the second factor is made at the first sign-in.

    Raises: Http404 for a link that counts no more.
    """
    found = invitation_of(token, now=now())
    if found is None:
        raise Http404
    fault = False
    if request.method == "POST":
        try:
            if not accept_invitation(token, password=request.POST.get("password", "")[:200], now=now()):
                raise Http404
        except NotAPortalUser:
            fault = True
        else:
            return redirect("account_login")
    shown = {"invited": found, "fault": fault, "least": LEAST_CHARACTERS}
    response = render(request, "sender/begin.html", shown, status=422 if fault else 200)
    # The address is a secret: it is told to nobody whom the page leads to.
    response["Referrer-Policy"] = "no-referrer"
    return response


def _invited(request: HttpRequest, username: str) -> tuple[Words | None, str]:
    at = standing(request)
    try:
        token = invite(
            username, sender_id=at.sender_id, roles=_roles(request), made_by=at.user.user_id, now=now()
        )
    except NotAPortalUser:
        return _INVITE_FAULT, ""
    # By the configured address, never by what a request calls us.
    return None, settings.PUBLIC_URL + reverse("sender:begin", args=[token])


def _changed(request: HttpRequest) -> Words | None:
    at = standing(request)
    said = request.POST.get("id", "")
    if not (said.isascii() and said.isdecimal() and len(said) < 10):
        raise Http404
    try:
        match request.POST.get("do"):
            case "withdraw":
                done = withdraw_invitation(int(said), sender_id=at.sender_id, now=now())
            case "leave":
                done = leaves_sender(int(said), sender_id=at.sender_id, now=now())
            case _:
                done = change_roles(int(said), sender_id=at.sender_id, roles=_roles(request))
    except NotAPortalUser:
        return _OWNER_FAULT
    if not done:
        raise Http404
    return None


def _roles(request: HttpRequest) -> list[Role]:
    return [role for role in Role if role in request.POST.getlist("role")]
