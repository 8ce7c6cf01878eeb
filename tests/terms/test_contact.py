"""A new telephone or e-mail counts once its code came back: how often, how long, how many tries."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from budstikke.post.terms.editions import forwarding_on
from budstikke.post.terms.forwarding.contact import (
    CODE_COUNTS_FOR,
    MOST_CODES,
    MOST_TRIES,
    UNDONE_WITHIN,
    Way,
    change_undone,
    code_sent,
    code_typed,
    way_removed,
)

EDITION = forwarding_on(date(2026, 11, 21))  # Saturday
SOON = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("sent", "codes"), [(0, []), (MOST_CODES - 1, []), (MOST_CODES, ["CONTACT_CODES_MANY"])]
)
def test_nobody_s_telephone_is_filled_with_codes(sent: int, codes: list[str]) -> None:
    """§7: a few within a day, then none."""
    said = code_sent(way=Way.MOBILE, sent_lately=sent, edition=EDITION)
    assert [each.code for each in said.refusals] == codes


@pytest.mark.parametrize(
    ("fits", "tries", "age", "codes"),
    [
        (True, 0, SOON, []),
        (True, MOST_TRIES - 1, CODE_COUNTS_FOR, []),
        (False, 0, SOON, ["CONTACT_CODE_WRONG"]),
        (False, MOST_TRIES - 1, SOON, ["CONTACT_CODE_OVER"]),
        (True, MOST_TRIES, SOON, ["CONTACT_CODE_OVER"]),
        (True, 0, CODE_COUNTS_FOR + timedelta(seconds=1), ["CONTACT_CODE_OVER"]),
    ],
)
def test_a_code_counts_for_a_while_and_for_a_few_tries(
    fits: bool, tries: int, age: timedelta, codes: list[str]
) -> None:
    """§7: the right one in time changes; a wrong one says how many tries are left; the last wrong one ends it."""
    said = code_typed(way=Way.EMAIL, fits=fits, tries_before=tries, age=age, edition=EDITION)
    assert [each.code for each in said.refusals] == codes
    if codes == ["CONTACT_CODE_WRONG"]:
        assert str(MOST_TRIES - tries - 1) in said.refusals[0].person.no


@pytest.mark.parametrize(
    ("others", "waits_for", "undone", "codes"),
    [
        (1, 1, False, []),
        (0, 0, False, []),
        (0, 1, False, ["CONTACT_LAST_WAY"]),
        (1, 0, True, ["CONTACT_PUT_BACK"]),
    ],
)
def test_the_last_way_goes_only_where_no_order_waits_for_it(
    others: int, waits_for: int, undone: bool, codes: list[str]
) -> None:
    """§7: whoever is in an order is told of it quickly; and nothing moves after a change was undone."""
    said = way_removed(
        way=Way.EMAIL, others=others, waits_for=waits_for, undone_lately=undone, edition=EDITION
    )
    assert [each.code for each in said.refusals] == codes


@pytest.mark.parametrize(
    ("age", "undone", "codes"),
    [
        (SOON, False, []),
        (UNDONE_WITHIN, False, []),
        (SOON, True, ["CONTACT_LINK_OVER"]),
        (UNDONE_WITHIN + SOON, False, ["CONTACT_LINK_OVER"]),
    ],
)
def test_a_change_is_undone_once_and_for_a_while(age: timedelta, undone: bool, codes: list[str]) -> None:
    """§7: by the link in the news of it; a code is then sent to nobody."""
    assert [each.code for each in change_undone(age=age, undone=undone, edition=EDITION).refusals] == codes
    after = code_sent(way=Way.MOBILE, sent_lately=0, undone_lately=True, edition=EDITION)
    assert [each.code for each in after.refusals] == ["CONTACT_PUT_BACK"]
