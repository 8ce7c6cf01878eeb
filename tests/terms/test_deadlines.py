"""PUM §14, §15: deadline, reminder, extension, outage, return."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.terms.days import on

from budstikke.post.terms.editions import PUM_EARLIER, PUM_PRESENT
from budstikke.post.terms.pum.days_given_back import Days, extend_for_case, extend_for_outage
from budstikke.post.terms.pum.deadlines import can_collect, collection, decide_collection, extend
from budstikke.post.terms.pum.edition import CountFrom, DayUnit, PumEdition
from budstikke.post.terms.pum.returns import after_failed_attempt, return_to_sender

ROLLING = replace(PUM_PRESENT, deadline_rolls=True)


@pytest.mark.parametrize(
    ("edition", "notified", "reminder", "last", "back", "dispatched"),
    [
        (
            PUM_PRESENT,
            "Mon 2 Mar 2026",
            "Sat 7 Mar 2026",
            "Mon 23 Mar 2026",
            "Tue 24 Mar 2026",
            "Tue 24 Mar 2026",
        ),
        # Last day on a Friday: the letter may not go back before Saturday, and leaves on Monday.
        (
            PUM_PRESENT,
            "Fri 6 Mar 2026",
            "Wed 11 Mar 2026",
            "Fri 27 Mar 2026",
            "Sat 28 Mar 2026",
            "Mon 30 Mar 2026",
        ),
        # Last day Ascension Day: no roll in the text.
        (
            PUM_PRESENT,
            "Thu 23 Apr 2026",
            "Tue 28 Apr 2026",
            "Thu 14 May 2026",
            "Fri 15 May 2026",
            "Fri 15 May 2026",
        ),
        (
            ROLLING,
            "Thu 23 Apr 2026",
            "Tue 28 Apr 2026",
            "Fri 15 May 2026",
            "Sat 16 May 2026",
            "Mon 18 May 2026",
        ),
        # Last day Christmas Day, then a week-end.
        (
            ROLLING,
            "Fri 4 Dec 2026",
            "Wed 9 Dec 2026",
            "Mon 28 Dec 2026",
            "Tue 29 Dec 2026",
            "Tue 29 Dec 2026",
        ),
        # Rolling leaves a working day alone.
        (
            ROLLING,
            "Wed 1 Apr 2026",
            "Mon 6 Apr 2026",
            "Wed 22 Apr 2026",
            "Thu 23 Apr 2026",
            "Thu 23 Apr 2026",
        ),
        (
            ROLLING,
            "Sat 7 Mar 2026",
            "Thu 12 Mar 2026",
            "Mon 30 Mar 2026",
            "Tue 31 Mar 2026",
            "Tue 31 Mar 2026",
        ),
        (
            PUM_EARLIER,
            "Mon 2 Mar 2026",
            "Thu 5 Mar 2026",
            "Mon 16 Mar 2026",
            "Tue 17 Mar 2026",
            "Tue 17 Mar 2026",
        ),
    ],
)
def test_the_days_of_the_wait(
    edition: PumEdition, notified: str, reminder: str, last: str, back: str, dispatched: str
) -> None:
    """The notice is day 0 and the last of the days still counts."""
    days = collection(notified_on=on(notified), edition=edition)
    assert days.reminders_on[0] == on(reminder)
    assert days.last_collect_day == on(last)
    assert days.return_from == on(back)
    assert days.return_dispatch_on == on(dispatched)


def test_the_earlier_edition_reminds_twice_by_sms_and_once_on_paper() -> None:
    """§14 of the earlier edition: days 3 and 11, or day 5."""
    notified = on("Mon 2 Mar 2026")
    by_sms = collection(notified_on=notified, channel="sms", edition=PUM_EARLIER)
    on_paper = collection(notified_on=notified, channel="letter", edition=PUM_EARLIER)
    assert by_sms.reminders_on == (on("Thu 5 Mar 2026"), on("Fri 13 Mar 2026"))
    assert on_paper.reminders_on == (on("Sat 7 Mar 2026"),)


def test_a_reminder_after_the_deadline_is_not_sent() -> None:
    """An edition whose wait is shorter than its reminder has none."""
    short = replace(PUM_PRESENT, collection_days=4)
    assert collection(notified_on=on("Mon 2 Mar 2026"), edition=short).reminders_on == ()
    assert decide_collection(notified_on=on("Mon 2 Mar 2026"), edition=short).answer["reminder_on"] is None


def test_the_reminder_may_count_working_days() -> None:
    """A-43: from Wednesday before Easter, the fifth working day."""
    working = replace(PUM_PRESENT, reminder_unit=DayUnit.WORKING)
    assert collection(notified_on=on("Wed 1 Apr 2026"), edition=working).reminders_on == (
        on("Mon 13 Apr 2026"),
    )


def test_the_deadline_may_count_from_arrival() -> None:
    """A-42: a notice sent two days after arrival then costs the recipient two days."""
    arrival = replace(PUM_PRESENT, collection_counts_from=CountFrom.ARRIVAL)
    dates = {"notified_on": on("Wed 4 Mar 2026"), "arrived_on": on("Mon 2 Mar 2026")}
    assert collection(**dates, edition=arrival).last_collect_day == on("Mon 23 Mar 2026")
    assert collection(**dates, edition=PUM_PRESENT).last_collect_day == on("Wed 25 Mar 2026")


def test_storage_does_not_stop_the_clock() -> None:
    """The answer is the same, and says so."""
    notified = on("Mon 2 Mar 2026")
    plain = decide_collection(notified_on=notified, edition=PUM_PRESENT)
    stored = decide_collection(notified_on=notified, storage_active=True, edition=PUM_PRESENT)
    assert plain.answer == stored.answer
    assert "Storage" in stored.words.en
    assert "Storage" not in plain.words.en


@pytest.mark.parametrize(
    ("today", "outcome"),
    [("Mon 2 Mar 2026", "allowed"), ("Mon 23 Mar 2026", "allowed"), ("Tue 24 Mar 2026", "refused")],
)
def test_the_last_day_is_a_day_to_collect_on(today: str, outcome: str) -> None:
    """§14: day 21 still counts, day 22 does not."""
    decision = can_collect(last_collect_day=on("Mon 23 Mar 2026"), today=on(today), edition=PUM_PRESENT)
    assert decision.outcome == outcome


@pytest.mark.parametrize(
    ("today", "until", "outcome", "code"),
    [
        ("Mon 23 Mar 2026", "Mon 30 Mar 2026", "extended", None),
        ("Mon 23 Mar 2026", "Mon 23 Mar 2026", "refused", "EXTENSION_NOT_LATER"),
        ("Tue 24 Mar 2026", "Mon 30 Mar 2026", "refused", "EXTENSION_TOO_LATE"),
    ],
)
def test_a_deadline_is_extended_while_the_letter_waits_and_to_a_later_day(
    today: str, until: str, outcome: str, code: str | None
) -> None:
    """§14, our reading: granted, never owed."""
    last = on("Mon 23 Mar 2026")
    decision = extend(last_collect_day=last, until=on(until), today=on(today), edition=PUM_PRESENT)
    assert decision.outcome == outcome
    assert [refusal.code for refusal in decision.refusals] == ([code] if code else [])
    assert decision.answer == {"last_collect_day": last if code else on(until)}


@pytest.mark.parametrize(
    ("outage_from", "outage_to", "lost", "until"),
    [
        ("Mon 23 Mar 2026", "Mon 23 Mar 2026", 1, "Tue 24 Mar 2026"),
        ("Thu 19 Mar 2026", "Fri 20 Mar 2026", 2, "Wed 25 Mar 2026"),
        ("Sun 22 Mar 2026", "Wed 25 Mar 2026", 4, "Fri 27 Mar 2026"),
        ("Sun 1 Mar 2026", "Mon 2 Mar 2026", 0, "Mon 23 Mar 2026"),
        ("Tue 24 Mar 2026", "Thu 26 Mar 2026", 0, "Mon 23 Mar 2026"),
    ],
)
def test_days_lost_to_an_outage_are_given_back(
    outage_from: str, outage_to: str, lost: int, until: str
) -> None:
    """A-44: only days of the letter's own wait, as it grows; the day of the notice costs nothing."""
    facts = {
        "notified_on": on("Mon 2 Mar 2026"),
        "last_collect_day": on("Mon 23 Mar 2026"),
        "outage_from": on(outage_from),
        "outage_to": on(outage_to),
    }
    decision = extend_for_outage(**facts, edition=PUM_PRESENT)
    assert decision.answer == {"last_collect_day": on(until), "lost_days": lost}
    unmoved = extend_for_outage(**facts, edition=replace(PUM_PRESENT, outage_extends=False))
    assert unmoved.answer == {"last_collect_day": on("Mon 23 Mar 2026"), "lost_days": 0}


