#!/usr/bin/env python3
"""
Retake the picture of My Page that docs/issuer-eids.md shows (development only; needs headless Chromium).

    .venv/bin/python tools/screenshots_issuer.py                  the picture of the docs, into docs/pictures
    .venv/bin/python tools/screenshots_issuer.py --look FOLDER    the issuer's pages, wide and narrow, in both languages

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
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src"), str(ROOT / "tools")]
_EVERYBODYS = {
    "front": "/",
    "help": "/help/",
    "topic": "/help/topics/fido2/",
    "article": "/help/articles/id-verifier/",
    "search": "/help/search/?q=PIN",
    "contact": "/help/contact/",
    "order": "/order/",
    "find": "/order/status/",
    "sign-in": "/sign-in/",
}
_OWN = {
    "my": "/my/",
    "my-use": "/my/use/",
    "my-contact": "/my/contact/",
    "my-money": "/my/money/",
    "my-invitation": "/my/invitation/",
}


@contextmanager
def installation() -> Iterator[list[Any]]:
    """Make an installation with everybody who may sign in."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            BUDSTIKKE_DATA=folder, BUDSTIKKE_DATABASE_SUFFIX="_pictures", DJANGO_ALLOW_ASYNC_UNSAFE="1"
        )
        os.environ["DJANGO_SETTINGS_MODULE"] = "budstikke.wiring.issuer"
        subprocess.run([sys.executable, "-m", "budstikke.cli.main", "migrate"], check=True, env=os.environ)
        from budstikke.kit.database import start_server, stop_server

        start_server()
        import django

        django.setup()
        from budstikke.cli.seeding_issuer_people import seed_issuer_people

        try:
            yield seed_issuer_people()
        finally:
            from django.db import connection

            connection.close()
            stop_server()


def signs_in(page, address: str, person: Any) -> None:  # type: ignore[no-untyped-def]  # playwright's page
    """Sign in by a card, or by a code generator."""
    page.goto(f"{address}/sign-in/")
    if person.card:
        page.fill("#card", person.card)
        page.fill("#card-pin", person.pin)
        page.locator("form[action*='/card/'] button[type=submit]").click()
    page.wait_for_url("**/my/")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--look", type=Path, metavar="FOLDER", help="every page, into this folder")
    asked = parser.parse_args(arguments)
    from playwright.sync_api import sync_playwright

    with installation() as people:
        from screenshots import keep
        from tests.issuer.served import CHROMIUM, serving

        with serving() as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            for language in ("no", "en") if asked.look else ("en",):
                page = browser.new_context(viewport={"width": 1180, "height": 820}).new_page()
                page.goto(f"{address}/?language={language}")
                signs_in(page, address, people[0])
                if asked.look is None:
                    page.wait_for_load_state("networkidle")
                    keep(page, ROOT / "docs" / "pictures" / "issuer-my-page.png")
                    continue
                asked.look.mkdir(exist_ok=True)
                for name, path in {**_OWN, **_EVERYBODYS}.items():
                    page.goto(f"{address}{path}")
                    for width in (1280, 390):
                        page.set_viewport_size({"width": width, "height": 820})
                        page.wait_for_load_state("networkidle")
                        page.screenshot(path=asked.look / f"{name}-{language}-{width}.png", full_page=True)
            browser.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
