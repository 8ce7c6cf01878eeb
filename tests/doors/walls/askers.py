"""Everybody who may ask something of the post service: a browser, a program or a device in each of its roles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from tests.actions import forwarding, line
from tests.doors import api_caller, desk, portal
from tests.stories.browser import counter

from budstikke.kit.clock import now, real_now
from budstikke.post.terms.roles import Role, StaffRole
from budstikke.post.terms.scopes import Scope

SMS_TOKEN = "from-the-gateway"


@dataclass
class Asker:
    """Somebody with a browser or a program; a session that a request ended is begun again."""

    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    session: Callable[[], str] | None = None
    csrf: bool = False

    def __post_init__(self) -> None:
        """Open the browser."""
        self.client = Client(
            raise_request_exception=False, enforce_csrf_checks=self.csrf, SERVER_NAME="localhost"
        )
        self._sign_in()

    def ask(self, method: str, address: str, **given: Any) -> HttpResponse:
        """Send a request; what is to be said, where nothing is given, is an empty object."""
        kind = (
            {} if method in ("GET", "HEAD") or given else {"content_type": "application/json", "data": b"{}"}
        )
        answer = self.client.generic(method, address, headers=self.headers, **kind, **given)
        if self.session and self.client.cookies[settings.SESSION_COOKIE_NAME].value != self._key:
            self._sign_in()
        return answer

    def _sign_in(self) -> None:
        for name, value in self.cookies.items():
            self.client.cookies[name] = value
        if self.session:
            self._key = self.client.cookies[settings.SESSION_COOKIE_NAME] = self.session()


def askers() -> dict[str, Asker]:
    """Everybody, by a name; the installation is there."""
    return {
        "nobody": Asker(),
        **_at_the_counter(),
        **_at_the_desk(),
        **_at_the_portal(),
        **_citizens(),
        **_programs(),
        **_machines(),
    }


def _signed_in(user: int, *, factors: bool = True) -> Callable[[], str]:
    return lambda: counter.session_of(user, factors=factors)


def _at_the_counter() -> dict[str, Asker]:
    station = {"post_station": counter.enrolled("Skranke 1")}
    here, elsewhere = counter.enter("clerk-7"), counter.enter("clerk-8", outlet=line.SOTRA)
    return {
        "station": Asker(cookies=station),
        "clerk": Asker(cookies=station, session=_signed_in(here)),
        "clerk-without-station": Asker(session=_signed_in(here)),
        "clerk-of-another-outlet": Asker(cookies=station, session=_signed_in(elsewhere)),
        "clerk-by-password": Asker(cookies=station, session=_signed_in(here, factors=False)),
    }


def _at_the_desk() -> dict[str, Asker]:
    # At a station too: what is the counter's is no closer to them for that.
    station = {"post_station": counter.enrolled("Skranke 2")}
    people = {role.value: desk.enter(f"d-{role}", role) for role in StaffRole if role is not StaffRole.CLERK}
    found = {role: Asker(cookies=station, session=_signed_in(user)) for role, user in people.items()}
    return {**found, "desk-by-password": Asker(session=_signed_in(people["desk"], factors=False))}


def _at_the_portal() -> dict[str, Asker]:
    people = {role: portal.enter(role, username=f"p-{role}") for role in Role}
    found = {role.value: Asker(session=_signed_in(user)) for role, user in people.items()}
    by_password = Asker(session=_signed_in(people[Role.OWNER], factors=False))
    return {**found, "owner-by-password": by_password}


def _citizens() -> dict[str, Asker]:
    ref = forwarding.person()

    def begun() -> str:
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session["citizen"] = {"ref": str(ref), "organisations": {}, "seen": real_now().timestamp()}
        session.create()
        return str(session.session_key)

    return {"citizen": Asker(session=begun)}


def _programs() -> dict[str, Asker]:
    keys = {f"key:{role}": Asker(headers=api_caller.with_key(role).head) for role in Role}
    program = api_caller.program(*Scope)
    tokens = {}
    for scope in Scope:
        token = program.ask(scope=scope.value).json()["access_token"]
        tokens[f"token:{scope.removeprefix('budstikke:')}"] = Asker(
            headers={"Authorization": f"Bearer {token}"}
        )
    return {**keys, **tokens}


def _machines() -> dict[str, Asker]:
    from budstikke.post.actions.outlets.register_device import register_device
    from budstikke.post.records.models import Device, Station

    station = Station.objects.order_by("id")[0].id
    secrets = [
        register_device(
            name, outlet_id=line.BERGEN, kind="document_scanner", model="SPECIMEN 1", station_id=station
        )
        for name in ("scanner-1", "scanner-2")
    ]
    Device.objects.filter(id="scanner-2").update(revoked_at=now())
    bearers = (*secrets, SMS_TOKEN)
    names = ("device", "device-revoked", "sms-gateway")
    return {
        name: Asker(headers={"Authorization": f"Bearer {bearer}"})
        for name, bearer in zip(names, bearers, strict=True)
    }
