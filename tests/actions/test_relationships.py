"""The end of a customer relationship: told by the sender of the letter, corrected by telling again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.actions import line
from tests.actions.keeping import SAFE, delivered, forgotten
from tests.actions.line import TODAY, number

from budstikke.post.actions.senders.end_relationship import end_relationship
from budstikke.post.records.models import RelationshipEnd, Sender
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.pum.keeping import years_after

pytestmark = pytest.mark.usefixtures("installation")

ENDED = years_after(TODAY, years=3)  # Friday, 23 November 2029


def told(*serials: int, ended_on: date = ENDED, today: date | None = None, sender: int | None = None):
    """What becomes of each letter when the sender tells the day."""
    with acting_as(CARRIER):
        sender_id = sender or Sender.objects.get().id
    day = today or ended_on
    decisions = end_relationship(
        [number(each) for each in serials],
        ended_on=ended_on, sender_id=sender_id, told_by="service", today=day, now=line.at(day),
    )  # fmt: skip
    return {
        name: decision and ([each.code for each in decision.refusals] or decision.outcome)
        for name, decision in decisions.items()
    }


def test_a_list_of_letters_is_told_letter_by_letter() -> None:
    """One handed over, one only booked, one of nobody."""
    delivered(1)
    line.book(line.file_of([line.order(2)], reference="B"))
    assert told(1, 2, 3) == {number(1): "told", number(2): ["RELATIONSHIP_NOT_BEGUN"], number(3): None}


def test_a_senders_word_counts_for_its_own_letters_only() -> None:
    """Another's letter is answered as one that is not there."""
    delivered(1)
    assert told(1, sender=999) == {number(1): None}


def test_the_newest_word_counts_and_the_older_stays_on_record() -> None:
    """The same day told again writes nothing."""
    delivered(1)
    for day in (ENDED, ENDED, ENDED - timedelta(days=300)):
        assert told(1, ended_on=day, today=ENDED) == {number(1): "told"}
    with acting_as(CARRIER):
        assert RelationshipEnd.objects.count() == 2
    forgotten(SAFE)
    corrected = years_after(ENDED - timedelta(days=300), years=5)
    assert forgotten(corrected) == (0, 0)
    assert forgotten(corrected + timedelta(days=1)) == (0, 1)


def test_of_a_forgotten_letter_nothing_is_taken_down() -> None:
    """There is nothing left to keep for longer."""
    delivered(1)
    forgotten(SAFE)
    end = years_after(TODAY, years=10) + timedelta(days=1)  # Monday, 24 November 2036
    assert forgotten(end) == (0, 1)
    assert told(1, today=end) == {number(1): ["RECORD_ERASED"]}
