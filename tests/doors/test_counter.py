"""The station's door: who may pass, how many questions a page asks, and what it never says."""

from __future__ import annotations

import os
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest
from tests import own_process
from tests.actions import line
from tests.doors.routes import routes_of
from tests.stories.browser.counter import enrolled, enter, session_of

from budstikke.kit.installation import data_folder
from budstikke.post.channels.errors import Rejected, Unreachable

OPEN_TO_STRANGERS = {"counter:enrol"}
TO_SIGN_IN = {"account_login", "account_logout", "mfa_authenticate", "mfa_login_webauthn"}
TO_ADD_A_FACTOR = {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"}


def routes() -> list[tuple[str, str]]:
    """Every route of the door: its name and an address."""
    from budstikke.post.doors.counter import urls

    return routes_of(urls, given=lambda _: uuid4())


def browser(*, station: int | None = None, clerk: int | None = None, factors: bool = True):
    """A browser: a station of an outlet or none, with a clerk of an outlet or nobody."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    if station is not None:
        client.cookies["post_station"] = enrolled("Skranke 1", outlet=station)
    if clerk is not None:
        session = session_of(enter("clerk-7", outlet=clerk), factors=factors)
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    return client


def test_a_browser_that_is_no_station_reaches_nothing(installation: None) -> None:
    """Even with a clerk's session: every route but enrolling answers 403 to reading and to writing."""
    client = browser(clerk=line.BERGEN)
    assert len(routes()) > 25
    for name, address in routes():
        if name not in OPEN_TO_STRANGERS:
            assert client.get(address).status_code == 403, name
            assert client.post(address).status_code == 403, name


def test_a_forged_station_cookie_is_no_station(installation: None) -> None:
    """The secret is signed, and a signature alone opens nothing either."""
    from django.core.signing import TimestampSigner

    for kept in ("secret", TimestampSigner(salt="station").sign("secret"), TimestampSigner().sign("secret")):
        client = browser(clerk=line.BERGEN)
        client.cookies["post_station"] = kept
        assert client.get("/counter/").status_code == 403


def test_a_revoked_station_is_no_station(installation: None) -> None:
    """From the moment it is taken off the list."""
    from budstikke.post.actions.outlets.enroll_station import revoke_station
    from budstikke.post.records.models import Station

    client = browser(station=line.BERGEN, clerk=line.BERGEN)
    assert client.get("/counter/").status_code == 200
    revoke_station(Station.objects.get().id, now=line.NOW)
    assert client.get("/counter/").status_code == 403


def test_at_a_station_nobody_is_led_to_the_sign_in(installation: None) -> None:
    """Without a clerk only the sign-in answers."""
    client = browser(station=line.BERGEN)
    for name, address in routes():
        if name not in OPEN_TO_STRANGERS | TO_SIGN_IN:
            answer = client.get(address)
            assert answer.status_code == 302 and "/counter/sign-in/" in answer["Location"], name
            assert client.post(address).status_code == 302, name


def test_a_clerk_of_another_outlet_reaches_nothing(installation: None) -> None:
    """A station serves its own outlet's clerks."""
    client = browser(station=line.BERGEN, clerk=line.SOTRA)
    for name, address in routes():
        if name not in OPEN_TO_STRANGERS | TO_SIGN_IN:
            assert client.get(address).status_code == 403, name
            assert client.post(address).status_code == 403, name


def test_a_clerk_who_has_left_reaches_nothing(installation: None) -> None:
    """Leaving ends what is open, and the account."""
    from budstikke.post.actions.outlets.register_clerk import clerk_leaves

    client = browser(station=line.BERGEN, clerk=line.BERGEN)
    clerk_leaves("clerk-7", now=line.NOW)
    assert client.get("/counter/").status_code in (302, 403)


def test_a_password_alone_opens_only_the_making_of_a_second_factor(installation: None) -> None:
    """Every other route leads there."""
    client = browser(station=line.BERGEN, clerk=line.BERGEN, factors=False)
    for name, address in routes():
        if name not in OPEN_TO_STRANGERS | TO_SIGN_IN | TO_ADD_A_FACTOR:
            answer = client.get(address)
            assert answer.status_code == 302 and answer["Location"] == "/counter/factors/", name


def test_a_check_of_another_outlet_is_not_found(installation: None) -> None:
    """What is open or decided elsewhere is nobody's here, under none of its addresses."""
    from budstikke.post.records.models import Outlet
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        Outlet.objects.filter(id=line.SOTRA).update(has_scanner=True)
    line.wait_for_recipient(1)
    nonce = opened(browser(station=line.BERGEN, clerk=line.BERGEN), 1)
    other = browser(station=line.SOTRA, clerk=line.SOTRA)
    for name, address in routes():
        if "/check/" in address and name != "counter:picture":
            parts = address.split("/")
            parts[3] = nonce
            answer = other.get("/".join(parts))
            assert answer.status_code in (404, 405), name
            assert other.post("/".join(parts)).status_code in (404, 405, 302), name
    assert line.codes(1).count("ATTEMPTED_DELIVERY") == 0


@pytest.mark.parametrize("fault", [Unreachable("gone"), Rejected("unknown_number")])
def test_an_sms_that_does_not_get_through_is_told_to_the_clerk(
    installation: None, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    """The page says so and points to the slip; the refusal stands as it was."""
    from budstikke.post.channels import chosen

    class Fails:
        """An SMS gateway that has its troubles."""

        def send(self, _message: object) -> None:
            """Fail."""
            raise fault

    line.book(line.file_of([line.order(1, mobile="+4799999999")]))
    line.bring_to_outlet([1])
    line.tell([1])
    client = browser(station=line.BERGEN, clerk=line.BERGEN)
    nonce = opened(client, 1)
    assert client.post(f"/counter/check/{nonce}/other-person/").status_code == 302
    monkeypatch.setattr(chosen, "message_channels", lambda: {"sms": Fails()})
    answer = client.post(f"/counter/check/{nonce}/sms/")
    assert answer.status_code == 200
    assert "SMS kom ikke fram. Skriv ut lappen i stedet." in answer.content.decode()
    assert line.codes(1).count("ATTEMPTED_DELIVERY") == 1


def opened(client, serial: int) -> str:  # type: ignore[no-untyped-def]  # Django's own client
    """Take a letter up; return the check's nonce."""
    from budstikke.kit.clock import move_to
    from budstikke.kit.installation import data_folder

    move_to(line.NOW)
    try:
        answer = client.post("/counter/take/", {"number": line.number(serial)})
    finally:
        (data_folder() / "clock-offset-seconds").unlink(missing_ok=True)
    assert answer.status_code == 302, answer.content.decode()[:200]
    return str(answer["Location"].split("/")[3])


def test_the_next_clerk_at_a_station_goes_on_with_what_is_open_there(installation: None) -> None:
    """Or gives it up: what one clerk left open blocks the station for nobody."""
    from django.conf import settings

    from budstikke.post.records.models import OpenCheck
    from budstikke.post.records.scope import CARRIER, acting_as

    line.wait_for_recipient(1)
    first = browser(station=line.BERGEN, clerk=line.BERGEN)
    check = f"/counter/check/{opened(first, 1)}/"
    first.cookies[settings.SESSION_COOKIE_NAME] = session_of(enter("clerk-8"))
    for path in (check, f"{check}document/"):
        answer = first.get(path)
        assert (answer.status_code, answer["Location"]) == (302, "/counter/"), path
    assert f"{check}go-on/" in first.get("/counter/").content.decode()
    assert first.post(f"{check}go-on/")["Location"] == check
    assert first.get(check).status_code == 200
    first.post(f"{check}give-up/")
    with acting_as(CARRIER):
        assert not OpenCheck.objects.exists()


def test_a_letter_whose_notice_waits_can_be_taken_up(installation: None) -> None:
    """By who followed it here: at night no SMS is sent, and no deadline runs yet."""
    line.book(line.file_of([line.order(1, mobile="+4799999999")]))
    line.bring_to_outlet([1])
    client = browser(station=line.BERGEN, clerk=line.BERGEN)
    answer = client.get(f"/counter/check/{opened(client, 1)}/")
    assert answer.status_code == 200
    assert "Hentemeldingen er ikke sendt ennå" in answer.content.decode()


OUTLETS_PAGES = ("/counter/", "/counter/day/", "/counter/problems/", "/counter/health/")
CHECKS_PAGES = ("", "document/", "readings/", "sign/")


def page_of_check(client, part: str) -> str:  # type: ignore[no-untyped-def]  # Django's own client
    """Bring a check of the first letter to one of its pages; return its address."""
    check = f"/counter/check/{opened(client, 1)}/"
    if part == "verdict/":
        client.post(f"{check}other-person/")
    else:
        client.post(check, {"kind": "no_passport"})
    return check + part


@pytest.mark.parametrize("path", [*OUTLETS_PAGES, *CHECKS_PAGES, "verdict/"])
def test_a_page_asks_a_constant_number_of_questions(installation: None, path: str) -> None:
    """However many letters wait, and whatever was tried."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    line.wait_for_recipient(1, 2)
    client = browser(station=line.BERGEN, clerk=line.BERGEN)
    if path not in OUTLETS_PAGES:
        path = page_of_check(client, path)
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        assert client.get(path).status_code == 200
    line.wait_for_recipient(*range(3, 9))
    for serial in (3, 4, 5):
        line.turn_away(serial)
    with CaptureQueriesContext(connection) as many:
        assert client.get(path).status_code == 200
    assert len(many) == len(few) < 30


def test_a_request_from_another_site_writes_nothing(installation: None) -> None:
    """Without the form's token every writing route refuses."""
    from django.test import Client

    inside = browser(station=line.BERGEN, clerk=line.BERGEN)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies.update(inside.cookies)
    assert strict.post("/counter/take/", {"number": line.number(1)}).status_code == 403


def test_no_address_and_no_log_holds_a_name_or_a_national_number(installation: None) -> None:
    """Pages of a check are found by its nonce alone, and no copy of them stays behind."""
    line.wait_for_recipient(1)
    client = browser(station=line.BERGEN, clerk=line.BERGEN)
    page = client.get(f"/counter/check/{opened(client, 1)}/")
    assert "Nordmann" in page.content.decode() and "Nordmann" not in page.request["PATH_INFO"]
    assert page["Cache-Control"] == "no-store"
    assert "default-src 'self'" in page["Content-Security-Policy"]


def test_attempts_to_sign_in_are_counted_where_every_machine_sees_them(installation: None) -> None:
    """A machine with a data folder of its own refuses what was tried too often at another."""
    from budstikke.kit.database import address

    client = browser(station=line.BERGEN)
    client.defaults["SERVER_NAME"] = "localhost"
    enter("clerk-7")
    for _ in range(5):
        answer = client.post("/counter/sign-in/", {"login": "clerk-7", "password": "feil"})
        assert "mange" not in answer.content.decode()
    script = (
        "import django; django.setup()\n"
        "from django.test import Client\n"
        "client = Client(SERVER_NAME='localhost'); client.cookies['post_station'] = __import__('sys').stdin.read()\n"
        "page = client.post('/counter/sign-in/', {'login': 'clerk-7', 'password': 'feil'})\n"
        "print(page.status_code, 'mange' in page.content.decode())"
    )
    with TemporaryDirectory() as folder:
        copytree(data_folder() / "keys", Path(folder) / "keys")
        environment = {**os.environ, "BUDSTIKKE_DATA": folder, "POST_DATABASE_URL": address("post", "app")}
        station = client.cookies["post_station"].value
        asked = own_process.run("-c", script, env=environment, given=station)
    assert asked.stdout.split() == ["200", "True"], asked.stderr[-500:]
