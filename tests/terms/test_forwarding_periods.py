"""Forwarding §2 to §4 in days: lead times, months, withholding, storage and what follows on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.terms.days import on
from tests.terms.forwarded import period

from budstikke.law.working_days import WorkingDays
from budstikke.post.terms.editions import FORWARDING_PRESENT
from budstikke.post.terms.forwarding import switches
from budstikke.post.terms.forwarding.days import DAY, day_counted, months_after, period_of
from budstikke.post.terms.forwarding.kinds import Channel, Service, Zone
from budstikke.post.terms.forwarding.ordering import AskedPeriod, earliest_start, order_check
from budstikke.post.terms.forwarding.withholding import withholding

PRESENT = FORWARDING_PRESENT
CLAMP = replace(PRESENT, period_end=switches.PeriodEnd.CLAMP)
DAYS = st.dates(min_value=date(1970, 1, 1), max_value=date(2090, 12, 31))


def start_of(service: str, channel: str, ordered: str, **more: object) -> object:
    """Return the earliest start told."""
    return earliest_start(
        service=Service(service),
        channel=Channel(channel),
        ordered_on=on(ordered),
        **{"edition": PRESENT, **more},  # type: ignore[arg-type]
    ).answer["earliest_start"]


@pytest.mark.parametrize(
    ("service", "channel", "ordered", "start"),
    [
        ("permanent", "web", "Mon 2 Nov 2026", "Fri 6 Nov 2026"),
        ("permanent", "web", "Sat 7 Nov 2026", "Thu 12 Nov 2026"),
        ("permanent", "web", "Sun 8 Nov 2026", "Thu 12 Nov 2026"),
        ("permanent", "counter", "Mon 2 Nov 2026", "Thu 12 Nov 2026"),
        ("temporary", "web", "Tue 22 Dec 2026", "Tue 29 Dec 2026"),
        ("temporary", "counter", "Wed 28 Apr 2027", "Tue 11 May 2027"),  # 6 May is Ascension Day
        ("storage", "web", "Wed 24 Mar 2027", "Wed 31 Mar 2027"),  # Easter lies between
        ("storage", "phone", "Fri 14 May 2027", "Fri 21 May 2027"),  # 17 May, which is Whit Monday too
        ("storage", "counter", "Mon 2 Nov 2026", "Mon 9 Nov 2026"),
    ],
)
def test_a_service_starts_so_many_working_days_after_its_order(
    service: str, channel: str, ordered: str, start: str
) -> None:
    """§2, §3, §4; the day of the order is day 0, open or closed."""
    assert start_of(service, channel, ordered) == on(start)


def test_closed_days_and_switches_move_the_start() -> None:
    """A-1, A-2, A-4: Thursday 24 December closed; whole days between; Saturday rolls to Monday first."""
    closed = (on("Thu 24 Dec 2026"),)
    assert start_of("storage", "web", "Wed 23 Dec 2026") == on("Mon 28 Dec 2026")
    assert start_of("storage", "web", "Wed 23 Dec 2026", closed_days=closed) == on("Tue 29 Dec 2026")
    listed = replace(PRESENT, closed_days=closed)
    assert start_of("storage", "web", "Wed 23 Dec 2026", edition=listed) == on("Tue 29 Dec 2026")
    clear = replace(PRESENT, lead_clear_days=True)
    assert start_of("permanent", "web", "Mon 2 Nov 2026", edition=clear) == on("Mon 9 Nov 2026")
    rolls = replace(PRESENT, nonworking_rolls=True)
    assert start_of("permanent", "web", "Sat 7 Nov 2026", edition=rolls) == on("Fri 13 Nov 2026")
    assert start_of("permanent", "web", "Fri 6 Nov 2026", edition=rolls) == on("Thu 12 Nov 2026")


def test_an_order_late_in_the_evening_counts_on_its_day_in_oslo() -> None:
    """A-3: no cut-off; an edition may have one."""
    late = datetime.fromisoformat("2026-11-02T22:50:00+00:00")
    assert day_counted(at=late, edition=PRESENT) == on("Mon 2 Nov 2026")
    assert day_counted(at=late, edition=replace(PRESENT, cutoff=time(18))) == on("Tue 3 Nov 2026")


@pytest.mark.parametrize("service", ["permanent", "temporary"])
def test_redirection_is_not_ordered_by_telephone(service: str) -> None:
    """A-28: no lead time is given; an edition may give one."""
    refused = earliest_start(
        service=Service(service), channel=Channel.PHONE, ordered_on=on("Mon 2 Nov 2026"), edition=PRESENT
    )
    assert [refusal.code for refusal in refused.refusals] == ["CHANNEL_NOT_OFFERED"]
    assert refused.answer["earliest_start"] is None
    assert [str(clause) for clause in refused.clauses] == [
        "Forwarding §2" if service == "permanent" else "Forwarding §3"
    ]
    offered = replace(PRESENT, permanent_lead_phone_days=6, temporary_lead_phone_days=6)
    assert start_of(service, "phone", "Mon 2 Nov 2026", edition=offered) == on("Tue 10 Nov 2026")


@pytest.mark.parametrize(
    ("start", "months", "last", "clamped"),
    [
        ("Sat 31 Jan 2026", 1, "Sat 28 Feb 2026", "Fri 27 Feb 2026"),
        ("Fri 30 Jan 2026", 1, "Sat 28 Feb 2026", "Fri 27 Feb 2026"),
        ("Wed 28 Jan 2026", 1, "Fri 27 Feb 2026", "Fri 27 Feb 2026"),
        ("Mon 31 Jan 2028", 1, "Tue 29 Feb 2028", "Mon 28 Feb 2028"),  # a leap year
        ("Tue 29 Feb 2028", 12, "Wed 28 Feb 2029", "Tue 27 Feb 2029"),
        ("Tue 31 Mar 2026", 3, "Tue 30 Jun 2026", "Mon 29 Jun 2026"),
        ("Mon 31 Aug 2026", 6, "Sun 28 Feb 2027", "Sat 27 Feb 2027"),
        ("Thu 1 Jan 2026", 14, "Sun 28 Feb 2027", "Sun 28 Feb 2027"),
        ("Thu 31 Dec 2026", 14, "Tue 29 Feb 2028", "Mon 28 Feb 2028"),
        ("Mon 15 Jun 2026", 3, "Mon 14 Sep 2026", "Mon 14 Sep 2026"),
    ],
)
def test_a_period_of_months_ends_the_day_before_the_same_day(
    start: str, months: int, last: str, clamped: str
) -> None:
    """A-5: a day the month lacks is the 1st after; clamped, it is the month's last."""
    assert period_of(start=on(start), months=months, edition=PRESENT).last_day == on(last)
    assert period_of(start=on(start), months=months, edition=CLAMP).last_day == on(clamped)


