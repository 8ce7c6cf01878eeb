"""The parts of a wanted order held against each other: each wrong part by its name, in both languages, by clause."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from tests.actions import forwarding as street

from budstikke.post.actions.forwarding.order_parts import wrong_parts
from budstikke.post.actions.forwarding.wanted_order import Organisation
from budstikke.post.terms.forwarding.days import Period
from budstikke.post.terms.forwarding.kinds import Customer, Service

BACKWARDS = Period(date(2026, 12, 8), date(2026, 12, 7))  # Tuesday to the Monday before it


@pytest.mark.parametrize(
    ("changed", "parts"),
    [
        ({}, []),
        ({"period": BACKWARDS}, ["period"]),
        ({"service": Service.STORAGE}, ["new"]),
        ({"new": None}, ["new"]),
        ({"new": street.home()}, ["new"]),
        ({"organisation": Organisation(number="314159268", name="Eksempel AS")}, ["organisation"]),
        ({"orderer": None}, ["orderer"]),
        ({"covered": ()}, ["covered"]),
        ({"customer": Customer.BUSINESS}, ["organisation", "covered"]),
        ({"identified_by": "a promise", "period": BACKWARDS}, ["period", "identified_by"]),
    ],
)
def test_each_part_that_does_not_go_is_named_with_a_clause(
    changed: dict[str, object], parts: list[str]
) -> None:
    """None is hidden by another, and an order without a fault has none."""
    found = wrong_parts(replace(street.wanted(uuid4()), **changed))  # type: ignore[arg-type]
    assert [each.part for each in found] == parts
    assert all(each.words.no and each.words.en and str(each.clause) for each in found)
