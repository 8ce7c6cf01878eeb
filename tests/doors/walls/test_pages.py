"""Every page of every door: no form without its token, what a browser may do with an answer, and cookies' marks."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from tests.actions import line
from tests.doors.walls.askers import Asker, askers
from tests.doors.walls.routes import routes
from tests.walls import Route

from budstikke.kit.look.headers import POLICY, POLICY_WITH_CAMERA
from budstikke.post.doors.checking.views import POLICY as POLICY_OF_CHECKING

# Where a POST needs no token of a form, because no cookie proves anything there: a key, a token, a device's secret,
# or a signature does. (test_permissions.py: none of these opens to whoever has signed in.)
_PROGRAMS = ("api:", "bring:", "devices:")
_CALLED_BACK = {"payment-webhook", "sms_receipt"}
_BEST = {"counter": "clerk", "desk": "desk_lead", "sender": "owner"}
_BEHIND_A_SIGN_IN = tuple(f"{door}:" for door in _BEST)
_POLICIES = (POLICY, POLICY_WITH_CAMERA, POLICY_OF_CHECKING)


@pytest.fixture(scope="module")
def everybody(town: None) -> dict[str, Asker]:
    """Everybody who may ask."""
    return askers()


def _of_pages() -> list[Route]:
    return [route for route in routes() if not route.name.startswith(_PROGRAMS)]


def _asked(everybody: dict[str, Asker], route: Route) -> Asker:
    return everybody[_BEST.get(route.path.partition("/")[0], "nobody")]


def test_only_programs_are_let_off_the_token() -> None:
    """A page that is exempt is no page."""
    exempt = {route.name for route in routes() if route.csrf_exempt}
    assert {name for name in exempt if not name.startswith(_PROGRAMS)} == _CALLED_BACK


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_what_changes_anything_needs_the_token_of_a_form(everybody: dict[str, Asker], method: str) -> None:
    """Every route, asked by somebody who is let in with it: without one, and with one of another site's making."""
    strict = {
        door: Asker(asker.headers, asker.cookies, asker.session, csrf=True)
        for door, asker in ((door, everybody[name]) for door, name in {**_BEST, "": "nobody"}.items())
    }
    for route in _of_pages():
        if route.name in _CALLED_BACK:
            continue
        door = route.path.partition("/")[0]
        asker = strict[door if door in _BEST else ""]
        asker.client.cookies.pop(settings.CSRF_COOKIE_NAME, None)
        assert asker.ask(method, route.address()).status_code == 403, route
        asker.client.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
        told = {"headers": {"Origin": "https://elsewhere.example", "X-CSRFToken": "a" * 32}}
        answer = asker.client.generic(method, route.address(), **told)
        assert answer.status_code == 403, route


def _is_safe(answer: HttpResponse) -> None:
    # No other site may frame a page, and no page loads or runs what is not ours.
    assert answer["Content-Security-Policy"] in _POLICIES
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] in ("same-origin", "no-referrer")
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


def test_the_policy_lets_nobody_frame_and_no_text_of_a_page_run() -> None:
    """What every answer is held to below."""
    for policy in _POLICIES:
        assert policy.startswith(("default-src 'self'", "default-src 'none'"))
        assert "frame-ancestors 'none'" in policy and "base-uri 'none'" in policy
        assert "form-action 'self'" in policy or "form-action 'none'" in policy
        assert "unsafe-inline" not in policy and "'unsafe-eval'" not in policy and "*" not in policy


def test_every_answer_tells_a_browser_what_it_may(everybody: dict[str, Asker]) -> None:
    """Pages, files, problems, refusals and the ways to a sign-in; of every door, also of the APIs."""
    for route in routes():
        for method in ("GET", "POST"):
            _is_safe(_asked(everybody, route).ask(method, route.address()))
        _is_safe(everybody["nobody"].ask("GET", route.address()))
    for address in ("/nowhere/", "/static/nothing.css", "/static/look/look.css", "/desk", "/sender/nowhere/"):
        _is_safe(everybody["nobody"].ask("GET", address))


def test_nothing_behind_a_sign_in_is_kept_by_a_browser(everybody: dict[str, Asker]) -> None:
    """The next person at the screen turns no page back."""
    for route in routes():
        if route.name.startswith(_BEHIND_A_SIGN_IN):
            for method in ("GET", "POST"):
                answer = _asked(everybody, route).ask(method, route.address())
                assert "no-store" in answer.headers.get("Cache-Control", ""), (method, route)


def test_every_cookie_is_out_of_reach_of_scripts_and_of_other_sites(
    everybody: dict[str, Asker], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And goes over encrypted lines only, where the installation is not a test's."""
    for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"):
        monkeypatch.setattr(settings, name, True)
    line.book(line.file_of([line.order(1)]))
    seen = {}
    opening = {"number": line.number(1), "fact": "5004"}
    for address, said in (
        ("/track/mine/?language=en", opening),
        ("/sender/sign-in/?language=en", {"login": "p-owner", "password": "avsender tolv brev"}),
        ("/counter/station/", {"code": _code()}),
    ):
        client = Client(SERVER_NAME="localhost")
        for answer in (client.get(address), client.post(address, said)):
            seen |= answer.cookies
    assert {"post_letter", "post_language", "post_csrf", "post_session", "post_station"} <= set(seen)
    for name, cookie in seen.items():
        assert cookie["httponly"] and cookie["secure"], name
        assert cookie["samesite"] in ("Lax", "Strict"), name
        assert not cookie["domain"], name
        assert cookie["samesite"] == "Strict" or name in ("post_language", "post_session"), name


def _code() -> str:
    from budstikke.post.actions.outlets.enroll_station import enroll_station

    return enroll_station(line.BERGEN, name="Skranke 9", now=line.NOW)
