"""Journeys of forwarding in a browser: a farm at Christmas, a fraudster, a protected address, an estate."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import httpx
import pytest
from playwright.sync_api import Browser, Page
from tests.actions import forwarding as street
from tests.doors import desk
from tests.doors.api_caller import program
from tests.doors.citizen import KARI, OLA, STRANGER, family
from tests.stories.browser import counter as at_counter
from tests.stories.browser.counter import ALL_WELL, Counter, session_of
from tests.stories.browser.test_forwarding_orders import has_no_fault, signs_in, window

from budstikke.kit.clock import move_to, now, today
from budstikke.post.actions.address_register.persons import Address, note_address
from budstikke.post.actions.address_register.protect import protect_person
from budstikke.post.actions.forwarding.pay_at_provider import payment_settled
from budstikke.post.actions.forwarding.run_orders import run_orders
from budstikke.post.actions.sorting.sort_items import ItemToSort, sort_batch
from budstikke.post.channels.payment import PaymentState
from budstikke.post.records.models import ForwardingCover, ForwardingOrder, ForwardingPayment, Person
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.forwarding.kinds import ItemKind
from budstikke.post.terms.forwarding.protection import Protection
from budstikke.post.terms.scopes import Scope

LINK = re.compile(r"/forwarding/[\w-]+")
LETTER = {"kind": "letter", "name": "Kari Nordmann", "street": "Lilleveien 2", "postcode": "5004"}
# Of the protected address; written nowhere else.
SECRETS = ("Skjulveien", "HEMMELIGSTAD", "9477")
# More than is brought to the door at once.
MUCH = 41


@pytest.fixture(autouse=True)
def at_home(installation: None) -> None:
    """A family in the register."""
    from django.core.cache import cache

    cache.clear()
    family()


@contextmanager
def days_pass() -> Iterator[None]:
    """Let a story go on to later days; the next one begins on its own day again."""
    try:
        yield
    finally:
        move_to(street.NOW)


def is_paid(reference: str) -> None:
    """Have the provider say that what is open was reserved, and the messages sent."""
    with acting_as(CARRIER):
        due = ForwardingPayment.objects.get(order__reference=reference, state="created")
    payment_settled(due.reference, PaymentState.RESERVED, now=now())
    street.send_all(now=now())


def day_comes(day: date) -> None:
    """Have it be a day, with what is done on it done."""
    move_to(street.noon(day))
    run_orders(today=day, now=now())
    street.publish(now=now())


def calendar_of(page: Page) -> dict[str, str]:
    """The days a page shows, and what happens on each."""
    rows = page.locator(".day-rows li").all()
    return {row.locator("h3").inner_text(): " ".join(row.locator("p").all_inner_texts()) for row in rows}


def is_known(at: Counter) -> None:
    """From the station's home to the person's orders, with a driving licence that passes."""
    page = at.page
    at.opens("/counter/forwarding/")
    at.main_button()
    page.wait_for_url("**/visit/*/")
    page.locator('.tile[value="no_driving_licence"]').click()
    page.wait_for_url("**/document/")
    at.keys(**{**at_counter.KARI, "national_number": KARI}, issued_on="01.01.2020")
    at.finds(*ALL_WELL)
    at.hears("good")
    at.main_button()
    page.wait_for_url("**/orders/")


def test_a_farms_mail_is_stored_over_christmas(server: str, chromium: Browser, counter: Counter) -> None:
    """Ordered on a telephone, brought once meanwhile, and what is much in the end is handed out at the counter."""
    many = [
        ItemToSort(kind=ItemKind.LETTER, name="Kari Nordmann", street="Lilleveien 2", postcode="5004")
    ] * MUCH
    with window(chromium, width=390, scripts=False) as kari, days_pass():
        kari.goto(f"{server}/forwarding/order/storage/private/?language=no")
        signs_in(kari, KARI)
        kari.fill("#start", "2026-12-21")  # Monday
        kari.fill("#last_day", "2027-01-01")  # Friday
        kari.get_by_role("button", name="Se dagene og prisen").click()
        told = calendar_of(kari)
        assert "oppbevares hos oss" in told["mandag 21. desember 2026"]
        assert "underveis" in told["onsdag 23. desember 2026"]
        assert "Siste dag av perioden" in told["fredag 1. januar 2027"]
        assert "leveres på den faste adressen" in told["mandag 4. januar 2027"]
        kari.get_by_role("button", name="Bestill, og gå til betaling").click()
        reference = kari.url.rstrip("/").rpartition("/")[2]
        is_paid(reference)
        day_comes(date(2026, 12, 21))  # Monday
        list(sort_batch(many, machine="m-1", now=now()))
        kari.reload()
        kari.get_by_role("button", name="Lever det som er oppbevart, nå").click()
        assert "99,00" in kari.get_by_role("status").inner_text()
        has_no_fault(kari, chromium, "farm-interim")
        is_paid(reference)
        day_comes(date(2026, 12, 28))  # Monday
        list(sort_batch(many, machine="m-1", now=now()))
        for day in (date(2027, 1, 2), date(2027, 1, 4)):  # Saturday, Monday
            day_comes(day)
        is_known(counter)
        counter.is_accessible()
        counter.page.locator("button[value=collect]").click()
        counter.page.get_by_text("Gjort.").wait_for()
        assert counter.page.locator("button[value=collect]").count() == 0
        assert street.history(reference)[-1] == "COLLECTED"


class Machine:
    """A sorting machine of the carrier's, which asks the running service."""

    def __init__(self, server: str) -> None:
        self._api = f"{server}/api/v1"
        grant = "urn:ietf:params:oauth:grant-type:jwt-bearer"
        said = program(Scope.SORTING).assertion(aud=self._api, scope=Scope.SORTING.value)
        got = httpx.post(f"{self._api}/token", data={"grant_type": grant, "assertion": said})
        self._head = {"Authorization": f"Bearer {got.json()['access_token']}"}

    def says(self, **changed: str) -> str:
        """The verdict on a letter."""
        got = httpx.post(f"{self._api}/sorting/items", json={**LETTER, **changed}, headers=self._head)
        return str(got.json()["verdict"])


