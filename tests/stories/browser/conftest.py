"""The post's own web process, a real browser, and a station with a clerk who has signed in."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright
from tests.actions import line
from tests.doors.citizen import KARI, OLA
from tests.stories.browser.counter import Counter
from tests.stories.browser.payments import PAYMENTS

from budstikke.kit.authorities import authorities

# Playwright keeps an event loop in this thread; nothing of ours runs in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
# Whom the provider of eIDs knows; the numbers are synthetic (the month is 80 too high).
PERSON, *CITIZENS = (
    {"sub": number, "pid": number, "acr": "idporten-loa-high"} for number in ("20914695016", KARI, OLA)
)
# Long, because a machine that does other things starts processes slowly; nobody waits that long in vain.
_STARTED_SECONDS = 120


@pytest.fixture(scope="package")
def server(databases: None) -> Iterator[str]:
    """Serve the post as an installation does; give the address."""
    if CHROMIUM is None:
        pytest.skip("no headless Chromium here; see tools/test-needs")
    with provided() as eid, serving(eid) as address:
        yield address


@contextmanager
def provided() -> Iterator[dict[str, str]]:
    """Run an OpenID provider in a process of its own; give the settings that name it, or none where there is none."""
    if find_spec("oidc_provider_mock") is None:
        yield {}
        return
    port = _free_port()
    command = [
        sys.executable,
        "-m",
        "oidc_provider_mock",
        "--port",
        str(port),
        *(part for each in (PERSON, *CITIZENS) for part in ("--user-claims", json.dumps(each))),
    ]
    silent = subprocess.DEVNULL
    with subprocess.Popen(command, env=os.environ, stdout=silent, stderr=silent) as run:
        try:
            # What it is asked first comes long after it is up; the post's own process starts meanwhile.
            yield {
                "BUDSTIKKE_EID_URL": f"http://localhost:{port}",
                "BUDSTIKKE_EID_CLIENT": "budstikke",
                "BUDSTIKKE_EID_SECRET": "a secret of this test",
            }
        finally:
            run.terminate()


@contextmanager
def serving(settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """Run the post's web process on the day the stories are told; give the address."""
    from budstikke.kit.clock import move_to
    from budstikke.kit.installation import data_folder

    move_to(line.NOW)
    port = _free_port()
    granian = str(Path(sys.executable).with_name("granian"))
    command = [granian, "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += [
        "--workers",
        "1",
        "--blocking-threads",
        "4",
        "--no-ws",
        "budstikke.wiring.post_wsgi:application",
    ]
    log = (data_folder() / "browser-tests.log").open("wb")
    # Where payers come back to, and where a story that pays has its provider.
    environment = {
        **os.environ,
        "BUDSTIKKE_POST_URL": f"http://localhost:{port}",
        "BUDSTIKKE_PAYMENT_URL": f"http://localhost:{PAYMENTS}",
        **(settings or {}),
    }
    with log, subprocess.Popen(command, env=environment, stdout=log, stderr=log) as served:
        try:
            _wait(f"http://localhost:{port}/track/", served)
            yield f"http://localhost:{port}"
        finally:
            served.terminate()
            (data_folder() / "clock-offset-seconds").unlink(missing_ok=True)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait(address: str, served: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _STARTED_SECONDS
    while time.monotonic() < until and served.poll() is None:
        try:
            httpx.get(address, timeout=5, verify=authorities())
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the web process did not start; see browser-tests.log in the data folder")


@pytest.fixture(scope="package")
def chromium(server: str) -> Iterator[Browser]:
    """Start the browser once."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
        )
        yield started
        started.close()


@pytest.fixture(params=["no"])
def language(request: pytest.FixtureRequest) -> str:
    """The language of the pages; a story that is told in both says so."""
    return request.param


@pytest.fixture
def counter(server: str, chromium: Browser, installation: None, language: str) -> Iterator[Counter]:
    """Give a station of Bergen with its clerk signed in; whatever the browser complains of fails the test."""
    at = Counter(server, chromium, language=language)
    at.is_a_station("Skranke 1", clerk="clerk-7")
    yield at
    at.closes()
