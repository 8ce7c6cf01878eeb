"""Who is asking: the signature on a request, checked before anything of it is read."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.http import HttpRequest, HttpResponse

from budstikke.formats.digipost.signature import (
    DATE,
    HASH,
    SIGNATURE,
    USER,
    check,
    http_date,
    parse_http_date,
    request_text,
)
from budstikke.formats.malformed import Malformed
from budstikke.kit.clock import real_now
from budstikke.law.refusal import Refusal
from budstikke.mailbox.actions.refusals import refused
from budstikke.mailbox.doors.answers import (
    Answer,
    malformed_answer,
    other_method_answer,
    refusal_answer,
    signed_response,
)
from budstikke.mailbox.records.models import Account

LIMIT_BYTES = 25 * 2**20
_INTERVAL = timedelta(minutes=5)
_CHUNK_BYTES = 2**16

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request whose signature holds: who asks, and the body that was signed."""

    request: HttpRequest
    account: Account
    body: tuple[bytes, ...]


def signed(
    *methods: str,
) -> Callable[
    [Callable[Concatenate[Asked, P], Answer | Refusal]], Callable[Concatenate[HttpRequest, P], HttpResponse]
]:
    """Let a view be asked by some methods and signed requests only, and sign what it answers."""

    def decorate(
        view: Callable[Concatenate[Asked, P], Answer | Refusal],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def answered(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            return signed_response(
                request, _answer(request, lambda asked: view(asked, *args, **kwargs), methods)
            )

        return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", answered)

    return decorate


def _answer(
    request: HttpRequest, view: Callable[[Asked], Answer | Refusal], methods: tuple[str, ...]
) -> Answer:
    if request.method not in methods:
        return other_method_answer(*methods)
    account = authenticate(request, now=real_now())
    if isinstance(account, Refusal):
        return refusal_answer(account)
    body = _read_body(request)
    if isinstance(body, Refusal):
        return refusal_answer(body)
    try:
        outcome = view(Asked(request, account, body))
    except Malformed as malformed:
        return malformed_answer(malformed)
    return refusal_answer(outcome) if isinstance(outcome, Refusal) else outcome


def authenticate(request: HttpRequest, *, now: datetime) -> Account | Refusal:
    """
    Return the account that signed a request; `now` is real time.

    Reading: a signed request can be sent again for five minutes, as the API has it; what may not happen twice
    is held by message ids and one-time links.
    """
    user_id, date, signature = (request.headers.get(name, "") for name in (USER, DATE, SIGNATURE))
    if not (user_id.isascii() and user_id.isdecimal() and len(user_id) <= 18):
        return refused("INVALID_USER_ID_HEADER")
    if not date:
        return refused("MISSING_DATE_HEADER")
    at = parse_http_date(date)
    if at is None:
        return refused("INVALID_DATE_HEADER")
    if abs(at - now) > _INTERVAL:
        return refused("DATE_HEADER_OUTSIDE_ACCEPTED_INTERVAL", here=http_date(now))
    if not signature:
        return refused("MISSING_SIGNATURE")
    if _has_body(request) and HASH not in request.headers:
        return refused("MISSING_SHA256")
    account = Account.objects.filter(sender_id=int(user_id)).first()
    if account is None:
        return refused("UNKNOWN_USER_ID")
    expected = request_text(
        method=request.method or "",
        path=request.path,
        query=request.META.get("QUERY_STRING", ""),
        headers=request.headers,
    )
    key = cast(RSAPublicKey, load_pem_public_key(account.public_key_pem.encode()))
    if not check(expected, signature=signature, key=key):
        return refused("INVALID_SIGNATURE", expected=expected)
    return account


def _has_body(request: HttpRequest) -> bool:
    return request.method == "POST" or request.META.get("CONTENT_LENGTH", "") not in ("", "0")


def _read_body(request: HttpRequest) -> tuple[bytes, ...] | Refusal:
    # The whole body is kept in memory, never in a temporary file: nothing readable may lie on a disk.
    if not _has_body(request):
        return ()
    if "chunked" in request.headers.get("Transfer-Encoding", "").lower():
        return refused("PROBLEM_WITH_REQUEST", problem="a body needs Content-Length")
    if int(request.META.get("CONTENT_LENGTH") or 0) > LIMIT_BYTES:
        return refused("REQUEST_TOO_LARGE", limit_bytes=LIMIT_BYTES)
    digest = hashlib.sha256()
    chunks = []
    while chunk := request.read(_CHUNK_BYTES):
        digest.update(chunk)
        chunks.append(chunk)
    if b64encode(digest.digest()).decode("ascii") != request.headers[HASH]:
        return refused("INVALID_SHA256")
    return tuple(chunks)