def test_a_fraudster_is_stopped_by_one_press_at_the_old_address(server: str, chromium: Browser) -> None:
    """Ordered by a stolen sign-in; whoever opens the letter needs none, and the very next item comes home."""
    with (
        window(chromium, width=1280, scripts=False) as thief,
        window(chromium, width=390, scripts=False) as victim,
        days_pass(),
    ):
        thief.goto(f"{server}/forwarding/order/permanent/private/?language=en")
        signs_in(thief, KARI)
        for name, value in (("street", "Nygata 7"), ("postcode", "9008"), ("city", "TROMSØ")):
            thief.fill(f"#new_{name}", value)
        thief.get_by_role("button", name="See the days and the price").click()
        thief.get_by_role("button", name="Order, and go on to payment").click()
        reference = thief.url.rstrip("/").rpartition("/")[2]
        letters = [each for each in street.send_all().sent if "bestilt flyttet" in each.subject]
        assert letters and "Nygata" not in letters[0].text
        link = LINK.search(letters[0].text)
        assert link
        is_paid(reference)
        with acting_as(CARRIER):
            start = ForwardingOrder.objects.get().effective_on
        assert start
        day_comes(start)
        machine = Machine(server)
        assert machine.says() == "redirect"
        victim.goto(f"{server}{link[0]}?language=en")
        assert "Nygata" not in victim.content() and "TROMS" not in victim.content()
        pressed = time.monotonic()
        victim.get_by_role("button", name="Stop the order").click()
        assert machine.says() == "deliver"
        assert time.monotonic() - pressed < 5
        assert victim.locator("main form").count() == 0
        thief.goto(f"{server}/forwarding/mine/{reference}/")
        offered = {each.get_attribute("value") for each in thief.locator("main button[name=do]").all()}
        assert not offered & {"extend", "target", "confirm"}, offered
        has_no_fault(thief, chromium, "frozen")
        assert street.state(reference) == "frozen" and machine.says() == "deliver"


def hidden() -> None:
    """Ola lives at an address that nobody may learn, from now on."""
    with acting_as(CARRIER):
        ola = Person.objects.get(given_name="Ola")
        secret = Address(street="Skjulveien 77", postcode="9477", city="HEMMELIGSTAD")
        note_address(ola, secret, from_on=today(), now=now())
    protect_person(ola, Protection.STRICTLY, has_right=False, actor="K7", today=today(), now=now())


def answer_to(page: Page, number: str, name: str) -> str:
    """Name somebody in the form of an order; what the page then says."""
    page.fill("#number_1", number)
    page.fill("#name_1", name)
    page.get_by_role("button", name="Se dagene og prisen").click()
    page.wait_for_load_state()  # a click waits for the first of a page only
    assert not [one for one in SECRETS if one in page.content()]
    return page.locator("main").inner_text()