@given(DAYS, st.integers(1, 30))
def test_months_never_go_backwards_and_the_readings_differ_by_a_day_at_most(start: date, months: int) -> None:
    """Clamped is never later; a month more is never earlier."""
    rolled = months_after(start=start, months=months, edition=PRESENT)
    clamped = months_after(start=start, months=months, edition=CLAMP)
    assert rolled - clamped in (timedelta(0), DAY)
    assert months_after(start=start, months=months + 1, edition=PRESENT) > rolled > start
    assert rolled.day in (start.day, 1)


@pytest.mark.parametrize(
    ("zone", "end", "window", "deliver"),
    [
        (Zone.NO, "Fri 14 Aug 2026", ("Thu 13 Aug 2026", "Fri 14 Aug 2026"), "Mon 17 Aug 2026"),
        (Zone.NO, "Sun 16 Aug 2026", ("Thu 13 Aug 2026", "Sun 16 Aug 2026"), "Mon 17 Aug 2026"),
        (
            Zone.NO,
            "Mon 29 Mar 2027",
            ("Tue 23 Mar 2027", "Mon 29 Mar 2027"),
            "Tue 30 Mar 2027",
        ),  # Easter Monday
        (Zone.EU, "Fri 14 Aug 2026", ("Sat 8 Aug 2026", "Fri 14 Aug 2026"), "Mon 17 Aug 2026"),
        (Zone.WORLD, "Fri 14 Aug 2026", ("Sat 1 Aug 2026", "Fri 14 Aug 2026"), "Mon 17 Aug 2026"),
    ],
)
def test_mail_is_withheld_at_the_end_of_the_period(
    zone: Zone, end: str, window: tuple[str, str], deliver: str
) -> None:
    """§3, A-8: two working days, one week, two weeks, the last day in it."""
    held = withholding(last_day=on(end), zone=zone, edition=PRESENT)
    assert held.window == period(*window)
    assert held.deliver_from == on(deliver)


@pytest.mark.parametrize(
    ("zone", "window", "deliver"),
    [
        (Zone.NO, ("Sat 15 Aug 2026", "Tue 18 Aug 2026"), "Wed 19 Aug 2026"),
        (Zone.EU, ("Sat 15 Aug 2026", "Fri 21 Aug 2026"), "Mon 24 Aug 2026"),
        (Zone.WORLD, ("Sat 15 Aug 2026", "Fri 28 Aug 2026"), "Mon 31 Aug 2026"),
    ],
)
def test_mail_is_withheld_after_the_period_under_the_other_reading(
    zone: Zone, window: tuple[str, str], deliver: str
) -> None:
    """A-8, switch: the period ends on Friday 14 August."""
    after = replace(PRESENT, tail_hold=switches.TailHold.AFTER_END)
    held = withholding(last_day=on("Fri 14 Aug 2026"), zone=zone, edition=after)
    assert (held.window, held.deliver_from) == (period(*window), on(deliver))


