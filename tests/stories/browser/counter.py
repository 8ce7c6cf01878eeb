"""A counter as its clerk works it: by the scanner's keystrokes, the keyboard and the pad."""

from __future__ import annotations

from importlib import import_module

from playwright.sync_api import Browser, Page
from tests.actions import line
from tests.axe import violations

PASSWORD = "skranke tolv brev"
KARI = {
    "national_number": "20914695016",
    "surname": "Nordmann",
    "given_names": "Kari",
    "document_number": "CCC0022514",
    "issuing_country": "NOR",
    "expires_on": "01.01.2030",
}
ALL_WELL = ("scanned", "security_pattern", "genuine", "photo")


def enter(clerk: str, *, outlet: int = line.BERGEN) -> int:
    """Enter a clerk; return the account's number."""
    from django.contrib.auth.models import User

    from budstikke.post.actions.outlets.register_clerk import register_clerk

    register_clerk(clerk, password=PASSWORD, outlet_id=outlet, pseudonym=clerk)
    return User.objects.get(username=clerk).pk


def enrolled(name: str, *, outlet: int = line.BERGEN) -> str:
    """Enrol a station; return what its browser keeps."""
    from django.core.signing import TimestampSigner

    from budstikke.post.actions.outlets.enroll_station import claim_station, enroll_station

    secret = claim_station(enroll_station(outlet, name=name, now=line.NOW), now=line.NOW)
    assert isinstance(secret, str)
    return TimestampSigner(salt="station").sign(secret)


def session_of(user_id: int, *, factors: bool = True) -> str:
    """Sign an account in as its password and second factor would; return the session's key."""
    from django.conf import settings
    from django.contrib.auth.models import User

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    user = User.objects.get(pk=user_id)
    methods = [{"method": "password", "at": 0}, *([{"method": "mfa", "at": 0}] if factors else [])]
    session.update(
        {
            "_auth_user_id": str(user_id),
            "_auth_user_backend": settings.AUTHENTICATION_BACKENDS[0],
            "_auth_user_hash": user.get_session_auth_hash(),
            "account_authentication_methods": methods,
            "account_authentication_methods_user": str(user_id),
        }
    )
    session.create()
    return str(session.session_key)


