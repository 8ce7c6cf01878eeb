#!/usr/bin/env python3
"""
Retake the pictures of the counter that docs/clerks.md shows (development only; needs headless Chromium).

    .venv/bin/python tools/screenshots.py                  the pictures of the docs, into docs/pictures
    .venv/bin/python tools/screenshots.py --look FOLDER    every page, wide and narrow, light and dark, to be looked at

An installation of its own is made for it and thrown away; its persons are invented.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
# The documentation shows these; the others are for looking.
IN_THE_DOCS = ("letter", "document", "confirm", "sign", "hand-over", "not-sealed", "refused")
_COLOURS = 256  # of flat pages: small, and nobody sees the difference
_PATIENCE_MS = 60_000  # a picture does not hurry, and the machine may have other work


@contextmanager
def installation() -> Iterator[None]:
    """Make an installation with letters that wait."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            BUDSTIKKE_DATA=folder, BUDSTIKKE_DATABASE_SUFFIX="_pictures", DJANGO_ALLOW_ASYNC_UNSAFE="1"
        )
        os.environ["DJANGO_SETTINGS_MODULE"] = "budstikke.wiring.post"
        subprocess.run([sys.executable, "-m", "budstikke.cli.main", "migrate"], check=True, env=os.environ)
        from budstikke.kit.database import start_server, stop_server

        start_server()
        import django

        django.setup()
        from tests.actions import line

        line.install()
        line.book(line.file_of([line.order(9, reference="9", passport_only=True, mobile="+4799999999")]))
        line.bring_to_outlet([9])
        line.wait_for_recipient(*range(1, 7))
        try:
            yield
        finally:
            from django.db import connection

            connection.close()
            stop_server()


def walk(counter, take) -> None:  # type: ignore[no-untyped-def]  # the tests' own counter
    """Go through the station and take a picture of each page."""
    import pytest
    from tests.stories.browser.counter import ALL_WELL, KARI
    from tests.stories.browser.test_every_page import unsealed
    from tests.stories.browser.test_readings import doubtful

    serial = walk.serial = getattr(walk, "serial", 0) + 1
    counter.opens()
    take("home")
    counter.takes_up(serial)
    take("letter")
    counter.is_shown("no_passport")
    take("document-empty")
    doubtful(counter, strip=strip())
    hears_camera()
    counter.asks_how_it_is()
    counter.page.locator("#health .light").nth(1).wait_for()
    take("confirm")
    counter.opens("/counter/")
    counter.page.locator("form[action*=go-on] button").click()
    counter.page.wait_for_url("**/check/*/")
    counter.page.locator("form[action*=give-up] button").click()
    counter.takes_up(serial)
    counter.is_shown("no_passport")
    counter.keys(**KARI)
    counter.finds(*ALL_WELL)
    counter.hears("good")
    take("document")
    counter.goes_to_sign()
    counter.signs()
    counter.finds("signature_agrees")
    take("sign")
    counter.main_button()
    counter.is_decided()
    take("hand-over")
    counter.expected.add(503)
    counter.page.route("**/hand-over/", unsealed(counter, pytest.MonkeyPatch()))
    counter.main_button()
    counter.page.locator(".verdict[role=alert]").wait_for()
    take("not-sealed")
    counter.page.unroute("**/hand-over/")
    counter.main_button()
    counter.page.locator(".verdict a[data-main]").wait_for()
    take("handed-over")
    walk_to_a_no(counter, take, collected=serial)


def walk_to_a_no(counter, take, *, collected: int) -> None:  # type: ignore[no-untyped-def]
    """Go on to a letter that asks for a passport, the outlet's day, and a letter that is collected already."""
    from tests.actions import line

    counter.opens("/counter/")
    counter.scans(9)
    counter.page.wait_for_url("**/check/*/")
    take("passport-only")
    counter.page.locator("summary").first.click()
    counter.is_shown("no_driving_licence")
    counter.hears("no")
    take("licence")
    counter.main_button()
    counter.is_decided()
    take("refused")
    counter.opens("/counter/day/")
    take("day")
    counter.opens("/counter/problems/")
    take("problems")
    counter.opens("/counter/")
    counter.expected.add(409)
    counter.page.fill("#number", line.number(collected))
    counter.main_button()
    counter.page.locator("#take-fault").wait_for()
    take("already-collected")


def hears_camera() -> None:
    """Let the camera say that it is well, as a real one does by itself; before it is registered nothing is heard."""
    from budstikke.kit.clock import now
    from budstikke.post.actions.outlets.hear_device import hear_device
    from budstikke.post.records.models import Device
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        registered = Device.objects.filter(id="camera-1").exists()
    if registered:
        hear_device("camera-1", works=True, now=now())


def strip() -> bytes:
    """Return a passport's zone as it is cut out of a scanner's picture."""
    from tests.actions import line
    from tests.stories.browser.test_readings import kari

    from budstikke.formats.picture import read
    from budstikke.post.papers.specimen import page_png

    return read(page_png(kari()), today=line.TODAY).strip_png


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--look", type=Path, metavar="FOLDER", help="every page, into this folder")
    asked = parser.parse_args(arguments)
    from playwright.sync_api import sync_playwright

    with installation():
        from tests.stories.browser.conftest import CHROMIUM, serving
        from tests.stories.browser.counter import Counter

        with serving() as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            for language, scheme, width in looks(docs=asked.look is None):
                counter = Counter(address, browser, language=language)
                counter.page.set_default_timeout(_PATIENCE_MS)
                counter.page.emulate_media(color_scheme=scheme)
                counter.page.set_viewport_size({"width": width, "height": 820})
                counter.is_a_station("Skranke 1", clerk="clerk-7")

                def take(name: str) -> None:
                    counter.page.wait_for_load_state("networkidle")  # noqa: B023  (fonts and pictures too)
                    if asked.look is None:
                        if name in IN_THE_DOCS:
                            keep(counter.page, ROOT / "docs" / "pictures" / f"counter-{name}.png")  # noqa: B023
                    else:
                        asked.look.mkdir(exist_ok=True)
                        path = asked.look / f"{name}-{language}-{scheme}-{width}.png"  # noqa: B023
                        counter.page.screenshot(path=path, full_page=True)  # noqa: B023
                    hears_camera()

                walk(counter, take)
                counter.closes()
            browser.close()
    return 0


def looks(*, docs: bool) -> tuple[tuple[str, str, int], ...]:
    """Return language, colours and width of each walk."""
    if docs:
        return (("en", "light", 1180),)
    return (("no", "light", 1280), ("en", "dark", 1280), ("no", "light", 390), ("en", "dark", 390))


def keep(page, path: Path) -> None:  # type: ignore[no-untyped-def]  # playwright's page
    """Keep a picture small enough to be committed."""
    import io

    from PIL import Image

    page.evaluate("scrollTo(0, 0)")  # what stays in sight while one scrolls is drawn where it begins
    picture = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")
    # By coverage: a light of a few pixels would lose its green to the greys of so much text.
    flat = picture.quantize(_COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    flat.save(path, optimize=True)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
