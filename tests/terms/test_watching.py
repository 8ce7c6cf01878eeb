"""Who may order online, who is covered, and from which day an order takes effect."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from budstikke.post.terms.editions import FORWARDING_PRESENT
from budstikke.post.terms.forwarding.days import Period
from budstikke.post.terms.forwarding.events import (
    ORDER_EVENTS,
    ORDER_STEPS,
    OrderCannot,
    OrderEvent,
    OrderState,
    order_step,
    replay_order,
)
from budstikke.post.terms.forwarding.kinds import Channel
from budstikke.post.terms.forwarding.watching import CoverFacts, Pace, cooling_off, may_be_covered, watch

MONDAY = date(2026, 11, 23)  # Monday
DAYS = Period(date(2026, 12, 7), date(2026, 12, 31))  # Monday to Thursday


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"locked": True}, "PERSON_LOCKED"),
        ({"to_new_address": 4}, "MANY_TO_ONE_ADDRESS"),
        ({"from_device": 4}, "MANY_FROM_ONE_DEVICE"),
        ({"contact_changed_on": date(2026, 11, 21)}, "CONTACT_JUST_CHANGED"),  # Saturday
        ({"to_new_address": 3, "from_device": 3, "contact_changed_on": date(2026, 11, 20)}, None),  # Friday
    ],
)
def test_what_may_be_fraud_asks_for_presence(facts: dict[str, Any], code: str | None) -> None:
    """And somebody at a counter with a document is never asked."""
    said = watch(Pace(channel=Channel.WEB, **facts), ordered_on=MONDAY, edition=FORWARDING_PRESENT)
    assert [each.code for each in said.refusals] == ([code] if code else [])
    here = Pace(channel=Channel.COUNTER, in_person=True, **facts)
    assert not watch(here, ordered_on=MONDAY, edition=FORWARDING_PRESENT).refusals


def test_every_adult_has_their_own_word() -> None:
    """Whoever ordered and children are in; another adult only with their own."""
    named = [
        CoverFacts(adult=True, orderer=True, confirmed=False),
        CoverFacts(adult=True, orderer=False, confirmed=False),
        CoverFacts(adult=True, orderer=False, confirmed=True),
        CoverFacts(adult=False, orderer=False, confirmed=False),
    ]
    said = may_be_covered(named, edition=FORWARDING_PRESENT)
    assert said.answer["counts"] == (True, False, True, True)
    assert may_be_covered(named[1:2], edition=FORWARDING_PRESENT).outcome == "nobody"


@pytest.mark.parametrize(("days", "effective"), [(0, date(2026, 11, 27)), (6, date(2026, 12, 1))])
def test_cooling_off_holds_an_order_back_where_an_edition_says_so(days: int, effective: date) -> None:
    """Six working days after a Monday is the Tuesday after next; without the switch Friday stays Friday."""
    edition = replace(FORWARDING_PRESENT, cooling_off_days=days)
    said = cooling_off(start=date(2026, 11, 27), ordered_on=MONDAY, edition=edition)  # Friday
    assert said.answer["effective_on"] == effective


@pytest.mark.parametrize("code", OrderEvent)
@pytest.mark.parametrize("state", [None, *OrderState])
def test_every_step_leads_somewhere_or_is_refused(state: OrderState | None, code: OrderEvent) -> None:
    """Walked pair by pair."""
    if (state, code) in ORDER_STEPS:
        assert order_step(state, code) in OrderState
    else:
        with pytest.raises(OrderCannot):
            order_step(state, code)


def test_an_objection_forgets_neither_agreement_nor_its_absence() -> None:
    """Let go, an order takes up where it stood; nothing starts without the days it must say."""
    begun: list[tuple[OrderEvent, Period | None]] = [(OrderEvent.ORDERED, DAYS)]
    frozen = [(OrderEvent.OBJECTED, None), (OrderEvent.LET_GO, None)]
    assert replay_order([*begun, *frozen])[0] is OrderState.ORDERED
    assert replay_order([*begun, (OrderEvent.AGREED, None), *frozen])[0] is OrderState.AGREED
    for broken in ([(OrderEvent.ORDERED, None)], [*begun, (OrderEvent.AGREED, DAYS)], []):
        with pytest.raises(OrderCannot):
            replay_order(broken)


def test_every_event_has_words_and_a_clause() -> None:
    """In both languages."""
    assert ORDER_EVENTS.keys() == set(OrderEvent)
    assert all(row.words.no and row.words.en and row.clauses for row in ORDER_EVENTS.values())
