"""While a letter waits, and when it does not end at the counter."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from tests.actions import line
from tests.actions.line import BERGEN, NOW, TODAY, at, check, codes, give, number, states, wait_for_recipient

from budstikke.post.actions.moving.extend_deadline import extend_deadline, give_back_case, give_back_outage
from budstikke.post.actions.moving.finish import back_at_sender, found, lost
from budstikke.post.actions.moving.sweep import remind, return_uncollected
from budstikke.post.records.balance import balance
from budstikke.post.records.models import Event, Letter
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.events import Outcome

pytestmark = pytest.mark.usefixtures("installation")
LAST = date(2026, 12, 14)  # Monday


def last_day(serial: int = 1) -> date:
    """The letter's last day."""
    with acting_as(CARRIER):
        day = Letter.objects.get(number=number(serial)).last_collect_day
    assert day
    return day


def extend(until: date, *, today: date = TODAY) -> list[str]:
    """Ask for more time; returns the refusals."""
    decision = extend_deadline(number(1), until=until, actor="service-1", today=today, now=at(today))
    return [refusal.code for refusal in decision.refusals]


def outage(first: date, last: date) -> int:
    """Give the days of an outage in Bergen back."""
    return give_back_outage(outlet_id=BERGEN, first=first, last=last, actor="service-1", now=NOW)


# More time


def test_an_extension_moves_the_last_day_and_is_an_event() -> None:
    """Asked for on the last day, which is soon enough."""
    wait_for_recipient(1)
    assert last_day() == LAST
    assert extend(LAST + timedelta(days=7), today=LAST) == []
    assert last_day() == LAST + timedelta(days=7)
    assert codes(1)[-1] == "DEADLINE_EXTENDED"


@pytest.mark.parametrize(
    ("until", "today", "code"),
    [
        (LAST, TODAY, "EXTENSION_NOT_LATER"),
        (LAST + timedelta(days=9), LAST + timedelta(days=1), "EXTENSION_TOO_LATE"),
    ],
)
def test_an_extension_against_the_terms_changes_nothing(until: date, today: date, code: str) -> None:
    """Not later than it is, and not when it is over."""
    wait_for_recipient(1)
    assert extend(until, today=today) == [code]
    assert last_day() == LAST
    assert codes(1)[-1] == "NOTIFICATION_SENT"


def test_an_extension_of_a_letter_that_was_collected_is_refused() -> None:
    """There is nothing left to wait for."""
    wait_for_recipient(1)
    give(1, check(1).check_id)
    assert extend(LAST + timedelta(days=7)) == ["LETTER_NOT_HERE"]


def test_an_extension_before_the_notice_is_refused() -> None:
    """No deadline has begun."""
    from tests.actions.line import book, bring_to_outlet, file_of, order

    book(file_of([order(1)]))
    bring_to_outlet([1])
    assert extend(LAST) == ["LETTER_NOT_HERE"]


def test_an_extended_letter_is_handed_over_and_returned_by_its_new_day() -> None:
    """Day 22 is a day to collect on now, day 29 is not."""
    wait_for_recipient(1)
    extend(LAST + timedelta(days=7))
    assert return_uncollected(today=LAST + timedelta(days=1), now=NOW) == 0
    assert check(1, today=LAST + timedelta(days=7)).passed
    assert return_uncollected(today=LAST + timedelta(days=8), now=NOW) == 1


def test_an_outage_gives_its_days_back_once() -> None:
    """Three days without a scanner, told twice: three days more, not six."""
    wait_for_recipient(1)
    first = date(2026, 11, 30)  # Monday
    assert outage(first, first + timedelta(days=2)) == 1
    assert outage(first, first + timedelta(days=2)) == 0
    assert last_day() == LAST + timedelta(days=3)
    assert codes(1).count("DEADLINE_EXTENDED") == 1
    assert outage(first + timedelta(days=9), first + timedelta(days=9)) == 1
    assert last_day() == LAST + timedelta(days=4)


def test_an_outage_that_lasts_is_told_each_day() -> None:
    """Its first day and today, day after day: each day is given back once, and the deadline is never reached."""
    wait_for_recipient(1)
    for day in range(4):
        today = LAST + timedelta(days=day)
        assert last_day() == today
        assert outage(LAST, today) == 1
    assert last_day() == LAST + timedelta(days=4)


def test_a_support_case_holds_the_deadline_while_it_is_open() -> None:
    """Told each day; a day of an outage within it is not given twice."""
    wait_for_recipient(1)
    told = {"opened_on": LAST, "actor": "service-1", "now": NOW}
    assert give_back_case(number(1), open_to=LAST, **told).outcome == "extended"
    assert give_back_case(number(1), open_to=LAST, **told).outcome == "unchanged"
    assert outage(LAST, LAST) == 0
    assert give_back_case(number(1), open_to=LAST + timedelta(days=1), **told).outcome == "extended"
    assert last_day() == LAST + timedelta(days=2)
    assert return_uncollected(today=LAST + timedelta(days=2), now=NOW) == 0


def test_a_support_case_about_a_letter_that_does_not_wait_moves_nothing() -> None:
    """It is on its way back."""
    wait_for_recipient(1)
    return_uncollected(today=LAST + timedelta(days=1), now=NOW)
    late = give_back_case(number(1), opened_on=LAST, open_to=LAST, actor="service-1", now=NOW)
    assert [refusal.code for refusal in late.refusals] == ["LETTER_NOT_HERE"]