def test_of_a_protected_person_no_page_tells_anything(server: str, chromium: Browser) -> None:
    """Named by another, on the telephone, on their own pages: the words are those for everybody."""
    with (
        window(chromium, width=1280, scripts=False) as kari,
        window(chromium, width=390, scripts=False) as ola,
    ):
        kari.goto(f"{server}/forwarding/order/temporary/private/?language=no")
        signs_in(kari, KARI)
        typed = {"new_street": "Nygata 7", "new_postcode": "9008", "new_city": "TROMSØ"}
        for name, value in {**typed, "start": "2026-12-01", "last_day": "2027-01-29"}.items():
            kari.fill(f"#{name}", value)
        another = answer_to(kari, OLA, "Per Hansen")
        seen = answer_to(kari, OLA, "Ola Nordmann")
        assert "TROMSØ" in seen and "Noe må rettes" in another
        hidden()
        kari.get_by_role("button", name="Endre").click()
        assert answer_to(kari, STRANGER, "Per Hansen") == another
        assert answer_to(kari, OLA, "Per Hansen") == another
        assert answer_to(kari, OLA, "Ola Nordmann") == seen
        kari.get_by_role("button", name="Bestill, og gå til betaling").click()
        kari.wait_for_load_state()
        assert not [one for one in SECRETS if one in kari.content()]
        reference = kari.url.rstrip("/").rpartition("/")[2]
        told = street.send_all().sent
        assert told and not [each for each in told for one in SECRETS if one in each.text]
        ola.goto(f"{server}/forwarding/mine/{reference}/?language=en")
        signs_in(ola, OLA)
        for path in (f"mine/{reference}/", "mine/", "register/"):
            ola.goto(f"{server}/forwarding/{path}")
            assert not [one for one in (*SECRETS, "Nygata") if one in ola.content()], path
    asked_on_the_telephone(server, chromium, reference)


def asked_on_the_telephone(server: str, chromium: Browser, reference: str) -> None:
    """A clerk who is given every answer about the protected person sees what a number of nobody gives."""
    at = Counter(server, chromium, language="en")
    at.page.set_viewport_size({"width": 390, "height": 844})
    at.expected.add(409)
    at._cookie("post_session", session_of(desk.enter("desk-1", "desk")))
    said = []
    for number in (OLA, STRANGER):
        at.page.goto(f"{server}/desk/forwarding/phone/")
        for name, value in (
            ("number", number),
            ("name", "Ola Nordmann"),
            ("postcode", "9477"),
            ("reference", reference),
        ):
            at.page.fill(f"#{name}", value)
        at.page.keyboard.press("Enter")
        at.page.get_by_role("alert").first.wait_for()
        said.append(at.words())
    at.is_accessible()
    assert at.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert said[0] == said[1] and not [one for one in SECRETS if one in said[0]]
    at.closes()


@pytest.mark.parametrize("language", ["en"], indirect=True)
def test_an_estates_mail_is_redirected_at_the_counter_with_the_certificate(counter: Counter) -> None:
    """Storage is refused with its clause; without the document nothing is taken; then days, price, pad."""
    page = counter.page
    page.set_viewport_size({"width": 390, "height": 844})
    with acting_as(CARRIER):
        Person.objects.filter(given_name="Ola").update(died_on=today() - timedelta(days=20))
    counter.expected |= {400, 409}
    is_known(counter)
    counter.main_button()
    page.wait_for_url("**/order/")
    page.check('input[name="service"][value="temporary"]')
    page.check('input[name="customer"][value="estate_manager"]')
    first = today() + timedelta(days=21)
    typed = {
        "start": first.isoformat(),
        "last_day": (first + timedelta(days=40)).isoformat(),
        "old_street": "Lilleveien 2",
        "old_postcode": "5004",
        "old_city": "BERGEN",
        "new_street": "Nygata 7",
        "new_postcode": "9008",
        "new_city": "TROMSØ",
    }
    for name, value in typed.items():
        page.fill(f"#{name}", value)
    page.locator("details", has=page.locator("#deceased")).locator("summary").click()
    page.fill("#deceased", OLA)
    counter.main_button()
    page.locator("#role-fault").wait_for()
    counter.is_accessible()
    page.select_option("#role_document", "probate_certificate")
    page.fill("#role_document_on", (today() - timedelta(days=3)).isoformat())
    page.check('input[name="service"][value="storage"]')
    counter.main_button()
    page.wait_for_url("**/visit/*/sign/")
    assert "Forwarding §1" in counter.words() and not page.locator("#pad").count()
    counter.main_button()
    page.wait_for_url("**/order/")
    page.check('input[name="service"][value="temporary"]')
    counter.main_button()
    page.wait_for_url("**/visit/*/sign/")
    counter.is_accessible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    counter.signs()
    counter.finds("signature_agrees")
    counter.main_button()
    page.locator(".letter-number", has_text=re.compile("^F")).wait_for()
    counter.is_accessible()
    with acting_as(CARRIER):
        cover = ForwardingCover.objects.select_related("person", "order").get()
        assert cover.person and cover.order.customer == "estate_manager" and cover.person.given_name == "Ola"
