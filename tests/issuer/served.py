"""The issuer's own web process and a browser before it, at the width of a desk and of a telephone."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx
import pytest
from tests.axe import violations
from tests.stories.browser.looked_at import not_reached

from budstikke.kit.authorities import authorities
from budstikke.kit.installation import data_folder

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# Playwright keeps an event loop in this thread; nothing of ours runs in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
_STARTED_SECONDS = 120


@contextmanager
def serving() -> Iterator[str]:
    """Run the issuer's web process for a browser; give its address, which keys are bound to."""
    if CHROMIUM is None:
        pytest.skip("no headless Chromium here; see tools/test-needs")
    with web_process() as address:
        yield address


@contextmanager
def web_process(**settings: str) -> Iterator[str]:
    """Run the issuer's web process with some settings of its own; give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://localhost:{port}"
    command = [shutil.which("granian", path=os.path.dirname(sys.executable)) or "granian"]  # noqa: PTH120
    command += ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    command += ["--blocking-threads", "4", "--no-ws", "budstikke.wiring.issuer_wsgi:application"]
    environment = {**os.environ, "BUDSTIKKE_ISSUER_URL": address, **settings}
    log = (data_folder() / "issuer-browser-tests.log").open("wb")
    with log, subprocess.Popen(command, env=environment, stdout=log, stderr=log) as served:
        try:
            _wait(address, served)
            yield address
        finally:
            served.terminate()


def _wait(address: str, served: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _STARTED_SECONDS
    while time.monotonic() < until and served.poll() is None:
        try:
            httpx.get(address, timeout=5, verify=authorities())
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the web process did not start; see issuer-browser-tests.log in the data folder")


class Visitor:
    """Somebody before the issuer's pages."""

    def __init__(self, address: str, browser: Browser) -> None:
        self.address = address
        self.context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=False)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda said: said.type == "error" and self.complaints.append(said.text))
        self.page.on("request", self._asked)

    def opens(self, path: str) -> None:
        """Open a page."""
        self.page.goto(self.address + path)

    def speaks(self, language: str) -> None:
        """Choose the language of the pages."""
        self.context.add_cookies([{"name": "issuer_language", "value": language, "url": self.address}])

    def finds_no_fault(self, name: str, *, as_it_is: bool = False) -> None:
        """
        Find nothing that is too wide in either language; let axe-core look; reach all of it by Tab.

        What it finds hangs on words and widths hardly ever together, so one language is looked at broad, the other
        narrow. `as_it_is`: the page is not asked for again, for what it shows would be gone.
        """
        faults: list[str] = []
        for language in ("no",) if as_it_is else ("en", "no"):
            if not as_it_is:
                self.speaks(language)
                self.page.reload()
            for width in (1280, 390):
                self.page.set_viewport_size({"width": width, "height": 900})
                if as_it_is or (language == "no") == (width > 1000):
                    found = violations(self.page)
                    faults += [f"{name} {language} {width}: {one}" for one in found]
                across = self.page.evaluate("document.documentElement.scrollWidth")
                faults += [f"{name} {language} {width}: {across} px wide"] if across > width else []
        faults += [f"{name}: not reached by Tab: {one}" for one in not_reached(self.page)]
        self.page.set_viewport_size({"width": 1280, "height": 900})
        if not as_it_is:
            # Tab has led out of the page, and a key signs only for one that is in front.
            self.page.reload()
        assert not faults, faults

    def _asked(self, request: object) -> None:
        url = str(getattr(request, "url", ""))
        if not url.startswith((self.address, "data:", "blob:")):
            self.complaints.append(f"asked another host: {url}")
