"""The outlet's scanner breaks: nothing is handed over, the days are given back, new letters go elsewhere."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.actions.line import BERGEN, SOTRA, at
from tests.stories.telling import Story, scanner, why

from budstikke.post.actions.moving.extend_deadline import give_back_outage
from budstikke.post.records.models import Outlet
from budstikke.post.records.scope import CARRIER, acting_as


@pytest.mark.usefixtures("installation")
def test_the_scanner_is_down() -> None:
    """She comes in vain on Tuesday, the outage is given back, and on day 23 she is still in time."""
    story = Story()
    story.reaches_the_outlet()
    story.days_pass(1)
    scanner(BERGEN, works=False)
    first = story.today  # Tuesday 24 November
    assert why(story.kari_comes()) == ["SCANNER_DOWN"]

    story.days_pass(1)
    scanner(BERGEN, works=True)
    last = story.today  # Wednesday
    before = story.letter.last_collect_day
    assert give_back_outage(outlet_id=BERGEN, first=first, last=last, actor="service-1", now=at(last)) == 1
    assert story.letter.last_collect_day == before + timedelta(days=2)

    story.days_pass(21)  # Wednesday 16 December, the last day now
    assert story.letter.state == "ready"
    assert story.she_is_given_it(story.kari_comes()) == "released"


@pytest.mark.usefixtures("installation")
def test_a_letter_for_an_outlet_whose_scanner_is_down_goes_elsewhere() -> None:
    """Routed to the nearest that works; and one that was on its way is sent on, and its recipient told where."""
    with acting_as(CARRIER):
        Outlet.objects.filter(id=SOTRA).update(has_scanner=True)
    story = Story()
    story.is_ordered()
    story.is_handed_in()
    assert story.letter.outlet_id == BERGEN
    scanner(BERGEN, works=False)
    assert story.arrives().sent_on_to == SOTRA
    story.the_worker_runs()
    assert story.sms.sent == []

    story.arrives(outlet=SOTRA)
    story.the_worker_runs()
    (message,) = story.sms.sent
    assert "Sotra postkontor" in message.short_text
    assert story.she_is_given_it(story.kari_comes(outlet_id=SOTRA)) == "released"
