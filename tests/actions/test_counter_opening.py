"""Taking up letters at stations: who gets it, who is told why not, and what is never lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from tests.actions.counter import (
    CLERK,
    decided,
    draft,
    kept,
    opened,
    rows_left,
    scanner,
    sent,
    shown,
    stations,
)
from tests.actions.line import (
    NOW,
    SIGNATURE,
    SOTRA,
    TODAY,
    at,
    book,
    check,
    file_of,
    give,
    number,
    order,
    wait_for_recipient,
)

from budstikke.law.refusal import Refusal
from budstikke.post.actions.counter.open_check import Opened

pytestmark = pytest.mark.usefixtures("installation")


def code(result: object) -> str:
    """The code of a refusal."""
    assert isinstance(result, Refusal), result
    return result.code


def test_a_letter_that_waits_here_is_opened() -> None:
    """The ordinary case."""
    wait_for_recipient(1)
    (one, _) = stations()
    taken = opened(1, one)
    assert isinstance(taken, Opened) and not taken.resumed
    seen = shown(taken.nonce)
    assert (seen.letter.addressee, seen.letter.days_left) == ("Kari Nordmann", 21)
    assert seen.accepted[0].code == "no_passport"


def test_a_letter_nobody_booked_is_unknown() -> None:
    """So is what is no number at all."""
    from budstikke.post.actions.counter.open_check import open_check

    (one, _) = stations()
    assert code(opened(9, one)) == "LETTER_UNKNOWN"
    gibberish = open_check("HELLO", station_id=one, clerk=CLERK, nonce=uuid4(), today=TODAY, now=NOW)
    assert code(gibberish) == "LETTER_UNKNOWN"


def test_a_letter_that_waits_elsewhere_says_where() -> None:
    """The recipient is sent to the right outlet."""
    wait_for_recipient(1)
    (there,) = stations(1, outlet=SOTRA)
    refused = opened(1, there)
    assert code(refused) == "LETTER_ELSEWHERE"
    assert "Bergen postkontor" in refused.person.no


def test_a_letter_on_its_way_is_not_here_yet() -> None:
    """Booked is not arrived."""
    book(file_of([order(1)]))
    (one, _) = stations()
    assert code(opened(1, one)) == "LETTER_ON_ITS_WAY"


def test_a_collected_letter_says_when() -> None:
    """It is not handed over twice."""
    wait_for_recipient(1)
    give(1, check(1).check_id)
    (one, _) = stations()
    refused = opened(1, one)
    assert code(refused) == "LETTER_COLLECTED"
    assert "23.11.2026" in refused.staff.no


def test_a_letter_past_its_deadline_is_refused() -> None:
    """The day after the last is too late."""
    wait_for_recipient(1)
    (one, _) = stations()
    late = date(2026, 12, 15)  # Tuesday
    assert code(opened(1, one, today=late, now=at(late))) == "DEADLINE_PASSED"


def test_a_letter_that_goes_back_is_closed() -> None:
    """The sweep sent it."""
    from budstikke.post.actions.moving.sweep import return_uncollected

    wait_for_recipient(1)
    (one, _) = stations()
    late = date(2026, 12, 15)  # Tuesday
    return_uncollected(today=late, now=at(late))
    assert code(opened(1, one, today=late, now=at(late))) == "LETTER_CLOSED"


def test_a_letter_open_at_another_station_says_where_and_since_when() -> None:
    """The second clerk is told, in Oslo's time."""
    wait_for_recipient(1)
    (one, other) = stations()
    opened(1, one)
    refused = opened(1, other, clerk="clerk-8", now=NOW + timedelta(minutes=14))
    assert code(refused) == "CHECK_OPEN_ELSEWHERE"
    assert "Skranke 1" in refused.staff.no and "09:00" in refused.staff.no


def test_a_check_left_alone_is_taken_over_with_all_that_was_put_in() -> None:
    """The first station finds it under another station, and its clerk keeps nothing more."""
    wait_for_recipient(1)
    (one, other) = stations()
    first = opened(1, one)
    kept(first.nonce)
    taken = opened(1, other, clerk="clerk-8", now=NOW + timedelta(minutes=15))
    assert (taken.nonce, taken.resumed, taken.taken_over_from) == (first.nonce, True, one)
    seen = shown(first.nonce)
    assert (seen.station_id, seen.taken_from, seen.draft) == (other, "Skranke 1", draft())
    assert code(kept(first.nonce)) == "CHECK_NOT_OPEN"