def test_weeks_of_withholding_may_be_weeks_of_working_days() -> None:
    """A-10: five working days for a week, ten for two, before Friday 14 August."""
    working = replace(PRESENT, tail_week_unit=switches.WeekUnit.WORKING)
    starts = {
        zone: withholding(last_day=on("Fri 14 Aug 2026"), zone=zone, edition=working).window.start
        for zone in (Zone.EU, Zone.WORLD)
    }
    assert starts == {Zone.EU: on("Mon 10 Aug 2026"), Zone.WORLD: on("Mon 3 Aug 2026")}


@given(DAYS, st.sampled_from(list(Zone)), st.sampled_from(list(switches.TailHold)))
def test_withheld_mail_is_delivered_on_the_first_working_day_after(
    end: date, zone: Zone, hold: switches.TailHold
) -> None:
    """Whatever the zone: the window ends with or after the period, and nothing lies between it and delivery."""
    held = withholding(last_day=end, zone=zone, edition=replace(PRESENT, tail_hold=hold))
    assert held.window.start <= held.window.last_day < held.deliver_from
    assert (held.window.last_day == end) == (hold is switches.TailHold.BEFORE_END)
    assert WorkingDays().is_working_day(held.deliver_from)
    assert not WorkingDays().lies_between(last_day=held.window.last_day, start=held.deliver_from)


@pytest.mark.parametrize(
    ("country", "zone"),
    [
        ("NO", "NO"),
        ("SJ", "NO"),
        ("SE", "EU"),
        ("GB", "EU"),
        ("IS", "EU"),
        ("TR", "EU"),
        ("TH", "WORLD"),
        ("US", "WORLD"),
        ("GL", "WORLD"),
    ],
)
def test_a_table_says_how_far_a_country_is(country: str, zone: str) -> None:
    """A-9: Svalbard and Jan Mayen are Norway."""
    assert PRESENT.zone(country) == zone


def asked(service: str, start: str, end: str, *, zone: Zone = Zone.NO, channel: str = "web") -> list[str]:
    """Return the codes an order made on Monday 2 November 2026 is refused with."""
    decision = order_check(
        AskedPeriod(
            service=Service(service),
            channel=Channel(channel),
            ordered_on=on("Mon 2 Nov 2026"),
            period=period(start, end),
            zone=zone,
        ),
        edition=PRESENT,
    )
    return [refusal.code for refusal in decision.refusals]


@pytest.mark.parametrize(
    ("service", "start", "end", "codes"),
    [
        ("permanent", "Fri 6 Nov 2026", "Wed 5 Jan 2028", []),  # exactly 14 months
        ("permanent", "Fri 6 Nov 2026", "Thu 6 Jan 2028", ["TOO_LONG"]),
        ("permanent", "Thu 5 Nov 2026", "Mon 4 Jan 2027", ["TOO_EARLY"]),
        ("permanent", "Thu 5 Nov 2026", "Thu 6 Jan 2028", ["TOO_EARLY", "TOO_LONG"]),
        ("temporary", "Fri 6 Nov 2026", "Wed 5 May 2027", []),
        ("temporary", "Fri 6 Nov 2026", "Thu 6 May 2027", ["TOO_LONG"]),
        ("temporary", "Fri 6 Nov 2026", "Mon 9 Nov 2026", ["TAIL_HOLD_COVERS_PERIOD"]),
        ("temporary", "Fri 6 Nov 2026", "Tue 10 Nov 2026", []),
        ("storage", "Wed 4 Nov 2026", "Wed 3 Feb 2027", []),
        ("storage", "Wed 4 Nov 2026", "Thu 4 Feb 2027", ["TOO_LONG"]),
        ("storage", "Tue 3 Nov 2026", "Tue 3 Nov 2026", ["TOO_EARLY"]),
        ("storage", "Wed 4 Nov 2026", "Wed 4 Nov 2026", []),
    ],
)
def test_an_order_is_taken_or_refused_for_its_period(
    service: str, start: str, end: str, codes: list[str]
) -> None:
    """Every reason at once, in the order in which they are judged."""
    assert asked(service, start, end) == codes


def test_a_short_journey_far_away_is_refused_and_storage_offered() -> None:
    """Ten days in Thailand: two weeks would be withheld."""
    assert asked("temporary", "Mon 9 Nov 2026", "Wed 18 Nov 2026", zone=Zone.WORLD) == [
        "TAIL_HOLD_COVERS_PERIOD"
    ]
    assert asked("temporary", "Mon 9 Nov 2026", "Wed 18 Nov 2026", zone=Zone.EU) == []
