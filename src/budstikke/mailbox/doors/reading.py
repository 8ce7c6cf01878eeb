"""
The inbox in a browser, to read and to download: opened by the organisation's own key, like everything here.

A signed request is answered with an address that is good for a minute; whoever opens it reads this one inbox for half
an hour. Nothing can be sent, deleted or changed here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST, require_safe

from budstikke.formats.digipost.sending import CONTENT_TYPES
from budstikke.kit.clock import now, real_now
from budstikke.kit.look.language import language_of
from budstikke.law.refusal import Refusal
from budstikke.law.words import Words
from budstikke.mailbox.actions.list_inbox import list_inbox
from budstikke.mailbox.actions.open_content import open_content
from budstikke.mailbox.actions.take_content import take_content
from budstikke.mailbox.doors.answers import Answer
from budstikke.mailbox.doors.api import entrypoint
from budstikke.mailbox.doors.signing import Asked, signed
from budstikke.mailbox.records.models import Account

_COOKIE, _PATH = "mailbox_reading", "/reading/"
_ENTRANCE_SECONDS, _SECONDS = 60, 30 * 60
_ON_A_PAGE = 50
_MOST_SKIPPED = 10**9
P = ParamSpec("P")
_ENDED = Words(
    no="Adressen er brukt opp, eller det er gått mer enn en halv time. Åpne postkassen på nytt med nøkkelen.",
    en="The address is spent, or more than half an hour has passed. Open the mailbox anew with the key.",
)
_GONE = Words(no="Dokumentet er ikke i postkassen.", en="The document is not in the mailbox.")


def front(request: HttpRequest) -> HttpResponse:
    """Lead a person's browser to the inbox; a program is answered as the interface has it."""
    if "text/html" in request.headers.get("Accept", "") and "X-Digipost-UserId" not in request.headers:
        return redirect("reading")
    return entrypoint(request)


@signed("GET")
def entrance(asked: Asked) -> Answer | Refusal:
    """Answer the address at which a browser opens the asking organisation's inbox."""
    token = signing.dumps(asked.account.sender_id, salt=_COOKIE)
    address = asked.request.build_absolute_uri(f"{reverse('enter')}?token={token}")
    return Answer(307, headers={"Location": address})


@require_safe
def enter(request: HttpRequest) -> HttpResponse:
    """Take the address's token for a cookie of this path alone, and leave the address behind."""
    try:
        sender_id = signing.loads(request.GET.get("token", ""), salt=_COOKIE, max_age=_ENTRANCE_SECONDS)
    except signing.BadSignature:
        return _told(request, _ENDED, status=403)
    response = redirect("reading")
    response.set_signed_cookie(
        _COOKIE,
        str(sender_id),
        salt=_COOKIE,
        max_age=_SECONDS,
        path=_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return _unkept(response)


def _reading(
    view: Callable[Concatenate[HttpRequest, Account, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let in whoever opened an inbox here within the half hour."""

    @wraps(view)
    def answer(request: HttpRequest, *args: P.args, **given: P.kwargs) -> HttpResponse:
        opened = request.get_signed_cookie(_COOKIE, default="", salt=_COOKIE, max_age=_SECONDS)
        account = Account.objects.filter(sender_id=int(opened)).first() if opened else None
        if account is None:
            return _told(request, _ENDED, status=403)
        return _unkept(view(request, account, *args, **given))

    # Under functools.wraps the first argument has a name, which the type of a view has not.
    return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", answer)


@csrf_protect
@require_safe
@_reading
def reading(request: HttpRequest, account: Account) -> HttpResponse:
    """List what lies in the inbox, the oldest first."""
    typed = request.GET.get("skip", "0")
    skip = min(int(typed), _MOST_SKIPPED) if typed.isascii() and typed.isdecimal() and len(typed) < 11 else 0
    found = list_inbox(account=account, offset=skip, limit=_ON_A_PAGE + 1, now=now())
    shown = {
        **_page(request),
        "account": account,
        "documents": found[:_ON_A_PAGE],
        "following": skip + _ON_A_PAGE if len(found) > _ON_A_PAGE else "",
        "first": not skip,
    }
    return render(request, "mailbox/inbox.html", shown)


@require_safe
@_reading
def document(request: HttpRequest, account: Account, document_id: int) -> HttpResponse:
    """Give one document or attachment to keep; it counts as read, as by the API."""
    token = open_content(account=account, document_id=document_id, now=now(), real_now=real_now())
    if isinstance(token, Refusal):
        return _told(request, _GONE, status=404)
    taken = take_content(
        account=account, document_id=document_id, token=token, now=now(), real_now=real_now()
    )
    if isinstance(taken, Refusal):
        return _told(request, _GONE, status=404)
    response = HttpResponse(taken.content, content_type=CONTENT_TYPES[taken.file_type])
    response["Content-Disposition"] = f'attachment; filename="{document_id}.{taken.file_type}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


# The requests of the API are signed and carry no cookie; of the pages only this one changes something.
@csrf_protect
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Forget what was opened, on a browser that others use too."""
    response = _told(request, _ENDED, status=200)
    response.delete_cookie(_COOKIE, path=_PATH, samesite="Lax")
    return response


def _told(request: HttpRequest, words: Words, *, status: int) -> HttpResponse:
    shown = {**_page(request), "words": words.in_(language_of(request))}
    return _unkept(render(request, "mailbox/told.html", shown, status=status))


def _page(request: HttpRequest) -> dict[str, object]:
    return {"language": language_of(request), "test_installation": settings.TEST_INSTALLATION}


def _unkept(response: HttpResponse) -> HttpResponse:
    # Names and numbers are in it: no copy stays in the browser's own store, and the address goes nowhere else.
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
