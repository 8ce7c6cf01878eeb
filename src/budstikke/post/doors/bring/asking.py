"""Who is asking: a uid and a key in headers; how often it may; and what is said to whoever may not."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Literal
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja.security import APIKeyHeader

from budstikke.kit.clock import real_now
from budstikke.post.actions.senders.api_keys import Asked, KnownKey, TooMany, api_key_of
from budstikke.post.records.ceilings import LEASES
from budstikke.post.terms.roles import Role, may

What = Literal["tracking", "booking", "pickup", "postal", "events", "events_test", "reports"]
# A second, as published; tracking names none, so ours only stops what has run wild.
CEILINGS: dict[What, int] = {
    "tracking": 500,
    "booking": 18,
    "pickup": 80,
    "postal": 300,
    "events": 50,
    "events_test": 10,
    "reports": 20,
}
UID, KEY = "X-MyBring-API-Uid", "X-MyBring-API-Key"
# The first words, and how they are spelt, are what clients look for.
NOT_KNOWN = (
    "401 - Unathorized. Send X-MyBring-API-Uid and X-MyBring-API-Key of a user of the API;"
    " the carrier gives them out.\n"
)
TOO_MANY = "429 - Too many requests. Wait a second and try again.\n"
NOT_ALLOWED = "403 - Forbidden. The key has not the role that this needs.\n"


class Answered(Exception):
    """Raised in this door for a request whose answer is already written."""

    def __init__(self, answer: HttpResponse) -> None:
        self.answer = answer
        super().__init__(str(answer.status_code))


Said = Callable[[int, str], HttpResponse]


def plain(status: int, text: str) -> HttpResponse:
    """Word a refusal where nothing else is agreed: as text."""
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)


class KeyNeeded(APIKeyHeader):
    """The headers of a key, in any casing; counted by what is asked for."""

    param_name = KEY

    def __init__(self, what: What, *roles: Role, said: Said = plain) -> None:
        self._what, self._roles, self._said = what, roles, said
        super().__init__()

    def __call__(self, request: HttpRequest) -> KnownKey:
        """
        Return whose key it is.

        Raises: Answered when the key is missing, wrong, used too often or without the role that is needed.
        """
        uid, key = request.headers.get(UID, ""), request.headers.get(KEY, "")
        known = self._known(uid, key) if uid and key else None
        if known is None:
            raise Answered(self._said(401, NOT_KNOWN))
        if self._roles and not may(known.roles, *self._roles):
            raise Answered(self._said(403, NOT_ALLOWED))
        return known

    def _known(self, uid: str, key: str) -> KnownKey | None:
        asked = Asked(what=self._what, second=_second(), most=CEILINGS[self._what])
        try:
            return api_key_of(key.strip(), uid=uid, asked=asked)
        except TooMany:
            raise Answered(_later(self._said(429, TOO_MANY))) from None

    def authenticate(self, request: HttpRequest, key: str | None) -> KnownKey | None:
        """Never called: the whole request is looked at instead."""
        raise NotImplementedError


class KeyWelcome(KeyNeeded):
    """A key is not needed for what is public; one that is sent must be right, and callers without are counted."""

    def __call__(self, request: HttpRequest) -> KnownKey | str:  # type: ignore[override]
        """
        Return whose key it is, or where the request comes from.

        Raises: Answered when the key is wrong, or the caller asks too often.
        """
        if request.headers.get(KEY):
            return super().__call__(request)
        # Of the address only a hash is kept, and for a second's count only.
        address = hashlib.sha256(str(request.META.get("REMOTE_ADDR", "")).encode()).hexdigest()[:32]
        caller = f"{address}:{self._what}"
        if not LEASES.let_in(caller, second=_second(), most=CEILINGS[self._what]):
            raise Answered(_later(self._said(429, TOO_MANY)))
        return caller


def known(request: HttpRequest) -> KnownKey:
    """Return whose key the request came with."""
    asking = request.auth  # type: ignore[attr-defined]  # the API puts it there
    assert isinstance(asking, KnownKey)
    return asking


def base_url(request: HttpRequest) -> str:
    """Return the address the request came to, for links back; what lies before us may have ended its encryption."""
    return f"{urlsplit(settings.PUBLIC_URL).scheme}://{request.get_host()}"


def uuid_of(text: str) -> UUID | None:
    """Return an id as it stands in an address, or None: what is no id is as unknown as one nobody has."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _second() -> int:
    return int(real_now().timestamp())


def _later(answer: HttpResponse) -> HttpResponse:
    answer["Retry-After"] = "1"
    return answer
