"""A sender's office orders letters from a table, by keyboard or mouse, on a desk or a telephone, in both languages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from tests.actions import line
from tests.doors.portal import PASSWORD, enter
from tests.stories.browser.counter import Counter, session_of
from tests.stories.browser.looked_at import looked_at

from budstikke.post.terms.roles import Role

GOOD = "navn;gateadresse;postnummer;poststed;mobil;referanse\nKari Nordmann;Lilleveien 2;5004;BERGEN;+4740000000;R1\n"
BAD = GOOD + "Ola Nordmann;;50;BERGEN;ring;R2\n"


@pytest.fixture
def office(server: str, chromium: Browser, installation: None) -> Iterator[Counter]:
    """Give a browser in an office; whatever it complains of fails the test."""
    at = Counter(server, chromium)
    yield at
    at.closes()


def test_an_office_orders_from_a_table(office: Counter) -> None:
    """From faults by row and column to a preview, the dispatch, and a letter's own page; each looked at."""
    at, page = office, office.page
    at.expected |= {422}
    at._cookie("post_session", session_of(enter(Role.OWNER)))
    at.opens("/sender/")
    looked_at(at, "no letters yet")
    page.get_by_role("link", name="Bestill").click()
    looked_at(at, "order")
    page.fill("#postcode", "50")
    page.get_by_role("button", name="Bestill brevet").click()
    page.locator("#postcode-fault").wait_for()
    at.is_accessible()
    page.set_input_files("#table", {"name": "brev.csv", "mimeType": "text/csv", "buffer": BAD.encode()})
    page.get_by_role("button", name="Se gjennom").click()
    page.get_by_text("Feil i tabellen: 3").wait_for()
    at.is_accessible()
    page.get_by_role("link", name="Send tabellen på nytt").click()
    page.set_input_files("#table", {"name": "brev.csv", "mimeType": "text/csv", "buffer": GOOD.encode()})
    page.get_by_role("button", name="Se gjennom").click()
    page.get_by_role("button", name="Bestill 1 brev").wait_for()
    looked_at(at, "preview")
    page.get_by_role("button", name="Bestill 1 brev").click()
    page.wait_for_url("**/dispatches/*/")
    looked_at(at, "dispatch")
    page.get_by_role("link", name="Følgeseddel").click()
    looked_at(at, "slip")
    page.get_by_role("link", name="Partier").click()
    looked_at(at, "dispatches")
    page.get_by_role("link", name="Brev", exact=True).click()
    looked_at(at, "letters")
    page.locator("tbody a").first.click()
    looked_at(at, "letter")
    assert [letter.recipient_name for letter in line.letters().values()] == ["Kari Nordmann"]


def test_the_way_in(office: Counter) -> None:
    """The sign-in, the making of a second factor, and what is not for a role or not for anybody."""
    at, page = office, office.page
    at.expected |= {403}
    enter(Role.FINANCE)
    at.opens("/sender/letters/")
    looked_at(at, "sign-in")
    page.fill("#id_login", "per")
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/factors/")
    looked_at(at, "factors")
    at._cookie("post_session", session_of(enter(Role.FINANCE)))
    at.opens("/sender/letters/")
    looked_at(at, "other role")
    at.opens("/sender/")
    page.get_by_role("heading", name="Fakturaer og kreditnotaer").wait_for()
