"""Every page and state of the counter can be used by everybody: WCAG 2.2 AA by axe-core, no scrolling sideways, Tab."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Route
from tests.actions import line
from tests.axe import violations
from tests.doors.test_counter_not_sealed import Silent
from tests.stories.browser.counter import ALL_WELL, KARI, PASSWORD, Counter, enrolled, enter
from tests.stories.browser.looked_at import looked_at, not_reached
from tests.stories.browser.test_readings import doubtful
from tests.stories.browser.test_sign_in import code_of, gives_password, stranger

__all__ = ["stranger"]


def unsealed(at: Counter, monkeypatch: pytest.MonkeyPatch) -> Callable[[Route], None]:
    """Answer a page's form as the counter does where the seal is silent."""
    from django.db import connection
    from django.test import Client
    from django.urls import get_resolver

    # The doors are read now: at the first request they would take seconds of those that the page has.
    assert get_resolver().url_patterns

    def answer(route: Route) -> None:
        client = Client()
        for one in at.context.cookies():
            client.cookies[one["name"]] = one["value"]
        with monkeypatch.context() as meanwhile:
            meanwhile.setattr("budstikke.post.channels.chosen.sealer", Silent)
            got = client.post(urlsplit(route.request.url).path)
        connection.close()  # the browser's handlers run beside the test, each with a connection of its own
        route.fulfill(status=got.status_code, body=got.content.decode(), content_type="text/html")

    return answer


def test_the_way_to_the_counter(stranger: Counter) -> None:
    """Being allowed, the sign-in, the making of a second factor, and what each refuses."""
    from budstikke.post.actions.outlets.enroll_station import enroll_station

    at, page = stranger, stranger.page
    at.expected |= {400, 403, 429}
    enter("clerk-7")
    at.comes_to("/counter/")
    looked_at(at, "no station")
    at.comes_to("/counter/station/")
    looked_at(at, "enrol")
    page.fill("#code", "FEIL-KODE")
    page.keyboard.press("Enter")
    page.locator("#code-fault").wait_for()
    looked_at(at, "enrol, wrong code")
    page.fill("#code", enroll_station(line.BERGEN, name="Skranke 1", now=line.NOW))
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in/")
    looked_at(at, "sign-in")
    gives_password(at)
    page.wait_for_url("**/factors/")
    looked_at(at, "factors")
    at.comes_to("/counter/factors/code/")
    looked_at(at, "confirm the password")
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/factors/code/")
    looked_at(at, "code generator")
    secret = str(page.locator("#totp-secret").text_content()).strip()
    at.comes_to("/counter/factors/passkey/")
    looked_at(at, "passkey")
    at.opens("/counter/factors/code/")
    secret = str(page.locator("#totp-secret").text_content()).strip()
    page.fill("#id_code", code_of(secret))
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Logg inn på nytt").wait_for()
    looked_at(at, "factor ready")
    page.get_by_role("button", name="Logg inn på nytt").click()
    gives_password(at)
    page.wait_for_url("**/second/")
    looked_at(at, "second factor")
    page.fill("#id_code", "000000")
    page.keyboard.press("Enter")
    page.locator("#code-fault").wait_for()
    looked_at(at, "second factor, wrong code")
    page.fill("#id_code", code_of(secret, steps=1))
    page.keyboard.press("Enter")
    page.wait_for_url("**/counter/")
    turned_away_after_all(at)


def turned_away_after_all(at: Counter) -> None:
    """The pages of one who has signed in, the station of another outlet, and passwords tried too often."""
    page = at.page
    for path in ("sign-off/", "factors/", "sign-in/again/code/"):
        at.comes_to(f"/counter/{path}")
        looked_at(at, path)
    at._cookie("post_station", enrolled("Skranke 3", outlet=line.SOTRA), path="/counter/")
    at.comes_to("/counter/")
    looked_at(at, "another outlet")
    page.get_by_role("button", name="Logg av").click()
    gives_password(at, "feil")
    page.locator("#sign-in-fault").wait_for()
    looked_at(at, "sign-in, wrong password")
    for _ in range(5):
        page.reload()
    assert "mange" in at.words()
    looked_at(at, "too many attempts")