WAIT = {"notified_on": on("Mon 2 Mar 2026"), "last_collect_day": on("Mon 23 Mar 2026")}


@pytest.mark.parametrize(
    ("opened", "open_to", "lost"),
    [
        ("Thu 5 Mar 2026", "Thu 5 Mar 2026", 1),
        ("Mon 2 Mar 2026", "Tue 3 Mar 2026", 1),
        ("Mon 23 Mar 2026", "Mon 30 Mar 2026", 8),
        ("Tue 24 Mar 2026", "Mon 30 Mar 2026", 0),
    ],
)
def test_an_open_support_case_holds_the_deadline(opened: str, open_to: str, lost: int) -> None:
    """A-47: a case opened in time holds the letter, however long it is open."""
    days = {"opened_on": on(opened), "open_to": on(open_to)}
    decision = extend_for_case(**WAIT, **days, edition=PUM_PRESENT)
    assert decision.answer["lost_days"] == lost
    assert [str(clause) for clause in decision.clauses] == ["PUM §12", "PUM §14"]
    unmoved = extend_for_case(**WAIT, **days, edition=replace(PUM_PRESENT, support_case_holds=False))
    assert unmoved.outcome == "unchanged"


def test_a_case_asked_about_each_day_gives_each_day_once() -> None:
    """Opened on the last day and closed five days later: six days more, and never out of time."""
    last, given = WAIT["last_collect_day"], []
    opened = last
    for day in range(23, 29):  # a Monday and the five days after it
        today = date(2026, 3, day)
        assert today <= last
        held = extend_for_case(
            notified_on=WAIT["notified_on"],
            last_collect_day=last,
            opened_on=opened,
            open_to=today,
            already=given,
            edition=PUM_PRESENT,
        )
        assert held.answer["lost_days"] == 1
        last, given = held.answer["last_collect_day"], [Days(first=opened, last=today)]  # type: ignore[assignment]
    assert last == on("Sun 29 Mar 2026")


