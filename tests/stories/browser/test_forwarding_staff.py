"""Forwarding at the counter and at the desk in a browser: ordered by the keyboard, frozen, let go by two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser
from tests.actions import forwarding as street
from tests.doors import desk
from tests.stories.browser.counter import ALL_WELL, KARI, Counter, session_of

from budstikke.kit.clock import now, today
from budstikke.post.terms.forwarding.days import Period


@pytest.fixture
def at(server: str, chromium: Browser, installation: None, language: str) -> Iterator[Counter]:
    """A browser of the desk; whatever it complains of fails the test."""
    opened = Counter(server, chromium, language=language)
    yield opened
    opened.closes()


def fills_in(counter: Counter, start: date, *, days: int) -> None:
    """The form of an order, field by field, as one does who never touches the mouse."""
    page = counter.page
    page.locator('input[name="service"][value="storage"]').focus()
    page.keyboard.press("Space")
    page.fill("#start", start.isoformat())
    page.fill("#last_day", (start + timedelta(days=days)).isoformat())
    page.fill("#old_street", "Lilleveien 2")
    page.fill("#old_postcode", "5004")
    page.fill("#old_city", "BERGEN")


@pytest.mark.parametrize(("language", "width"), [("no", 1280), ("en", 390)], indirect=["language"])
def test_storage_is_ordered_at_the_counter_by_the_keyboard(counter: Counter, width: int) -> None:
    """F6, the document, F8; a period too early is refused with its clause; then days, price, pad, and it is ordered."""
    page = counter.page
    page.set_viewport_size({"width": width, "height": 900})
    counter.is_a_station("Skranke 1", clerk="clerk-7")
    counter.opens()
    page.keyboard.press("F6")
    page.wait_for_url("**/forwarding/")
    counter.main_button()
    page.wait_for_url("**/visit/*/")
    counter.is_accessible()
    page.locator('.tile[value="no_driving_licence"]').click()
    page.wait_for_url("**/document/")
    counter.keys(**KARI, issued_on="01.01.2020")
    counter.finds(*ALL_WELL)
    counter.hears("good")
    counter.is_accessible()
    counter.main_button()
    page.wait_for_url("**/orders/")
    counter.main_button()
    page.wait_for_url("**/order/")
    fills_in(counter, today() + timedelta(days=1), days=20)
    counter.is_accessible()
    counter.expected |= {400, 409}
    counter.main_button()
    page.wait_for_url("**/visit/*/sign/")
    assert "Forwarding §4" in counter.words() and not page.locator("#pad").count()
    counter.main_button()
    page.wait_for_url("**/order/")
    fills_in(counter, today() + timedelta(days=25), days=20)
    counter.main_button()
    page.wait_for_url("**/visit/*/sign/")
    counter.is_accessible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    counter.signs()
    counter.finds("signature_agrees")
    counter.main_button()
    page.locator(".letter-number", has_text=re.compile("^F")).wait_for()
    counter.is_accessible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.keyboard.press("F10")
    page.wait_for_url("**/forwarding/")


SAID = {
    "no": {
        "no": "Stans bestillingen",
        "ask": "Be om å slippe fri",
        "waits": "venter på at en leder",
        "yes": "Bekreft",
    },
    "en": {
        "no": "Freeze the order",
        "ask": "Ask to let go",
        "waits": "It waits until a lead",
        "yes": "Confirm",
    },
}


@pytest.mark.parametrize(("language", "width"), [("no", 1280), ("en", 390)], indirect=["language"])
def test_an_order_is_found_frozen_and_let_go_by_two_at_the_desk(
    at: Counter, language: str, width: int
) -> None:
    """Found by its reference; no name and no street on any page; then who calls, and the register's cases."""
    said, page = SAID[language], at.page
    page.set_viewport_size({"width": width, "height": 900})
    first = today() + timedelta(days=30)
    want = street.wanted(street.person(), period=Period(first, first + timedelta(days=30)))
    reference = street.order(want, now=now()).reference
    at._cookie("post_session", session_of(desk.enter("desk-1", "desk")))
    at.opens("/desk/forwarding/")
    page.select_option("#reason", "recipient_asks")
    page.fill("#text", reference.lower())
    page.keyboard.press("Enter")
    page.get_by_role("link", name=reference).click()
    page.wait_for_url("**/order/**")
    for summary in page.locator("summary").all():
        summary.click()
    at.is_accessible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name=said["no"]).click()
    page.locator("#why-let-go").select_option("spoke_with_objector")
    page.get_by_role("button", name=said["ask"]).click()
    page.get_by_text(said["waits"]).first.wait_for()
    at.is_accessible()
    assert "Nordmann" not in at.words() and "Lilleveien" not in at.words()
    at._cookie("post_session", session_of(desk.enter("lead-1", "desk_lead")))
    at.opens("/desk/waiting/")
    page.get_by_role("button", name=said["yes"]).click()
    page.get_by_role("status").first.wait_for()
    assert street.state(reference) in ("ordered", "agreed")
    for path in ("/desk/forwarding/phone/", "/desk/cases/"):
        at.opens(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
