"""Two clerks and one letter: one has it, the other is told, whoever presses first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser
from tests.actions import line
from tests.stories.browser.counter import ALL_WELL, KARI, Counter


@pytest.fixture
def other(server: str, chromium: Browser, counter: Counter) -> Iterator[Counter]:
    """The counter beside it, with another clerk."""
    at = Counter(server, chromium)
    at.is_a_station("Skranke 2", clerk="clerk-8")
    yield at
    at.closes()


def test_the_second_to_scan_is_told_who_has_it(counter: Counter, other: Counter) -> None:
    """A letter is open at one station at a time."""
    line.wait_for_recipient(1)
    counter.takes_up(1)
    other.expected.add(409)
    other.opens()
    other.scans(1)
    other.page.locator("#take-fault").wait_for()
    other.is_accessible()
    assert "Skranke 1" in other.page.locator("#take-fault").inner_text()


def test_a_check_left_alone_is_taken_over_with_all_that_was_filled_in(
    counter: Counter, other: Counter
) -> None:
    """The one who left it is told where it went, and can hand nothing over."""
    from budstikke.post.records.models import OpenCheck
    from budstikke.post.records.scope import CARRIER, acting_as

    line.wait_for_recipient(1)
    counter.takes_up(1)
    counter.is_shown("no_passport")
    counter.keys(**KARI)
    counter.finds(*ALL_WELL)
    counter.hears("good")
    with acting_as(CARRIER):
        OpenCheck.objects.update(touched_at=line.NOW - timedelta(minutes=16))
    # From here on the page of the first may be told so at any moment: it asks by itself.
    counter.expected.add(409)
    other.takes_up(1)
    assert "Overtatt fra" in other.words()
    counter.page.get_by_role("heading", name="En annen har brevet nå").wait_for()
    counter.is_accessible()
    other.page.locator('.tile[value="no_passport"]').click()
    other.hears("good")
    other.goes_to_sign()
    other.signs()
    other.finds("signature_agrees")
    other.main_button()
    assert other.is_decided() == "Utlever brevet"


def test_a_second_letter_at_the_same_station_waits_for_the_first(counter: Counter) -> None:
    """Scanning another letter on the page of the first leads nowhere but back."""
    line.wait_for_recipient(1)
    line.wait_for_recipient(2)
    counter.expected.add(409)
    counter.takes_up(1)
    counter.scans(2)
    counter.page.locator("#take-fault").wait_for()
    counter.is_accessible()
    counter.page.get_by_role("button", name="Fortsett med").click()
    counter.page.wait_for_url("**/check/*/")
    assert line.number(1)[2:5] in counter.words()


def test_the_same_letter_scanned_again_is_the_same_check(counter: Counter) -> None:
    """A scanner that beeps twice does no harm."""
    line.wait_for_recipient(1)
    counter.takes_up(1)
    before = counter.page.url
    counter.scans(1)
    counter.page.wait_for_load_state()
    assert counter.page.url == before
