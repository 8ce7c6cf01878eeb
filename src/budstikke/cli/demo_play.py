"""The demo's days: what happens on each, done through the same doors, actions and worker as in life."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from budstikke.cli import demo_counter, post
from budstikke.cli.demo_counter import Desk
from budstikke.cli.demo_issuer import IssuersCustomer
from budstikke.cli.demo_outlets import CLERK, Outlets
from budstikke.cli.demo_papers import Failed, Papers
from budstikke.cli.demo_waiting import Waiting, defer, failed_jobs
from budstikke.cli.processes import Ports, running
from budstikke.cli.seeding import EXAMPLES, seed, senders
from budstikke.cli.seeding_issuer import seed_issuer
from budstikke.cli.smtp_sink import smtp_sink
from budstikke.formats import picture
from budstikke.kit import clock
from budstikke.kit.installation import data_folder

# A Monday, and past: a report sealed on a day to come would not verify today.
_FIRST_DAY = datetime(2025, 9, 1, 8, 0, tzinfo=clock.OSLO)
_ASKED_FOR_MORE_TIME = 20  # days after the first


def play(folder: Path, ports: Ports) -> None:
    """
    Play all days, then verify a report and show that a changed byte is found.

    Raises: Failed, or DidNotStart from the processes.
    """
    clock.move_to(_FIRST_DAY)
    with step("Making the databases and the invented senders, outlets and mailboxes"):
        if subprocess.run([sys.executable, "-m", "budstikke.cli.main", "migrate"]).returncode != 0:
            raise Failed("the databases could not be made")
        post.set_up()
        seed()
        seed_issuer(ports)
    with (
        smtp_sink(ports.smtp),
        running(ports) as start_again,
        closing(Outlets(ports.post_url, keys=data_folder() / "keys")) as outlets,
    ):
        papers, waiting = Papers(folder, ports), Waiting(start_again)
        desk = Desk(outlets, papers)
        customer = IssuersCustomer(ports.issuer_url, waiting)
        _orders(papers, waiting)
        with step(
            "Somebody orders an eID from the issuer, which orders her letter by EDI and has it printed"
        ):
            customer.orders()
        _hand_in(papers)
        customer.letter_is_handed_in()
        _transport()
        _outlets(outlets, waiting)
        _collect(desk, outlets, waiting, customer)
        _end(papers, waiting)
        with step("She activates her eID, with the code and the sealed report"):
            activated = customer.activates()
        papers.finish(_how_read(desk))
        print("\nAn eID of the issuer, by the code in the letter alone:")
        for line in activated:
            print(f"    {line}")


@contextmanager
def step(words: str) -> Iterator[None]:
    """Say what is being done, and how long it took."""
    print(f"{clock.now().astimezone(clock.OSLO):%a %d %b}  {words} ...", end="", file=sys.stderr, flush=True)
    began = time.monotonic()
    yield
    print(f" {time.monotonic() - began:.1f} s", file=sys.stderr)


def _orders(papers: Papers, waiting: Waiting) -> None:
    from budstikke.post.doors.edi.folder import drop_folder

    with step("The senders' order file comes in by EDI"):
        folder = drop_folder()
        # Under a hidden name until it is whole, as senders' systems do.
        part = folder.root / "in" / ".orders.edi"
        shutil.copyfile(EXAMPLES / "orders.edi", part)
        part.rename(folder.root / "in" / "orders.edi")
        waiting.until(
            lambda: any((folder.root / "rejected").glob("*.faults.json")), "the order file to be read"
        )
        papers.acknowledged(folder.root)


def _hand_in(papers: Papers) -> None:
    from budstikke.post.actions.booking.print_labels import labels_of_order
    from budstikke.post.actions.moving.hand_in import Dispatch, hand_in
    from budstikke.post.terms.pum.letter import Measures

    with step("Labels are printed, and the letters handed in"):
        for sender, reference in zip(senders(), ("EID0001", "BANK0001", "FORS0001"), strict=True):
            customer = str(sender["customer_number"])
            labels = labels_of_order(reference, customer_number=customer)
            papers.labelled(reference, labels)
            numbers = [label.number for label in labels]
            place = str(sender["hand_in_place"])
            if len(numbers) > 100:
                # More than a hundred have to lie in the order of their postcodes; this dispatch does not, at first.
                unsorted = hand_in(
                    Dispatch(customer_number=customer, place=place, numbers=sorted(numbers)),
                    clerk="clerk-1",
                    today=clock.today(),
                    now=clock.now(),
                )
                papers.note("A dispatch refused", unsorted.decision)
            heavy = {numbers[0]: Measures(weight_g=240)}
            dispatch = Dispatch(customer_number=customer, place=place, numbers=numbers, measured=heavy)
            taken = hand_in(dispatch, clerk="clerk-1", today=clock.today(), now=clock.now())
            papers.note("A letter too heavy", taken.refused[numbers[0]])


def _transport() -> None:
    from budstikke.post.actions.moving.scan import record_scans
    from budstikke.post.records.history import Scan
    from budstikke.post.terms.events import Event

    forward(days=1)
    with step("Scanners in transport report"):
        under_way = demo_counter.letters(state="handed_in")
        scans = [
            Scan(
                letter_id=letter.id,
                code=code,
                happened_at=clock.now() + timedelta(hours=hours),
                at_place=place,
            )
            for letter in under_way
            for code, hours, place in ((Event.TERMINAL, -6, "OSLO"), (Event.IN_TRANSIT, -2, "OSLO"))
        ]
        record_scans(scans, actor="scanner-3", now=clock.now())


def _outlets(outlets: Outlets, waiting: Waiting) -> None:
    from budstikke.post.actions.moving.arrive import arrive
    from budstikke.post.actions.moving.finish import lost

    forward(days=1)
    with step("The letters arrive at their outlets, and the recipients are told"):
        by_outlet: dict[int, list[str]] = {}
        for letter in demo_counter.letters(state="in_transit"):
            by_outlet.setdefault(letter.outlet_id or 100101, []).append(letter.number)
        astray = by_outlet[min(by_outlet)].pop()
        lost([astray], place="OSLO", actor="clerk-2", now=clock.now())
        for outlet, numbers in by_outlet.items():
            outlets.open(outlet)
            arrive(numbers, outlet_id=outlet, clerk=CLERK, now=clock.now())
        waiting.for_jobs("the notices to be sent")


def _collect(desk: Desk, outlets: Outlets, waiting: Waiting, customer: IssuersCustomer) -> None:
    visits = demo_counter.visits()
    of_customer = min(visit.day for visit in visits)
    for day in sorted({visit.day for visit in visits} | {_ASKED_FOR_MORE_TIME}):
        # At eight, before the outlets open: that their devices were off at night costs nobody a day.
        forward(to=day)
        outlets.beat()
        if day == _ASKED_FOR_MORE_TIME:
            with step("Customer service gives some recipients more time"):
                demo_counter.extend()
        with step("Recipients come to collect"):
            for visit in visits:
                if visit.day == day:
                    desk.serve(visit)
            if day == of_customer:
                customer.collects(desk)
            _sweep(waiting)
    waiting.for_jobs("the reports to be sealed and sent")


def _how_read(desk: Desk) -> list[str]:
    ways = [f"{number:>4}  {way}" for way, number in desk.read.most_common()]
    if missing := picture.missing():
        return [
            *ways,
            f"   0  by picture: {', '.join(missing)} is not installed here; their lines were swiped",
        ]
    doubts = f"{desk.doubtful:>4}  readings were doubtful, and confirmed by the clerk"
    return [*ways, doubts, f"{desk.taken_again:>4}  pictures had to be taken again"]


def _end(papers: Papers, waiting: Waiting) -> None:
    from budstikke.post.actions.moving.finish import back_at_sender

    forward(to=27)
    with step("What nobody collected goes back as registered letters"):
        _sweep(waiting)
        papers.returned()
        returning = [letter.number for letter in demo_counter.letters(state="returning")]
        back_at_sender(returning, place="OSLO", actor="clerk-1", now=clock.now())
    with step("The senders' systems are told everything"):
        defer("tell_senders")
        waiting.for_jobs("the status messages to be written")
        papers.told()
    if failed := failed_jobs():
        raise Failed(f"jobs that failed for good: {dict(failed)}; see worker.log in {data_folder() / 'logs'}")


def forward(*, days: int = 0, to: int | None = None) -> None:
    """Move the installation's clock by days, or to a day counted from the first; never back."""
    target = _FIRST_DAY + timedelta(days=to) if to is not None else clock.now() + timedelta(days=days)
    if target > clock.now():
        clock.move_to(target)


def _sweep(waiting: Waiting) -> None:
    """Have the worker make the reminders and returns that are due."""
    defer("sweep")
    waiting.for_jobs("the sweep")
