"""The tracking pages in a real browser: axe-core, keyboard, narrow screens, no request elsewhere."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from tests.axe import violations

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
PAGES = [
    "",
    "?number=RR473124828NO",
    "letter/waiting",
    "letter/back",
    "letter/new",
    "record/",
    "open/",
    "mine/",
    "document/",
    "problems/",
    "figures/",
    "check/",
    "log/",
    "forwarding/waiting",
    "forwarding/stopped",
    "forwarding/unknown/",
    "forwarding/paid/",
]
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no headless Chromium here; see tools/test-needs")


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """Serve the pages from a process of their own; give the address."""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    command = [sys.executable, "-m", "tests.look.site", "0"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as served:
        try:
            assert served.stdout is not None
            port = int(served.stdout.readline())
            yield f"http://localhost:{port}/"
        finally:
            served.terminate()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start the browser once."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """Give a page that fails the test when anything is asked for elsewhere or complained about."""
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    faults: list[str] = []
    opened.on("console", lambda message: faults.append(message.text))
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("request", lambda asked: None if asked.url.startswith(site) else faults.append(asked.url))
    opened.on("response", lambda got: None if got.ok else faults.append(f"{got.status} {got.url}"))
    yield opened
    opened.close()
    assert faults == []


def in_language(address: str, language: str) -> str:
    """Return an address with its language."""
    return f"{address}{'&' if '?' in address else '?'}language={language}"


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(("language", "widths"), [("no", (390, 640, 1280)), ("en", (390,))])
def test_axe_finds_nothing(
    page: Page, site: str, address: str, language: str, widths: tuple[int, ...]
) -> None:
    """
    No violation in either language, light or dark, on a phone, at 200 % zoom or on a desk.

    The other language has the same elements with other words, and is judged where they fit least; the dark has the
    same elements in other colours.
    """
    page.goto(site + in_language(address, language))
    assert page.locator("html").get_attribute("lang") == ("en" if language == "en" else "nb")
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        assert violations(page) == [], width
    page.emulate_media(color_scheme="dark")
    assert violations(page, rules=["color-contrast", "link-in-text-block"]) == []


def test_axe_finds_a_planted_fault(page: Page, site: str) -> None:
    """The check itself can fail."""
    page.goto(site)
    page.evaluate("document.querySelector('label').remove()")
    assert any(found.startswith("label") for found in violations(page))


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("width", [320, 640])
def test_nothing_needs_scrolling_sideways(page: Page, site: str, address: str, width: int) -> None:
    """A desk at 200 % and 400 % zoom is 640 and 320 wide; words wrap instead of leaving the screen."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(site + address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_keyboard_alone_finds_a_letter(page: Page, site: str) -> None:
    """Tab meets the way past the header first; the number is typed and sent with Enter."""
    page.goto(site)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "ds-skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "number"
    page.keyboard.type("RR473124828NO")
    page.keyboard.press("Enter")
    page.wait_for_url("**number=RR473124828NO*")
    field = page.locator("#number")
    assert field.get_attribute("aria-invalid") == "true"
    assert field.input_value() == "RR473124828NO"
    assert page.title().startswith("Feil: ")
    described = field.get_attribute("aria-describedby")
    assert (
        page.locator(f"#{described}").inner_text()
        == "Nummeret stemmer ikke. Se etter om to sifre er byttet om."
    )


def test_the_language_is_changed_by_a_link(page: Page, site: str) -> None:
    """The link is named in the language it leads to."""
    page.goto(site + "letter/waiting")
    page.get_by_role("link", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.get_by_text("Collect it no later than").is_visible()
    page.get_by_role("link", name="Norsk").click()
    assert page.get_by_text("Hent det senest").is_visible()


def test_the_waiting_letter_says_all_its_recipient_needs(page: Page, site: str) -> None:
    """State, deadline with weekday, outlet, hours, documents, events newest first with hour and place."""
    page.goto(site + "letter/waiting")
    words = page.locator("main").inner_text()
    for expected in (
        "RR 473 124 829 NO",
        "Klart til henting",
        "fredag 11. desember 2026",
        "Eksempel Post i Butikk, Møhlenpris",
        "Mandag–fredag 8–22",
        "Avsenderen krever pass",
        "Norsk nasjonalt ID-kort",
        "onsdag 18. november 2026 kl. 15.30",
    ):
        assert expected in words
    events = page.locator(".timeline li").all_inner_texts()
    assert [line.split("\n")[0].partition(" · ")[0] for line in events] == [
        "Hentemelding er sendt på SMS",
        "Brevet er kommet til hentestedet",
        "Brevet er på vei",
        "Brevet er levert inn",
    ]


def test_only_a_test_installation_says_test(page: Page, site: str) -> None:
    """The band stands on every page of a test installation and on no other."""
    page.goto(site + "letter/waiting")
    assert page.locator(".test-band").is_visible()
    page.goto(site + "letter/back")
    assert page.locator(".test-band").count() == 0


def test_sami_letters_come_from_the_shipped_font(page: Page, site: str) -> None:
    """č đ ŋ š ŧ ž are in the second font file, which the page loads when it needs it."""
    page.goto(site)
    page.evaluate("document.querySelector('h1').textContent = 'čđŋšŧž'")
    page.evaluate("document.fonts.ready.then(() => true)")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily").startswith(
        '"Source Sans 3"'
    )
    assert page.evaluate("document.fonts.check('20px \"Source Sans 3\"', 'čđŋšŧž')")
    loaded = page.evaluate("[...document.fonts].filter(face => face.status === 'loaded').length")
    assert loaded == 2
