"""Signing in at a counter: an allowed browser, a password with a code, a passkey, and what refuses them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from tests.actions import line
from tests.stories.browser.counter import PASSWORD, Counter, enrolled, enter, session_of

from budstikke.kit.clock import real_now


@pytest.fixture
def stranger(server: str, chromium: Browser, installation: None, language: str) -> Iterator[Counter]:
    """A browser that is no station."""
    from django.core.cache import cache

    cache.clear()
    at = Counter(server, chromium, language=language)
    yield at
    at.closes()


def code_of(secret: str, *, steps: int = 0) -> str:
    """The code a generator shows, or will show some half minutes on."""
    key = base64.b32decode(secret)
    digest = hmac.new(
        key, struct.pack(">Q", int(real_now().timestamp() // 30) + steps), hashlib.sha1
    ).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def gives_password(at: Counter, password: str = PASSWORD) -> None:
    """User name and password."""
    at.page.fill("#id_login", "clerk-7")
    at.page.fill("#id_password", password)
    at.page.get_by_role("button", name="Fortsett").click()


@pytest.mark.parametrize("language", ["no", "en"], indirect=True)
def test_an_unknown_station_is_refused_and_told_what_to_do(stranger: Counter, language: str) -> None:
    """Nobody can sign in from it; a one-time code makes it a station, once."""
    from budstikke.post.actions.outlets.enroll_station import enroll_station

    stranger.expected |= {403, 400}
    code = enroll_station(line.BERGEN, name="Skranke 2", now=line.NOW)
    for path in ("/counter/", "/counter/sign-in/", "/counter/day/"):
        stranger.opens(path)
        assert stranger.page.locator("#id_password").count() == 0
    stranger.page.locator(".entrance .ds-button").click()
    stranger.page.wait_for_url("**/station/")
    stranger.is_accessible()
    stranger.page.fill("#code", "FEIL-KODE")
    stranger.page.keyboard.press("Enter")
    stranger.page.locator("#code-fault").wait_for()
    stranger.is_accessible()
    stranger.page.fill("#code", code.lower())
    stranger.page.keyboard.press("Enter")
    stranger.page.wait_for_url("**/sign-in/")
    stranger.is_accessible()
    (kept,) = [one for one in stranger.context.cookies() if one["name"] == "post_station"]
    assert kept["httpOnly"] and kept["sameSite"] == "Strict" and code not in kept["value"]


def test_a_clerk_makes_a_code_generator_the_second_factor_and_signs_in_with_it(stranger: Counter) -> None:
    """The password alone opens nothing but the page where the second factor is made."""
    enter("clerk-7")
    stranger._cookie("post_station", enrolled("Skranke 1"), path="/counter/")
    stranger.opens("/counter/day/")
    gives_password(stranger)
    stranger.page.wait_for_url("**/factors/")
    stranger.is_accessible()
    stranger.opens("/counter/")
    assert stranger.page.url.endswith("/factors/")
    stranger.page.get_by_text("Ta i bruk en kodegenerator").click()
    stranger.is_accessible()
    stranger.page.fill("#id_password", PASSWORD)
    stranger.page.keyboard.press("Enter")
    stranger.page.wait_for_url("**/factors/code/")
    stranger.is_accessible()
    secret = str(stranger.page.locator("#totp-secret").text_content()).strip()
    stranger.page.fill("#id_code", code_of(secret))
    stranger.page.keyboard.press("Enter")
    stranger.page.get_by_role("button", name="Logg inn på nytt").click()
    gives_password(stranger)
    stranger.page.wait_for_url("**/second/")
    stranger.is_accessible()
    stranger.page.fill("#id_code", "000000")
    stranger.page.keyboard.press("Enter")
    stranger.page.locator("#code-fault").wait_for()
    stranger.is_accessible()
    stranger.page.fill("#id_code", code_of(secret, steps=1))  # no code is good twice
    stranger.page.keyboard.press("Enter")
    stranger.page.wait_for_url("**/counter/")
    assert "clerk-7" in stranger.page.locator(".who").inner_text()


def test_a_passkey_is_made_and_signs_in_without_a_password(stranger: Counter) -> None:
    """An authenticator of the browser's own, unlocked by its user, stands for both factors."""
    enter("clerk-7")
    stranger._cookie("post_station", enrolled("Skranke 1"), path="/counter/")
    devices = stranger.context.new_cdp_session(stranger.page)
    devices.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    options |= {"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    stranger.opens("/counter/")
    gives_password(stranger)
    stranger.page.get_by_text("Legg til en passnøkkel").click()
    stranger.page.fill("#id_password", PASSWORD)
    stranger.page.keyboard.press("Enter")
    stranger.page.wait_for_url("**/factors/passkey/")
    stranger.is_accessible()
    stranger.page.get_by_role("button", name="Lag passnøkkelen").click()
    stranger.page.get_by_role("button", name="Logg inn på nytt").click()
    stranger.page.get_by_role("button", name="Logg inn med passnøkkel").click()
    stranger.page.wait_for_url("**/counter/")
    assert "clerk-7" in stranger.page.locator(".who").inner_text()


def test_a_password_tried_too_often_is_stopped(stranger: Counter) -> None:
    """After five wrong ones even the right one has to wait."""
    enter("clerk-7")
    stranger._cookie("post_station", enrolled("Skranke 1"), path="/counter/")
    stranger.expected.add(429)
    stranger.opens("/counter/sign-in/")
    for attempt in range(5):
        gives_password(stranger, f"feil {attempt}")
        stranger.page.locator("#sign-in-fault").wait_for()
    gives_password(stranger)
    stranger.page.wait_for_load_state()
    assert stranger.page.locator(".who").count() == 0
    assert "mange" in stranger.words()


def test_time_out_and_sign_off_lose_nothing(counter: Counter) -> None:
    """A warning comes first; after it the sign-in page; what was filled in is there again."""
    line.wait_for_recipient(1)
    counter.page.clock.install()
    counter.takes_up(1)
    counter.is_shown("no_passport")
    counter.page.clock.resume()
    with counter.page.expect_response(lambda got: got.request.method == "POST"):
        counter.keys(surname="Nordmann", given_names="Kari")
    counter.page.clock.fast_forward(14 * 60_000 + 5_000)
    counter.page.locator("#idle-warning").wait_for()
    counter.page.wait_for_timeout(400)  # it fades in
    counter.is_accessible()
    counter.page.locator("#idle-stay").click()
    counter.page.locator("#idle-warning").wait_for(state="hidden")
    counter.page.get_by_role("button", name="Logg av").click()
    counter.page.wait_for_url("**/sign-in/")
    counter._cookie("post_session", session_of(_user()))
    counter.opens()
    counter.page.get_by_role("button", name="Fortsett").click()
    counter.page.goto(f"{counter.page.url}document/")
    assert counter.page.locator("#surname").input_value() == "Nordmann"


def test_a_session_left_alone_ends_at_the_next_question_of_the_page(counter: Counter) -> None:
    """What the page asks by itself keeps no session alive."""
    from django.contrib.sessions.backends.db import SessionStore

    (kept,) = [one for one in counter.context.cookies() if one["name"] == "post_session"]
    counter.expected.add(401)
    counter.opens()
    session = SessionStore(kept["value"])
    session["seen_at"] = real_now().timestamp() - 16 * 60
    session.save()
    counter.asks_how_it_is()
    counter.page.wait_for_url("**/sign-in/?timed_out=1")
    counter.is_accessible()
    assert "urørt" in counter.words()


def _user() -> int:
    from django.contrib.auth.models import User

    return User.objects.get(username="clerk-7").pk
