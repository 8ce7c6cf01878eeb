"""Sign-in by eID at a real provider in a process of its own, with the claims of ID-porten."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from django.test import Client
from tests.actions import line
from tests.doors.portal import OTHER_CUSTOMER, at_portal, enter, other_sender

from budstikke.post.terms.roles import Role

pytestmark = pytest.mark.skipif(
    find_spec("oidc_provider_mock") is None, reason="oidc-provider-mock is not installed"
)

KARI, OLA, LOW, NOBODY, NONE = "20914695016", "01848400064", "low", "nobody", "none"
_HIGH = "idporten-loa-high"
_PEOPLE = [
    {"sub": KARI, "pid": KARI, "acr": _HIGH},
    {"sub": OLA, "pid": OLA, "acr": _HIGH},
    {"sub": LOW, "pid": KARI, "acr": "idporten-loa-substantial"},
    {"sub": NOBODY, "pid": "12345678901", "acr": _HIGH},
    {"sub": NONE, "acr": _HIGH},
]
_STARTED_SECONDS = 40


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """Run the provider; give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    for person in _PEOPLE:
        command += ["--user-claims", json.dumps(person)]
    with subprocess.Popen(
        command, env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as run:
        address = f"http://localhost:{port}"
        try:
            _wait(address, run)
            yield address
        finally:
            run.terminate()


def _wait(address: str, run: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _STARTED_SECONDS
    while time.monotonic() < until and run.poll() is None:
        try:
            httpx.get(f"{address}/.well-known/openid-configuration", timeout=5)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the provider did not start")


@pytest.fixture
def eid(provider: str, installation: None, settings_with_eid: None) -> None:
    """An installation that has named its provider."""


@pytest.fixture
def settings_with_eid(provider: str) -> Iterator[None]:
    """Name the provider as the environment would."""
    from django.test import override_settings

    app = {
        "provider_id": "eid",
        "name": "ID-porten",
        "client_id": "budstikke",
        "secret": "a secret of this test",
        "settings": {"server_url": provider, "fetch_userinfo": False, "oauth_pkce_enabled": True},
    }
    with override_settings(
        PORTAL_EID={"name": "ID-porten", "levels": [_HIGH], "host": provider},
        SOCIALACCOUNT_PROVIDERS={"openid_connect": {"APPS": [app]}},
    ):
        yield


def browser() -> Client:
    """A browser nobody has signed in with."""
    return Client(SERVER_NAME="localhost")


def goes(client: Client, who: str, *, query: str = "", after: str = ""):
    """Press the button, sign in at the provider as somebody, and come back; what we answer."""
    out = client.post(f"/sender/sign-in/eid/{query}")
    assert out.status_code == 302, out.text
    asked = parse_qs(urlsplit(out["Location"]).query)
    assert asked["acr_values"] == [_HIGH] or query
    assert asked["scope"] == ["openid"] and asked["code_challenge_method"] == ["S256"]
    back = httpx.post(out["Location"], data={"sub": who}, follow_redirects=False)
    assert back.status_code == 302, back.text
    to = urlsplit(back.headers["Location"])
    assert (to.hostname, to.path) == ("localhost", "/sender/sign-in/eid/back/")
    return client.get(f"{to.path}?{to.query}{after}")


def connected(who: str = KARI, **entered: str) -> Client:
    """Connect an eID to an account that has signed in by password and code; return its browser."""
    client = at_portal(Role.ORDERS, **entered)  # type: ignore[arg-type]
    client.defaults["SERVER_NAME"] = "localhost"
    answer = goes(client, who, query="?process=connect")
    assert (answer.status_code, answer["Location"]) == (302, "/sender/settings/eid/"), answer.text
    return client


def test_an_eid_that_was_connected_lets_in_without_password_and_code(eid: None) -> None:
    """To the pages of the same roles; also where a code generator was made, which is not asked for."""
    from allauth.mfa.models import Authenticator
    from django.contrib.auth.models import User

    client = connected()
    assert "Koblet til denne kontoen" in client.get("/sender/settings/eid/").text
    Authenticator.objects.create(
        user=User.objects.get(username="per"), type=Authenticator.Type.TOTP, data={"secret": "00"}
    )
    fresh = browser()
    assert "Logg inn med ID-porten" in fresh.get("/sender/sign-in/").text
    assert goes(fresh, KARI)["Location"] == "/sender/"
    assert fresh.get("/sender/letters/").status_code == 200
    assert fresh.get("/sender/invoices/").status_code == 403


@pytest.mark.parametrize("who", [LOW, NOBODY, NONE, OLA])
def test_whoever_is_not_sure_enough_or_not_known_is_not_let_in(eid: None, who: str) -> None:
    """A lower level of the same person, claims that name nobody, and a person who connected nothing."""
    connected()
    client = browser()
    answer = goes(client, who)
    assert answer.status_code == 403 and "Du ble ikke logget inn" in answer.text
    assert client.get("/sender/letters/")["Location"].startswith("/sender/sign-in/")


def test_a_lower_level_that_is_asked_for_in_the_address_is_judged_all_the_same(eid: None) -> None:
    """What counts is what the provider says of the sign-in."""
    connected()
    asked = urlencode({"auth_params": "acr_values=idporten-loa-substantial"})
    assert goes(browser(), LOW, query=f"?{asked}").status_code == 403


def test_the_national_number_is_kept_nowhere(eid: None) -> None:
    """In no column of any table that holds what an eID says, and not in the session."""
    from allauth.socialaccount.models import SocialAccount, SocialToken
    from django.contrib.sessions.models import Session

    connected()
    fresh = browser()
    goes(fresh, KARI)
    (kept,) = SocialAccount.objects.all()
    assert kept.extra_data == {} and re.fullmatch(r"[0-9a-f]{40}", kept.uid)
    assert not SocialToken.objects.exists()
    assert all(KARI not in json.dumps(each.get_decoded()) for each in Session.objects.all())


def test_one_eid_opens_one_account(eid: None) -> None:
    """Connected once, it cannot be connected to somebody else's account."""
    connected()
    other_sender()
    other = at_portal(Role.OWNER, username="kari", customer=OTHER_CUSTOMER)
    other.defaults["SERVER_NAME"] = "localhost"
    goes(other, KARI, query="?process=connect")
    assert "kunne ikke kobles til" in other.get("/sender/settings/eid/").text
    fresh = browser()
    goes(fresh, KARI)
    assert "Eksempel eID" in fresh.get("/sender/letters/").text


def test_nobody_connects_without_two_factors(eid: None) -> None:
    """Neither a stranger nor somebody with a password alone."""
    from allauth.socialaccount.models import SocialAccount

    half = at_portal(Role.ORDERS, factors=False)
    half.defaults["SERVER_NAME"] = "localhost"
    for client in (browser(), half):
        assert goes(client, KARI, query="?process=connect").status_code == 403
    assert not SocialAccount.objects.exists()


def test_an_answer_to_nothing_asked_is_refused(eid: None) -> None:
    """No state, another browser's state, and a sign-in that was broken off."""
    connected()
    asked, other = browser(), browser()
    out = asked.post("/sender/sign-in/eid/")
    state = parse_qs(urlsplit(out["Location"]).query)["state"][0]
    back = "/sender/sign-in/eid/back/"
    assert other.get(back, {"code": "x", "state": state}).status_code == 403
    assert other.get(back).status_code == 403
    assert asked.get(back, {"error": "access_denied", "state": state}).status_code == 403


def test_whoever_has_left_or_taken_the_eid_away_is_not_let_in(eid: None) -> None:
    """From that moment."""
    from budstikke.post.actions.senders.portal_users import portal_user_leaves

    client = connected()
    assert client.post("/sender/settings/eid/")["Location"] == "/sender/settings/eid/"
    assert goes(browser(), KARI).status_code == 403
    connected(username="nora")
    assert goes(browser(), KARI)["Location"] == "/sender/"
    portal_user_leaves("nora", now=line.NOW)
    assert goes(browser(), KARI).status_code == 403


def test_a_provider_that_does_not_answer_is_said_to_be_away(eid: None, provider: str) -> None:
    """Password and code still let in."""
    from django.conf import settings
    from django.test import override_settings

    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    away = {**app, "settings": {**app["settings"], "server_url": "http://localhost:9"}}
    with override_settings(SOCIALACCOUNT_PROVIDERS={"openid_connect": {"APPS": [away]}}):
        assert browser().post("/sender/sign-in/eid/").status_code == 403


def test_without_a_provider_there_is_no_such_sign_in(installation: None) -> None:
    """No button and no address; that is how an installation begins."""
    enter(Role.OWNER)
    client = browser()
    assert "ID-porten" not in client.get("/sender/sign-in/").text
    assert client.post("/sender/sign-in/eid/").status_code == 404
    assert client.get("/sender/sign-in/eid/back/").status_code == 404
    assert at_portal(Role.OWNER).get("/sender/settings/eid/").status_code == 404


def test_a_form_may_lead_to_the_provider_and_nowhere_else(eid: None, provider: str) -> None:
    """The policy of the page names it."""
    policy = browser().get("/sender/sign-in/")["Content-Security-Policy"]
    assert f"form-action 'self' {provider};" in policy


def a_citizen() -> None:
    """Enter the person behind Kari's number into the address register."""
    from budstikke.post.actions.address_register.persons import NewPerson, enter_person
    from budstikke.post.records.scope import CARRIER, acting_as

    kari = NewPerson(given_name="Kari", surname="Nordmann", national_number=KARI)
    with acting_as(CARRIER):
        enter_person(kari, now=line.NOW)


def goes_as_citizen(client: Client, who: str, *, after: str = ""):
    """Press the button of the web door of forwarding, sign in at the provider, and come back; what we answer."""
    out = client.post("/forwarding/sign-in/eid/", {"next": after})
    assert out.status_code == 302, out.text
    assert parse_qs(urlsplit(out["Location"]).query)["acr_values"] == [_HIGH]
    back = httpx.post(out["Location"], data={"sub": who}, follow_redirects=False)
    to = urlsplit(back.headers["Location"])
    assert (to.hostname, to.path) == ("localhost", "/forwarding/sign-in/eid/back/")
    return client.get(f"{to.path}?{to.query}")


def test_a_citizen_signs_in_by_eid_without_an_account(eid: None, provider: str) -> None:
    """To their own pages and to no other door's; the plain TEST form is gone where there is a provider."""
    from django.contrib.auth.models import User

    a_citizen()
    client = browser()
    page = client.get("/forwarding/sign-in/")
    assert "Logg inn med ID-porten" in page.text and "TEST: logg inn" not in page.text
    assert f"form-action 'self' {provider};" in page["Content-Security-Policy"]
    assert client.post("/forwarding/sign-in/test/", {"number": KARI}).status_code == 404
    assert goes_as_citizen(client, KARI, after="/forwarding/register/")["Location"] == "/forwarding/register/"
    assert client.get("/forwarding/mine/").status_code == 200
    assert client.get("/sender/letters/")["Location"].startswith("/sender/sign-in/")
    assert not User.objects.exists()


@pytest.mark.parametrize("who", [LOW, NOBODY, NONE])
def test_a_citizen_of_too_low_a_level_or_of_no_name_is_not_let_in(eid: None, who: str) -> None:
    """As at the portal, with the door's own page."""
    a_citizen()
    client = browser()
    answer = goes_as_citizen(client, who)
    assert answer.status_code == 403 and "Du ble ikke logget inn" in answer.text
    assert client.get("/forwarding/mine/").status_code == 302


def test_a_citizen_whose_name_nobody_vouches_for_is_sent_to_an_outlet(eid: None) -> None:
    """The register does not know them, and no National Registry is connected here."""
    from budstikke.post.records.models import Person
    from budstikke.post.records.scope import CARRIER, acting_as

    answer = goes_as_citizen(browser(), OLA)
    assert answer.status_code == 403 and "Vi har ikke navnet ditt" in answer.text
    with acting_as(CARRIER):
        assert not Person.objects.exists()
