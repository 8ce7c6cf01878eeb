"""
What becomes of the issuer's customers, over all three services as they run; they themselves sit at a browser.

The clerks' pages have stories of their own: at the counter a device reads and actions decide, as in the demo.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest
from playwright.sync_api import Browser
from tests.issuer.people import PIN
from tests.issuer.served import Visitor
from tests.stories.browser.whole import Whole, narrow, orders, playing, visit

from budstikke.kit import clock
from budstikke.kit.database import database_name
from budstikke.kit.days import in_full
from budstikke.kit.postgres import embedded_cluster

NEW_PIN = "8305"


@pytest.fixture(scope="module")
def whole(chromium: Browser) -> Iterator[Whole]:
    """The three services, and five letters that have been ordered, printed and carried."""
    with playing(chromium) as started:
        yield started


def test_a_new_customer_orders_collects_and_activates(whole: Whole) -> None:
    """Once the sealed report is verified: the code, then a PIN, and she signs in by her card."""
    with whole.customer("collected") as at:
        whole.until_told(at, "You can activate")
        at.page.get_by_role("link", name="Activate").click()
        tries(at, whole, "collected")
        at.page.get_by_role("heading", name="Your eID is activated").wait_for()
        narrow(at, "activated")
        at.page.get_by_role("link", name="Put the eID into use").click()
        number, _ = takes_into_use(at)
        signs_in(at, number, pin=PIN)
        at.page.get_by_role("heading", name="My eIDs").wait_for()


def test_a_foreign_passport_needs_the_extra_paper_and_gets_the_letter_with_it(whole: Whole) -> None:
    """The status page says which paper is missing and that none can be skipped; with it the same letter activates."""
    with whole.customer("no extra paper") as at:
        whole.until_told(at, "Det ble ikke vist noe med fødselsnummeret eller D-nummeret.")
        assert at.page.get_by_text("Vi kan ikke hoppe over kontrollen").is_visible()
        assert not at.page.get_by_role("link", name="Aktiver", exact=True).count()
        narrow(at, "status with advice")
        whole.collects("no extra paper", supplement="utskrift fra folkeregisteret")
        activates_in_the_end(at, whole, "no extra paper")


def test_nobody_comes_and_the_money_goes_back(whole: Whole) -> None:
    """The letter came back after three weeks: refunded once, and its code is worth nothing."""
    with whole.customer("nobody comes") as at:
        whole.until_told(at, "The letter has come back")
        for answer in ("is paid back", "The money was paid back."):
            at.opens("/order/refund/")
            at.page.fill("#tracking", whole.letters["nobody comes"])
            at.page.keyboard.press("Enter")
            at.page.locator("#decided, #fault").wait_for()
            assert answer in at.page.locator("#decided, #fault").inner_text()
        narrow(at, "refund")
        at.opens("/activate/")
        tries(at, whole, "nobody comes")
        assert "do not match" in at.page.locator("#fault").inner_text()


def test_nobody_orders_during_maintenance_and_everybody_is_told(whole: Whole) -> None:
    """A form that was open before is refused, with the hour; what is not maintained goes on; then all is as before."""
    from_at, to_at = (clock.now() + timedelta(hours=hours) for hours in (-1, 3))
    with whole.visitor("en") as at:
        at.opens("/order/")
        window = ("--from", from_at.isoformat(), "--to", to_at.isoformat())
        reason = ("--reason-no", "Nøklene byttes.", "--reason-en", "The keys are replaced.")
        whole.command("maintenance", "add", "keys", "--product", "fido2", *window, *reason)
        orders(at, visit("stolen notice"), product="fido2")
        refused = at.page.locator("#fault").inner_text()
        assert "New orders are paused" in refused
        assert f"{to_at.astimezone(clock.OSLO):%H:%M}" in refused
        narrow(at, "order during maintenance")
        assert at.page.locator("#product-fido2").is_disabled()
        assert at.page.locator("#product-mobile").is_enabled()
        for path, language, told in (
            ("/", "en", "The keys are replaced."),
            ("/sign-in/", "no", "Nøklene byttes."),
            ("/activate/", "no", "eID-er som er i bruk, virker som vanlig."),
        ):
            at.speaks(language)
            at.opens(path)
            assert told in at.page.locator("aside.band").inner_text()
        whole.command("maintenance", "end", "keys")
        at.opens("/conditions/")
        narrow(at, "conditions")
        at.opens("/order/")
        assert not at.page.locator("aside.band").count()
        assert at.page.locator("#product-fido2").is_enabled()


def test_who_stole_the_notice_and_the_code_gets_nowhere(whole: Whole) -> None:
    """The right code before the hand-over is refused and alarms the staff; the post wants a second fact; its holder
    collects the letter all the same, and the code is as good as before."""
    with whole.visitor("no") as at:
        at.opens("/activate/")
        tries(at, whole, "stolen notice")
        assert "Vi har ikke fått bevis" in at.page.locator("#fault").inner_text()
        narrow(at, "activation refused")
        alarms = (
            "SELECT facts ->> 'code' FROM audit_row WHERE verb = 'activation.alarm' AND order_number = %s"
        )
        with psycopg.connect(f"{embedded_cluster().url}&dbname={database_name('issuer')}") as connection:
            found = connection.execute(alarms, [whole.orders["stolen notice"]]).fetchall()
        assert found == [("NOT_HANDED_OVER",)]
        at_the_post(at, whole, "stolen notice", postcode="0150")
        assert at.page.locator("[role=alert]").is_visible()
        page = at.page.locator("main").inner_text()
        assert "Lilleveien" not in page
        at.complaints.clear()  # the post's pages were asked for
    with whole.customer("stolen notice") as at:
        whole.until_told(at, "Brevet kan hentes")
        whole.collects("stolen notice")
        activates_in_the_end(at, whole, "stolen notice")


def test_a_blocked_pin_is_opened_by_puk_and_a_lost_card_is_blocked_and_found(whole: Whole) -> None:
    """Three wrong PINs, and the right one helps no more; by her other card she opens it, blocks it, and unblocks it."""
    first, second = whole.cards["two"]
    with whole.visitor("en") as at:
        for pin in ("1357", "1357", "1357", PIN):
            signs_in(at, first["number"], pin=pin)
            at.page.locator("#fault").wait_for()
        signs_in(at, second["number"], pin=PIN)
        at.opens(f"/my/eids/{first['reference']}/")
        assert at.page.get_by_text("The PIN is blocked after too many tries.").is_visible()
        narrow(at, "an eID")
        at.page.get_by_role("link", name="Unblock the PIN by PUK").click()
        at.page.fill("#puk", first["puk"])
        at.page.fill("#new", NEW_PIN)
        at.page.keyboard.press("Enter")
        at.page.get_by_text("It is done.").wait_for()
        at.page.get_by_role("link", name="Block", exact=True).click()
        at.page.check("#why-lost")
        narrow(at, "blocking")
        at.page.get_by_role("button", name="Block").click()
        at.page.locator(".ds-tag", has_text="Blocked").wait_for()
        at.page.get_by_role("link", name="Unblock", exact=True).click()
        at.page.get_by_role("button", name="Unblock").click()
        at.page.locator(".ds-tag", has_text="In use").wait_for()
    with whole.visitor("en") as at:
        signs_in(at, first["number"], pin=NEW_PIN)
        at.page.get_by_role("heading", name="My eIDs").wait_for()


def test_a_card_in_its_last_days_is_renewed_without_another_check(whole: Whole) -> None:
    """No letter, no counter: the new one is put into use, and the old one ends."""
    (old,) = whole.cards["old"]
    with whole.visitor("no") as at:
        signs_in(at, old["number"], pin=PIN)
        at.page.get_by_role("heading", name="Mine eID-er").wait_for()
        narrow(at, "My Page")
        at.opens(f"/my/eids/{old['reference']}/")
        at.page.get_by_role("link", name="Forny").click()
        at.page.get_by_role("button", name="Forny").click()
        number, _ = takes_into_use(at)
        signs_in(at, number, pin=PIN)
        states = at.page.locator(".eid-list .ds-tag")
        states.nth(1).wait_for()
        assert states.all_inner_texts() == ["I bruk", "Avsluttet"]


def test_the_scanner_fails_and_the_deadline_moves(whole: Whole) -> None:
    """Advice for the clerk on the issuer's page; more time at the post's own; and the new day at the issuer's again."""
    with whole.customer("scanner fails") as at:
        whole.until_told(at, "Dokumentet kunne ikke leses av skanneren.")
        assert at.page.get_by_text("Vask glasset på skanneren").is_visible()
        last = clock.today() + timedelta(days=21)
        assert in_full(last, language="no") in at.page.locator("dl.facts").inner_text()
        at_the_post(at, whole, "scanner fails", postcode="5004")
        at.page.get_by_role("button", name="Forleng fristen").click()
        later = last + timedelta(days=7)
        assert f"{later:%d.%m.%Y}" in at.page.get_by_role("status").inner_text()
        at.complaints.clear()  # the post's pages were asked for
        whole.until_told(at, in_full(later, language="no"))
        assert at.page.get_by_role("heading", name="Brevet kan hentes").is_visible()


