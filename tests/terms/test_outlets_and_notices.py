"""PUM §10, §11: tracking, delivery time, outlets, notices."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from tests.terms.days import on

from budstikke.post.terms.editions import PUM_EARLIER, PUM_PRESENT
from budstikke.post.terms.events import Audience, Event
from budstikke.post.terms.pum.days import day_counted
from budstikke.post.terms.pum.delivery_time import delivery_target, is_met
from budstikke.post.terms.pum.edition import TargetMeans
from budstikke.post.terms.pum.notices import (
    ContactFacts,
    channels,
    notice_channel,
    quiet_until,
    reminder_days,
)
from budstikke.post.terms.pum.outlets import OutletFacts, outlet_for, outlet_meanwhile
from budstikke.post.terms.pum.tracking import CLAUSES, may_see

OSLO = ZoneInfo("Europe/Oslo")


@pytest.mark.parametrize(
    ("handed_in", "target"),
    [
        ("Mon 2 Mar 2026", "Thu 5 Mar 2026"),
        ("Fri 6 Mar 2026", "Wed 11 Mar 2026"),
        ("Sat 7 Mar 2026", "Wed 11 Mar 2026"),
        ("Tue 31 Mar 2026", "Wed 8 Apr 2026"),
        ("Tue 12 May 2026", "Mon 18 May 2026"),
        ("Wed 23 Dec 2026", "Tue 29 Dec 2026"),
    ],
)
def test_the_target_is_three_working_days_after_hand_in(handed_in: str, target: str) -> None:
    """§11; the day of hand-in is day 0, Easter, Ascension Day and Christmas lie between."""
    assert delivery_target(handed_in_on=on(handed_in), edition=PUM_PRESENT).answer == {
        "target_delivery_by": on(target)
    }


def test_a_day_the_carrier_is_closed_is_no_working_day() -> None:
    """A-4: with 24 December listed as closed the target moves on."""
    closed = replace(PUM_PRESENT, closed_days=(date(2026, 12, 24),))  # a Thursday
    decision = delivery_target(handed_in_on=on("Tue 22 Dec 2026"), edition=closed)
    assert decision.answer == {"target_delivery_by": on("Tue 29 Dec 2026")}


def test_the_target_is_met_at_the_outlet_unless_the_edition_says_otherwise() -> None:
    """A-46: the recipient's own pace is not held against us."""
    days = {"target_by": on("Thu 5 Mar 2026"), "ready_on": on("Thu 5 Mar 2026")}
    later = on("Tue 10 Mar 2026")
    assert is_met(**days, handed_over_on=later, edition=PUM_PRESENT) is True
    strict = replace(PUM_PRESENT, delivery_target_means=TargetMeans.HANDED_OVER)
    assert is_met(**days, handed_over_on=later, edition=strict) is False
    assert is_met(**days, handed_over_on=None, edition=strict) is None


@pytest.mark.parametrize(
    ("cutoff", "at", "counted"),
    [
        (None, "2026-03-02T23:59", "Mon 2 Mar 2026"),
        (time(17), "2026-03-02T16:59", "Mon 2 Mar 2026"),
        (time(17), "2026-03-02T17:00", "Tue 3 Mar 2026"),
    ],
)
def test_what_comes_after_the_cut_off_counts_as_the_day_after(
    cutoff: time | None, at: str, counted: str
) -> None:
    """A-3: there is none unless the edition has one."""
    edition = replace(PUM_PRESENT, cutoff=cutoff)
    assert day_counted(at=datetime.fromisoformat(at).replace(tzinfo=OSLO), edition=edition) == on(counted)


def test_the_day_is_that_of_oslo() -> None:
    """Half past eleven at night in London is the next day here."""
    at = datetime(2026, 3, 2, 23, 30, tzinfo=ZoneInfo("UTC"))  # a Monday there
    assert day_counted(at=at, edition=PUM_PRESENT) == on("Tue 3 Mar 2026")


@pytest.mark.parametrize(
    ("mobile", "email", "failed", "channel"),
    [
        (True, True, (), "sms"),
        (True, False, (), "sms"),
        (False, True, (), "email"),
        (False, False, (), "letter"),
        (True, True, ("sms",), "email"),
        (True, True, ("sms", "email"), "letter"),
        (True, False, ("sms",), "letter"),
        (False, False, ("letter",), "letter"),
    ],
)
def test_a_notice_takes_the_first_channel_that_works(
    mobile: bool, email: bool, failed: tuple[str, ...], channel: str
) -> None:
    """§11: SMS, then e-mail, then paper."""
    contact = ContactFacts(has_mobile=mobile, has_email=email)
    assert notice_channel(contact, failed=failed, edition=PUM_PRESENT).answer == {"channel": channel}
    assert channels(contact, edition=PUM_PRESENT)[-1] == "letter"


