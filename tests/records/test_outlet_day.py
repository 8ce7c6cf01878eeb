"""The outlet's day: its lists, its numbers, and the letters that do not add up, by name."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.actions.line import (
    BERGEN,
    TODAY,
    at,
    book,
    bring_to_outlet,
    check,
    file_of,
    give,
    number,
    order,
    turn_away,
    wait_for_recipient,
)

from budstikke.post.records.models import Event, Letter
from budstikke.post.records.outlet_day import OutletDay, outlet_day
from budstikke.post.records.scope import CARRIER, acting_as

pytestmark = pytest.mark.usefixtures("installation")
DAY = timedelta(days=1)
# Events are recorded at the moment the tests name, so the next day is another day of the balance.
NEXT = TODAY + DAY  # Tuesday
RETURNED_ON = date(2026, 12, 15)  # Tuesday, the day after the last


def day(today: date = TODAY, outlet: int = BERGEN) -> OutletDay:
    """The day as the carrier sees it."""
    with acting_as(CARRIER):
        return outlet_day(outlet, today=today)


def sums(of: OutletDay) -> tuple[int, ...]:
    """Opening, arrived, handed over, returned, moved, on shelf."""
    end = of.balance
    return (end.opening, end.arrived, end.handed_over, end.returned, end.moved, end.on_shelf)


def test_a_day_of_arrivals_refusals_and_hand_overs_adds_up() -> None:
    """Three came, one was collected, one person was turned away."""
    wait_for_recipient(1, 2, 3)
    turn_away(1)
    give(2, check(2).check_id)
    today = day()
    assert sums(today) == (0, 3, 1, 0, 0, 2)
    assert today.balance.holds
    assert [row.number for row in today.handed_over] == [number(2)]
    assert [row.number for row in today.refused] == [number(1)]
    assert {row.number for row in today.shelf} == {number(1), number(3)}
    assert (today.counts["shelf"], today.counts["refused"], today.counts["arrived"]) == (2, 1, 3)


def test_the_next_day_opens_with_what_lay_there() -> None:
    """The history says so, not yesterday's page."""
    wait_for_recipient(1, 2)
    assert sums(day(NEXT)) == (2, 0, 0, 0, 0, 2)
    assert day(NEXT).balance.holds


def test_what_is_past_its_last_day_is_to_be_returned_and_then_returned() -> None:
    """Before the sweep, and after it."""
    from budstikke.post.actions.moving.sweep import return_uncollected

    wait_for_recipient(1)
    before = day(RETURNED_ON)
    assert [row.number for row in before.to_return] == [number(1)]
    return_uncollected(today=RETURNED_ON, now=at(RETURNED_ON))
    after = day(RETURNED_ON)
    assert (after.to_return, [row.number for row in after.returned]) == ((), [number(1)])
    assert sums(after) == (1, 0, 0, 1, 0, 0)
    assert after.balance.holds


def test_the_shelf_is_sorted_by_the_last_day() -> None:
    """What goes back first lies in front."""
    wait_for_recipient(1, today=TODAY)
    wait_for_recipient(2, today=NEXT)
    assert [row.number for row in day().shelf] == [number(1), number(2)]


def test_a_letter_on_its_way_here_is_arriving() -> None:
    """It was handed in, and its postcode is served here."""
    from tests.actions.line import CUSTOMER, NOW

    from budstikke.post.actions.moving.hand_in import Dispatch, hand_in

    book(file_of([order(1)]))
    hand_in(
        Dispatch(customer_number=CUSTOMER, numbers=[number(1)], place="OSLO"),
        clerk="clerk-1",
        today=TODAY,
        now=NOW,
    )
    assert [row.number for row in day().arriving] == [number(1)]
    bring_to_outlet([])
    assert day().counts["shelf"] == 0


def test_a_letter_that_lies_elsewhere_than_its_events_say_is_named() -> None:
    """Somebody wrote another outlet into its row."""
    from tests.actions.line import SOTRA

    wait_for_recipient(1, 2)
    with acting_as(CARRIER):
        Letter.objects.filter(number=number(2)).update(outlet_id=SOTRA)
    for outlet in (BERGEN, SOTRA):
        end = day(outlet=outlet).balance
        assert (end.astray, end.difference != 0, end.holds) == ((number(2),), True, False)


def test_a_cut_list_is_counted_whole() -> None:
    """A page of one, of three."""
    wait_for_recipient(1, 2, 3)
    with acting_as(CARRIER):
        today = outlet_day(BERGEN, today=TODAY, most=1)
    assert (len(today.shelf), today.counts["shelf"], len(today.arrived), today.counts["arrived"]) == (
        1,
        3,
        1,
        3,
    )


def test_the_day_takes_a_constant_number_of_queries() -> None:
    """However many letters there are."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    day()
    with CaptureQueriesContext(connection) as none:
        day()
    wait_for_recipient(1, 2, 3)
    with CaptureQueriesContext(connection) as three:
        day()
    assert len(three) == len(none) <= 10
    with acting_as(CARRIER):
        assert Event.objects.exists()


def test_what_came_and_went_is_found_by_its_index() -> None:
    """An index over part of a table is used only where the question names that part, sign by sign."""
    from django.db import connection

    from budstikke.kit.clock import midnight
    from budstikke.post.records import outlet_day as asked

    told = {"place": f"at_outlet:{BERGEN}", "since": midnight(TODAY), "until": midnight(NEXT), "most": 9}
    with acting_as(CARRIER), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {asked._GONE}", told)
        plan = str(cursor.fetchall())
    assert "events_into_an_outlet" in plan and "events_out_of_an_outlet" in plan
