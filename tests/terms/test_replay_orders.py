"""An order's record asked again under another edition: what it comes to, and what the record cannot say."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.terms.story import stored

from budstikke.law.decision import Decision
from budstikke.post.actions.recorded import together
from budstikke.post.terms.editions import FORWARDING_EARLIER, FORWARDING_PRESENT
from budstikke.post.terms.forwarding.agreement import agreement
from budstikke.post.terms.forwarding.at_the_desk import may_let_go
from budstikke.post.terms.forwarding.chains import temporary_chain
from budstikke.post.terms.forwarding.changes import cancel, early_stop, extend
from budstikke.post.terms.forwarding.days import Period, months_after
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.events import ORDER_EVENTS, OrderEvent, replay_order
from budstikke.post.terms.forwarding.kinds import Channel, Service
from budstikke.post.terms.forwarding.liability import ClaimFacts, compensation, complain
from budstikke.post.terms.forwarding.ordering import AskedPeriod, order_check
from budstikke.post.terms.forwarding.watching import cooling_off
from budstikke.post.terms.replay_orders import (
    OrderEnded,
    OrderEnding,
    OrderHappened,
    OrderRecord,
    order_ending,
)

ORDERED = date(2026, 11, 23)  # Monday
START = date(2026, 11, 27)  # Friday: the fourth working day, online
LAST = date(2027, 1, 26)  # Tuesday: two months
LATER = date(2028, 1, 3)  # Monday
PRESENT, EARLIER = FORWARDING_PRESENT, FORWARDING_EARLIER


class Story:
    """A temporary redirection's record as the actions write it, one entry after the other."""

    def __init__(self, *, edition: ForwardingEdition = PRESENT, start: date = START) -> None:
        self.edition, self.start, self.last = edition, start, LAST
        self.history: list[OrderHappened] = []

    def add(self, code: OrderEvent, on: date, *asked: tuple[Decision, dict[str, Any]]) -> Story:
        """Write one entry."""
        moves = ORDER_EVENTS[code].moves_days
        written = [stored(decision, **inputs) for decision, inputs in asked]
        self.history.append(
            OrderHappened(
                code=code,
                on=on,
                decision=together(*written) if written else None,
                last_day=self.last if moves else None,
            )
        )
        return self

    def ordered(self, *, earlier: tuple[Period, ...] = ()) -> Story:
        """Order it online, taken or refused as the edition has it."""
        asked = AskedPeriod(
            service=Service.TEMPORARY,
            channel=Channel.WEB,
            ordered_on=ORDERED,
            period=Period(self.start, self.last),
        )
        chain = {"previous": [asdict(each) for each in earlier], "requested": asdict(asked.period)}
        cooled = {"start": self.start, "ordered_on": ORDERED}
        rows: list[tuple[Decision, dict[str, Any]]] = [
            (order_check(asked, edition=self.edition), {"asked": asked}),
            (temporary_chain(previous=earlier, requested=asked.period, edition=self.edition), chain),
            (cooling_off(**cooled, edition=self.edition), dict(cooled)),
        ]
        refused = any(decision.refusals for decision, _ in rows)
        return self.add(OrderEvent.ORDER_REFUSED if refused else OrderEvent.ORDERED, ORDERED, *rows)

    def agreed(self) -> Story:
        """Have it confirmed."""
        facts = {"completed_on": ORDERED, "confirmation_sent_on": ORDERED}
        return self.add(OrderEvent.AGREED, ORDERED, (agreement(**facts, edition=self.edition), dict(facts)))

    def extended(self, more: int) -> Story:
        """Ask for more months."""
        months = 1
        while months_after(start=self.start, months=months, edition=self.edition) <= self.last:
            months += 1
        facts = {
            "service": Service.TEMPORARY,
            "start": self.start,
            "months": months,
            "extra_months": more,
        }
        decision = extend(**facts, edition=self.edition)  # type: ignore[arg-type]
        self.last = decision.answer.get("last_day", self.last)  # type: ignore[assignment]
        code = OrderEvent.CHANGE_REFUSED if decision.refusals else OrderEvent.EXTENDED
        return self.add(code, ORDERED, (decision, facts))

    def given_up(self, on: date) -> Story:
        """Cancel it by telephone, or stop it where it is too late."""
        facts = {"start": self.start, "notice_on": on, "contacted_on": on, "contacted_by": Channel.WEB}
        decision = cancel(**facts, edition=self.edition)  # type: ignore[arg-type]
        if decision.outcome == "cancelled":
            return self.add(OrderEvent.CANCELLED, on, (decision, facts))
        stop = {"service": Service.TEMPORARY, "notice_on": on, "new_end": max(on, self.start)}
        self.last = stop["new_end"]
        stopped = early_stop(**stop, edition=self.edition)  # type: ignore[arg-type]
        return self.add(OrderEvent.STOPPED, on, (stopped, stop), (decision, facts))

    def complained(self, *, after_days: int) -> Story:
        """Complain of what went wrong at the start."""
        on = self.start + timedelta(days=after_days)
        times = {"discovered_on": self.start, "complained_on": on}
        claim = ClaimFacts(claimed_ore=90_000, price_paid_ore=34_900)
        return self.add(
            OrderEvent.COMPLAINED,
            on,
            (complain(**times, edition=self.edition), dict(times)),
            (compensation(claim, edition=self.edition), {"claim": claim}),
        )

    def run(self) -> Story:
        """Start and end."""
        return self.add(OrderEvent.STARTED, self.start).add(OrderEvent.ENDED, self.last + timedelta(days=1))

    def under(self, edition: ForwardingEdition | None, *, today: date = LATER) -> OrderEnding:
        """What it comes to under an edition."""
        state, days = replay_order(
            (each.code, Period(self.start, each.last_day) if each.last_day else None) for each in self.history
        )
        record = OrderRecord(
            reference="F1",
            edition=self.edition.id,
            state=state,
            start=days.start,
            last_day=days.last_day,
            history=self.history,
        )
        return order_ending(record, edition=edition, today=today)


