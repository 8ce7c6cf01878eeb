"""The demo's days: what happens on each, done through the same doors, actions and worker as in life."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

from budstikke.cli import demo_counter, post
from budstikke.cli.demo_papers import Failed, Papers
from budstikke.cli.processes import Ports, running
from budstikke.cli.seeding import EXAMPLES, seed, senders
from budstikke.cli.smtp_sink import smtp_sink
from budstikke.kit import clock

# A Monday, and past: a report sealed on a day to come would not verify today.
_FIRST_DAY = datetime(2025, 9, 1, 8, 0, tzinfo=clock.OSLO)
_PATIENCE_SECONDS = 120
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
    with smtp_sink(ports.smtp), running(ports):
        papers = Papers(folder, ports)
        _orders(papers)
        _hand_in(papers)
        _transport()
        _outlets()
        _collect(papers)
        _end(papers)
        papers.finish()


@contextmanager
def step(words: str) -> Iterator[None]:
    """Say what is being done, and how long it took."""
    print(f"{clock.now().astimezone(clock.OSLO):%a %d %b}  {words} ...", end="", file=sys.stderr, flush=True)
    began = time.monotonic()
    yield
    print(f" {time.monotonic() - began:.1f} s", file=sys.stderr)


def _orders(papers: Papers) -> None:
    from budstikke.post.doors.edi.folder import drop_folder

    with step("The senders' order file comes in by EDI"):
        folder = drop_folder()
        # Under a hidden name until it is whole, as senders' systems do.
        part = folder.root / "in" / ".orders.edi"
        shutil.copyfile(EXAMPLES / "orders.edi", part)
        part.rename(folder.root / "in" / "orders.edi")
        wait_until(lambda: any((folder.root / "rejected").glob("*.faults.json")), "the order file to be read")
        papers.acknowledged(folder.root)


def _hand_in(papers: Papers) -> None:
    from budstikke.post.actions.hand_in import Dispatch, hand_in
    from budstikke.post.actions.print_labels import labels_of_order
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
    from budstikke.post.actions.scan import record_scans
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


def _outlets() -> None:
    from budstikke.post.actions.arrive import arrive
    from budstikke.post.actions.finish import lost

    forward(days=1)
    with step("The letters arrive at their outlets, and the recipients are told"):
        by_outlet: dict[int, list[str]] = {}
        for letter in demo_counter.letters(state="in_transit"):
            by_outlet.setdefault(letter.outlet_id or 100101, []).append(letter.number)
        astray = by_outlet[min(by_outlet)].pop()
        lost([astray], place="OSLO", actor="clerk-2", now=clock.now())
        for outlet, numbers in by_outlet.items():
            arrive(numbers, outlet_id=outlet, clerk="clerk-7", now=clock.now())
        wait_for_jobs("the notices to be sent")


def _collect(papers: Papers) -> None:
    visits = demo_counter.visits()
    for day in sorted({visit.day for visit in visits} | {_ASKED_FOR_MORE_TIME}):
        forward(to=day)
        if day == _ASKED_FOR_MORE_TIME:
            with step("Customer service gives some recipients more time"):
                demo_counter.extend()
        with step("Recipients come to collect"):
            for visit in visits:
                if visit.day == day:
                    demo_counter.serve(visit, papers)
            sweep()
    wait_for_jobs("the reports to be sealed and sent")


def _end(papers: Papers) -> None:
    from budstikke.post.actions.finish import back_at_sender

    forward(to=27)
    with step("What nobody collected goes back as registered letters"):
        sweep()
        papers.returned()
        returning = [letter.number for letter in demo_counter.letters(state="returning")]
        back_at_sender(returning, place="OSLO", actor="clerk-1", now=clock.now())
    with step("The senders' systems are told everything"):
        defer("tell_senders")
        wait_for_jobs("the status messages to be written")
        papers.told()


def forward(*, days: int = 0, to: int | None = None) -> None:
    """Move the installation's clock by days, or to a day counted from the first; never back."""
    target = _FIRST_DAY + timedelta(days=to) if to is not None else clock.now() + timedelta(days=days)
    if target > clock.now():
        clock.move_to(target)


def sweep() -> None:
    """Have the worker make the reminders and returns that are due."""
    defer("sweep")
    wait_for_jobs("the sweep")


def defer(task: str) -> None:
    """Ask the worker for a timed job now, rather than when its time comes."""
    from procrastinate.contrib.django import app
    from procrastinate.exceptions import AlreadyEnqueued

    with suppress(AlreadyEnqueued):  # its own time has come this moment
        app.configure_task(task, queueing_lock=task).defer(timestamp=0)


def wait_for_jobs(what: str) -> None:
    """Wait until the worker has nothing left to do."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    busy = ProcrastinateJob.objects.filter(status__in=("todo", "doing")).exclude(
        task_name__in=("take_in_orders", "retry_stalled")
    )
    wait_until(lambda: not busy.exists(), what)


def wait_until(ready: Callable[[], bool], what: str) -> None:
    """
    Wait for something the worker does.

    Raises: Failed after two minutes.
    """
    until = time.monotonic() + _PATIENCE_SECONDS
    while not ready():
        if time.monotonic() > until:
            raise Failed(f"waited {_PATIENCE_SECONDS} s in vain for {what}; see the logs of the installation")
        time.sleep(0.2)
