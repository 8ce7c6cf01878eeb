"""A sender's office orders letters from a table, by keyboard or mouse, on a desk or a telephone, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser
from tests.actions import line
from tests.doors.portal import PASSWORD, enter
from tests.doors.test_portal_finance import credited, invoiced
from tests.stories.browser.conftest import PERSON
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
    at.comes_to("/sender/")
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
    at.comes_to("/sender/letters/")
    looked_at(at, "sign-in")
    page.fill("#id_login", "per")
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/factors/")
    looked_at(at, "factors")
    at._cookie("post_session", session_of(enter(Role.FINANCE)))
    at.comes_to("/sender/letters/")
    looked_at(at, "other role")
    at.opens("/sender/")
    page.get_by_role("heading", name="Fakturaer og kreditnotaer").wait_for()
    if find_spec("oidc_provider_mock") is not None:
        _in_by_eid(at)


def _in_by_eid(at: Counter) -> None:
    """Connect an eID, sign out, and come in again by the button alone."""
    page = at.page
    at.comes_to("/sender/settings/eid/")
    looked_at(at, "eID")
    page.get_by_role("button", name="Koble til").click()
    page.get_by_role("button", name=PERSON["sub"]).first.click()
    page.get_by_text("Koblet til denne kontoen").wait_for()
    page.context.clear_cookies()
    at.opens("/sender/letters/")
    page.get_by_role("button", name="ID-porten").click()
    page.get_by_role("button", name=PERSON["sub"]).first.click()
    page.wait_for_url("**/sender/**")
    at.opens("/sender/")
    page.get_by_role("heading", name="Fakturaer og kreditnotaer").wait_for()
    # The provider's own page, and the style it wants from elsewhere, are not ours.
    not_ours = ("/oauth2/authorize?", "https://cdn.", "net::ERR_")
    at.faults = [one for one in at.faults if not any(part in one for part in not_ours)]


def test_an_owner_sees_what_became_of_letters_and_money(office: Counter) -> None:
    """Reports with their charts, invoices, one of them, and the account; each looked at."""
    at, page = office, office.page
    at.expected |= {422}
    name = invoiced(1, 2)
    credited(name, 2)
    at._cookie("post_session", session_of(enter(Role.OWNER)))
    at.comes_to("/sender/reports/")
    looked_at(at, "reports, nothing at the outlets")
    line.wait_for_recipient(3, 4)
    line.give(3, line.check(3).check_id)
    line.turn_away(4)
    at.opens("/sender/reports/")
    page.get_by_role("heading", name="Hvorfor brev ikke ble utlevert").wait_for()
    looked_at(at, "reports")
    at.comes_to("/sender/reports/?from=2026-11-23&to=2026-11-01")
    looked_at(at, "reports, no period")
    page.get_by_role("link", name="Fakturaer").click()
    looked_at(at, "invoices")
    page.get_by_role("link", name=name, exact=True).first.click()
    looked_at(at, "invoice")
    at.comes_to("/sender/statement/")
    looked_at(at, "statement")


def test_an_owner_sets_what_is_theirs_to_set(office: Counter) -> None:
    """Webhooks, status files, keys, the agreement: by their forms, with faults and without."""
    at, page = office, office.page
    at.expected |= {422}
    at._cookie("post_session", session_of(enter(Role.OWNER)))
    at.comes_to("/sender/settings/")
    looked_at(at, "settings")
    page.get_by_role("link", name="Webhooks").click()
    page.get_by_role("button", name="Abonner").click()
    page.locator("#faults").wait_for()
    at.is_accessible()
    page.fill("#numbers", line.number(1))
    page.fill("#url", "http://localhost:8009/told")
    page.get_by_role("button", name="Abonner").click()
    page.locator("tbody a").click()
    page.get_by_role("button", name="Prøv adressen nå").click()
    page.locator("tbody tr").wait_for()
    looked_at(at, "webhook")
    at.comes_to("/sender/settings/webhooks/")
    looked_at(at, "webhooks")
    at.comes_to("/sender/settings/statuses/")
    looked_at(at, "status files")
    page.get_by_role("button", name="Legg inn").click()
    page.get_by_role("alert").wait_for()
    at.is_accessible()
    at.opens("/sender/settings/keys/")
    page.check("#role-orders")
    page.get_by_role("button", name="Lag nøkkel").click()
    page.get_by_text("Nøkkelen vises bare nå").wait_for()
    at.is_accessible()
    at.comes_to("/sender/settings/keys/")
    looked_at(at, "keys")
    at.comes_to("/sender/settings/agreement/")
    looked_at(at, "agreement")
    page.get_by_role("button", name="Inngå avtalen").click()
    page.get_by_role("alert").wait_for()
    at.is_accessible()


def test_somebody_is_invited_and_begins(office: Counter) -> None:
    """From the owner's page by the link to a password, a code generator, and the pages of the role."""
    at, page = office, office.page
    at.expected |= {422}
    at._cookie("post_session", session_of(enter(Role.OWNER)))
    at.opens("/sender/settings/people/")
    page.fill("#username", "nora")
    page.check("#role-reports")
    page.get_by_role("button", name="Lag lenke").click()
    link = str(page.locator(".secret").text_content())
    at.is_accessible()
    at.comes_to("/sender/settings/people/")
    looked_at(at, "people")
    page.get_by_role("button", name="Logg av").click()
    page.wait_for_url("**/sign-in/")
    at.comes_to(urlsplit(link).path)
    looked_at(at, "begin")
    page.fill("#password", "for kort")
    page.keyboard.press("Enter")
    page.locator("#password-fault").wait_for()
    at.is_accessible()
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in/")
    page.fill("#id_login", "nora")
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/factors/")