def test_a_station_resumes_its_own_check() -> None:
    """Scanning the letter again, or another clerk signing in, loses nothing."""
    wait_for_recipient(1)
    (one, _) = stations()
    first = opened(1, one)
    kept(first.nonce, signature=SIGNATURE, strokes="[[1,2]]")
    again = opened(1, one, clerk="clerk-8")
    assert (again.nonce, again.resumed, again.taken_over_from) == (first.nonce, True, None)
    assert shown(first.nonce).draft == draft(signature=SIGNATURE, strokes="[[1,2]]")


def test_a_station_has_one_letter_at_a_time() -> None:
    """What was put in for one letter is never taken for another."""
    wait_for_recipient(1, 2)
    (one, _) = stations()
    opened(1, one)
    refused = opened(2, one)
    assert code(refused) == "STATION_OCCUPIED"
    assert number(1) in refused.staff.no


def test_a_revoked_station_opens_nothing() -> None:
    """A browser that was stolen."""
    from budstikke.post.actions.outlets.enroll_station import revoke_station

    wait_for_recipient(1)
    (one, other) = stations()
    opened(1, one)
    revoke_station(one, now=NOW)
    assert code(opened(1, one)) == "STATION_REVOKED"
    assert opened(1, other).taken_over_from == one


def test_of_two_clerks_who_race_one_wins_and_the_other_is_told() -> None:
    """Never a traceback, however close they are."""
    from django.db import connection

    wait_for_recipient(1)
    racing = stations(4)
    start = Barrier(len(racing))

    def race(station: int) -> object:
        start.wait()
        try:
            return opened(1, station, clerk=f"clerk-{station}")
        finally:
            connection.close()

    with ThreadPoolExecutor(len(racing)) as clerks:
        results = list(clerks.map(race, racing))
    assert sum(isinstance(each, Opened) for each in results) == 1
    assert [code(each) for each in results if isinstance(each, Refusal)] == ["CHECK_OPEN_ELSEWHERE"] * 3
    assert rows_left() == (1, 0)


def test_a_double_click_on_two_letters_leaves_the_station_with_one() -> None:
    """Both requests find the station free; the database lets one in."""
    from django.db import connection

    wait_for_recipient(1, 2)
    (one, _) = stations()
    start = Barrier(2)

    def race(serial: int) -> object:
        start.wait()
        try:
            return opened(serial, one)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as clicks:
        results = list(clicks.map(race, (1, 2)))
    assert sorted(type(each).__name__ for each in results) == ["Opened", "Refusal"]
    assert rows_left() == (1, 0)


def test_giving_up_erases_everything_and_the_letter_stays() -> None:
    """The next clerk begins anew."""
    from budstikke.post.actions.counter.give_up_check import give_up_check

    wait_for_recipient(1)
    (one, other) = stations()
    first = opened(1, one)
    sent(scanner(one), {"mrz_lines": ["A", "B"]})
    kept(first.nonce)
    assert give_up_check(first.nonce, clerk=CLERK) is True
    assert give_up_check(first.nonce, clerk=CLERK) is False
    assert rows_left() == (0, 0)
    assert not opened(1, other).resumed


def test_another_document_begins_an_empty_check_of_the_same_letter() -> None:
    """After a refusal, and in the middle of a check."""
    from budstikke.post.actions.counter.give_up_check import try_another_document

    wait_for_recipient(1)
    (one, _) = stations()
    first = opened(1, one)
    kept(first.nonce, kind="digital_driving_licence")
    assert not decided(first.nonce).passed
    new = uuid4()
    again = try_another_document(
        first.nonce, new_nonce=new, station_id=one, clerk=CLERK, today=TODAY, now=NOW
    )
    assert again == Opened(nonce=new, number=number(1))
    kept(new)
    third = uuid4()
    try_another_document(new, new_nonce=third, station_id=one, clerk=CLERK, today=TODAY, now=NOW)
    assert shown(third).draft.kind == ""
    assert (
        code(
            try_another_document(
                uuid4(), new_nonce=uuid4(), station_id=one, clerk=CLERK, today=TODAY, now=NOW
            )
        )
        == "CHECK_NOT_OPEN"
    )
