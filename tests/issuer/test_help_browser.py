"""The help centre in a real browser: found by keyboard alone, read, printed, asked; on a desk and on a telephone."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from tests.axe import violations

# Playwright keeps an event loop in this thread; nothing of ours runs in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
PICTURES = os.environ.get("BUDSTIKKE_PICTURES", "")
_STARTED_SECONDS = 120
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
_TALL = {"én": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "sju": 7, "åtte": 8, "ni": 9}
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no headless Chromium here; see tools/test-needs")


@pytest.fixture(scope="module")
def served(databases: None) -> Iterator[str]:
    """Serve the issuer as an installation does; give the address."""
    from budstikke.kit.installation import data_folder

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "1", "--blocking-threads", "4", "--no-ws"]
    log = (data_folder() / "issuer-browser-tests.log").open("wb")
    with (
        log,
        subprocess.Popen(
            [*command, "budstikke.wiring.issuer_wsgi:application"], stdout=log, stderr=log
        ) as web,
    ):
        try:
            until = time.monotonic() + _STARTED_SECONDS
            while time.monotonic() < until and web.poll() is None:
                try:
                    httpx.get(f"http://localhost:{port}/help/", timeout=5)
                except httpx.TransportError:
                    time.sleep(0.1)
                else:
                    break
            yield f"http://localhost:{port}"
        finally:
            web.terminate()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Start the browser once."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


def _looked_at(page: Page, name: str) -> None:
    """Find no fault by axe, and nothing wider than the window, on a desk and on a telephone."""
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        if PICTURES:
            language = page.locator("html").get_attribute("lang")
            page.screenshot(path=Path(PICTURES) / f"help-{name}-{language}-{width}.png", full_page=True)
        assert violations(page) == [], (name, width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def _announce() -> None:
    from budstikke.issuer.actions import maintenance
    from budstikke.issuer.terms.maintenance import Incident, Window
    from budstikke.issuer.terms.products import Product
    from budstikke.kit.clock import now
    from budstikke.law.words import Words

    at = now()
    maintenance.announce(
        Window(
            code="new-check",
            products=frozenset({Product.MOBILE, Product.SMART_CARD}),
            from_at=datetime(2126, 10, 29, 23, 0, tzinfo=UTC),
            to_at=datetime(2126, 11, 4, 11, 0, tzinfo=UTC),
            announced_at=at - timedelta(days=1),
            reason=Words(no="Vi bytter løsning for kontroll.", en="We change how identity is checked."),
        )
    )
    maintenance.tell_of(
        Incident(
            code="scanner",
            scope=Words(no="Skanning av pass", en="Scanning of passports"),
            words=Words(
                no="Noen pass kan ikke leses hos posten.", en="Some passports cannot be read at the post."
            ),
            advice=Words(no="Be om lengre hentefrist.", en="Ask for more time to collect."),
            begun_at=at - timedelta(days=1),
            articles=frozenset({"letter-id-check"}),
        )
    )


@pytest.mark.parametrize("language", ["no", "en"])
def test_somebody_searches_reads_and_asks_by_keyboard(
    served: str, chromium: Browser, issuer_database: None, language: str
) -> None:
    """From the front page to a case number, every page without a fault, and nothing asked for elsewhere."""
    _announce()
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    elsewhere: list[str] = []
    page.on("request", lambda asked: None if asked.url.startswith(served) else elsewhere.append(asked.url))
    page.on("console", lambda message: elsewhere.append(message.text) if "422" not in message.text else None)
    page.goto(f"{served}/help/?language={language}")
    _looked_at(page, "front")
    _searches(page, language)
    _looked_at(page, "search")
    page.locator("ol.answers a").first.click()
    page.wait_for_url("**/articles/letter-id-check/**")
    _looked_at(page, "article")
    page.emulate_media(media="print")
    assert not page.get_by_role("button").first.is_visible()
    assert page.get_by_role("heading", level=1).is_visible()
    page.emulate_media(media="screen")
    page.get_by_role("button", name="No" if language == "en" else "Nei").press("Enter")
    page.get_by_role("status").get_by_role("link").click()
    page.wait_for_url("**/contact/")
    _asks(page, language)
    _works_here(page, served)
    assert elsewhere == []
    page.close()


def _searches(page: Page, language: str) -> None:
    page.locator("#q").focus()
    page.keyboard.type("hvor lenge ligger brevett" if language == "no" else "how long does the leter wait")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    assert ("21 dager" if language == "no" else "21 days") in page.locator(".answer").inner_text()


def _asks(page: Page, language: str) -> None:
    """Send the form empty, hear what is missing, follow it to its field, and send it filled."""
    page.locator("#message").fill("Kommer pengene?")
    page.locator("form.fields button").press("Enter")
    page.get_by_role("alert").wait_for()
    _looked_at(page, "contact")
    page.get_by_role("alert").get_by_role("link").first.press("Enter")
    assert page.evaluate("document.activeElement.id") == "topic"
    assert page.locator("#message").input_value() == "Kommer pengene?"
    page.locator("#topic").select_option("refund")
    page.locator("#name").fill("Ola Eksempel")
    page.locator("#email").fill("ola@kunde.example")
    page.locator("#files").set_input_files(
        [{"name": "kvittering.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 SPECIMEN"}]
    )
    asked = page.locator("label[for=answer]").inner_text()
    numbers = _NUMBERS if language == "en" else _TALL
    known = [numbers[word] for word in asked.replace("?", "").replace(".", "").split() if word in numbers]
    page.locator("#answer").fill(str(sum(known)))
    # Nobody fills a form in a moment, and the form knows.
    page.wait_for_timeout(3_000)
    page.locator("form.fields button").press("Enter")
    page.wait_for_url("**/receipt/**")
    _looked_at(page, "receipt")


def _works_here(page: Page, served: str) -> None:
    """Sign somebody of the staff in, as their sign-in does, and look at what they work with."""
    from django.contrib.sessions.backends.db import SessionStore

    from budstikke.issuer.doors.help.who import SIGNED_IN
    from budstikke.issuer.records.models import Customer, Inquiry, Staff
    from budstikke.kit.clock import now

    customer = Customer.objects.create(
        reference=uuid4(), number_lookup=b"x", number_sealed=b"", particulars_sealed=b"", since_at=now()
    )
    Staff.objects.create(customer=customer, pseudonym="helps", roles="support", since_at=now())
    session = SessionStore()
    session[SIGNED_IN] = "helps"
    session.save()
    page.context.add_cookies([{"name": "issuer_session", "value": str(session.session_key), "url": served}])
    pages = {
        "cases": "cases/",
        "case": f"cases/{Inquiry.objects.get().number}/",
        "edit": "articles/refund/edit/",
    }
    for name, address in {**pages, "articles": "articles/"}.items():
        page.goto(f"{served}/help/staff/{address}")
        _looked_at(page, f"staff-{name}")
