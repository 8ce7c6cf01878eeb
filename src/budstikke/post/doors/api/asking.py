"""Who is asking: a key or a token, what it may do, how often; or nobody, counted by the address."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from ninja.security.base import AuthBase

from budstikke.kit.clock import real_now
from budstikke.post.actions.senders.api_clients import bearer_of
from budstikke.post.actions.senders.api_keys import Asked, TooMany, api_key_of
from budstikke.post.doors.api.problems import Problem
from budstikke.post.records.ceilings import LEASES
from budstikke.post.terms.scopes import Scope, scopes_of

# A second: of one key or client, and of one address that asks without either.
_MOST_KNOWN, _MOST_UNKNOWN = 200, 20
_MOST_JSON_BYTES = 5_000_000
_BEARER = "Bearer "
PATH = "/api/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """The program that asks, as its sender's."""

    sender_id: int
    customer_number: str
    scopes: frozenset[Scope]
    caller: str


class Needed(AuthBase):
    """A key or token that is good for a scope; the same count for both."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __init__(self, scope: Scope, *, most_bytes: int = _MOST_JSON_BYTES) -> None:
        self._scope, self._most_bytes = scope, most_bytes
        super().__init__()

    def __call__(self, request: HttpRequest) -> Asking:
        """
        Return who asks.

        Raises: Problem when it is nobody, not allowed to, too often, or about to send too much.
        """
        shown = request.headers.get("Authorization", "")
        asking = _by_token(shown) if shown else _by_key(request)
        if asking is None:
            raise Problem("NOT_KNOWN")
        if self._scope not in asking.scopes:
            raise Problem("NOT_ALLOWED")
        refuse_too_large(request, most_bytes=self._most_bytes)
        return asking


class Anybody(AuthBase):
    """No account is needed; an address asks so often a second, and nothing of what it sends is kept."""

    openapi_type = ""

    def __call__(self, request: HttpRequest) -> str:
        """
        Return the caller as it is counted.

        Raises: Problem when it asks too often, or is about to send too much.
        """
        # Of the address only a hash is kept, and for a second's count only.
        address = hashlib.sha256(str(request.META.get("REMOTE_ADDR", "")).encode()).hexdigest()[:32]
        caller = f"{address}:api"
        if not LEASES.let_in(caller, second=_second(), most=_MOST_UNKNOWN):
            raise Problem("TOO_MANY")
        refuse_too_large(request, most_bytes=_MOST_JSON_BYTES)
        return caller


def _by_token(shown: str) -> Asking | None:
    if not shown.startswith(_BEARER):
        return None
    bearer = bearer_of(shown.removeprefix(_BEARER).strip(), issuer=issuer(), real_now=real_now())
    if bearer is None:
        return None
    if not LEASES.let_in(f"client:{bearer.client_id}", second=_second(), most=_MOST_KNOWN):
        raise Problem("TOO_MANY")
    return Asking(
        sender_id=bearer.sender_id,
        customer_number=bearer.customer_number,
        scopes=bearer.scopes,
        caller=bearer.client_id,
    )


def _by_key(request: HttpRequest) -> Asking | None:
    key = request.headers.get("X-MyBring-API-Key", "").strip()
    if not key:
        return None
    try:
        known = api_key_of(
            key,
            uid=request.headers.get("X-MyBring-API-Uid"),
            asked=Asked(what="api", second=_second(), most=_MOST_KNOWN),
        )
    except TooMany:
        raise Problem("TOO_MANY") from None
    if known is None:
        return None
    return Asking(
        sender_id=known.sender_id,
        customer_number=known.customer_number,
        scopes=scopes_of(known.roles),
        caller="key",
    )


def refuse_too_large(request: HttpRequest, *, most_bytes: int) -> None:
    """
    Look at how much is going to be sent.

    Raises: Problem when it is too much, or is not said.
    """
    if request.method in ("GET", "HEAD"):
        return
    length = request.META.get("CONTENT_LENGTH") or "0"
    chunked = "chunked" in request.headers.get("Transfer-Encoding", "").lower()
    if chunked or not (length.isascii() and length.isdecimal()) or int(length[:15]) > most_bytes:
        raise Problem("TOO_LARGE")


def asking(request: HttpRequest) -> Asking:
    """Return who asks."""
    found = request.auth  # type: ignore[attr-defined]  # the API puts it there
    assert isinstance(found, Asking)
    return found


def issuer() -> str:
    """Return the address that gives out tokens, and that they are good for; never what a request calls us."""
    return f"{settings.PUBLIC_URL}{PATH}"


def _second() -> int:
    return int(real_now().timestamp())
