"""An ordinary letter: ordered on Monday, collected on Thursday, and its sender has the proof."""

from __future__ import annotations

import pytest
from tests.stories.telling import Story

from budstikke.post.terms.events import Outcome


@pytest.mark.usefixtures("installation")
def test_a_letter_is_collected() -> None:
    """Told by SMS, checked by passport, signed for, handed over, reported under seal."""
    story = Story()
    story.is_ordered()
    assert story.is_handed_in().taken == (story.number,)
    story.days_pass(2)  # Wednesday
    assert story.arrives().ready == (story.number,)
    story.the_worker_runs()
    (message,) = story.sms.sent
    assert "Bergen postkontor" in message.short_text

    story.days_pass(1)  # Thursday
    checked = story.kari_comes()
    assert story.she_is_given_it(checked) == "released"
    story.the_worker_runs()

    assert story.events == [
        "PRE_NOTIFIED", "HANDED_IN", "READY_FOR_PICKUP", "NOTIFICATION_SENT", "DELIVERED", "REPORT_SENT",
    ]  # fmt: skip
    assert story.ended_as is Outcome.DELIVERED
    report = story.report()
    assert story.number in report.replace(" ", "")
    assert "Kari Nordmann" in report
    story.days_pass(30)
    assert len(story.mailbox) == 1
    assert story.events[-1] == "REPORT_SENT"