@pytest.mark.parametrize(
    ("channel", "earlier", "present"),
    [("sms", (3, 11), (5,)), ("email", (3, 11), (5,)), ("letter", (5,), (5,))],
)
def test_the_days_of_the_reminder_go_by_channel_and_edition(
    channel: str, earlier: tuple[int, ...], present: tuple[int, ...]
) -> None:
    """§14."""
    assert reminder_days(channel, edition=PUM_EARLIER) == earlier
    assert reminder_days(channel, edition=PUM_PRESENT) == present


USUAL = OutletFacts(id=10, has_scanner=True)
NEAR = OutletFacts(id=20, has_scanner=True, distance_m=900)
FAR = OutletFacts(id=15, has_scanner=True, distance_m=5000)
BARE = OutletFacts(id=11, has_scanner=False, distance_m=100)


@pytest.mark.parametrize(
    ("usual", "others", "chosen"),
    [
        (USUAL, (NEAR,), 10),
        (replace(USUAL, has_scanner=False), (FAR, NEAR, BARE), 20),
        (replace(USUAL, scanner_works=False), (FAR, BARE), 15),
        (replace(USUAL, has_scanner=False), (replace(NEAR, scanner_works=False), FAR), 15),
        (replace(USUAL, has_scanner=False), (replace(NEAR, id=21), NEAR), 20),
        (replace(USUAL, has_scanner=False), (BARE,), None),
    ],
)
def test_the_notice_names_an_outlet_that_can_check_identity(
    usual: OutletFacts, others: tuple[OutletFacts, ...], chosen: int | None
) -> None:
    """§11: the usual one, else the nearest with a working scanner, else none."""
    decision = outlet_for(usual=usual, others=others, edition=PUM_PRESENT)
    assert decision.answer == {"outlet": chosen}
    assert bool(decision.refusals) is (chosen is None)


@pytest.mark.parametrize(
    ("others", "chosen"),
    [
        ((FAR, NEAR, BARE), 20),
        ((replace(NEAR, connected=False), FAR), 15),
        ((replace(NEAR, scanner_works=False), BARE), None),
        ((USUAL,), None),
    ],
)
def test_an_outlet_in_an_outage_names_the_nearest_that_works(
    others: tuple[OutletFacts, ...], chosen: int | None
) -> None:
    """§11: with a line and a scanner; itself never."""
    decision = outlet_meanwhile(here=USUAL, others=others, edition=PUM_PRESENT)
    assert decision.answer == {"outlet": chosen}
    assert decision.outcome == ("other" if chosen else "none")
    assert "PUM §14" in map(str, decision.clauses)


def test_the_recipient_sees_the_way_and_the_sender_sees_more() -> None:
    """§10: from hand-in to hand-over for both."""
    history = [
        "PRE_NOTIFIED",
        "HANDED_IN",
        "READY_FOR_PICKUP",
        "NOTIFICATION_FAILED",
        "DELIVERED",
        "REPORT_SENT",
    ]
    seen = tuple(each for each in history if may_see(Audience.RECIPIENT, each))
    assert seen == (Event.HANDED_IN, Event.READY_FOR_PICKUP, Event.DELIVERED)
    assert all(may_see(Audience.SENDER, each) for each in history)
    assert all(may_see(Audience.SENDER, code) for code in Event)
    assert [str(clause) for clause in CLAUSES] == ["PUM §10"]


@pytest.mark.parametrize(
    ("at", "until"),
    [
        ("2026-11-23T20:59", None),  # Monday
        ("2026-11-23T21:00", "2026-11-24T08:00"),
        ("2026-11-24T00:30", "2026-11-24T08:00"),  # Tuesday
        ("2026-11-24T07:59", "2026-11-24T08:00"),
        ("2026-11-24T08:00", None),
        ("2026-03-28T23:00", "2026-03-29T08:00"),  # Saturday; the clocks go forward in that night
    ],
)
def test_an_sms_waits_for_the_end_of_the_night(at: str, until: str | None) -> None:
    """Nobody is woken, whatever the clocks do; a mail waits for nothing."""
    local_at = datetime.fromisoformat(at).replace(tzinfo=OSLO)
    expected = datetime.fromisoformat(until).replace(tzinfo=OSLO) if until else None
    assert quiet_until("sms", local_at=local_at, edition=PUM_PRESENT) == expected
    assert quiet_until("email", local_at=local_at, edition=PUM_PRESENT) is None


def test_quiet_hours_may_lie_in_one_day_or_be_none() -> None:
    """Both are switches of the edition."""
    noon = datetime(2026, 11, 23, 12, 30, tzinfo=OSLO)  # Monday
    siesta = replace(PUM_PRESENT, sms_quiet_hours=(time(12), time(14)))
    assert quiet_until("sms", local_at=noon, edition=siesta) == noon.replace(hour=14, minute=0)
    assert quiet_until("sms", local_at=noon.replace(hour=11), edition=siesta) is None
    never = replace(PUM_PRESENT, sms_quiet_hours=None)
    assert quiet_until("sms", local_at=noon.replace(hour=23), edition=never) is None
