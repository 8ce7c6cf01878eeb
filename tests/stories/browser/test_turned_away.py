"""People who are turned away at the counter, and what each is told, in a real browser."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.actions import line
from tests.stories.browser.counter import ALL_WELL, KARI, Counter


@pytest.mark.parametrize("language", ["no", "en"], indirect=True)
def test_passport_only_turns_a_driving_licence_away(counter: Counter, language: str) -> None:
    """What is accepted here is said; the licence is refused at once, in the recipient's own language too."""
    line.book(line.file_of([line.order(1, passport_only=True, mobile="+4799999999")]))
    line.bring_to_outlet([1])
    line.tell([1])
    counter.takes_up(1)
    assert counter.page.locator(".tile:visible").count() < 7
    assert not counter.page.locator('.tile[value="no_driving_licence"]').is_visible()
    counter.page.locator("summary").first.click()
    counter.is_shown("no_driving_licence")
    counter.hears("no")
    counter.main_button()
    assert counter.is_decided() == ("Do not hand over" if language == "en" else "Ikke utlever")
    counter.page.get_by_role("link", name="English", exact=True).last.click()
    told = counter.page.locator(".to-recipient").inner_text()
    assert "PUM §7" in told and "only a passport" in told
    assert "name on the letter" not in told  # nobody had looked at a name
    slip = counter.page.locator('[data-key="F4"]').get_attribute("href")
    paper = counter.context.request.get(counter.address + str(slip))
    assert paper.body().startswith(b"%PDF")
    counter.page.get_by_role("button", name="SMS").click()
    counter.page.get_by_role("status").filter(has_text="SMS").wait_for()
    counter.is_accessible()
    assert line.codes(1).count("ATTEMPTED_DELIVERY") == 1


def test_another_document_of_the_same_person_will_do(counter: Counter) -> None:
    """From the refusal it is one key to a new check with another document."""
    line.wait_for_recipient(1)
    counter.takes_up(1)
    counter.page.locator("summary").first.click()
    counter.is_shown("bankid_app")
    counter.hears("no")
    counter.main_button()
    counter.is_decided()
    counter.main_button()
    counter.page.wait_for_url("**/check/*/")
    counter.is_shown("no_passport")


def test_who_expired_yesterday_is_refused(counter: Counter) -> None:
    """On its last day a passport is valid; the day after it is not, and the date is said."""
    line.wait_for_recipient(1)
    yesterday = line.TODAY - timedelta(days=1)
    counter.takes_up(1)
    counter.is_shown("no_passport")
    counter.keys(**{**KARI, "expires_on": f"{line.TODAY:%d%m%Y}"})
    counter.finds(*ALL_WELL)
    counter.hears("good")
    counter.keys(expires_on=f"{yesterday:%d.%m.%Y}")
    counter.hears("no")
    counter.main_button()
    assert counter.is_decided() == "Ikke utlever"
    assert "22.11.2026" in counter.words()


def test_a_wrong_person_is_refused(counter: Counter) -> None:
    """Another name in the passport: no hand-over, and the letter stays."""
    line.wait_for_recipient(1)
    counter.takes_up(1)
    counter.is_shown("no_passport")
    counter.keys(**{**KARI, "surname": "Hansen", "given_names": "Ola"})
    counter.finds(*ALL_WELL)
    counter.hears("no")
    counter.main_button()
    assert counter.is_decided() == "Ikke utlever"
    assert "PUM §5" in counter.words()
    assert line.states()[line.number(1)] == "ready"


def test_somebody_else_who_comes_for_the_recipient_is_refused(counter: Counter) -> None:
    """A power of attorney does not count; one button says so."""
    line.wait_for_recipient(1)
    counter.takes_up(1)
    counter.page.get_by_role("button", name="Det er en annen enn mottakeren").click()
    assert counter.is_decided() == "Ikke utlever"
    assert "PUM §1" in counter.words()


def test_what_is_missing_is_a_refusal_once_the_clerk_says_it_is_not_there(counter: Counter) -> None:
    """A foreign passport bears no eleven digits: still to do until then, and then she is told what to bring."""
    line.wait_for_recipient(1)
    counter.takes_up(1)
    counter.is_shown("foreign_passport")
    counter.keys(**{**KARI, "national_number": "", "issuing_country": "SWE"})
    counter.finds(*ALL_WELL)
    counter.hears("todo")
    assert "elleve sifrene" in counter.page.locator("#panel").inner_text()
    counter.page.get_by_role("button", name="avvis").click()
    assert counter.is_decided() == "Ikke utlever"
    assert "tilleggsdokument" in counter.words().lower()
    assert "fødselsnummer" in counter.page.locator(".to-recipient").inner_text()


def test_a_letter_already_collected_is_told_at_the_scan(counter: Counter) -> None:
    """Nothing is opened for it; the page says when it was handed over."""
    line.wait_for_recipient(1)
    line.give(1, line.check(1).check_id)
    counter.expected.add(409)
    counter.opens()
    counter.scans(1)
    counter.page.locator("#take-fault").wait_for()
    counter.is_accessible()
    assert "utlevert" in counter.page.locator("#take-fault").inner_text().lower()
    assert counter.page.locator("#number").get_attribute("aria-invalid") == "true"


def test_a_mistyped_number_stays_in_the_field(counter: Counter) -> None:
    """Capitals and blanks are forgiven, two digits swapped are not."""
    line.wait_for_recipient(1)
    counter.expected.add(400)
    counter.opens()
    counter.page.fill("#number", "RR000000041NO")
    counter.main_button()
    counter.page.locator("#take-fault").wait_for()
    counter.is_accessible()
    assert counter.page.locator("#number").input_value() == "RR000000041NO"
    counter.page.fill("#number", f" {line.number(1).lower()[:6]} {line.number(1).lower()[6:]}")
    counter.page.keyboard.press("Enter")
    counter.page.wait_for_url("**/check/*/")
