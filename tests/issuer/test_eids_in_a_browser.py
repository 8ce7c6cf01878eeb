"""One walk through all pages of eIDs in a real browser: a FIDO2 key, the app on a phone, My Page, the staff."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright
from tests.issuer.people import KARI, OLA, PIN, customer, issued
from tests.issuer.served import CHROMIUM, Visitor, serving

from budstikke.issuer.terms.products import Product
from budstikke.issuer.terms.staff import StaffRole

if TYPE_CHECKING:
    from budstikke.issuer.records.models import Eid


def granted(visitor: Visitor, *eids: Eid) -> None:
    """Let a browser put eIDs into use, as their activation codes do."""
    from django.contrib.sessions.backends.db import SessionStore

    from budstikke.kit.clock import real_now

    session = SessionStore()
    session["set_up"] = {str(eid.reference): real_now().timestamp() + 1800 for eid in eids}
    session.create()
    cookie = {
        "name": "issuer_session",
        "value": session.session_key,
        "url": visitor.address,
        "httpOnly": True,
    }
    visitor.context.add_cookies([cookie])  # type: ignore[list-item]


def with_a_key(visitor: Visitor) -> None:
    """Put a FIDO2 key into the browser, whose PIN its holder gives."""
    devtools = visitor.context.new_cdp_session(visitor.page)
    devtools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "usb", "hasResidentKey": True, "hasUserVerification": True}
    options = {**key, "isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_every_page_of_eids_is_walked_by_key_and_by_phone(issuer_database: None) -> None:
    """WCAG 2.2 AA by axe-core, no scrolling sideways, all by Tab, nothing from another host, the policy kept."""
    from budstikke.issuer.actions.staff import make_staff
    from budstikke.kit.clock import now

    kari = customer()
    make_staff(kari, pseudonym="lead-1", roles=frozenset({StaffRole.LEAD}), now=now())
    order = {"now": now()}
    # Nobody asks for anything in a case of their own.
    issued(customer(OLA, mobile="+4790000002"), Product.CODE_APP, order="E-5", **order)
    key = issued(kari, Product.FIDO2, order="E-1", **order)
    app = issued(kari, Product.MOBILE, order="E-2", **order)
    code, card = (
        issued(kari, Product.CODE_APP, order="E-3", **order),
        issued(kari, Product.SMART_CARD, order="E-4", **order),
    )
    with serving() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        at, phone = Visitor(address, browser), Visitor(address, browser)
        at.opens("/sign-in/")
        at.finds_no_fault("sign-in")
        granted(at, key, app, code, card)
        _sets_up(at, phone, key, app, code, card)
        _signs_in_by_app(at, phone)
        _walks_my_page(at, key, code)
        _walks_staff(at)
        assert at.complaints + phone.complaints == []
        browser.close()


def _sets_up(at: Visitor, phone: Visitor, key: Eid, app: Eid, code: Eid, card: Eid) -> None:
    with_a_key(at)
    at.opens(f"/set-up/{key.reference}/")
    at.finds_no_fault("set up a key")
    at.page.get_by_role("button", name="Registrer nøkkelen").click()
    at.page.get_by_text("eID-en er i bruk").wait_for()
    at.opens(f"/set-up/{code.reference}/")
    at.finds_no_fault("set up the code app")
    at.page.get_by_role("button", name="Send aktiveringskode").click()
    at.page.locator("#sms-code").wait_for()
    at.finds_no_fault("code sent", as_it_is=True)
    at.opens(f"/set-up/{card.reference}/")
    at.page.fill("#pin", PIN)
    at.page.keyboard.press("Enter")
    at.page.locator(".shown-once").first.wait_for()
    at.finds_no_fault("PUK", as_it_is=True)
    at.opens(f"/set-up/{app.reference}/")
    at.page.get_by_role("button", name="Vis kode til appen").click()
    at.page.locator("#pairing-code").wait_for()
    at.finds_no_fault("a code for the app", as_it_is=True)
    phone.opens("/app/")
    phone.page.locator("#app-id").wait_for()
    phone.finds_no_fault("the app")
    phone.page.locator("#app-id").wait_for()  # after a script has seen that this phone holds no key
    for field, shown in (("#app-id", "#app-id"), ("#code", "#pairing-code")):
        phone.page.fill(field, str(at.page.locator(shown).text_content()))
    phone.page.fill("#new-pin", PIN)
    phone.page.keyboard.press("Enter")
    phone.page.get_by_role("heading", name="Ingenting venter").wait_for()
    held = "JSON.stringify(document.cookie) + JSON.stringify({...localStorage})"
    assert not re.search(r"\d{10}", phone.page.evaluate(held))


def _signs_in_by_app(at: Visitor, phone: Visitor) -> None:
    at.opens("/sign-in/")
    at.page.fill("#app-number", KARI)
    at.page.keyboard.press("Enter")
    match = str(at.page.locator(".match-number").text_content())
    phone.page.get_by_role("heading", name="Logger du inn nå?").wait_for()
    phone.finds_no_fault("asked by the app", as_it_is=True)
    phone.page.fill("#match", match)
    phone.page.fill("#pin", PIN)
    phone.page.get_by_role("button", name="Godkjenn").click()
    phone.page.get_by_role("heading", name="Godkjent").wait_for()
    at.page.wait_for_url("**/my/")
    at.page.get_by_role("button", name="Logg av").click()
    at.opens("/sign-in/")
    at.page.get_by_role("button", name="Bruk nøkkelen").click()
    at.page.wait_for_url("**/my/")


def _walks_my_page(at: Visitor, key: Eid, code: Eid) -> None:
    eid = f"/my/eids/{key.reference}/"
    for path in ("/my/", eid, f"{eid}block/", f"{eid}close/", "/my/use/", "/my/contact/", "/my/money/"):
        at.opens(path)
        at.finds_no_fault(path)
    at.opens(f"/my/eids/{code.reference}/close/")
    at.page.get_by_role("button", name="Avslutt for godt").press("Enter")
    at.page.get_by_text("Det er gjort").wait_for()


def _walks_staff(at: Visitor) -> None:
    at.opens("/staff/")
    at.finds_no_fault("staff")
    at.page.fill("#number", OLA)
    at.page.select_option("#reason", "audit")
    at.page.keyboard.press("Tab")
    at.page.keyboard.press("Enter")
    at.page.wait_for_url("**/staff/customers/**")
    at.finds_no_fault("a customer")
    at.page.get_by_role("button", name="Be om revisjonspakken").click()
    at.opens("/staff/waiting/")
    at.finds_no_fault("waiting for two")
