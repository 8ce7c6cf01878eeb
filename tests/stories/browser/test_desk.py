"""Customer service in a browser: from a recipient's call to a letter that is stopped by two; looked at as everybody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from tests.actions import line
from tests.doors import desk
from tests.stories.browser.counter import Counter, session_of
from tests.stories.browser.looked_at import looked_at


@pytest.fixture
def at(server: str, chromium: Browser, installation: None, language: str) -> Iterator[Counter]:
    """A browser of the desk; whatever it complains of fails the test."""
    opened = Counter(server, chromium, language=language)
    yield opened
    opened.closes()


def signs_in(at: Counter, name: str, role: str) -> None:
    """Somebody sits down, without the pages for it."""
    at._cookie("post_session", session_of(desk.enter(name, role)))


def finds(at: Counter, text: str, *, by: str = "number", postcode: str = "") -> None:
    """Search by the keyboard."""
    at.opens("/desk/")
    at.page.select_option("#by", by)
    at.page.select_option("#reason", "sender_asks")
    at.page.fill("#postcode", postcode)
    at.page.fill("#text", text)
    at.page.keyboard.press("Enter")
    at.page.locator("#found-heading").wait_for()


def test_a_letter_is_found_by_name_and_stopped_when_a_second_person_confirms(at: Counter) -> None:
    """The desk asks, a lead confirms, the auditor sees who looked."""
    line.wait_for_recipient(1)
    signs_in(at, "desk-1", "desk")
    finds(at, "nordmann", by="name", postcode="5004")
    at.is_accessible()
    at.page.locator("td a").first.click()
    at.page.wait_for_url("**/letter/**")
    assert "Kari Nordmann" in at.words()
    at.page.locator("summary", has_text="Stans og send tilbake").click()
    form = at.page.locator("form", has=at.page.locator("#return_reason"))
    form.locator("#why-return").select_option("sender_asked")
    form.get_by_role("button").click()
    at.page.get_by_text("Det venter på at en leder").wait_for()
    at.is_accessible()
    signs_in(at, "lead-1", "desk_lead")
    at.opens("/desk/waiting/")
    at.page.get_by_role("button", name="Bekreft").click()
    at.page.get_by_text("Gjort.").wait_for()
    assert line.states()[line.number(1)] == "returning"
    signs_in(at, "auditor-1", "auditor")
    at.opens("/desk/")
    assert "desk-1" in at.words() and "Nordmann" not in at.words()


def test_every_page_of_the_desk_can_be_used_by_everybody(at: Counter) -> None:
    """WCAG 2.2 AA, no scrolling sideways, every control by Tab, in both languages, light and dark."""
    line.wait_for_recipient(1)
    line.turn_away(1)
    at.expected |= {403}
    at.opens("/desk/")
    looked_at(at, "sign-in")
    signs_in(at, "lead-1", "desk_lead")
    at.opens("/desk/")
    looked_at(at, "search")
    finds(at, line.number(1))
    at.page.locator("td a").first.click()
    at.page.wait_for_url("**/letter/**")
    looked_at(at, "letter")
    from budstikke.post.actions.help_letter import Wanted, help_letter
    from budstikke.post.terms.events import ReturnReason
    from budstikke.post.terms.pum.at_the_desk import Help, Why

    wanted = Wanted(what=Help.RETURN, why=Why.SENDER_ASKED, return_reason=ReturnReason.WITHDRAWN)
    help_letter(line.number(1), wanted, clerk="desk-1", today=line.TODAY, now=line.NOW)
    at.opens("/desk/waiting/")
    looked_at(at, "waiting")
    at.opens("/desk/look-ups/")
    looked_at(at, "not for this role")
    signs_in(at, "auditor-1", "auditor")
    at.opens("/desk/look-ups/")
    looked_at(at, "look-ups")
