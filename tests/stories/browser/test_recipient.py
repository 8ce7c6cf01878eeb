"""A recipient at home, with a telephone or a desk and no scripts: turned away, more time, another outlet, a report."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests.actions import line
from tests.actions.line import BERGEN, number
from tests.axe import violations

from budstikke.post.records.models import Outlet, SupportCase
from budstikke.post.records.scope import CARRIER, acting_as

ASKOY = 122611
# Where the pictures of docs/recipients.md go, when they are taken again.
PICTURES = os.environ.get("BUDSTIKKE_PICTURES", "")


@pytest.fixture(params=[(390, "no"), (1280, "en")], ids=["telephone", "desk"])
def at_home(
    request: pytest.FixtureRequest, server: str, chromium: Browser, installation: None
) -> Iterator[tuple[Page, str, str]]:
    """A browser that runs no scripts of ours: page, address, language. It fails on any request elsewhere."""
    width, language = request.param
    context = chromium.new_context(viewport={"width": width, "height": 844}, java_script_enabled=False)
    context.set_default_timeout(8000)
    page = context.new_page()
    elsewhere: list[str] = []
    page.on("request", lambda asked: None if asked.url.startswith(server) else elsewhere.append(asked.url))
    yield page, server, language
    context.close()
    assert elsewhere == []


def has_no_fault(page: Page, chromium: Browser, name: str) -> None:
    """What this page says is accessible; axe itself needs scripts, so it is asked in another window."""
    if PICTURES and page.viewport_size and page.viewport_size["width"] == 390:
        page.screenshot(path=Path(PICTURES) / f"recipient-{name}.png", full_page=True)
    looked_at = chromium.new_page(viewport=page.viewport_size)
    looked_at.route("**/*", lambda route: route.continue_())
    looked_at.goto(page.url.split("/track/")[0] + "/track/")
    looked_at.set_content(page.content())
    found = violations(looked_at)
    wide = looked_at.evaluate("document.documentElement.scrollWidth")
    looked_at.close()
    assert found == []
    assert page.viewport_size and wide <= page.viewport_size["width"]


def test_a_recipient_who_was_turned_away_puts_it_right_at_home(
    at_home: tuple[Page, str, str], chromium: Browser
) -> None:
    """Why, which document would do, a week more, another outlet, and a case; each answer on the page."""
    page, address, language = at_home
    says = (lambda no, en: en) if language == "en" else (lambda no, en: no)
    line.wait_for_recipient(1)
    line.turn_away(1)
    with acting_as(CARRIER):
        row = Outlet.objects.get(id=BERGEN)
        row.id, row.name, row.longitude = ASKOY, "Askøy postkontor SPECIMEN", 5.16
        row.save(force_insert=True)
    page.goto(f"{address}/track/?number={number(1)}&language={language}")
    has_no_fault(page, chromium, "tracking")
    page.get_by_role("link", name=says("Duger dokumentet mitt?", "Would my document do?")).click()
    page.select_option("#kind", "no_passport")
    page.fill("#expires-on", "2030-01-01")
    page.get_by_role("button", name=says("Spør", "Ask")).click()
    assert says("Ja, slik du beskriver det", "Yes, as you describe it") in page.locator("main").inner_text()
    has_no_fault(page, chromium, "document")
    page.goto(f"{address}/track/?number={number(1)}")
    page.get_by_role("link", name=says("Åpne med postnummeret", "Open with the postcode")).click()
    page.fill("#fact", "5004")
    page.get_by_role("button", name=says("Åpne", "Open"), exact=True).click()
    assert page.get_by_text(says("kan dessverre ikke brukes", "can unfortunately not be used")).is_visible()
    has_no_fault(page, chromium, "letter")
    page.get_by_role("button", name=says("Forleng fristen", "Extend the deadline")).click()
    assert says("21.12.2026", "21 Dec 2026") in page.get_by_role("status").inner_text()
    has_no_fault(page, chromium, "extended")
    page.select_option("#cause", "told_counter")
    page.get_by_role("button", name=says("Meld fra", "Report it")).click()
    assert says("sak nummer", "case number") in page.get_by_role("status").inner_text()
    page.get_by_role("button", name=says("Send brevet dit", "Send the letter there")).click()
    assert "PUM §11" in page.get_by_role("status").inner_text()
    has_no_fault(page, chromium, "sent-on")
    other = "Norsk" if language == "en" else "English"
    page.get_by_role("link", name=other).click()
    assert page.locator("h1").inner_text().startswith(says("Your letter", "Brevet ditt"))
    assert line.codes(1)[-3:] == ["ATTEMPTED_DELIVERY", "DEADLINE_EXTENDED", "DELIVERY_CHANGED"]
    with acting_as(CARRIER):
        assert SupportCase.objects.get().cause == "told_counter"
