"""What machines read appears by itself: a swipe, a picture, a device's reading; and what is doubtful is asked."""

from __future__ import annotations

from base64 import b64encode
from datetime import date
from uuid import UUID, uuid4

import pytest
from tests.actions import line
from tests.stories.browser.counter import Counter

from budstikke.formats.picture import missing
from budstikke.post.papers.specimen import Specimen, invented, page_png, zone_lines

SPECIMEN = invented("no_passport", seed=7)


def kari(**changed: object) -> Specimen:
    """A specimen passport of Kari Nordmann's."""
    from dataclasses import replace

    given = {"surname": "Nordmann", "given_names": "Kari", "expires_on": date(2030, 1, 1), **changed}
    return replace(SPECIMEN, **given)  # type: ignore[arg-type]


def swiped(at: Counter, lines: tuple[str, ...]) -> None:
    """The swipe reader types the lines, each with Enter."""
    for one in lines:
        at.page.keyboard.type(one, delay=3)
        at.page.keyboard.press("Enter")


def test_a_zone_swiped_anywhere_on_the_page_is_read_and_kept(counter: Counter) -> None:
    """The focus may be in another field: nothing of the burst stays there."""
    line.wait_for_recipient(1)
    counter.takes_up(1)
    counter.is_shown("no_passport")
    counter.page.focus("#national_number")
    swiped(counter, zone_lines(kari()))
    counter.page.locator("#panel").get_by_text("NORDMANN").wait_for()
    assert counter.page.locator("#national_number").input_value() == ""
    assert counter.page.locator("#mrz").input_value().split() == list(zone_lines(kari()))
    counter.is_accessible()


@pytest.mark.skipif(bool(missing()), reason="the extra ocr is not installed")
def test_a_picture_chosen_by_the_clerk_is_read(counter: Counter) -> None:
    """The zone's fields appear beside the picture, within the page."""
    line.wait_for_recipient(1)
    counter.takes_up(1)
    counter.is_shown("no_passport")
    file = {"name": "page.png", "mimeType": "image/png", "buffer": page_png(kari())}
    counter.page.set_input_files("#photo", files=[file])  # type: ignore[list-item]
    counter.page.locator("#panel .pictures img").wait_for(timeout=20000)
    counter.page.locator("#panel").get_by_text("NORDMANN").first.wait_for()
    counter.is_accessible()


def test_what_is_no_picture_is_told(counter: Counter) -> None:
    """The check goes on."""
    line.wait_for_recipient(1)
    counter.takes_up(1)
    counter.is_shown("no_passport")
    file = {"name": "page.png", "mimeType": "image/png", "buffer": b"no picture"}
    counter.page.set_input_files("#photo", files=[file])  # type: ignore[list-item]
    counter.page.get_by_text("Bildet kan ikke brukes").wait_for()


def test_what_a_device_pushes_appears_by_itself(counter: Counter) -> None:
    """Within two seconds, without a key pressed, and what is being typed is left alone."""
    from budstikke.post.actions.outlets.register_device import register_device
    from budstikke.post.actions.reading.push import push
    from budstikke.post.records.models import Station

    line.wait_for_recipient(1)
    counter.takes_up(1)
    counter.is_shown("no_passport")
    counter.page.locator("#national_number").press_sequentially("2091", delay=20)
    station = Station.objects.get(name="Skranke 1")
    register_device(
        "swipe-1", outlet_id=line.BERGEN, kind="swipe_reader", model="Eksempel S1", station_id=station.id
    )
    lines = list(zone_lines(kari()))
    push(device_id="swipe-1", nonce=uuid4(), source="mrz_swiped", content={"mrz_lines": lines}, now=line.NOW)
    counter.page.locator("#panel").get_by_text("swipe-1").wait_for()
    counter.page.locator("#panel").get_by_text("NORDMANN").first.wait_for()
    assert counter.page.locator("#national_number").input_value() == "2091"
    assert counter.page.evaluate("document.activeElement.id") == "national_number"
    UUID(counter.page.url.split("/")[5])


def test_a_key_pressed_too_early_is_no_attempt(counter: Counter) -> None:
    """The page says what is still to do, and nothing is written down."""
    line.wait_for_recipient(1)
    counter.takes_up(1)
    counter.is_shown("no_passport")
    counter.main_button()
    counter.page.locator("#panel h2:focus", has_text="Gjenstår").wait_for()
    counter.is_accessible()
    counter.page.focus("#national_number")
    counter.page.keyboard.press("Enter")
    assert counter.page.url.endswith("/document/")
    assert "ATTEMPTED_DELIVERY" not in line.codes(1)