class Counter:
    """One browser at a counter. `faults` are what it complained of; a test that expects one takes it out."""

    def __init__(self, address: str, browser: Browser, *, language: str = "no") -> None:
        self.address = address
        self.language = language
        self.context = browser.new_context(viewport={"width": 1280, "height": 900})
        self.context.set_default_timeout(8000)
        self.faults: list[str] = []
        self.expected: set[int] = set()
        self.asks_again = False  # a question for news was overtaken; the next one has to come
        self.page: Page = self.context.new_page()
        self.page.on("console", lambda told: self._hear(told.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", lambda asked: self._asked(asked.url))
        self.page.on("response", lambda got: self._answered(got.url))
        self.speaks(language)

    # Who is there

    def is_a_station(self, name: str, *, clerk: str, outlet: int = line.BERGEN) -> None:
        """Enrol the browser and sign a clerk in, without the pages for it."""
        self._cookie("post_station", enrolled(name, outlet=outlet), path="/counter/")
        self._cookie("post_session", session_of(enter(clerk, outlet=outlet)))

    def speaks(self, language: str) -> None:
        """The pages to come are in this language."""
        self._cookie("post_language", language)

    def comes_to(self, path: str = "/counter/") -> None:
        """Open a page that is looked at right after."""
        self.page.goto(self.address + path)

    def opens(self, path: str = "/counter/") -> None:
        """Open a page and look whether it can be used by everybody."""
        self.comes_to(path)
        self.is_accessible()

    def closes(self) -> None:
        """Leave, with nothing to complain of."""
        if self.asks_again and self.page.locator("#panel").count():
            self.page.wait_for_event("response", lambda got: "/readings/" in got.url, timeout=6000)
        faults = [*self.faults]  # what is broken off by leaving is none
        self.context.close()
        assert not faults, faults

    # The letter

    def scans(self, serial: int) -> None:
        """The scanner types a letter's number and Enter, wherever the focus is."""
        self.page.keyboard.type(line.number(serial), delay=4)
        self.page.keyboard.press("Enter")

    def takes_up(self, serial: int) -> None:
        """From the home of the station to the letter's page."""
        self.opens()
        self.scans(serial)
        self.page.wait_for_url("**/check/*/")
        self.is_accessible()

    def is_shown(self, kind: str) -> None:
        """A kind of document is presented."""
        self.page.locator(f'.tile[value="{kind}"]').click()
        self.page.wait_for_url("**/document/")
        self.is_accessible()

    def asks_how_it_is(self) -> None:
        """The page asks now what it asks by itself every ten seconds."""
        self.page.wait_for_function("globalThis.htmx && document.querySelector('#health .health')")
        self.page.evaluate("htmx.trigger('#health .health', 'ask-now')")

    def keys(self, **fields: str) -> None:
        """Key fields of the document's page."""
        for name, value in fields.items():
            field = self.page.locator(f"#{name}")
            if not field.is_visible():
                self.page.locator("details", has=field).locator("summary").first.click()
            field.fill(value)

    def finds(self, *names: str, well: bool = True) -> None:
        """Say what was found of the document and the person."""
        for name in names:
            self.page.check(f"input[name={name}][value={'passed' if well else 'failed'}]")

    def hears(self, state: str) -> None:
        """Wait until the rules say so far: no, todo, ask, good."""
        self.page.locator(f'#panel[data-state="{state}"]').wait_for()

    def signs(self) -> None:
        """Somebody writes on the pad."""
        self.page.locator("#pad").scroll_into_view_if_needed()
        box = self.page.locator("#pad").bounding_box()
        assert box
        self.page.mouse.move(box["x"] + 40, box["y"] + 80)
        self.page.mouse.down()
        for step in range(12):
            self.page.mouse.move(box["x"] + 40 + step * 12, box["y"] + 80 + (30 if step % 2 else -30))
        self.page.mouse.up()

    def main_button(self) -> None:
        """F8 presses the one main button."""
        self.page.keyboard.press("F8")

    def goes_to_sign(self) -> None:
        """From the document to the pad."""
        self.main_button()
        self.page.wait_for_url("**/sign/")
        self.is_accessible()

    def is_decided(self) -> str:
        """Wait for the verdict; return its headline."""
        self.page.wait_for_url("**/verdict/")
        self.is_accessible()
        return self.page.locator("#verdict-heading").inner_text()

    def words(self) -> str:
        """What the page says."""
        return self.page.locator("main").inner_text()

    # What is always looked at

    def is_accessible(self) -> None:
        """axe-core finds nothing on this page, it says TEST and its language."""
        assert self.page.locator(".test-band").is_visible()
        assert self.page.locator("html").get_attribute("lang") == ("en" if self.language == "en" else "nb")
        told = violations(self.page)
        assert told == [], (self.page.url, told)

    def _cookie(self, name: str, value: str, path: str = "/") -> None:
        host = "localhost"
        self.context.add_cookies([{"name": name, "value": value, "domain": host, "path": path}])

    def _hear(self, told: str) -> None:
        if told.startswith("Autofocus processing was blocked"):
            return  # a hand was faster than the page
        if told in ("htmx:afterRequest, [object HTMLDivElement]", "htmx:sendAbort, [object HTMLDivElement]"):
            self.asks_again = True
            return  # the panel's own question for news, broken off because news came by another way
        if not any(f"status of {status}" in told for status in self.expected):
            self.faults.append(told)

    def _answered(self, url: str) -> None:
        if "/readings/" in url:
            self.asks_again = False

    def _asked(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.faults.append(url)
