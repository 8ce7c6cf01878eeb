"""A family moves, on a telephone without scripts; somebody spends a month in Thailand, by the keyboard."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests.actions import forwarding as street
from tests.axe import violations
from tests.doors.citizen import KARI, LIV, OLA, family
from tests.stories.browser.payments import PAYMENTS

from budstikke.cli.payment_stand_in import serving
from budstikke.post.records.models import ForwardingCover, ForwardingOrder
from budstikke.post.records.scope import CARRIER, acting_as

PICTURES = os.environ.get("BUDSTIKKE_PICTURES", "")
# A desk, the same at 200 %, a telephone.
_WIDTHS = (1280, 640, 390)
_LINK = re.compile(r"/forwarding/[\w-]+")


@pytest.fixture(autouse=True)
def at_home(installation: None) -> None:
    """A family in the register."""
    from django.core.cache import cache

    cache.clear()
    family()


@contextmanager
def window(chromium: Browser, *, width: int, scripts: bool) -> Iterator[Page]:
    """A browser of somebody's own."""
    context = chromium.new_context(
        viewport={"width": width, "height": 844}, java_script_enabled=scripts, locale="nb-NO"
    )
    context.set_default_timeout(8000)
    # The page of the provider of eIDs wants a style from elsewhere.
    context.route(re.compile("^https:"), lambda asked: asked.abort())
    yield context.new_page()
    context.close()


def has_no_fault(page: Page, chromium: Browser, name: str) -> None:
    """The page is accessible and no wider than its window at every width; axe needs scripts, so in another window."""
    looked_at = chromium.new_page()
    looked_at.goto(page.url.split("/forwarding/")[0] + "/track/")
    page.wait_for_load_state()
    looked_at.set_content(page.content())
    looked_at.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    faults = []
    for width in _WIDTHS:
        looked_at.set_viewport_size({"width": width, "height": 844})
        if PICTURES and width != 640:
            looked_at.screenshot(path=Path(PICTURES) / f"forwarding-{name}-{width}.png", full_page=True)
        wide = looked_at.evaluate("document.documentElement.scrollWidth")
        faults += [f"{name}: {wide} of {width} px"] if wide > width else []
        faults += violations(looked_at) if width != 640 else []
    looked_at.close()
    assert faults == []


def signs_in(page: Page, number: str) -> None:
    """By eID, or where there is no provider through the plain form of a test installation."""
    plain = page.get_by_label(re.compile("Syntetisk|Synthetic"))
    if plain.count():
        plain.fill(number)
        page.locator("main form button").click()
        return
    page.locator("main form button").click()
    page.locator(f'button[name=sub][value="{number}"]').first.click()


