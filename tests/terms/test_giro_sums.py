"""The sum of a giro file on a bank statement: what makes an entry it, and what leaves it open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from budstikke.formats.bank.incoming import Incoming, Source
from budstikke.post.terms.pum.giro_sums import Bundle, sum_told
from budstikke.post.terms.pum.incoming import Sameness

DAY = date(2026, 12, 10)  # Thursday
BUNDLE = Bundle(
    name="OCR-15060012347-20261210-0000042-0000007",
    account="15060012347",
    paid_on=DAY,
    amount_ore=37_250,
    payments=2,
    one_by_one=False,
)
ENTRY = Incoming(
    where="entry 1",
    reference="X",
    kid="",
    amount_ore=37_250,
    paid_on=DAY,
    source=Source.CAMT,
    account="15060012347",
    entry="X",
)


@pytest.mark.parametrize(
    ("entry", "bundle", "taken", "found"),
    [
        ({}, {}, "", Sameness.SAME),
        ({"paid_on": date(2026, 12, 9), "booked_on": DAY}, {}, "", Sameness.SAME),  # Wednesday
        ({"entry": "SUM 0000007 1"}, {"one_by_one": True}, "", Sameness.SAME),
        ({"entry": "T-0000042", "account": ""}, {}, "", Sameness.SAME),
        ({"entry_payments": 2, "account": ""}, {}, "", Sameness.SAME),
        ({"account": ""}, {}, "", Sameness.MAYBE),
        ({"entry": "10000007"}, {"one_by_one": True}, "", Sameness.MAYBE),
        ({"entry_payments": 1}, {"payments": 1, "one_by_one": True}, "", Sameness.MAYBE),
        ({}, {}, BUNDLE.name, Sameness.MAYBE),
        ({}, {}, "OCR-15060012347-20261210-0000042", Sameness.MAYBE),
        ({"entry_payments": 3}, {}, "", Sameness.OTHER),
        ({"amount_ore": 37_249}, {}, "", Sameness.OTHER),
        ({"paid_on": date(2026, 12, 9)}, {}, "", Sameness.OTHER),  # Wednesday
        ({"account": "15060054321"}, {}, "", Sameness.OTHER),
        ({"kid": "1234566"}, {}, "", Sameness.OTHER),
        ({"taken_back": True}, {}, "", Sameness.OTHER),
        ({"entry": ""}, {}, "", Sameness.OTHER),
    ],
)
def test_an_entry_is_the_sum_where_nothing_speaks_against_it(
    entry: dict[str, object], bundle: dict[str, object], taken: str, found: Sameness
) -> None:
    """Day, account and amount agree; a number or a count makes certain, what was told already makes doubtful."""
    paid = replace(ENTRY, **entry)  # type: ignore[arg-type]
    told = replace(BUNDLE, **bundle)  # type: ignore[arg-type]
    assert sum_told(paid, [told], taken={taken})[1] is found


def test_a_transmission_of_two_assignments_may_be_one_sum() -> None:
    """What the two come to; once it has its entry neither of them has one of its own."""
    other = replace(BUNDLE, name=BUNDLE.name[:-1] + "8", amount_ore=10_000)
    whole, sameness = sum_told(replace(ENTRY, amount_ore=47_250), [BUNDLE, other], taken=set())
    assert whole is not None and sameness is Sameness.SAME
    assert (whole.name, whole.payments) == ("OCR-15060012347-20261210-0000042", 4)
    assert sum_told(ENTRY, [BUNDLE, other], taken={whole.name}) == (None, Sameness.MAYBE)


def test_of_two_alike_the_one_that_is_named_is_taken_and_else_each_once() -> None:
    """Two assignments of one sum are told twice, and become two."""
    other = replace(BUNDLE, name=BUNDLE.name[:-1] + "8")
    assert sum_told(replace(ENTRY, entry="0000008"), [BUNDLE, other], taken=set())[0] == other
    assert sum_told(ENTRY, [BUNDLE, other], taken={BUNDLE.name})[0] == other
