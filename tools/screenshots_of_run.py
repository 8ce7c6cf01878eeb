#!/usr/bin/env python3
"""
Retake the pictures of the docs that are not of the counter, at what `budstikke run` serves (development only).

    .venv/bin/python tools/screenshots_of_run.py [--post http://localhost:8200] [--issuer http://localhost:8202]

It signs in as whoever may try it, orders nothing, and reads the data folder of the run for a letter and for the codes.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src"), str(ROOT / "tools")]
_WIDE, _TELEPHONE = 1000, 390
_POSTCODE = "5004"  # where the letters of a run are sent to


def letter(page, *, post: str) -> None:  # type: ignore[no-untyped-def]  # playwright's page
    """Open the page of a letter that waits, as its recipient does."""
    from budstikke.cli.seeding_station import folder

    number = min(folder().glob("RR*NO.*")).stem
    page.goto(f"{post}/track/mine/?number={number}&language=en")
    page.locator("main input[type=text]:visible").nth(1).fill(_POSTCODE)
    page.locator("main form button").first.click()
    page.wait_for_selector("#until")


def days_of_an_order(page, *, post: str) -> None:  # type: ignore[no-untyped-def]
    """Fill in an order of storage, up to its days and its price."""
    from budstikke.cli.seeding_citizens import CITIZENS
    from budstikke.kit.clock import today

    page.goto(f"{post}/forwarding/sign-in/?language=en")
    page.locator("form[action$='/test/'] input[type=text]").first.fill(CITIZENS[0].number)
    page.locator("form[action$='/test/'] button").click()
    page.wait_for_url("**/mine/")
    page.goto(f"{post}/forwarding/order/storage/private/")
    page.fill("[name=last_day]", (today() + timedelta(weeks=6)).isoformat())
    page.locator("button[value=look]").click()
    page.wait_for_selector(".day-rows")


def my_page(page, *, issuer: str) -> None:  # type: ignore[no-untyped-def]
    """Sign in to My Page by the customer's code app."""
    command = [sys.executable, "-m", "budstikke.cli.main", "issuer-sign-ins"]
    told = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout.splitlines()
    customer = next(each for each in map(json.loads, told) if not each["roles"])
    page.goto(f"{issuer}/my/?language=en")
    form = page.locator("form", has=page.locator("[name=code]"))
    for name in ("number", "code", "pin"):
        form.locator(f"[name={name}]").fill(customer[name])
    form.locator("button").click()
    page.wait_for_url("**/my/?*")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--post", metavar="URL", default="http://localhost:8200", help="the carrier's address"
    )
    parser.add_argument("--issuer", metavar="URL", default="http://localhost:8202", help="the issuer's")
    asked = parser.parse_args(arguments)
    from playwright.sync_api import sync_playwright
    from screenshots import keep
    from tests.stories.browser.conftest import CHROMIUM

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name, width, show in (
            ("recipient-letter", _TELEPHONE, lambda page: letter(page, post=asked.post)),
            ("forwarding-days", _WIDE, lambda page: days_of_an_order(page, post=asked.post)),
            ("issuer-my-page", _WIDE, lambda page: my_page(page, issuer=asked.issuer)),
        ):
            page = browser.new_page(viewport={"width": width, "height": 820})
            show(page)
            page.wait_for_load_state("networkidle")
            keep(page, ROOT / "docs" / "pictures" / f"{name}.png")
        browser.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
