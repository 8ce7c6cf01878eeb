"""Post, mailbox and issuer run together, and five customers whose letters have gone all the way as far as each goes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tests.actions import line
from tests.actions.line import BERGEN
from tests.axe import violations
from tests.conftest import empty, emptying
from tests.issuer.served import Visitor

from budstikke.cli import print_house
from budstikke.cli.demo_counter import Desk, Visit, visits
from budstikke.cli.demo_outlets import CLERK, Outlets
from budstikke.cli.demo_papers import Papers
from budstikke.cli.demo_waiting import Waiting, defer
from budstikke.cli.processes import Ports, running
from budstikke.cli.seeding import seed
from budstikke.cli.seeding_issuer import CUSTOMER, seed_issuer
from budstikke.cli.smtp_sink import smtp_sink
from budstikke.kit import clock
from budstikke.kit.installation import data_folder

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from budstikke.cli.demo_outlets import Place
    from budstikke.cli.device_plan import Plan
    from budstikke.cli.device_sending import Heard

ROOT = Path(__file__).parents[3]
# By what becomes of the letter: the consignment of the example's visits whose person it is, and the language.
PEOPLE: Mapping[str, tuple[str, str]] = {
    "collected": ("70707074500000008", "en"),
    "no extra paper": ("70707074500000012", "no"),
    "nobody comes": ("70707074500000003", "en"),
    "stolen notice": ("70707074500000006", "no"),
    "scanner fails": ("70707074500000016", "no"),
}
# Long, because a machine that does other things is slow; nobody waits that long in vain.
_TOLD_S = 120
# The issuer reads its mailbox every fifteen seconds, and a page in a browser costs as much as what it waits for.
_ASKED_EVERY_S = 1.0
_THREE_WEEKS = timedelta(days=23)


@dataclass(slots=True, kw_only=True)
class Whole:
    """The running installation; by what becomes of each letter: its order, its code and its number."""

    ports: Ports
    waiting: Waiting
    browser: Browser
    orders: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)
    cards: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    desk: Desk | None = None

    def collects(self, what: str, **shown: str) -> None:
        """Let the person of an order come to the outlet for the letter, with what they have with them."""
        assert self.desk is not None, "the outlet is open"
        came = visit(what, order=self.orders[what])
        self.desk.serve(replace(came, said={**came.said, **shown}))

    @contextmanager
    def visitor(self, language: str) -> Iterator[Visitor]:
        """Open a browser at the issuer; whatever a script of its pages complains of fails the story."""
        at = Visitor(self.ports.issuer_url, self.browser)
        at.context.set_default_timeout(20_000)
        at.speaks(language)
        yield at
        # A page that says no has a status that says so; the browser notes it.
        faults = [each for each in at.complaints if not each.startswith("Failed to load resource")]
        at.context.close()
        assert not faults, faults

    @contextmanager
    def customer(self, what: str) -> Iterator[Visitor]:
        """Open the status page of an order, as its customer does."""
        with self.visitor(PEOPLE[what][1]) as at:
            at.opens("/order/status/")
            at.page.fill("#order", self.orders[what])
            at.page.fill("#postcode", "5004")
            at.page.keyboard.press("Enter")
            at.page.locator(".timeline").wait_for()
            yield at

    def until_told(self, at: Visitor, words: str) -> None:
        """Ask the status page again until it says so."""

        until = time.monotonic() + _TOLD_S

        def said() -> bool:
            at.opens("/order/status/")
            told = at.page.locator("main").inner_text()
            assert words in told or time.monotonic() < until, told
            return words in told

        self.waiting.until(said, f"the issuer to say: {words}", every_s=_ASKED_EVERY_S)

    def command(self, *arguments: str) -> None:
        """Run one of our commands there."""
        done = subprocess.run(
            [sys.executable, "-m", "budstikke.cli.main", *arguments],
            env=self.ports.environment(),
            capture_output=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr.decode()


class _OneOutlet(Outlets):
    """Beats before whatever a device does, so that none is thought silent on a slow machine."""

    def does(self, place: Place, plan: Plan) -> list[Heard]:
        from budstikke.cli.device_plan import Plan as Beat

        return [*super().does(place, Beat()), *super().does(place, plan)]


class _NoPapers(Papers):
    def looked_at(self, shown: object) -> None:
        """Keep nothing."""

    def turned_away(self, number: str, check_id: int, decision: object) -> None:
        """Keep nothing."""


def narrow(at: Visitor, name: str) -> None:
    """Find no fault in the page at the width of a telephone."""
    at.page.set_viewport_size({"width": 390, "height": 900})
    faults = violations(at.page)
    across = at.page.evaluate("document.documentElement.scrollWidth")
    at.page.set_viewport_size({"width": 1280, "height": 900})
    assert not faults and across <= 390, (name, faults, across)


@contextmanager
def playing(browser: Browser) -> Iterator[Whole]:
    """Start everything on a Monday, have the letters ordered and carried, and stop it all at the end."""
    for service in ("post", "issuer"):
        empty(service, emptying(service))
    # Agreed on anew with a carrier that knows nobody.
    shutil.rmtree(data_folder() / "issuer", ignore_errors=True)
    ports, offset = Ports.unused(), data_folder() / "clock-offset-seconds"
    before = offset.read_bytes() if offset.is_file() else None
    clock.move_to(line.NOW)
    try:
        seed()
        seed_issuer(ports)
        with (
            smtp_sink(ports.smtp),
            running(ports) as start_again,
            closing(_OneOutlet(ports.post_url, keys=data_folder() / "keys")) as outlets,
        ):
            whole = Whole(ports=ports, waiting=Waiting(start_again), browser=browser)
            _all_order(whole)
            _all_are_carried(whole, outlets)
            yield whole
    finally:
        offset.unlink() if before is None else offset.write_bytes(before)


def _all_order(whole: Whole) -> None:
    environment = whole.ports.environment() | {
        "DJANGO_SETTINGS_MODULE": "budstikke.wiring.issuer",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    command = [sys.executable, "-m", "tests.stories.browser.issuer_cards"]
    with subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE) as furnishing:
        for what, (_, language) in PEOPLE.items():
            with whole.visitor(language) as at:
                at.opens("/order/")
                if what == "collected":
                    narrow(at, "order")
                orders(at, visit(what), product="smart_card")
                if what == "nobody comes":
                    narrow(at, "receipt")
                whole.orders[what] = at.page.locator("#order-number").inner_text()
        assert furnishing.stdout is not None
        whole.cards = json.loads(furnishing.stdout.read())
    whole.waiting.until(lambda: len(list(print_house.letters())) == len(PEOPLE), "the letters to be printed")
    of = {order: what for what, order in whole.orders.items()}
    for said in (print_house.said_in(pdf) for _, pdf in print_house.letters()):
        whole.codes[of[said["order"]]] = said["code"]
        whole.letters[of[said["order"]]] = said["letter"]


def orders(at: Visitor, person: Visit, *, product: str) -> None:
    """Fill the order form in and send it."""
    holder = person.said["holder"]
    at.page.check(f"#product-{product}")
    for name, value in {
        "given_names": holder["given_names"],
        "surname": holder["surname"],
        "national_number": holder["national_number"],
        "street": "Lilleveien 2",
        "postcode": "5004",
        "city": "BERGEN",
        "mobile": "+4799999999",
        "email": "kunde@example.com",
    }.items():
        at.page.fill(f"#{name}", value)
    at.page.check("#consent")
    at.page.locator("main button[type=submit]").click()
    at.page.locator("#order-number, #fault").wait_for()


def visit(what: str, *, order: str = "", wrong: str = "") -> Visit:
    """Whoever comes for a letter: a person of the example's visits, with what they have with them."""
    known = next(each for each in visits() if each.consignment == PEOPLE[what][0])
    said = {**known.said, "wrong": wrong, "read": ["picture"] if wrong else ["swipe"]}
    kind = "foreign_passport" if what == "no extra paper" else "no_passport"
    return Visit(0, f"{order}01", {**said, "kind": kind})


