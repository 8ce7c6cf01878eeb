"""Scanners that fail: outages begin and end by themselves, days come back, and recipients are told where else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from tests.actions.counter import CLERK, opened, scanner, stations
from tests.actions.line import (
    BERGEN,
    NOW,
    SOTRA,
    TODAY,
    at,
    codes,
    letters,
    number,
    tell,
    turn_away,
    wait_for_recipient,
)

from budstikke.post.actions.moving.hold_deadlines import hold_deadlines
from budstikke.post.actions.moving.open_case import close_case, open_case
from budstikke.post.actions.moving.watch_devices import watch_devices
from budstikke.post.actions.outlets.device_states import device_states
from budstikke.post.actions.outlets.enroll_station import (
    KnownStation,
    claim_station,
    enroll_station,
    station_of,
)
from budstikke.post.actions.outlets.hear_device import hear_device
from budstikke.post.actions.outlets.hear_station import hear_station, leave_station
from budstikke.post.actions.outlets.meanwhile import meanwhile
from budstikke.post.records.models import Notice, Outage, Outlet, Station
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import PUM_PRESENT

pytestmark = pytest.mark.usefixtures("installation")
LAST = date(2026, 12, 14)  # Monday, the last day of a letter told on TODAY
DAY = timedelta(days=1)
TOMORROW = NOW + DAY  # Tuesday, nine o'clock in Oslo


def works() -> bool:
    """Whether the outlet in Bergen can check."""
    return Outlet.objects.get(id=BERGEN).scanner_works


def last_day() -> date:
    """The letter's last day."""
    return letters()[number(1)].last_collect_day


def alive(device: str, now: datetime, *, fault: str = "") -> None:
    """The device says how it is."""
    hear_device(device, works=not fault, fault=fault, now=now)


@pytest.fixture
def device() -> str:
    """A letter waits, and the outlet's only scanner works."""
    wait_for_recipient(1)
    return scanner(stations(1)[0], heard=TOMORROW)


def test_a_silent_device_does_not_work(device: str) -> None:
    """Two minutes of silence are enough."""
    (just,) = device_states(BERGEN, now=TOMORROW + timedelta(minutes=2))
    (silent,) = device_states(BERGEN, now=TOMORROW + timedelta(minutes=2, seconds=1))
    assert (just.works, silent.works, silent.fault) == (True, False, "silent")


def test_an_outage_begins_when_the_last_scanner_fails_and_ends_when_one_works(device: str) -> None:
    """One of two may fail without anybody noticing."""
    second = scanner(stations(1)[0], device="document-scanner-3", heard=TOMORROW)
    alive(device, TOMORROW, fault="lamp")
    assert works() and not Outage.objects.exists()
    alive(second, TOMORROW, fault="lamp")
    assert not works()
    assert Outage.objects.get().cause == "lamp"
    alive(device, TOMORROW + timedelta(minutes=5))
    assert works()
    assert Outage.objects.get().until_at == TOMORROW + timedelta(minutes=5)


def test_an_outage_by_silence_began_when_the_device_was_heard_last(device: str) -> None:
    """Nobody says when a plug is pulled."""
    watch_devices(now=TOMORROW + timedelta(minutes=10))
    assert (Outage.objects.get().from_at, Outage.objects.get().cause) == (TOMORROW, "silent")


def test_a_device_switched_off_for_the_night_is_no_outage(device: str) -> None:
    """The outlet is closed; letters are still sent to it."""
    watch_devices(now=TOMORROW + timedelta(hours=10))
    assert works() and not Outage.objects.exists()


def test_a_device_never_heard_says_nothing_of_its_outlet() -> None:
    """It lies in its box."""
    wait_for_recipient(1)
    scanner(stations(1)[0], heard=None)
    watch_devices(now=TOMORROW)
    assert works()


@pytest.fixture
def pair() -> list[KnownStation]:
    """A letter waits at an outlet with two stations, both at work on Tuesday at nine, and no scanner on record."""
    wait_for_recipient(1)
    known = []
    for name in ("Skranke 1", "Skranke 2"):
        secret = claim_station(enroll_station(BERGEN, name=name, now=NOW), now=NOW)
        assert isinstance(secret, str)
        station = station_of(secret)
        assert station is not None
        hear_station(station, now=TOMORROW)
        known.append(station)
    return known


def heard(station: KnownStation, now: datetime) -> None:
    """A station's page asks how the outlet is."""
    hear_station(replace(station, heard_at=Station.objects.get(id=station.id).heard_at), now=now)


