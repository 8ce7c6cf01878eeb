"""How a sender's programs are told and let in: status files by EDI, SFTP users, keys; and where the rest is set."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from budstikke.kit.clock import now
from budstikke.law.words import Words
from budstikke.post.actions.senders.api_clients import api_clients_of_sender, revoke_api_client
from budstikke.post.actions.senders.api_keys import api_keys_of_sender, register_api_key, revoke_api_key
from budstikke.post.actions.senders.pause_statuses import pause_statuses
from budstikke.post.actions.senders.sftp_users import (
    NotAnSftpUser,
    fingerprint_of,
    register_sftp_user,
    revoke_sftp_user,
    sftp_users_of_sender,
)
from budstikke.post.doors.sender.guard import standing
from budstikke.post.doors.sender.pages import page, roles_to_choose
from budstikke.post.doors.sender.words import ROLES
from budstikke.post.records.models import Sender, StatusFile
from budstikke.post.records.scope import acting_as
from budstikke.post.terms.roles import Role

_MOST_FILES = 50
_PARTS = {
    "sender:webhooks": Words(
        no="Webhooks: få beskjed om hva som skjer med et brev",
        en="Webhooks: be told what happens to a letter",
    ),
    "sender:statuses": Words(no="Statusfiler (IFTSTA) og SFTP", en="Status files (IFTSTA) and SFTP"),
    "sender:ended": Words(no="Kundeforhold som er avsluttet", en="Customer relationships that have ended"),
    "sender:keys": Words(no="Nøkler for programmene deres", en="Keys for your programs"),
    "sender:people": Words(no="Hvem som arbeider her", en="Who works here"),
    "sender:agreement": Words(no="Avtalen", en="The agreement"),
}
_KEY_FAULT = Words(
    no="Lim inn en offentlig nøkkel slik ssh-keygen skriver den, på én linje.",
    en="Paste a public key as ssh-keygen writes it, on one line.",
)
_NAME_FAULT = Words(
    no="Navnet kan ikke brukes: 2 til 63 av a til z, 0 til 9, _ . og -, og ikke en annens.",
    en="The name cannot be used: 2 to 63 of a to z, 0 to 9, _ . and -, and not somebody else's.",
)
_ROLE_FAULT = Words(no="Velg minst én rolle.", en="Choose at least one role.")


@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    """Lead to what can be set by these roles."""
    at = standing(request)
    parts = [
        {"route": route, "words": words.in_(at.language)}
        for route, words in _PARTS.items()
        if at.may_open(route)
    ]
    return page(request, "sender/settings.html", {"parts": parts}, here="sender:settings")


@require_http_methods(["GET", "HEAD", "POST"])
def statuses(request: HttpRequest) -> HttpResponse:
    """Show the status files that were made and fetched, and who may fetch them; pause them, enter and revoke users."""
    at = standing(request)
    fault = None
    if request.method == "POST":
        asked = request.POST.get("do", "")
        if asked in ("pause", "resume"):
            pause_statuses(at.sender_id, paused=asked == "pause", now=now())
        elif asked == "revoke":
            revoke_sftp_user(request.POST.get("name", ""), sender_id=at.sender_id, now=now())
        else:
            fault = _enter_sftp_user(request)
        if fault is None:
            return redirect("sender:statuses")
    with acting_as(str(at.sender_id)):
        sender = Sender.objects.get(id=at.sender_id)
        files = list(
            StatusFile.objects.filter(sender_id=at.sender_id).defer("content").order_by("-id")[:_MOST_FILES]
        )
    shown = {
        "sender": sender,
        "files": files,
        "users": sftp_users_of_sender(at.user.customer_number),
        "fault": fault and fault.in_(at.language),
        "given": request.POST if fault else {},
    }
    return page(request, "sender/statuses.html", shown, here="sender:settings", status=422 if fault else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """List the keys of a sender's programs; make one, which is shown this once; revoke one."""
    at = standing(request)
    fault, made = None, None
    if request.method == "POST":
        if request.POST.get("do") == "revoke":
            _revoke(request)
            return redirect("sender:keys")
        roles = [role for role in Role if role in request.POST.getlist("role")]
        if roles:
            made = register_api_key(
                at.user.customer_number,
                uid=request.POST.get("uid", "").strip()[:100] or at.user.customer_number,
                label=request.POST.get("label", "").strip()[:100],
                roles=roles,
                now=now(),
            )
        else:
            fault = _ROLE_FAULT
    rows = api_keys_of_sender(at.user.customer_number)
    shown = {
        "keys": [
            {"key": row, "roles": ", ".join(ROLES[Role(role)].in_(at.language) for role in row.roles.split())}
            for row in rows
        ],
        "clients": api_clients_of_sender(at.user.customer_number),
        "made": made,
        "made_uid": rows[0].uid if made else "",
        "roles": roles_to_choose(at.language, chosen=()),
        "fault": fault and fault.in_(at.language),
    }
    return page(request, "sender/keys.html", shown, here="sender:settings", status=422 if fault else 200)


def _enter_sftp_user(request: HttpRequest) -> Words | None:
    fingerprint = fingerprint_of(request.POST.get("key", "")[:20_000])
    if not fingerprint:
        return _KEY_FAULT
    try:
        register_sftp_user(
            standing(request).user.customer_number,
            name=request.POST.get("name", "").strip(),
            password=None,
            fingerprints=[fingerprint],
            now=now(),
        )
    except NotAnSftpUser:
        return _NAME_FAULT
    return None


def _revoke(request: HttpRequest) -> None:
    at = standing(request)
    key, client = request.POST.get("key", ""), request.POST.get("client", "")
    if key.isascii() and key.isdecimal() and len(key) < 10:
        revoke_api_key(int(key), sender_id=at.sender_id, now=now())
        return
    own = {str(row.client_id): row.client_id for row in api_clients_of_sender(at.user.customer_number)}
    if client not in own:
        raise Http404
    revoke_api_client(own[client], now=now())
