"""A number nobody has and an address nobody reads: the third notice is paper, and its day counts."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pypdf
import pytest
from tests.stories.telling import Channel, Story


@pytest.mark.usefixtures("installation")
def test_the_notice_fails_twice_and_goes_by_paper() -> None:
    """Both failures are on record, the sheet names the outlet, and the reminder goes the same way."""
    story = Story(sms=Channel(refuses=True), email=Channel(refuses=True))
    story.reaches_the_outlet()
    assert story.events[-3:] == ["NOTIFICATION_FAILED", "NOTIFICATION_FAILED", "NOTIFICATION_PRINTED"]
    (sheet,) = story.paper.sent
    text = " ".join(pypdf.PdfReader(BytesIO(sheet.pdf())).pages[0].extract_text().split())
    assert "Bergen postkontor SPECIMEN" in text
    assert "14. desember 2026" in text  # Monday
    assert story.letter.last_collect_day == date(2026, 12, 14)  # Monday

    story.days_pass(5)
    assert story.events[-1] == "REMINDER_SENT"
    assert len(story.paper.sent) == 2
    assert story.she_is_given_it(story.kari_comes()) == "released"
