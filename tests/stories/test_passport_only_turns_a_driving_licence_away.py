"""The sender demands a passport; a driving licence that is good for everything else is not enough."""

from __future__ import annotations

from datetime import date

import pytest
from tests.stories.telling import Story, cures, typed, why

from budstikke.post.terms.events import Outcome


@pytest.mark.usefixtures("installation")
def test_passport_only_turns_a_driving_licence_away() -> None:
    """She is told what to bring, comes back with it, and both visits are on record."""
    story = Story()
    story.reaches_the_outlet(passport_only=True)
    assert "pass" in story.sms.sent[0].short_text

    licence = typed(issued_on=date(2019, 5, 6))  # Monday
    turned_away = story.kari_comes(kind="no_driving_licence", typed=licence)
    assert why(turned_away) == ["PASSPORT_REQUIRED"]
    assert "PUM §7" in turned_away.decision["clauses"]  # type: ignore[operator]
    assert "passport" in cures(turned_away)
    assert story.letter.state == "ready"

    story.days_pass(1)
    assert story.she_is_given_it(story.kari_comes()) == "released"
    assert story.events[-2:] == ["ATTEMPTED_DELIVERY", "DELIVERED"]
    assert story.ended_as is Outcome.DELIVERED


@pytest.mark.usefixtures("installation")
def test_the_same_licence_is_enough_where_no_passport_is_demanded() -> None:
    """It was the sender's demand that turned her away, and nothing else."""
    story = Story()
    story.reaches_the_outlet()
    licence = typed(issued_on=date(2019, 5, 6))  # Monday
    assert story.kari_comes(kind="no_driving_licence", typed=licence).passed
