"""The station's pages: server time of each request through every middleware, as a clerk's browser asks for them."""

from __future__ import annotations

import base64
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta
from importlib import import_module
from unittest.mock import patch

from bench import site

_CLERK = "clerk-7"
_AT_HOME = ("", "day/", "problems/", "health/")
_FILLED = {
    "mrz": "P<NORNORDMANN<<KARI<<<<<<<<<<<<<<<<<<<<<<<<<\nCCC0022514NOR4611200F3001019<<<<<<<<<<<<<<<8",
    "national_number": "20914695016",
    **dict.fromkeys(("scanned", "security_pattern", "genuine", "photo"), "passed"),
}
_Step = Callable[[str, Callable[[], object]], object]


class Pages:
    """A browser that is a station, with its clerk signed in; the clock stands where the letters wait."""

    def __init__(self, *, outlet: int, sealer: object) -> None:
        from django.test import Client

        self._open = ExitStack()
        self._open.enter_context(patch("budstikke.kit.clock._offset", _offset_to(site.NOW)))
        self._open.enter_context(patch("budstikke.post.channels.chosen.sealer", lambda: sealer))
        self._client = Client(SERVER_NAME="localhost")
        self._client.cookies["post_station"] = _station(outlet)
        self._client.cookies["post_session"] = _session(outlet)

    def close(self) -> None:
        """Let the clock run again."""
        self._open.close()

    def serve(self, number: str, step: _Step, *, signature: bytes) -> None:
        """One recipient, page by page, from the scan to the hand-over."""
        for page in _AT_HOME:
            self._get(f"GET /counter/{page}", f"/counter/{page}", step)
        check = self._post("POST take", "/counter/take/", {"number": number}, step)
        self._get("GET letter", check, step)
        document = self._post("POST letter", check, {"kind": "no_passport"}, step)
        self._get("GET document", document, step)
        self._get("GET readings", f"{check}readings/", step)
        sign = self._post("POST document", document, {**_FILLED, "then": "sign"}, step)
        self._get("GET sign", sign, step)
        signed = {
            "signature": "data:image/png;base64," + base64.b64encode(signature).decode(),
            "signature_agrees": "passed",
        }
        verdict = self._post("POST sign: the verdict", sign, signed, step)
        self._get("GET verdict", verdict, step)
        self._post("POST hand-over", f"{check}hand-over/", {}, step)

    def _get(self, name: str, address: str, step: _Step) -> None:
        answer = step(name, lambda: self._client.get(address))
        if answer.status_code not in (200, 204):  # type: ignore[attr-defined]  # Django's answer
            raise SystemExit(f"{name} answered {answer.status_code}: this measures something else")  # type: ignore[attr-defined]

    def _post(self, name: str, address: str, form: dict[str, str], step: _Step) -> str:
        answer = step(name, lambda: self._client.post(address, form))
        if answer.status_code != 302:  # type: ignore[attr-defined]
            raise SystemExit(f"{name} answered {answer.status_code}: this measures something else")  # type: ignore[attr-defined]
        return str(answer["Location"])  # type: ignore[index]


def _offset_to(at: datetime) -> Callable[[], timedelta]:
    from budstikke.kit.clock import real_now

    offset = at - real_now()
    return lambda: offset


def _station(outlet: int) -> str:
    from django.core.signing import TimestampSigner

    from budstikke.post.actions.outlets.enroll_station import claim_station, enroll_station

    secret = claim_station(enroll_station(outlet, name="Counter 2", now=site.NOW), now=site.NOW)
    assert isinstance(secret, str), "the code is fresh"
    return TimestampSigner(salt="station").sign(secret)


def _session(outlet: int) -> str:
    """Sign the clerk in as a password and a second factor would."""
    from django.conf import settings
    from django.contrib.auth.models import User

    from budstikke.post.actions.outlets.register_clerk import register_clerk

    register_clerk(_CLERK, password="skranke tolv brev", outlet_id=outlet, pseudonym=_CLERK)
    user = User.objects.get(username=_CLERK)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session.update(
        {
            "_auth_user_id": str(user.pk),
            "_auth_user_backend": settings.AUTHENTICATION_BACKENDS[0],
            "_auth_user_hash": user.get_session_auth_hash(),
            "account_authentication_methods": [{"method": "password", "at": 0}, {"method": "mfa", "at": 0}],
            "account_authentication_methods_user": str(user.pk),
        }
    )
    session.create()
    return str(session.session_key)