def test_where_the_rules_ask_the_clerk_decides_with_a_reason_and_may_think_again(counter: Counter) -> None:
    """An emergency passport: without a reason it is still a question; answered, it can be answered otherwise."""
    line.wait_for_recipient(1)
    counter.takes_up(1)
    counter.is_shown("emergency_passport")
    counter.keys(surname="Nordmann", given_names="Kari", national_number="20914695016")
    counter.hears("ask")
    counter.is_accessible()
    counter.page.fill("#document_decision_reason", "Ambassaden bekreftet på telefon")
    counter.page.check("input[name=document_decision][value=yes]")
    counter.hears("todo")
    counter.page.get_by_text("Du har avgjort dette").wait_for()
    assert (
        counter.page.locator("#document_decision_reason").input_value() == "Ambassaden bekreftet på telefon"
    )
    counter.is_accessible()
    counter.page.check("#document_decision_no")
    counter.hears("no")
    counter.page.check("#document_decision_yes")
    counter.hears("todo")


@pytest.mark.parametrize("width", [320, 640])
def test_no_page_of_a_check_needs_scrolling_sideways(counter: Counter, width: int) -> None:
    """At 200 and 400 % zoom a desk is 640 and 320 wide."""
    line.wait_for_recipient(1)
    counter.page.set_viewport_size({"width": width, "height": 800})

    def fits() -> bool:
        return counter.page.evaluate("document.documentElement.scrollWidth") <= width

    counter.opens()
    assert fits()
    counter.takes_up(1)
    assert fits()
    counter.is_shown("no_passport")
    assert fits()
    counter.page.goto(counter.page.url.replace("document", "sign"))
    assert fits()
    counter.opens("/counter/day/")
    assert fits()


def doubtful(at: Counter, *, strip: bytes = line.SIGNATURE) -> tuple[str, ...]:
    """The scanner sends a picture whose zone was read with a sign wrong; return how the zone stands on the page."""
    from budstikke.post.actions.outlets.register_device import register_device
    from budstikke.post.actions.reading.push import push
    from budstikke.post.records.models import Station

    sound = zone_lines(kari())
    misread = [sound[0].replace("NORDMANN", "N0RDMANN"), sound[1]]
    station = Station.objects.get(name="Skranke 1")
    register_device(
        "camera-1", outlet_id=line.BERGEN, kind="camera", model="Eksempel K1", station_id=station.id
    )
    content = {"unsure_lines": misread, "strip_png": b64encode(strip).decode(), "holds": False}
    push(device_id="camera-1", nonce=uuid4(), source="mrz_picture", content=content, now=line.NOW)
    at.page.locator(".confirm").wait_for()
    return sound


def test_a_doubtful_reading_is_confirmed_field_by_field_with_the_keyboard(counter: Counter) -> None:
    """What was not looked at is asked for again; corrected, the whole zone is taken in as typed."""
    line.wait_for_recipient(1)
    counter.takes_up(1)
    counter.is_shown("no_passport")
    sound = doubtful(counter)
    counter.is_accessible()
    assert counter.page.locator("#zone-surname").get_attribute("aria-invalid") == "true"
    counter.page.focus("#zone-document_number")
    counter.page.keyboard.press("Enter")
    assert counter.page.evaluate("document.activeElement.id") == "zone-surname"
    counter.page.keyboard.press("Control+A")
    counter.page.keyboard.type("NORDMANN", delay=150)
    counter.expected.add(400)
    counter.page.get_by_role("button", name="Bekreft feltene").click()
    counter.page.locator(".confirm [role=alert]", has_text="hvert felt").wait_for()
    counter.is_accessible()
    assert counter.page.locator("#zone-surname").input_value() == "NORDMANN"
    counter.page.focus("#zone-surname")
    for _ in range(counter.page.locator(".confirm-row").count() - 1):
        counter.page.keyboard.press("Enter")
    assert counter.page.evaluate("document.activeElement.type") == "submit"
    counter.page.keyboard.press("Enter")
    counter.page.locator(".confirm").wait_for(state="detached")
    assert counter.page.locator("#mrz").input_value().split() == list(sound)
    counter.is_accessible()


def test_a_correction_that_the_check_digits_contradict_is_not_taken(counter: Counter) -> None:
    """The clerk is told which field does not fit, and what was corrected stays in the fields."""
    line.wait_for_recipient(1)
    counter.takes_up(1)
    counter.is_shown("no_passport")
    doubtful(counter)
    counter.page.fill("#zone-surname", "NORDMANN")
    counter.page.fill("#zone-birth", "010101")
    for tick in counter.page.locator(".confirm-tick input").all():
        tick.check()
    counter.expected.add(400)
    counter.page.get_by_role("button", name="Bekreft feltene").click()
    counter.page.locator(".confirm [role=alert]", has_text="Kontrollsifrene").wait_for()
    assert counter.page.locator("#zone-birth").input_value() == "010101"
    assert counter.page.locator("#zone-birth").get_attribute("aria-invalid") == "true"
