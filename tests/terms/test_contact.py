"""A new telephone or e-mail counts once its code came back: how often, how long, how many tries."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from budstikke.post.terms.editions import forwarding_on
from budstikke.post.terms.forwarding.contact import (
    CODE_COUNTS_FOR,
    MOST_CODES,
    MOST_TRIES,
    Way,
    code_sent,
    code_typed,
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
