"""Somebody opens the link in a message about an order for their mail, at home and without scripts, and stops it."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Browser, Page
from tests.actions import forwarding as street
from tests.axe import violations
from tests.doors.test_forwarding_page import OLA, told_of
from tests.stories.browser.test_recipient import at_home

__all__ = ["at_home"]
PICTURES = os.environ.get("BUDSTIKKE_PICTURES", "")


def _has_no_fault(page: Page, chromium: Browser, name: str) -> None:
    """The page as it stands is accessible and no wider than its window; axe needs scripts, so in another window."""
    assert page.viewport_size
    width = page.viewport_size["width"]
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"forwarding-{name}-{width}.png", full_page=True)
    looked_at = chromium.new_page(viewport=page.viewport_size)
    looked_at.goto(page.url.split("/forwarding/")[0] + "/track/")
    looked_at.set_content(page.content())
    found = violations(looked_at)
    wide = looked_at.evaluate("document.documentElement.scrollWidth")
    looked_at.close()
    assert found == []
    assert wide <= width


def test_a_person_an_order_names_stops_it_by_the_link(
    at_home: tuple[Page, str, str], chromium: Browser
) -> None:
    """Read, stopped with one press, and read again; a link that was cut short says what helps."""
    page, address, language = at_home
    reference, links = told_of()
    page.goto(f"{address.rstrip('/')}{links[OLA]}?language={language}")
    _has_no_fault(page, chromium, "order")
    page.get_by_role("button", name="Stop the order" if language == "en" else "Stans bestillingen").click()
    page.get_by_role("status").wait_for()
    assert street.state(reference) == "frozen"
    _has_no_fault(page, chromium, "stopped")
    page.goto(f"{address.rstrip('/')}{links[OLA]}")
    assert page.get_by_role("button").count() == 0
    page.goto(f"{address.rstrip('/')}{links[OLA][:-4]}")
    assert page.get_by_role("heading", level=1).inner_text() in (
        "The link does not work",
        "Lenken virker ikke",
    )
    _has_no_fault(page, chromium, "unknown")
