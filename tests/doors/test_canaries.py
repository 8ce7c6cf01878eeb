"""Canary letters: by the EDI door to the end, in nobody's figures, and missed when they do not come."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import timedelta
from json import dumps
from pathlib import Path

import httpx
import pytest
from django.test import Client
from tests.actions import line
from tests.actions.line import BERGEN, NOW

from budstikke.cli.main import main
from budstikke.kit.clock import move_to, real_now
from budstikke.kit.clock import now as clock_now
from budstikke.post.actions.outlets.outlet_health import outlet_health
from budstikke.post.actions.proving.send_report import send_report
from budstikke.post.actions.telling.notify import send_notices
from budstikke.post.actions.watching import canaries
from budstikke.post.actions.watching.canaries import CUSTOMER, LATE_AFTER, carry_canaries, order_canary
from budstikke.post.actions.watching.collect_canary import canary_device
from budstikke.post.channels.errors import Unreachable
from budstikke.post.channels.mailbox import FakeMailbox
from budstikke.post.channels.message import Message
from budstikke.post.channels.own_device import OwnDevice
from budstikke.post.doors.edi.canary import key_file, read_key, secret_file, send_canary, tend_canaries
from budstikke.post.doors.edi.folder import DropFolder
from budstikke.post.doors.edi.intake import take_in_waiting
from budstikke.post.records.balance import balance
from budstikke.post.records.figures import notices, reports
from budstikke.post.records.models import (
    BillingLine,
    Canary,
    Evidence,
    IdCheck,
    Letter,
    Notice,
    OpenCheck,
    Sender,
)
from budstikke.post.records.scope import CARRIER, acting_as

pytestmark = pytest.mark.usefixtures("installation")
OPERATIONS = "operations@post.example"
TODAY = line.TODAY


class Mail:
    """An e-mail channel that keeps what it took, or is down."""

    def __init__(self, *, down: bool = False) -> None:
        self.sent, self.down = list[Message](), down

    def send(self, message: Message) -> None:
        """Take it, or do not answer."""
        if self.down:
            raise Unreachable("down")
        self.sent.append(message)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DropFolder]:
    """A drop folder of the test's own; canaries are set up, and no key of another test lies there."""
    key_file().unlink(missing_ok=True)
    move_to(NOW)
    canaries.set_up_canaries(
        carrier={"name": "Eksempelposten SPECIMEN", "orgnr": "314159268"},
        outlet_id=BERGEN,
        prefix="RR",
        first_serial=99_000_000,
        last_serial=99_000_009,
        today=TODAY,
    )
    secret_file().parent.mkdir(parents=True, exist_ok=True)
    secret_file().write_text(canary_device(outlet_id=BERGEN, now=NOW))
    monkeypatch.setattr("budstikke.post.channels.own_device.httpx.request", at_the_door)
    yield DropFolder(tmp_path / "edi")
    secret_file().unlink()


def at_the_door(
    method: str, url: str, *, json: object = None, headers: dict[str, str], timeout: float, verify: object
) -> httpx.Response:
    """Ask the device API of this very process."""
    assert timeout and verify
    path = url.removeprefix("http://localhost:8200")
    answer = Client().generic(
        method, path, dumps(json) if json else "", content_type="application/json", headers=headers
    )
    return httpx.Response(answer.status_code, content=answer.content)


@pytest.fixture
def mail(monkeypatch: pytest.MonkeyPatch) -> Mail:
    """The channels of the installation, of which only e-mail is used."""
    taken = Mail()
    monkeypatch.setattr("budstikke.post.channels.chosen.message_channels", lambda: {"email": taken})
    monkeypatch.setattr("budstikke.post.channels.chosen.sealer", line.sealer)
    return taken


def take_in(folder: DropFolder) -> list[int]:
    """Take in what lies in the folder, as the worker does; return how many letters each file booked."""
    for path in (folder.root / "in").rglob("*.edi"):
        # It has lain there long enough to be whole.
        os.utime(path, (1, 1))
    return [one.booked for intake in take_in_waiting(folder) for one in intake.interchanges]


def the_letter() -> Letter:
    """The canary's letter as it stands."""
    with acting_as(CARRIER):
        return Letter.objects.select_related("sender").get(sender__customer_number=CUSTOMER)


