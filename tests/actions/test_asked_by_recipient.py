"""What a recipient asks for from the tracking page: more time, another outlet, that somebody looks into it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.actions import line
from tests.actions.line import BERGEN, NOW, SOTRA, TODAY, at, codes, number, states, wait_for_recipient

from budstikke.law.refusal import Refusal
from budstikke.post.actions.helping.report_problem import Reported, report_problem
from budstikke.post.actions.moving.arrive import arrive
from budstikke.post.actions.moving.choose_outlet import choose_outlet, outlets_to_choose
from budstikke.post.actions.moving.extend_deadline import extend_once, give_back_outage
from budstikke.post.actions.moving.hold_deadlines import hold_deadlines
from budstikke.post.actions.moving.open_case import close_case
from budstikke.post.actions.moving.sweep import return_uncollected
from budstikke.post.actions.telling.second_fact import Known, second_fact
from budstikke.post.records.balance import balance
from budstikke.post.records.models import Claim, Event, Letter, Notice, Outage, Outlet, SupportCase
from budstikke.post.records.scope import CARRIER, acting_as

pytestmark = pytest.mark.usefixtures("installation")
LAST = date(2026, 12, 14)  # Monday
WEEK = timedelta(days=7)
ASKOY = 122611


@pytest.fixture
def askoy() -> int:
    """A third outlet, with a scanner."""
    with acting_as(CARRIER):
        row = Outlet.objects.get(id=BERGEN)
        row.id, row.name, row.longitude = ASKOY, "Askøy postkontor SPECIMEN", 5.16
        row.save(force_insert=True)
    return ASKOY


def letter(serial: int = 1) -> Letter:
    """The letter as it stands."""
    with acting_as(CARRIER):
        return Letter.objects.get(number=number(serial))


def extend(*, today: date = TODAY) -> list[str]:
    """Ask for a week; returns the refusals."""
    return [each.code for each in extend_once(number(1), today=today, now=at(today)).refusals]


def choose(outlet_id: int, *, today: date = TODAY) -> list[str]:
    """Ask for another outlet; returns the refusals."""
    decision = choose_outlet(number(1), outlet_id=outlet_id, today=today, now=at(today))
    return [each.code for each in decision.refusals]


def test_a_week_is_given_once_and_days_given_back_do_not_use_it_up() -> None:
    """An outage before it moved the day as well; the event holds the decision."""
    wait_for_recipient(1)
    give_back_outage(outlet_id=BERGEN, first=date(2026, 12, 1), last=date(2026, 12, 1), actor="s", now=NOW)
    assert extend() == []
    assert letter().last_collect_day == LAST + timedelta(days=8)
    assert extend() == ["EXTENSION_USED"]
    assert letter().last_collect_day == LAST + timedelta(days=8)
    with acting_as(CARRIER):
        event = Event.objects.filter(code="DEADLINE_EXTENDED").order_by("id").last()
    assert event and event.actor == "recipient" and event.decision
    assert event.decision["question"] == "extend_by_recipient"


def test_the_sweep_keeps_to_the_longer_wait() -> None:
    """It goes back the day after, and then nothing can be extended."""
    wait_for_recipient(1)
    assert extend(today=LAST) == []
    assert return_uncollected(today=LAST + WEEK, now=at(LAST + WEEK)) == 0
    day_after = LAST + WEEK + timedelta(days=1)
    assert return_uncollected(today=day_after, now=at(day_after)) == 1
    assert extend(today=day_after) == ["LETTER_NOT_HERE"]


def test_a_chosen_outlet_gets_the_letter_and_its_recipient_is_told(askoy: int) -> None:
    """Off the shelf at once, the same last day, a reminder more that names the new place; the balance adds up."""
    wait_for_recipient(1)
    assert choose(askoy) == []
    assert states() == {number(1): "in_transit"}
    assert letter().outlet_id == askoy and letter().place == f"on_the_way:{BERGEN}"
    arrived = arrive([number(1)], outlet_id=askoy, clerk="clerk-9", now=at(TODAY + timedelta(days=2)))
    assert arrived.ready == (number(1),)
    with acting_as(CARRIER):
        again = Notice.objects.get(sent_at=None)
    assert (again.kind, again.ordinal) == ("reminder", 1)
    line.tell([again.id], today=TODAY + timedelta(days=2))
    assert letter().last_collect_day == LAST
    assert codes(1)[-3:] == ["DELIVERY_CHANGED", "READY_FOR_PICKUP", "REMINDER_SENT"]
    assert choose(BERGEN, today=TODAY + timedelta(days=2)) == ["OUTLET_CHOSEN_BEFORE"]
    assert balance().astray == ()


def test_a_letter_that_was_not_moved_by_its_recipient_is_told_once() -> None:
    """Lost and found, it has its notice already."""
    from budstikke.post.actions.moving.finish import found, lost

    wait_for_recipient(1)
    lost([number(1)], place=str(BERGEN), actor="clerk-7", now=NOW)
    found([number(1)], place=str(BERGEN), actor="clerk-7", now=NOW)
    arrive([number(1)], outlet_id=BERGEN, clerk="clerk-7", now=NOW)
    with acting_as(CARRIER):
        assert not Notice.objects.filter(sent_at=None).exists()


def test_an_outlet_that_cannot_check_is_neither_offered_nor_chosen(askoy: int) -> None:
    """Without a scanner, or cut off by an outage; the letter stays."""
    wait_for_recipient(1)
    assert choose(SOTRA) == ["OUTLET_CANNOT_CHECK"]
    with acting_as(CARRIER):
        here = Outlet.objects.get(id=BERGEN)
        assert [each.id for each in outlets_to_choose(here, most=5)] == [askoy]
        Outage.objects.create(outlet_id=askoy, cause="line", from_at=NOW)
        assert outlets_to_choose(here, most=5) == []
    assert choose(askoy) == ["OUTLET_CANNOT_CHECK"]
    assert states() == {number(1): "ready"}


def test_nothing_is_moved_from_under_a_clerks_hands(askoy: int) -> None:
    """While a check is open the letter stays where it is."""
    from tests.actions import counter

    wait_for_recipient(1)
    counter.opened(1, counter.stations(1)[0])
    assert choose(askoy) == ["BEING_SERVED"]


def test_a_report_makes_one_case_that_holds_nothing() -> None:
    """Told twice it is one; the deadline stands, open and when it is closed, and a clerk's case is another."""
    wait_for_recipient(1)
    first = report_problem(number(1), cause="told_counter", today=TODAY, now=NOW)
    again = report_problem(number(1), cause="told_counter", today=TODAY, now=NOW)
    assert isinstance(first, Reported) and first == again and first.case is not None
    tomorrow = TODAY + timedelta(days=1)
    assert hold_deadlines(today=tomorrow, now=at(tomorrow)) == 0
    assert close_case(first.case, outcome="answered", by="service-1", now=at(tomorrow))
    assert letter().last_collect_day == LAST
    with acting_as(CARRIER):
        assert [case.opened_by for case in SupportCase.objects.all()] == ["recipient"]