def test_an_outage_elsewhere_or_before_gives_nothing_back() -> None:
    """Only days of the letter's own wait, at its own outlet."""
    wait_for_recipient(1)
    assert outage(TODAY - timedelta(days=5), TODAY) == 0
    elsewhere = give_back_outage(outlet_id=1, first=LAST, last=LAST, actor="x", now=NOW)
    assert (elsewhere, last_day()) == (0, LAST)


# Going back


def test_letters_not_collected_go_back_the_day_after_the_last_and_once() -> None:
    """Three wait, one was collected: two go back, on Tuesday."""
    wait_for_recipient(1, 2, 3)
    give(3, check(3).check_id)
    assert return_uncollected(today=LAST, now=at(LAST)) == 0
    tuesday = LAST + timedelta(days=1)
    assert return_uncollected(today=tuesday, now=at(tuesday)) == 2
    assert return_uncollected(today=tuesday, now=at(tuesday)) == 0
    assert states() == {number(1): "returning", number(2): "returning", number(3): "delivered"}
    with acting_as(CARRIER):
        decision = Event.objects.filter(code="RETURN").latest("id").decision
    assert decision["clauses"] == ["PUM §14", "PUM §15"]
    assert decision["inputs"]["last_collect_day"] == "2026-12-14"


def test_a_letter_at_the_counter_this_moment_is_left_to_the_next_sweep() -> None:
    """Its row is locked; the sweep passes it over and takes the others."""
    import psycopg

    from budstikke.kit.database import address

    wait_for_recipient(1, 2)
    tuesday = LAST + timedelta(days=1)
    with psycopg.connect(address("post", "app")) as counter:
        counter.execute("SELECT set_config('budstikke.tenant', 'carrier', true)")
        counter.execute("SELECT 1 FROM letter WHERE number = %s FOR UPDATE", [number(1)])
        assert return_uncollected(today=tuesday, now=at(tuesday)) == 1
    assert states() == {number(1): "ready", number(2): "returning"}
    assert return_uncollected(today=tuesday, now=at(tuesday)) == 1


def test_a_failed_check_returns_nothing_early() -> None:
    """The recipient may come again with better papers."""
    wait_for_recipient(1)
    check(1, in_person=False)
    assert return_uncollected(today=LAST, now=at(LAST)) == 0
    assert check(1, today=LAST).passed


def test_a_returned_letter_ends_with_its_sender() -> None:
    """Counted as returned, and not before it is there."""
    wait_for_recipient(1)
    return_uncollected(today=LAST + timedelta(days=1), now=NOW)
    assert _outcome() is Outcome.HELD
    assert back_at_sender([number(1), number(9)], place="OSLO", actor="clerk-1", now=NOW) == (number(9),)
    assert (states(), _outcome()) == ({number(1): "returned"}, Outcome.RETURNED)
    assert remind(today=LAST + timedelta(days=1), now=NOW) == 0


def _outcome() -> Outcome:
    with acting_as(CARRIER):
        counted = balance()
    assert counted.holds
    (outcome,) = [one for one, letters in counted.outcomes.items() if letters]
    return outcome


# Going astray


def test_a_lost_letter_is_lost_until_it_is_found() -> None:
    """Lost is an outcome; found, it is held again and goes on."""
    wait_for_recipient(1)
    lost([number(1)], place="", actor="service-1", now=NOW)
    assert _outcome() is Outcome.LOST
    assert not check(1).passed
    found([number(1)], place="OSLO", actor="service-1", now=NOW)
    assert (states(), _outcome()) == ({number(1): "in_transit"}, Outcome.HELD)


def test_a_found_letter_keeps_the_deadline_its_recipient_was_told() -> None:
    """No second notice, no new three weeks."""
    from budstikke.post.actions.moving.arrive import arrive
    from budstikke.post.records.models import Notice

    wait_for_recipient(1)
    lost([number(1)], place="", actor="service-1", now=NOW)
    found([number(1)], place="OSLO", actor="service-1", now=NOW)
    arrive([number(1)], outlet_id=BERGEN, clerk="clerk-7", now=NOW)
    assert last_day() == LAST
    with acting_as(CARRIER):
        assert Notice.objects.count() == 1


def test_a_misdelivered_letter_counts_as_lost() -> None:
    """It was handed over, and yet it was not."""
    wait_for_recipient(1)
    give(1, check(1).check_id)
    assert _outcome() is Outcome.DELIVERED
    line.misdeliver(1)
    assert (states(), _outcome()) == ({number(1): "lost"}, Outcome.LOST)


@pytest.mark.parametrize("what", [found, back_at_sender])
def test_what_cannot_have_happened_is_not_noted_of_any(what: object) -> None:
    """One of the two may not come where its letter stands: neither is written."""
    wait_for_recipient(1, 2)
    give(1, check(1).check_id)
    if what is found:
        lost([number(2)], place="", actor="service-1", now=NOW)
    before = codes(1), codes(2)
    with pytest.raises(IntegrityError):
        what([number(1), number(2)], place="", actor="service-1", now=NOW)  # type: ignore[operator]
    assert (codes(1), codes(2)) == before


def test_a_number_named_twice_is_noted_once() -> None:
    """A list typed by hand."""
    wait_for_recipient(1)
    lost([number(1), number(1)], place="", actor="service-1", now=NOW)
    assert codes(1).count("LOST") == 1