def test_a_check_from_the_scan_to_the_hand_over(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    """Letter, document, readings, questions, pad, a silent seal, hand-over."""
    at, page = counter, counter.page
    at.expected |= {400, 409, 503}
    line.wait_for_recipient(1)
    at.opens()
    page.fill("#number", "RR000000041NO")
    at.main_button()
    page.locator("#take-fault").wait_for()
    looked_at(at, "home, no number")
    at.takes_up(1)
    page.locator("summary", has_text="Ring support").click()
    page.get_by_role("button", name="Åpne sak").click()
    page.get_by_text("Fristen holdes").wait_for()
    looked_at(at, "letter, with a case")
    at.is_shown("emergency_passport")
    at.keys(surname="Nordmann", given_names="Kari", national_number=KARI["national_number"])
    at.hears("ask")
    looked_at(at, "document, the clerk decides")
    page.get_by_role("link", name="Bytt").click()
    page.wait_for_url("**/check/*/")
    at.is_shown("no_passport")
    doubtful(at)
    looked_at(at, "document, a doubtful reading", then=lambda: page.locator(".confirm").wait_for())
    page.get_by_role("button", name="Bekreft feltene").click()
    page.locator(".confirm [role=alert]").wait_for()
    looked_at(at, "document, not every field confirmed")
    at.comes_to()
    looked_at(at, "home, a check under way")
    page.get_by_role("button", name="Fortsett").click()
    page.wait_for_url("**/check/*/")
    at.is_shown("no_passport")
    at.keys(**{**KARI, "expires_on": "31.02.2030"})
    at.main_button()
    page.locator("[aria-invalid=true]#expires_on").wait_for()
    looked_at(at, "document, mistyped")
    at.opens(urlsplit(page.url).path)
    at.keys(**KARI)
    at.finds(*ALL_WELL)
    at.hears("good")
    looked_at(at, "document, all is well")
    at.goes_to_sign()
    looked_at(at, "signature")
    at.main_button()
    page.locator("[role=alert][data-focus]").wait_for()
    looked_at(at, "signature, missing")
    at.signs()
    at.finds("signature_agrees")
    at.main_button()
    at.is_decided()
    looked_at(at, "verdict: hand over")
    page.route("**/hand-over/", unsealed(at, monkeypatch))
    at.main_button()
    page.get_by_text("Ikke utlever ennå").wait_for()
    looked_at(at, "not sealed")
    page.unroute("**/hand-over/")
    at.main_button()
    page.locator(".verdict a[data-main]").wait_for()
    looked_at(at, "handed over")


def test_a_check_that_ends_in_a_no_or_elsewhere(counter: Counter) -> None:
    """A licence where a passport is demanded, told by SMS; a check another station has taken over."""
    from tests.actions.counter import opened, stations

    from budstikke.post.records.models import OpenCheck
    from budstikke.post.records.scope import CARRIER, acting_as

    at, page = counter, counter.page
    at.expected |= {409}
    line.book(line.file_of([line.order(1, passport_only=True, mobile="+4799999999")]))
    line.bring_to_outlet([1])
    line.tell([1])
    at.takes_up(1)
    looked_at(at, "letter, passport only")
    at.is_shown("no_driving_licence")
    at.hears("no")
    looked_at(at, "document, refused")
    at.main_button()
    at.is_decided()
    looked_at(at, "verdict: no")
    page.get_by_role("button", name="SMS").click()
    page.get_by_role("status").filter(has_text="SMS").wait_for()
    looked_at(at, "verdict: no, told by SMS")
    at.takes_up(1)
    with acting_as(CARRIER):
        OpenCheck.objects.update(touched_at=line.NOW - timedelta(minutes=16))
    (other,) = stations(1)
    opened(1, other, clerk="clerk-8")
    page.reload()
    page.get_by_role("heading", name="En annen har brevet nå").wait_for()
    looked_at(at, "taken over")


def test_the_outlets_day_and_its_troubles(counter: Counter) -> None:
    """The day and its count, known problems, a scanner that is down, a lost connection, nobody there."""
    from budstikke.law.words import Words
    from budstikke.post.actions.outlets.publish_problem import publish_problem
    from budstikke.post.records.models import Outlet
    from budstikke.post.records.scope import CARRIER, acting_as
    from budstikke.post.terms.pum.known_problems import KnownProblem

    at, page = counter, counter.page
    for path in ("day/", "problems/"):
        at.comes_to(f"/counter/{path}")
        looked_at(at, f"{path} with nothing in it")
    line.wait_for_recipient(1, 2, 3)
    line.turn_away(2)
    line.give(3, line.check(3).check_id)
    publish_problem(
        KnownProblem(
            what=Words(no="Skanneren leser ikke nye pass.", en="The scanner does not read new passports."),
            advice=Words(no="Tast sonen.", en="Key the zone."),
            outlet_id=line.BERGEN,
            from_on=line.TODAY,
        ),
        by="ops",
        now=line.NOW,
    )
    at.comes_to("/counter/day/?counted=1")
    looked_at(at, "day, one missing")
    at.comes_to("/counter/problems/")
    looked_at(at, "problems")
    at.comes_to()
    looked_at(at, "idle", then=lambda: is_left_alone(at))
    page.route("**/health/**", lambda route: route.abort())
    looked_at(at, "lost connection", then=lambda: asks_how_it_is(at))
    at.faults.clear()  # the browser says on its console what it did not get
    page.unroute("**/health/**")
    with acting_as(CARRIER):
        Outlet.objects.filter(id=line.BERGEN).update(scanner_works=False)
        Outlet.objects.filter(id=line.SOTRA).update(has_scanner=True)
    at.comes_to()
    looked_at(at, "scanner down")


def asks_how_it_is(at: Counter) -> None:
    """The page asks now what it asks every ten seconds, and gets no answer."""
    at.asks_how_it_is()
    at.page.locator("#connection-lost").wait_for()


def is_left_alone(at: Counter) -> None:
    """The warning stands."""
    at.page.evaluate("document.querySelector('#idle-warning').showModal()")


def test_a_planted_fault_is_found(counter: Counter) -> None:
    """A field without its label, and one the keyboard cannot reach: the looking itself can fail."""
    counter.opens("/counter/day/")
    counter.page.evaluate("document.querySelector('label[for=counted]').remove()")
    assert [found for found in violations(counter.page) if found.startswith("label")]
    counter.page.evaluate("document.querySelector('#counted').inert = true")
    assert [found for found in not_reached(counter.page) if "counted" in found]