def the_canary() -> Canary:
    """The canary as it stands."""
    with acting_as(CARRIER):
        return Canary.objects.get()


def carry(times: int = 1) -> list[str]:
    """Carry what is under way."""
    device = OwnDevice(url="http://localhost:8200", secret=read_key(secret_file()), clock=real_now)
    return [
        each
        for _ in range(times)
        for each in carry_canaries(sealer=line.sealer(), device=device, today=TODAY, now=NOW)
    ]


def to_the_end(folder: DropFolder) -> None:
    """One canary, all the way."""
    assert send_canary(folder)
    assert take_in(folder) == [1]
    carry(2)
    with acting_as(CARRIER):
        owed = list(Notice.objects.filter(sent_at=None).values_list("id", flat=True))
    send_notices(owed, channels={"email": Mail()}, today=TODAY, now=NOW)
    carry()
    send_report(the_letter().id, sealer=line.sealer(), mailbox=FakeMailbox(), now=NOW)


def test_a_canary_comes_all_the_way_by_the_doors_of_everybody(folder: DropFolder) -> None:
    """Ordered by EDI with the test indicator, told by e-mail, checked, handed over, reported."""
    to_the_end(folder)
    assert len(carry()) == 1
    assert the_letter().state == "delivered"
    assert the_canary().through_at is not None
    assert carry() == []
    with acting_as(CARRIER):
        (check,) = IdCheck.objects.all()
        assert (check.device, OpenCheck.objects.count()) == ("canary-reader", 0)
        assert not outlet_health(BERGEN, now=NOW).devices


