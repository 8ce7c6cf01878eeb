"""The rules of eIDs, without a database: states, who unblocks, when one renews, what a PIN may be, where money is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.issuer.people import KARI, NOW

from budstikke.issuer.terms.eid_editions import EDITIONS, eid_terms
from budstikke.issuer.terms.eid_products import KINDS
from budstikke.issuer.terms.eid_refusals import REASONS
from budstikke.issuer.terms.eid_rights import (
    BLOCKS,
    BlockedFor,
    EidFacts,
    Unblocks,
    judge_pin,
    may_renew,
    may_reset,
    may_unblock,
)
from budstikke.issuer.terms.eids import EVENTS, FINAL, WORDS, CannotHappen, Happening, State, after, replay
from budstikke.issuer.terms.products import Product
from budstikke.issuer.terms.transfers import Advice, TransferState, advise

ACTIVE = EidFacts(product=Product.SMART_CARD, state=State.ACTIVE, expires_at=NOW + timedelta(days=400))


@pytest.mark.parametrize("event", list(Happening))
@pytest.mark.parametrize("state", [None, *State])
def test_every_event_happens_where_the_table_says_and_nowhere_else(
    event: Happening, state: State | None
) -> None:
    """Every pair is walked; nothing leads out of an end."""
    row = EVENTS[event]
    if row.begins == (state is None) and (state is None or state in row.within):
        assert after(state, event) == (row.becomes or state)
        if state in FINAL:
            assert row.becomes is None
    else:
        with pytest.raises(CannotHappen):
            after(state, event)


@given(st.lists(st.sampled_from([event for event in Happening if not EVENTS[event].begins]), max_size=12))
def test_no_history_brings_back_what_is_over(events: list[Happening]) -> None:
    """Whatever happens in whatever order."""
    state, was_over = State.ISSUED, False
    for event in events:
        try:
            state = after(state, event)
        except CannotHappen:
            continue
        assert not was_over or state in FINAL
        was_over = state in FINAL


def test_a_history_makes_a_state() -> None:
    """Issued, used, blocked, unblocked, closed."""
    events = [Happening.ISSUED, Happening.ACTIVATED, Happening.BLOCKED, Happening.UNBLOCKED, Happening.CLOSED]
    assert [replay(events[:count]) for count in range(1, 6)] == [
        "issued",
        "active",
        "blocked",
        "active",
        "closed",
    ]
    assert replay([]) is None


@pytest.mark.parametrize("why", list(BlockedFor))
@pytest.mark.parametrize("by_two", [True, False])
@pytest.mark.parametrize("is_own_key", [True, False])
def test_who_unblocks_follows_from_why_it_was_blocked(
    why: BlockedFor, by_two: bool, is_own_key: bool
) -> None:
    """Nobody unblocks what was stolen; nothing unblocks itself."""
    eid = replace(ACTIVE, state=State.BLOCKED, blocked_for=why, is_own_key=is_own_key)
    refusal = may_unblock(eid, by_two=by_two)
    who = BLOCKS[why].unblocks
    may = who is not Unblocks.NOBODY and (by_two or (who is Unblocks.HOLDER and not is_own_key))
    assert (refusal is None) == may


@pytest.mark.parametrize(
    ("left_days", "change", "code"),
    [
        (91, {}, "TOO_EARLY_TO_RENEW"),
        (90, {}, None),
        (1, {}, None),
        (0, {}, "NOT_IN_THIS_STATE"),
        (30, {"renewed": True}, "RENEWED_ALREADY"),
        (30, {"state": State.BLOCKED}, "NOT_IN_THIS_STATE"),
        (30, {"state": State.ISSUED}, "NOT_IN_THIS_STATE"),
    ],
)
def test_an_eid_is_renewed_in_its_last_ninety_days(
    left_days: int, change: dict[str, object], code: str | None
) -> None:
    """And only while it proves who its holder is."""
    eid = replace(ACTIVE, expires_at=NOW + timedelta(days=left_days), **change)  # type: ignore[arg-type]
    refusal = may_renew(eid, terms=EDITIONS[0], now=NOW)
    assert (refusal.code if refusal else None) == code
    if refusal:
        assert "{" not in refusal.cure.no + refusal.cure.en


@pytest.mark.parametrize(
    ("product", "own", "may"),
    [
        (Product.FIDO2, True, True),
        (Product.CODE_APP, True, False),
        (Product.CODE_APP, False, True),
        (Product.MOBILE, False, True),
        (Product.SMART_CARD, False, False),
        (Product.ENTERPRISE, False, False),
    ],
)
def test_what_has_no_certificate_is_reset(product: Product, own: bool, may: bool) -> None:
    """A card is replaced; an app is reset by another eID; a FIDO2 key by itself too."""
    assert (may_reset(replace(ACTIVE, product=product, is_own_key=own)) is None) == may


@pytest.mark.parametrize(
    ("pin", "may"),
    [("2580", True), ("25803179", True), ("0000", False), ("9146", False), ("", False), ("²580", False)],
)
def test_a_pin_is_digits_that_nobody_tries_first(pin: str, may: bool) -> None:
    """Digits of other scripts are none."""
    assert (judge_pin(pin, number=KARI, terms=EDITIONS[0]) is None) == may


@pytest.mark.parametrize(
    ("state", "day", "advice"),
    [
        (TransferState.ARRIVED, date(2026, 11, 30), Advice.NOTHING),
        (TransferState.RETURNED, date(2026, 11, 20), Advice.ACCOUNT),
        (TransferState.SENT, date(2026, 11, 23), Advice.WAIT),  # a Monday, after a Friday
        (TransferState.SENT, date(2026, 11, 25), Advice.WAIT_A_LITTLE),
        (TransferState.SENT, date(2026, 11, 26), Advice.SEARCH),
    ],
)
def test_what_to_do_about_money_follows_from_where_it_is(
    state: TransferState, day: date, advice: Advice
) -> None:
    """Sent on Friday 20 November 2026."""
    told = advise(state=state, sent_on=date(2026, 11, 20), today=day)
    assert told.advice is advice
    assert "{" not in told.words.no + told.words.en


def test_everything_is_said_in_both_languages() -> None:
    """A word that is missing would show as nothing."""
    words = [
        *WORDS.values(),
        *(row.words for row in EVENTS.values()),
        *(row.words for row in BLOCKS.values()),
    ]
    words += [kind.words for kind in KINDS.values()] + [kind.about for kind in KINDS.values()]
    words += [reason.cure for reason in REASONS.values()] + [reason.person for reason in REASONS.values()]
    assert all(each.no and each.en and each.no != each.en for each in words)
    assert set(KINDS) == set(Product)
    assert set(BLOCKS) == set(BlockedFor)
    assert set(EVENTS) == set(Happening)


def test_every_day_has_its_edition() -> None:
    """Also one years ahead."""
    assert eid_terms(date(2036, 1, 1)).pin_tries >= 3  # a Tuesday