def tries(at: Visitor, whole: Whole, what: str) -> None:
    """Type an order's number and the code of its letter."""
    at.page.fill("#order", whole.orders[what])
    at.page.fill("#code", whole.codes[what])
    at.page.keyboard.press("Enter")
    at.page.locator("#fault, #activated").wait_for()


def activates_in_the_end(at: Visitor, whole: Whole, what: str) -> None:
    """Wait for the sealed report of the hand-over, and activate as the page offers it then."""
    whole.until_told(at, "Du kan aktivere")
    at.page.get_by_role("link", name="Aktiver", exact=True).click()
    tries(at, whole, what)
    at.page.get_by_role("heading", name="Din eID er aktivert").wait_for()


def takes_into_use(at: Visitor) -> tuple[str, str]:
    """Choose a PIN for a card; return its number and its PUK."""
    at.page.fill("#pin", PIN)
    at.page.keyboard.press("Enter")
    at.page.locator(".shown-once").first.wait_for()
    number, puk = at.page.locator(".shown-once").all_inner_texts()
    return number, puk


def signs_in(at: Visitor, card: str, *, pin: str) -> None:
    """Sign in by a card, as a test installation lets its number stand for the card."""
    at.opens("/sign-in/")
    at.page.fill("#card", card)
    at.page.fill("#card-pin", pin)
    with at.page.expect_navigation():
        at.page.keyboard.press("Enter")


def at_the_post(at: Visitor, whole: Whole, what: str, *, postcode: str) -> None:
    """Open a letter at the post's own tracking page, by the second fact."""
    at.page.goto(f"{whole.ports.post_url}/track/?number={whole.letters[what]}&language=no")
    at.page.get_by_role("link", name="Åpne med postnummeret").click()
    at.page.fill("#fact", postcode)
    at.page.get_by_role("button", name="Åpne", exact=True).click()
