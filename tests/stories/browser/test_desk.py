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


# What is pressed and read in the story of a claim.
CLAIM_SAID = {
    "no": {
        "lost": "Brevet er kommet bort",
        "done": "Gjort.",
        "make": "Meld et krav",
        "made": "Meld kravet",
        "compute": "Regn ut",
        "comes_to": "Kravet gir NOK 900,00.",
        "grant": "Innvilg",
        "waits": "Det venter på at en leder",
        "see": "Se kravet",
        "confirm": "Bekreft",
        "answer": "Svarbrev på norsk",
    },
    "en": {
        "lost": "The letter is lost",
        "done": "Done.",
        "make": "Make a claim",
        "made": "Make the claim",
        "compute": "Compute",
        "comes_to": "The claim comes to NOK 900.00.",
        "grant": "Grant",
        "waits": "It waits until a lead",
        "see": "See the claim",
        "confirm": "Confirm",
        "answer": "Answer in Norwegian",
    },
}


@pytest.mark.parametrize(("language", "width"), [("no", 1280), ("en", 390)], indirect=["language"])
def test_a_lost_letter_is_claimed_granted_by_two_and_answered(at: Counter, language: str, width: int) -> None:
    """The loss is registered, the value entered, computed and granted; a lead confirms; at a desk and on a phone."""
    said = CLAIM_SAID[language]
    at.page.set_viewport_size({"width": width, "height": 900})
    line.wait_for_recipient(1)
    signs_in(at, "desk-1", "desk")
    finds(at, line.number(1))
    at.page.locator("td a").first.click()
    at.page.wait_for_url("**/letter/**")
    at.page.locator("summary", has_text=said["lost"]).click()
    form = at.page.locator("form", has=at.page.locator("#why-lost"))
    form.locator("#why-lost").select_option("outlet_told")
    form.get_by_role("button").click()
    at.page.get_by_text(said["done"]).wait_for()
    at.page.locator("summary", has_text=said["make"]).click()
    at.is_accessible()
    at.page.select_option("#kind", "lost")
    at.page.fill("#told_on", line.TODAY.isoformat())
    at.page.fill("#claimed", "1500")
    at.page.get_by_role("button", name=said["made"]).click()
    at.page.wait_for_url("**/claims/1/")
    at.page.fill("#value", "900")
    at.page.get_by_role("button", name=said["compute"]).click()
    at.page.get_by_text(said["comes_to"]).wait_for()
    assert "PUM §17" in at.words()
    at.page.get_by_role("button", name=said["grant"]).click()
    at.page.get_by_text(said["waits"]).wait_for()
    at.is_accessible()
    signs_in(at, "lead-1", "desk_lead")
    at.opens("/desk/waiting/")
    at.page.get_by_role("link", name=said["see"]).click()
    at.page.get_by_role("button", name=said["confirm"]).click()
    at.page.get_by_text(said["done"]).wait_for()
    at.page.get_by_role("link", name=said["answer"]).wait_for()
    at.is_accessible()
    assert at.page.evaluate("document.documentElement.scrollWidth") <= width
    assert line.codes(1)[-2:] == ["CLAIM_OPENED", "CLAIM_DECIDED"]


def test_every_page_of_the_desk_can_be_used_by_everybody(at: Counter) -> None:
    """WCAG 2.2 AA, no scrolling sideways, every control by Tab, in both languages, light and dark."""
    line.wait_for_recipient(1)
    line.turn_away(1)
    at.expected |= {403}
    at.comes_to("/desk/")
    looked_at(at, "sign-in")
    signs_in(at, "lead-1", "desk_lead")
    at.comes_to("/desk/")
    looked_at(at, "search")
    finds(at, line.number(1))
    at.page.locator("td a").first.click()
    at.page.wait_for_url("**/letter/**")
    looked_at(at, "letter")
    from budstikke.post.actions.helping.help_letter import Wanted, help_letter
    from budstikke.post.terms.events import ReturnReason
    from budstikke.post.terms.pum.at_the_desk import Help, Why

    wanted = Wanted(what=Help.RETURN, why=Why.SENDER_ASKED, return_reason=ReturnReason.WITHDRAWN)
    help_letter(line.number(1), wanted, clerk="desk-1", today=line.TODAY, now=line.NOW)
    at.comes_to("/desk/waiting/")
    looked_at(at, "waiting")
    from budstikke.post.actions.helping.open_claim import Told, open_claim
    from budstikke.post.actions.helping.settle_claim import Verdict, settle_claim
    from budstikke.post.terms.pum.settling import Claimant, ClaimKind, Ground

    at.comes_to("/desk/claims/")
    looked_at(at, "no claims")
    for kind in (ClaimKind.DELAYED, ClaimKind.DAMAGED):
        told = Told(kind=kind, claimant=Claimant.SENDER, told_on=line.TODAY, claimed_ore=150_000)
        open_claim(line.number(1), told, by="desk-1", now=line.NOW)
    at.comes_to("/desk/claims/1/")
    looked_at(at, "claim")
    declined = Verdict(ground=Ground.NOT_SHOWN)
    settle_claim(2, declined, clerk="desk-1", today=line.TODAY, now=line.NOW)
    at.comes_to("/desk/claims/2/")
    looked_at(at, "claim, declined")
    at.comes_to("/desk/claims/")
    looked_at(at, "claims")
    at.comes_to("/desk/look-ups/")
    looked_at(at, "not for this role")
    signs_in(at, "auditor-1", "auditor")
    at.comes_to("/desk/look-ups/")
    looked_at(at, "look-ups")
