"""Nobody collects the letter: one reminder, three weeks, and home to its sender."""

from __future__ import annotations

from datetime import date

import pytest
from tests.actions.line import at
from tests.stories.telling import Story, why

from budstikke.post.actions.moving.finish import back_at_sender
from budstikke.post.terms.events import Outcome


@pytest.mark.usefixtures("installation")
def test_nobody_comes_and_it_goes_back() -> None:
    """Reminded on day 5, kept to day 21, sent on day 22; who comes then is too late."""
    story = Story()
    story.reaches_the_outlet()
    story.days_pass(4)
    assert len(story.sms.sent) == 1
    story.days_pass(1)  # Saturday 28 November
    assert [message.key[-1] for message in story.sms.sent] == ["0", "1"]

    story.days_pass(16)
    assert story.today == date(2026, 12, 14)  # Monday
    assert story.letter.state == "ready"
    story.days_pass(1)
    assert story.letter.state == "returning"
    assert set(why(story.kari_comes())) >= {"LETTER_NOT_HERE", "DEADLINE_PASSED"}
    assert story.ended_as is Outcome.HELD

    story.days_pass(3)
    back_at_sender([story.number], place="OSLO", actor="clerk-1", now=at(story.today))
    assert story.ended_as is Outcome.RETURNED
    assert story.events == [
        "PRE_NOTIFIED", "HANDED_IN", "READY_FOR_PICKUP", "NOTIFICATION_SENT", "REMINDER_SENT", "RETURN",
        "RECIPIENT_TOLD", "DELIVERED_SENDER",
    ]  # fmt: skip
    assert [message.key[-1] for message in story.sms.sent[:2]] == ["0", "1"]
    assert len(story.sms.sent) == 3
    assert story.mailbox == []