def test_a_lost_line_is_an_outage_once_every_station_at_work_is_silent(pair: list[KnownStation]) -> None:
    """One of two that is silent says nothing; the outage ends when one is heard again, and costs its day."""
    first, second = pair
    heard(first, TOMORROW + timedelta(minutes=5))
    watch_devices(now=TOMORROW + timedelta(minutes=6))
    assert not Outage.objects.exists()
    for minutes, moved in ((8, 0), (64, 0), (65, 1), (66, 0)):
        assert watch_devices(now=TOMORROW + timedelta(minutes=minutes)) == moved, minutes
    began = Outage.objects.get()
    assert (began.cause, began.from_at) == ("line", TOMORROW + timedelta(minutes=5))
    assert works()  # nothing is wrong with the scanner
    assert last_day() == LAST + DAY
    heard(second, TOMORROW + timedelta(minutes=70))
    assert Outage.objects.get().until_at == TOMORROW + timedelta(minutes=70)


def test_the_recipient_is_told_of_a_lost_line_while_it_lasts(pair: list[KnownStation]) -> None:
    """And is sent to no outlet that is cut off as well."""
    Outlet.objects.filter(id=SOTRA).update(has_scanner=True)
    watch_devices(now=TOMORROW + timedelta(hours=2))
    assert meanwhile(Outlet.objects.get(id=BERGEN), edition=PUM_PRESENT).outlet is not None
    with acting_as(CARRIER):
        (notice,) = Notice.objects.filter(kind="outage").values_list("id", flat=True)
    tell([notice], today=TODAY + DAY)
    with acting_as(CARRIER):
        assert Notice.objects.get(id=notice).channel != "overtaken"
    Outage.objects.create(outlet_id=SOTRA, cause="line", from_at=TOMORROW)
    assert meanwhile(Outlet.objects.get(id=BERGEN), edition=PUM_PRESENT).outlet is None


@pytest.mark.parametrize("how", ["signed off", "night", "another day"])
def test_a_station_that_was_left_is_no_lost_line(pair: list[KnownStation], how: str) -> None:
    """Signing off ends the silence of what was switched off beside it; nights and yesterday do not count."""
    first, _ = pair
    if how == "signed off":
        heard(first, TOMORROW + timedelta(hours=3))
        leave_station(first, now=TOMORROW + timedelta(hours=3))
    after = {
        "signed off": timedelta(hours=4),
        "night": timedelta(hours=9),
        "another day": DAY + timedelta(hours=2),
    }
    watch_devices(now=TOMORROW + after[how])
    assert not Outage.objects.exists()


def test_an_outlet_whose_scanner_works_has_an_outage_when_its_stations_are_cut_off(device: str) -> None:
    """The scanner has a line of its own; without a station nobody can hand over."""
    (row,) = Station.objects.all()
    station = KnownStation(id=row.id, name=row.name, outlet_id=BERGEN, outlet="")
    hear_station(station, now=TOMORROW)
    for minutes in (1, 2, 3):
        alive(device, TOMORROW + timedelta(minutes=minutes))
    assert (Outage.objects.get().cause, works()) == ("line", True)
    heard(station, TOMORROW + timedelta(minutes=4))
    assert Outage.objects.get().until_at == TOMORROW + timedelta(minutes=4)


def test_an_hour_without_hand_over_gives_the_day_back_at_once_and_once(device: str) -> None:
    """The minute before, nothing is given."""
    alive(device, TOMORROW, fault="lamp")
    assert watch_devices(now=TOMORROW + timedelta(minutes=59)) == 0
    assert watch_devices(now=TOMORROW + timedelta(minutes=60)) == 1
    assert watch_devices(now=TOMORROW + timedelta(minutes=61)) == 0
    assert last_day() == LAST + DAY


def test_each_day_of_a_long_outage_is_given_back_and_the_recipient_told_once(device: str) -> None:
    """Three days, one message."""
    for nth in range(3):
        alive(device, TOMORROW + nth * DAY, fault="lamp")
        watch_devices(now=TOMORROW + nth * DAY + timedelta(hours=2))
    assert last_day() == LAST + 3 * DAY
    with acting_as(CARRIER):
        assert Notice.objects.filter(kind="outage").count() == 1


def test_short_outages_of_a_day_count_together(device: str) -> None:
    """Forty minutes in the morning, forty at noon."""
    for hours in (0, 3):
        start = TOMORROW + timedelta(hours=hours)
        alive(device, start, fault="lamp")
        alive(device, start + timedelta(minutes=40))
    watch_devices(now=TOMORROW + timedelta(hours=4))
    assert last_day() == LAST + DAY


class Keeps:
    """A channel that keeps what it is given."""

    def __init__(self) -> None:
        """Begin empty."""
        self.kept: list = []

    def send(self, message: object) -> None:
        """Keep it."""
        self.kept.append(message)


def tell_through(*, today: date, now: datetime) -> Keeps:
    """Send what waits, by SMS."""
    from budstikke.post.actions.telling.notify import send_notices

    with acting_as(CARRIER):
        waiting = list(Notice.objects.filter(sent_at=None).values_list("id", flat=True))
    channel = Keeps()
    send_notices(waiting, channels=dict.fromkeys(("sms", "email", "letter"), channel), today=today, now=now)
    return channel