def test_a_complaint_makes_one_claim_in_the_recipients_words() -> None:
    """Told twice it is one; no case beside it, and the letter's page names it."""
    from budstikke.post.actions.helping.for_recipient import for_recipient

    wait_for_recipient(1)
    first = report_problem(number(1), cause="told_damaged", today=TODAY, now=NOW)
    again = report_problem(number(1), cause="told_damaged", today=TODAY, now=NOW)
    assert isinstance(first, Reported) and first == again
    assert first.complaint_last_day == date(2026, 12, 23)  # Wednesday, thirty days from hand-in
    with acting_as(CARRIER):
        claim = Claim.objects.get()
        assert not SupportCase.objects.exists()
    assert (claim.id, claim.kind, claim.claimant, claim.opened_by) == (
        first.claim,
        "damaged",
        "recipient",
        "recipient",
    )
    found = for_recipient(number(1), today=TODAY)
    assert found is not None and found.reports == ("told_damaged",)


def test_a_late_complaint_is_refused_and_a_question_never_is() -> None:
    """Thirty days from hand-in; what happened at the counter may be asked about later, too."""
    wait_for_recipient(1)
    late = date(2026, 12, 24)  # Thursday
    refused = report_problem(number(1), cause="told_lost", today=late, now=at(late))
    assert isinstance(refused, Refusal) and refused.code == "COMPLAINT_TOO_LATE"
    asked = report_problem(number(1), cause="told_counter", today=late, now=at(late))
    assert isinstance(asked, Reported) and asked.complaint_last_day is None


def test_a_letter_nobody_handed_in_has_nothing_to_report() -> None:
    """It is only ordered."""
    line.book(line.file_of([line.order(1)]))
    refused = report_problem(number(1), cause="told_delayed", today=TODAY, now=NOW)
    assert isinstance(refused, Refusal) and refused.code == "LETTER_NOT_HERE"


def test_the_second_fact_is_guessed_five_times_an_hour() -> None:
    """Then the right one does not help either; an unknown letter is told as a wrong fact."""
    wait_for_recipient(1)
    assert second_fact(number(1), fact="5004", now=NOW) is Known.YES
    assert second_fact(number(2), fact="5004", now=NOW) is Known.NO
    assert [second_fact(number(1), fact="5005", now=NOW) for _ in range(5)] == [Known.NO] * 5
    assert second_fact(number(1), fact="5004", now=NOW) is Known.TOO_MANY
    assert second_fact(number(1), fact="5004", now=NOW + timedelta(minutes=61)) is Known.YES
