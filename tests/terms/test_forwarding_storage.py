"""Forwarding §4 and what follows on it: release, interim delivery, what is signed for, agreements in a row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.terms.days import on
from tests.terms.forwarded import period

from budstikke.law.working_days import WorkingDays
from budstikke.post.terms.editions import FORWARDING_EARLIER, FORWARDING_PRESENT
from budstikke.post.terms.forwarding import switches
from budstikke.post.terms.forwarding.chains import storage_chain, temporary_chain
from budstikke.post.terms.forwarding.days import DAY, Period
from budstikke.post.terms.forwarding.kinds import ItemKind
from budstikke.post.terms.forwarding.storing import (
    Rounds,
    interim_delivery,
    pickup_return,
    storage_release,
)

PRESENT = FORWARDING_PRESENT
DAYS = st.dates(min_value=date(1970, 1, 1), max_value=date(2090, 12, 31))


@pytest.mark.parametrize(
    ("end", "released"),
    [
        ("Mon 14 Sep 2026", "Tue 15 Sep 2026"),
        ("Fri 11 Sep 2026", "Mon 14 Sep 2026"),
        ("Wed 1 Apr 2026", "Tue 7 Apr 2026"),
        ("Wed 23 Dec 2026", "Thu 24 Dec 2026"),
        ("Thu 31 Dec 2026", "Mon 4 Jan 2027"),
    ],
)
def test_stored_mail_is_delivered_on_the_first_working_day_after(end: str, released: str) -> None:
    """§4, A-12."""
    assert storage_release(last_day=on(end), edition=PRESENT).answer["deliver_on"] == on(released)


def test_rounds_and_large_amounts_say_how_stored_mail_comes() -> None:
    """A-12, A-13: the round is on Tuesday and Thursday in even weeks; week 38 of 2026 is one."""
    rounds = Rounds(odd_weeks=frozenset({0, 2, 4}), even_weeks=frozenset({1, 3}))
    kept = storage_release(last_day=on("Sun 13 Sep 2026"), rounds=rounds, edition=PRESENT)
    assert (kept.answer["deliver_on"], kept.answer["planned_on"]) == (
        on("Mon 14 Sep 2026"),
        on("Tue 15 Sep 2026"),
    )
    by_round = replace(PRESENT, release=switches.Release.DISTRIBUTION_DAY)
    moved = storage_release(last_day=on("Sun 13 Sep 2026"), rounds=rounds, edition=by_round)
    assert moved.answer["deliver_on"] == on("Tue 15 Sep 2026")
    large = storage_release(last_day=on("Sun 13 Sep 2026"), items=40, edition=PRESENT)
    assert (large.answer["mode"], large.answer["id_required"]) == ("collect", True)
    assert (
        storage_release(last_day=on("Sun 13 Sep 2026"), items=39, edition=PRESENT).answer["mode"] == "deliver"
    )
    never = Rounds(odd_weeks=frozenset(), even_weeks=frozenset())
    assert storage_release(last_day=on("Sun 13 Sep 2026"), rounds=never, edition=by_round).answer[
        "deliver_on"
    ] == on("Mon 14 Sep 2026")


@pytest.mark.parametrize(
    ("requested", "end", "made", "delivered"),
    [
        ("Thu 30 Apr 2026", "Tue 30 Jun 2026", True, "Tue 5 May 2026"),
        ("Fri 26 Jun 2026", "Tue 30 Jun 2026", True, "Tue 30 Jun 2026"),
        ("Mon 29 Jun 2026", "Tue 30 Jun 2026", False, "Wed 1 Jul 2026"),  # it would be the day of release
        ("Tue 30 Jun 2026", "Tue 30 Jun 2026", False, "Wed 1 Jul 2026"),
    ],
)
def test_stored_mail_is_delivered_meanwhile_when_that_is_earlier(
    requested: str, end: str, made: bool, delivered: str
) -> None:
    """§4, A-14."""
    decision = interim_delivery(requested_on=on(requested), last_day=on(end), edition=PRESENT)
    assert decision.answer == {"interim": made, "deliver_on": on(delivered)}
    assert bool(decision.refusals) is not made


@pytest.mark.parametrize(
    ("requested", "wanted", "refused", "delivered"),
    [
        ("Mon 1 Jun 2026", "Fri 19 Jun 2026", None, "Fri 19 Jun 2026"),
        ("Mon 1 Jun 2026", "Sat 20 Jun 2026", None, "Mon 22 Jun 2026"),
        # Storage begins on Monday 15 June: there is nothing before the day after.
        ("Mon 1 Jun 2026", "Mon 15 Jun 2026", "INTERIM_TOO_EARLY", "Tue 16 Jun 2026"),
        ("Mon 1 Jun 2026", "Tue 16 Jun 2026", None, "Tue 16 Jun 2026"),
        ("Wed 17 Jun 2026", "Thu 18 Jun 2026", "INTERIM_TOO_EARLY", "Fri 19 Jun 2026"),
        ("Mon 1 Jun 2026", "Wed 1 Jul 2026", "INTERIM_NOT_EARLIER", "Wed 1 Jul 2026"),
    ],
)
def test_stored_mail_is_delivered_meanwhile_on_a_day_asked_for_in_advance(
    requested: str, wanted: str, refused: str | None, delivered: str
) -> None:
    """§4: on a working day, after the first day of storage and two working days, before the release."""
    decision = interim_delivery(
        requested_on=on(requested),
        start=on("Mon 15 Jun 2026"),
        last_day=on("Tue 30 Jun 2026"),
        wanted_on=on(wanted),
        edition=PRESENT,
    )
    assert [each.code for each in decision.refusals] == ([refused] if refused else [])
    assert decision.answer == {"interim": refused is None, "deliver_on": on(delivered)}


def test_what_is_signed_for_keeps_its_own_deadline() -> None:
    """§4, A-51: ready on Wednesday 1 July; the product's days, or the edition's."""
    told = pickup_return(kind=ItemKind.REGISTERED, ready_on=on("Wed 1 Jul 2026"), edition=PRESENT)
    assert told.answer == {"last_collect_day": on("Wed 22 Jul 2026"), "return_from": on("Thu 23 Jul 2026")}
    shorter = pickup_return(
        kind=ItemKind.COD, ready_on=on("Wed 1 Jul 2026"), collect_days=14, edition=PRESENT
    )
    assert shorter.answer["return_from"] == on("Thu 16 Jul 2026")


@pytest.mark.parametrize(
    ("previous", "requested", "accepted", "chain_start", "longest"),
    [
        ([], ("Mon 15 Jun 2026", "Mon 14 Sep 2026"), True, "Mon 15 Jun 2026", "Mon 14 Sep 2026"),
        ([], ("Mon 15 Jun 2026", "Tue 15 Sep 2026"), False, "Mon 15 Jun 2026", "Mon 14 Sep 2026"),
        # Friday to Monday: one chain; a Monday between: two.
        (
            [("Mon 12 Jan 2026", "Fri 10 Apr 2026")],
            ("Mon 13 Apr 2026", "Sat 11 Jul 2026"),
            True,
            "Mon 12 Jan 2026",
            "Sat 11 Jul 2026",
        ),
        (
            [("Mon 12 Jan 2026", "Fri 10 Apr 2026")],
            ("Mon 13 Apr 2026", "Sun 12 Jul 2026"),
            False,
            "Mon 12 Jan 2026",
            "Sat 11 Jul 2026",
        ),
        (
            [("Mon 12 Jan 2026", "Fri 10 Apr 2026")],
            ("Tue 14 Apr 2026", "Mon 13 Jul 2026"),
            True,
            "Tue 14 Apr 2026",
            "Mon 13 Jul 2026",
        ),
        # Three links, told in any order.
        (
            [("Mon 2 Mar 2026", "Thu 30 Apr 2026"), ("Thu 1 Jan 2026", "Fri 27 Feb 2026")],
            ("Mon 4 May 2026", "Tue 30 Jun 2026"),
            True,
            "Thu 1 Jan 2026",
            "Tue 30 Jun 2026",
        ),
        # One that follows is part of the chain: seven months together.
        (
            [("Mon 1 Jun 2026", "Fri 31 Jul 2026")],
            ("Thu 1 Jan 2026", "Tue 31 Mar 2026"),
            True,
            "Thu 1 Jan 2026",
            "Tue 31 Mar 2026",
        ),
        (
            [("Wed 1 Apr 2026", "Tue 30 Jun 2026"), ("Wed 1 Jul 2026", "Fri 31 Jul 2026")],
            ("Thu 1 Jan 2026", "Tue 31 Mar 2026"),
            False,
            "Thu 1 Jan 2026",
            "Tue 31 Mar 2026",
        ),
    ],
)
def test_storages_that_follow_each_other_count_together(
    previous: list[tuple[str, str]],
    requested: tuple[str, str],
    accepted: bool,
    chain_start: str,
    longest: str,
) -> None:
    """§4, A-11: three months each, six together."""
    decision = storage_chain(
        previous=[period(*each) for each in previous], requested=period(*requested), edition=PRESENT
    )
    assert decision.refusals is not accepted
    assert decision.answer == {"chain_start": on(chain_start), "max_last_day": on(longest)}


def test_a_gap_of_any_day_may_be_enough() -> None:
    """A-11, the other reading: a week-end breaks the chain, the next day does not."""
    any_day = replace(PRESENT, storage_gap=switches.Gap.ANY_DAY)
    before = [period("Mon 12 Jan 2026", "Fri 10 Apr 2026")]
    monday = storage_chain(
        previous=before, requested=period("Mon 13 Apr 2026", "Sun 12 Jul 2026"), edition=any_day
    )
    saturday = storage_chain(
        previous=before, requested=period("Sat 11 Apr 2026", "Fri 10 Jul 2026"), edition=any_day
    )
    assert monday.answer["chain_start"] == on("Mon 13 Apr 2026")
    assert saturday.answer["chain_start"] == on("Mon 12 Jan 2026")


def test_temporary_redirections_have_a_total_only_where_an_edition_sets_one() -> None:
    """A-7: three times six months."""
    halves = [period("Thu 1 Jan 2026", "Tue 30 Jun 2026"), period("Wed 1 Jul 2026", "Thu 31 Dec 2026")]
    third = period("Fri 1 Jan 2027", "Wed 30 Jun 2027")
    assert not temporary_chain(previous=halves, requested=third, edition=PRESENT).refusals
    refused = temporary_chain(previous=halves, requested=third, edition=FORWARDING_EARLIER).refusals
    assert [each.code for each in refused] == ["TOO_LONG"]
    assert [str(clause) for clause in refused[0].clauses] == ["Forwarding §3"]


@given(DAYS, st.integers(0, 100), st.integers(0, 12), st.integers(0, 100))
def test_a_chain_is_never_longer_than_its_parts_allow(start: date, length: int, gap: int, more: int) -> None:
    """What is accepted ends within three months of its own start and six of the chain's."""
    first = Period(start, start + timedelta(days=length))
    second = Period(
        first.last_day + DAY + timedelta(days=gap), first.last_day + DAY + timedelta(days=gap + more)
    )
    decision = storage_chain(previous=[first], requested=second, edition=PRESENT)
    joined = decision.answer["chain_start"] == first.start
    assert joined != WorkingDays().lies_between(last_day=first.last_day, start=second.start)
    fits = second.last_day <= decision.answer["max_last_day"]  # type: ignore[operator]
    assert fits == (not decision.refusals)