STORIES = {
    "run to its end": lambda: Story().ordered().agreed().run(),
    "refused": lambda: Story(start=START - timedelta(days=1)).ordered(),
    "extended": lambda: Story().ordered().agreed().extended(2).run(),
    "extended too far": lambda: Story().ordered().agreed().extended(9).run(),
    "cancelled": lambda: Story().ordered().agreed().given_up(ORDERED),
    "cancelled unpaid": lambda: Story().ordered().given_up(ORDERED),
    "too late to cancel": lambda: Story().ordered().agreed().given_up(START),
    "complained of": lambda: Story().ordered().agreed().run().complained(after_days=40),
    "let go": lambda: (
        Story()
        .ordered()
        .agreed()
        .add(OrderEvent.OBJECTED, ORDERED)
        .add(
            OrderEvent.LET_GO,
            ORDERED,
            (
                may_let_go(asked_by="a", confirmed_by="b", waits=True, edition=PRESENT),
                {"asked_by": "a", "confirmed_by": "b", "waits": True},
            ),
        )
        .run()
    ),
    "withdrawn": lambda: (
        Story().ordered().agreed().add(OrderEvent.OBJECTED, ORDERED).add(OrderEvent.WITHDRAWN, ORDERED)
    ),
}


@pytest.mark.parametrize("name", STORIES)
def test_an_order_under_its_own_edition_ends_as_it_did(name: str) -> None:
    """Nothing differs from the record."""
    found = STORIES[name]().under(None)
    assert found.differs == () and found.not_known is None
    assert found.comes_to == STORIES[name]().under(PRESENT).comes_to
    expected = {
        "refused": OrderEnded.NOT_TAKEN,
        "cancelled": OrderEnded.CANCELLED,
        "cancelled unpaid": OrderEnded.CANCELLED,
        "withdrawn": OrderEnded.WITHDRAWN,
    }
    # Too late to cancel is agreed with one day, which is over.
    assert found.ended is expected.get(name, OrderEnded.ENDED)