def _all_are_carried(whole: Whole, outlets: Outlets) -> None:
    """One lies for three weeks and goes back; the others come then, and three of their customers."""
    from budstikke.post.actions.moving.arrive import arrive
    from budstikke.post.actions.moving.finish import back_at_sender
    from budstikke.post.actions.moving.hand_in import Dispatch, hand_in

    numbers = list(whole.letters.values())
    dispatch = Dispatch(customer_number=CUSTOMER, place="OSLO", numbers=numbers)
    assert not hand_in(dispatch, clerk="clerk-1", today=clock.today(), now=clock.now()).refused
    left = whole.letters["nobody comes"]
    arrive([left], outlet_id=BERGEN, clerk=CLERK, now=clock.now())
    whole.waiting.for_jobs("the first notice")
    clock.move_to(clock.now() + _THREE_WEEKS)
    defer("sweep")
    whole.waiting.for_jobs("the sweep")
    back_at_sender([left], place="OSLO", actor="clerk-1", now=clock.now())
    outlets.open(BERGEN)
    outlets.beat()
    arrive([each for each in numbers if each != left], outlet_id=BERGEN, clerk=CLERK, now=clock.now())
    whole.waiting.for_jobs("the other notices")
    whole.desk = desk = Desk(outlets, _NoPapers(data_folder(), whole.ports))
    for what, wrong in (("collected", ""), ("no extra paper", ""), ("scanner fails", "pattern_failed")):
        desk.serve(visit(what, order=whole.orders[what], wrong=wrong))