def test_the_recipient_is_told_the_new_last_day_and_another_outlet(device: str) -> None:
    """The nearest that works; on paper it is in a window envelope."""
    Outlet.objects.filter(id=SOTRA).update(has_scanner=True)
    alive(device, TOMORROW, fault="lamp")
    watch_devices(now=TOMORROW + timedelta(hours=1))
    (message,) = tell_through(today=TODAY + DAY, now=TOMORROW + timedelta(hours=1)).kept
    assert "Sotra postkontor" in message.text and "15. desember 2026" in message.text
    assert "Nordmann" not in message.text + message.short_text
    assert message.pdf().startswith(b"%PDF")
    assert codes(1)[-2:] == ["DEADLINE_EXTENDED", "REMINDER_SENT"]


def test_nobody_is_told_of_an_outage_that_is_over(device: str) -> None:
    """The message would be false."""
    alive(device, TOMORROW, fault="lamp")
    watch_devices(now=TOMORROW + timedelta(hours=1))
    alive(device, TOMORROW + timedelta(hours=1))
    assert tell_through(today=TODAY + DAY, now=TOMORROW + timedelta(hours=1)).kept == []


def test_a_support_case_holds_the_deadline_each_day_until_it_is_closed(device: str) -> None:
    """The days count against nobody, and each is given once."""
    nonce = opened(1, stations(1)[0]).nonce
    case = open_case(nonce, cause="document_unreadable", clerk=CLERK, now=TOMORROW)
    assert open_case(nonce, cause="other", clerk=CLERK, now=TOMORROW) == case
    assert last_day() == LAST + DAY
    assert hold_deadlines(today=TODAY + 2 * DAY, now=at(TODAY + 2 * DAY)) == 1
    assert hold_deadlines(today=TODAY + 2 * DAY, now=at(TODAY + 2 * DAY)) == 0
    assert close_case(case, outcome="read", by="service-1", now=at(TODAY + 3 * DAY))
    assert not close_case(case, outcome="read", by="service-1", now=at(TODAY + 3 * DAY))
    assert last_day() == LAST + 3 * DAY
    assert hold_deadlines(today=TODAY + 4 * DAY, now=at(TODAY + 4 * DAY)) == 0


def test_a_letter_with_an_open_case_is_not_returned(device: str) -> None:
    """Held day by day, its last day is never passed."""
    from budstikke.post.actions.moving.sweep import return_uncollected

    nonce = opened(1, stations(1)[0]).nonce
    open_case(nonce, cause="scanner", clerk=CLERK, now=at(LAST))
    for nth in range(1, 4):
        day = LAST + nth * DAY
        assert return_uncollected(today=day, now=at(day)) == 0
        hold_deadlines(today=day, now=at(day))


def test_a_known_problem_of_the_only_scanner_gives_its_days_back(device: str) -> None:
    """One of documents does not: another document will do."""
    from budstikke.law.words import Words
    from budstikke.post.actions.outlets.publish_problem import end_problem, publish_problem
    from budstikke.post.terms.pum.known_problems import KnownProblem

    said = {"what": Words(no="Feil.", en="Fault."), "advice": Words(no="Vent.", en="Wait."), "from_on": TODAY}
    now = at(TODAY + DAY)
    publish_problem(KnownProblem(**said, issuing_state="UTO", holds_deadline=True), by="service-1", now=NOW)
    publish_problem(KnownProblem(**said, device_model="Other", holds_deadline=True), by="service-1", now=NOW)
    assert hold_deadlines(today=TODAY + DAY, now=now) == 0
    of_it = publish_problem(
        KnownProblem(**said, device_model="Eksempel X1", holds_deadline=True), by="service-1", now=NOW
    )
    assert hold_deadlines(today=TODAY + DAY, now=now) == 1
    assert end_problem(of_it, now=now) and not end_problem(of_it, now=now)
    assert hold_deadlines(today=TODAY + 2 * DAY, now=at(TODAY + 2 * DAY)) == 0


def test_a_refused_recipient_gets_a_slip_and_an_sms_in_their_language() -> None:
    """Why, on which clause, what would cure it, until when; never a name."""
    from budstikke.law.refusal import Refusal
    from budstikke.post.actions.telling.tell_recipient import tell_recipient
    from budstikke.post.records.models import IdCheck

    wait_for_recipient(1)
    turn_away(1)
    with acting_as(CARRIER):
        check_id = IdCheck.objects.get().id
    channel = Keeps()
    slip = tell_recipient(check_id, by="slip", language="en", channels={})
    assert not isinstance(slip, Refusal) and slip.pdf and slip.pdf.startswith(b"%PDF")
    sms = tell_recipient(check_id, by="sms", language="no", channels={"sms": channel})
    assert not isinstance(sms, Refusal)
    (message,) = channel.kept
    assert message.short_text == sms.text
    assert number(1) in sms.text and "14. des" in sms.text and "Nordmann" not in sms.text