def test_an_order_four_days_ahead_would_not_have_been_taken_where_five_are_needed() -> None:
    """What its orderer would have done is not guessed."""
    found = Story().ordered().agreed().run().under(EARLIER)
    assert (found.ended, found.last_day) == (OrderEnded.NOT_TAKEN, None)
    assert found.decision and [each.code for each in found.decision.refusals] == ["TOO_EARLY"]
    assert found.not_known


def test_an_order_refused_for_a_day_too_early_would_have_been_taken() -> None:
    """How it would have gone on is not known; refused by another clause it stays refused."""
    story = Story(edition=EARLIER).ordered()
    assert story.under(None).ended is OrderEnded.NOT_TAKEN
    found = story.under(PRESENT)
    assert found.ended is OrderEnded.TAKEN and found.not_known
    assert story.under(replace(PRESENT, temporary_max_months=1)).comes_to == story.under(None).comes_to


def test_a_chain_past_a_cap_is_refused_under_the_edition_that_has_one() -> None:
    """Periods inside lists come back from the record, too."""
    year = Period(date(2026, 1, 27), date(2026, 11, 26))  # Tuesday to Thursday
    far = replace(PRESENT, temporary_max_total_months=11)
    found = Story().ordered(earlier=(year,)).agreed().run().under(far)
    assert found.decision and found.decision.question == "temporary_chain"


def test_an_extension_that_is_refused_leaves_the_last_day_and_later_ones_count_from_there() -> None:
    """Two months and two of five; then one more, which does fit."""
    story = Story().ordered().agreed().extended(2).extended(1).run()
    assert story.under(None).last_day == date(2027, 4, 26)  # Monday
    found = story.under(replace(PRESENT, temporary_max_months=3))
    assert found.ended is OrderEnded.ENDED
    assert found.last_day == date(2027, 2, 26)  # Friday
    assert [each.replayed.outcome for each in found.differs[-2:]] == ["refused", "accepted"]


def test_an_extension_that_would_not_have_been_refused_counts_and_says_what_is_not_known() -> None:
    """Nine months more, where a year is given."""
    story = Story().ordered().agreed().extended(9).run()
    found = story.under(replace(PRESENT, temporary_max_months=12))
    assert found.last_day == date(2027, 10, 26) and found.not_known  # Tuesday
    assert story.under(replace(PRESENT, temporary_max_months=12), today=LAST).ended is OrderEnded.RUNNING


def test_a_cancellation_told_online_is_paid_back_under_one_edition_alone() -> None:
    """The earlier one asks for a call. Cancelled it is under both."""
    story = Story().ordered().agreed().given_up(ORDERED)
    # Its lead time is not what is asked about here.
    other = replace(EARLIER, temporary_lead_web_days=4)
    assert story.under(None).paid_back and not story.under(other).paid_back
    assert story.under(other).ended is OrderEnded.CANCELLED


def test_what_is_too_late_to_cancel_under_one_edition_is_stopped() -> None:
    """And the other way round; it keeps its first day."""
    eve = START - timedelta(days=1)
    two_days = replace(PRESENT, cancel_days=2)
    found = Story().ordered().agreed().given_up(eve).under(two_days)
    assert (found.ended, found.last_day, found.paid_back) == (OrderEnded.ENDED, START, False)
    strict = Story(edition=two_days).ordered().agreed().given_up(eve)
    assert (strict.under(two_days).ended, strict.under(two_days).last_day) == (OrderEnded.ENDED, START)
    assert strict.under(PRESENT).ended is OrderEnded.CANCELLED and strict.under(PRESENT).paid_back


def test_an_order_takes_effect_later_where_it_cools_off() -> None:
    """Ten working days from the order."""
    found = Story().ordered().agreed().run().under(replace(PRESENT, cooling_off_days=10))
    assert (found.ended, found.starts_on) == (OrderEnded.ENDED, date(2026, 12, 7))  # Monday


def test_a_complaint_after_the_last_day_of_an_edition_is_paid_nothing() -> None:
    """Forty days after; an edition with thirty."""
    story = Story().ordered().agreed().run().complained(after_days=40)
    assert story.under(None).compensation_ore == 34_900
    assert story.under(replace(PRESENT, complaint_last_days=30)).compensation_ore == 0
