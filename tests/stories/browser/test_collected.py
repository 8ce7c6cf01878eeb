"""A letter is collected at the counter, in a real browser, in both languages."""

from __future__ import annotations

import pytest
from tests.actions import line
from tests.stories.browser.counter import ALL_WELL, KARI, Counter


@pytest.mark.parametrize("language", ["no", "en"], indirect=True)
def test_a_passport_is_checked_and_the_letter_handed_over(counter: Counter, language: str) -> None:
    """Scan, choose, key, look, sign, hand over: the event is written once, whatever is pressed twice."""
    line.wait_for_recipient(1)
    counter.takes_up(1)
    assert "Kari Nordmann" in counter.words()
    counter.is_shown("no_passport")
    counter.hears("todo")
    counter.keys(**KARI)
    counter.finds(*ALL_WELL)
    counter.hears("good")
    counter.goes_to_sign()
    counter.signs()
    counter.finds("signature_agrees")
    counter.main_button()
    assert counter.is_decided() == ("Hand over the letter" if language == "en" else "Utlever brevet")
    counter.page.locator(".verdict-button").dblclick()
    counter.page.get_by_text("Next letter" if language == "en" else "Neste brev").wait_for()
    counter.is_accessible()
    assert line.codes(1).count("DELIVERED") == 1
    assert line.states()[line.number(1)] == "delivered"