def test_a_door_of_devices_that_is_broken_is_heard_of(
    folder: DropFolder, mail: Mail, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is handed over without its reading; the canary is late and says so, and goes on when the door does."""

    def broken(*_: object, **__: object) -> httpx.Response:
        return httpx.Response(502)

    assert send_canary(folder)
    take_in(folder)
    carry(2)
    with acting_as(CARRIER):
        owed = list(Notice.objects.filter(sent_at=None).values_list("id", flat=True))
    send_notices(owed, channels={"email": Mail()}, today=TODAY, now=NOW)
    with monkeypatch.context() as patch:
        patch.setattr("budstikke.post.channels.own_device.httpx.request", broken)
        carry(2)
        move_to(NOW + LATE_AFTER + timedelta(minutes=1))
        (late,) = tend_canaries(folder)
    assert late.stands == "no_reading" and "no_reading" in mail.sent[0].subject
    with acting_as(CARRIER):
        assert not OpenCheck.objects.exists()
    carry()
    assert the_letter().state == "delivered"


def test_every_other_canary_is_ordered_by_the_api(
    folder: DropFolder, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """With a key of its own, through the door; one that nobody takes is said at once and late in its time."""
    key = canaries.canary_key(now=NOW)
    assert key
    key_file().parent.mkdir(parents=True, exist_ok=True)
    key_file().write_text(key)

    def post(
        url: str, *, json: object, headers: dict[str, str], timeout: float, verify: object
    ) -> httpx.Response:
        assert timeout and verify
        answer = Client().post(
            url.removeprefix("http://localhost:8200"), json, content_type="application/json", headers=headers
        )
        return httpx.Response(answer.status_code, content=answer.content)

    try:
        monkeypatch.setattr("budstikke.post.channels.own_api.httpx.post", post)
        first = send_canary(folder)
        assert first and first.startswith("CANARY-API-") and the_letter().order_reference == first
        assert not list(folder.root.rglob("*.edi"))
        move_to(NOW + timedelta(minutes=1))
        second = send_canary(folder)
        assert second and not second.startswith("CANARY-API-") and take_in(folder) == [1]
        move_to(NOW + timedelta(minutes=2))
        key_file().write_text("not-a-key")
        assert str(send_canary(folder)).startswith("CANARY-API-")
        assert "is not ordered" in caplog.text and "not-a-key" not in caplog.text
    finally:
        key_file().unlink()


def test_a_canary_is_not_billed_and_in_no_figure_of_real_letters(folder: DropFolder) -> None:
    """A real letter beside it is."""
    to_the_end(folder)
    since = NOW - timedelta(hours=8)
    with acting_as(CARRIER):
        assert not BillingLine.objects.exists()
        assert (balance().booked, balance().difference, balance().astray) == (0, 0, ())
        assert notices(since=since, now=NOW).percent is reports(since=since, now=NOW).percent is None
    line.wait_for_recipient(1)
    with acting_as(CARRIER):
        assert BillingLine.objects.count() == 1
        assert (balance().booked, balance().difference) == (1, 0)
        assert notices(since=since, now=NOW).in_time == 1


def test_in_production_a_canary_alone_is_booked_as_a_test(
    folder: DropFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its synthetic number counts and its evidence says TEST; nobody else's test order is booked."""
    asked = (
        "booking.book",
        "reading.read_document",
        "booking.order_rows",
        "trial",
        "proving.evidence_of_events",
    )
    for module in asked:
        monkeypatch.setattr(f"budstikke.post.actions.{module}.is_test", lambda: False)
    to_the_end(folder)
    assert the_letter().state == "delivered"
    with acting_as(CARRIER):
        Sender.objects.filter(customer_number=CUSTOMER).update(is_canary=False)
    ordered = order_canary(mail=OPERATIONS, now=NOW + timedelta(minutes=1))
    assert ordered is None
    with acting_as(CARRIER):
        assert Evidence.objects.filter(letter=the_letter()).exists()
    said = line.file_of([line.order(1)]).replace(b"+PUM1'", b"+PUM1++++++1'", 1)
    assert line.reasons(*line.book(said)) == [(None, "TEST_NOT_BOOKED")]


def test_canaries_are_sent_as_often_as_they_are_asked_for(folder: DropFolder) -> None:
    """However many workers look."""
    every = timedelta(minutes=30)
    assert send_canary(folder, every=every)
    assert send_canary(folder, every=every) is None
    move_to(NOW + every + timedelta(seconds=5))
    assert send_canary(folder, every=every)


def test_a_canary_that_does_not_come_is_told_of_once(
    folder: DropFolder, mail: Mail, caplog: pytest.LogCaptureFixture
) -> None:
    """At error in the log and to operations by e-mail, with where it stands; the mail says no name."""
    send_canary(folder)
    assert tend_canaries(folder) == []
    move_to(NOW + LATE_AFTER + timedelta(minutes=1))
    (late,) = tend_canaries(folder)
    assert late.stands == "not_booked"
    assert [record.levelname for record in caplog.records if "canary" in record.message] == ["ERROR"]
    ((message),) = mail.sent
    assert (message.email, "not_booked" in message.subject) == (OPERATIONS, True)
    assert "Kanari" not in message.text
    assert tend_canaries(folder) == []
    assert len(mail.sent) == 1


def test_a_mail_server_that_is_down_does_not_silence_the_alarm(
    folder: DropFolder, mail: Mail, caplog: pytest.LogCaptureFixture
) -> None:
    """The log has it each time, and the mail goes when it can."""
    send_canary(folder)
    move_to(NOW + LATE_AFTER + timedelta(minutes=1))
    mail.down = True
    assert len(tend_canaries(folder)) == 1
    mail.down = False
    assert len(tend_canaries(folder)) == 1
    assert len(mail.sent) == 1
    assert sum(record.levelname == "ERROR" for record in caplog.records) == 2


def test_the_command_sets_canaries_up_sends_and_lists(capsys: pytest.CaptureFixture, mail: Mail) -> None:
    """And says why it cannot where nobody has set them up."""
    move_to(NOW)
    assert main(["canary", "send"]) == 1
    assert "set-up" in capsys.readouterr().err
    assert main(["canary", "set-up", "--outlet", "1"]) == 1
    assert main(["canary", "set-up", "--outlet", str(BERGEN)]) == 0
    assert main(["canary", "send"]) == 0
    capsys.readouterr()
    assert main(["canary", "list"]) == 0
    assert json.loads(capsys.readouterr().out)["through_at"] is None
    move_to(clock_now() + LATE_AFTER + timedelta(minutes=1))
    assert main(["canary", "tend"]) == 1
    assert json.loads(capsys.readouterr().out)["late"][0]["stands"] == "not_booked"
    for file in (key_file(), secret_file()):
        file.unlink()