def test_a_family_moves(server: str, chromium: Browser) -> None:
    """Ordered for three, paid, and confirmed by the other adult from the link in his message."""
    with (
        window(chromium, width=390, scripts=False) as kari,
        window(chromium, width=390, scripts=False) as ola,
    ):
        kari.goto(f"{server}/forwarding/?language=no")
        kari.get_by_role("link", name=re.compile("Bestill.*Adresseendring")).click()
        signs_in(kari, KARI)
        assert kari.get_by_label("Gateadresse eller postboks").first.input_value() == "Lilleveien 2"
        for name, value in (("street", "Nygata 7"), ("postcode", "9008"), ("city", "TROMSØ")):
            kari.fill(f"#new_{name}", value)
        kari.fill("#number_1", OLA)
        kari.fill("#name_1", "Ola Hansen")
        kari.locator("summary").click()
        kari.fill("#number_2", LIV)
        kari.fill("#name_2", "Liv Nordmann")
        kari.check("#tell_registry")
        kari.get_by_role("button", name="Se dagene og prisen").click()
        assert "Noe må rettes" in kari.get_by_role("alert").inner_text()
        has_no_fault(kari, chromium, "form")
        kari.fill("#name_1", "Ola Nordmann")
        kari.get_by_role("button", name="Se dagene og prisen").click()
        kari.wait_for_load_state()
        assert "går i retur til avsenderen" in kari.locator("main").inner_text()
        has_no_fault(kari, chromium, "preview")
        kari.get_by_role("button", name="Bestill, og gå til betaling").click()
        reference = kari.url.rstrip("/").rpartition("/")[2]
        with serving(port=PAYMENTS):
            kari.get_by_role("link", name="Betal med kort").click()
            assert str(PAYMENTS) in kari.url
            kari.locator("button[value=yes]").click()
            kari.wait_for_load_state()
            assert "Betalingen er mottatt" in kari.locator("main").inner_text()
        links = [
            found[0]
            for each in street.send_all().sent
            if "posten din" in each.subject and (found := _LINK.search(each.text))
        ]
        ola.goto(f"{server}{links[-1]}?language=no")
        ola.get_by_role("link", name="Logg inn og bekreft").click()
        signs_in(ola, OLA)
        assert ola.url.endswith(f"/forwarding/mine/{reference}/")
        assert "Nygata" not in ola.content()
        has_no_fault(ola, chromium, "to-confirm")
        ola.get_by_label("Meld flyttingen min til Folkeregisteret").check()
        ola.get_by_role("button", name="Ja, ta med posten min").click()
        assert "Posten din er med" in ola.get_by_role("status").inner_text()
        kari.get_by_role("link", name="Til bestillingen din").click()
        assert kari.get_by_text("Bekreftet: posten din er med").count() == 1
        assert kari.get_by_text("Bekreftet: posten er med").count() == 3
        has_no_fault(kari, chromium, "own")
    assert street.state(reference) == "agreed"
    with acting_as(CARRIER):
        assert not ForwardingCover.objects.filter(registry_agreed_at=None).exists()


def test_a_month_in_thailand(server: str, chromium: Browser) -> None:
    """The form by the keyboard alone; withheld for the last two weeks; cancelled with the refund told before."""
    with window(chromium, width=1280, scripts=True) as page:
        page.goto(f"{server}/forwarding/order/?language=en")
        has_no_fault(page, chromium, "sign-in")
        signs_in(page, KARI)
        has_no_fault(page, chromium, "choose")
        page.get_by_label("Temporary redirection").check()
        page.get_by_role("button", name="Go on").click()
        typed = {
            "new_street": "99 Sukhumvit Road",
            "new_postcode": "10110",
            "new_city": "Bangkok",
            "new_country": "Thai",
            # The same in whatever order a browser has day and month.
            "start": "04042027",
            "last_day": "05052027",
        }
        for _ in range(60):
            page.keyboard.press("Tab")
            focus = page.evaluate("document.activeElement.name || ''")
            # A day has a stop for each of its parts, and takes them all at the first.
            if focus in typed:
                page.keyboard.type(typed.pop(focus))
            elif focus == "step":
                page.keyboard.press("Enter")
                break
        page.wait_for_selector("input[name=shown]", state="attached")
        told = page.locator("main").inner_text()
        assert "Thailand" in told and "Thursday 22 April 2027" in told and "568.00" in told
        page.get_by_role("button", name="Order, and go on to payment").click()
        page.wait_for_selector("text=Pay by card")
        page.get_by_role("link", name="My orders", exact=True).click()
        has_no_fault(page, chromium, "mine")
        page.get_by_role("link", name="Temporary redirection").click()
        page.get_by_role("button", name="Cancel the order").click()
        assert "cancelled" in page.get_by_role("status").inner_text()
        page.get_by_role("link", name="The address register").click()
        has_no_fault(page, chromium, "register")
        page.get_by_role("button", name="Sign off").click()
        has_no_fault(page, chromium, "home")
        page.goto(f"{server}/forwarding/mine/")
        assert "/forwarding/sign-in/" in page.url
    with acting_as(CARRIER):
        assert ForwardingOrder.objects.get().new_zone == "WORLD"