def test_a_day_lost_for_two_causes_is_given_back_once() -> None:
    """An outage of three days with a support case in its midst."""
    case = Days(first=on("Wed 11 Mar 2026"), last=on("Wed 11 Mar 2026"))
    days = {"outage_from": on("Tue 10 Mar 2026"), "outage_to": on("Thu 12 Mar 2026")}
    decision = extend_for_outage(**WAIT, **days, already=[case], edition=PUM_PRESENT)
    assert decision.answer["lost_days"] == 2


def test_a_failed_attempt_leaves_the_letter_where_it_is() -> None:
    """§15: it goes back after the deadline and not before."""
    last = on("Mon 23 Mar 2026")
    kept = after_failed_attempt(last_collect_day=last, attempt_on=on("Mon 23 Mar 2026"), edition=PUM_PRESENT)
    late = after_failed_attempt(last_collect_day=last, attempt_on=on("Tue 24 Mar 2026"), edition=PUM_PRESENT)
    assert kept.answer == {"item": "kept", "last_collect_day": last}
    assert late.answer["item"] == "returned"


def test_a_return_travels_as_a_registered_letter() -> None:
    """§15."""
    assert return_to_sender(edition=PUM_PRESENT).answer == {
        "returned_as": "registered_letter",
        "to": "sender_return_address",
    }
